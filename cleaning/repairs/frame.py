"""Lines that the site put around the article: menus, metadata rows, share and follow lines, related lists, footers.

`责编：甲某` after the last paragraph goes and fills the field `editor`; `联系电话：…` at the end of a notice stays.

What a line is, the rule packs say (`cleaning.packs`). Where it stands decides whether that counts: before the first
paragraph, after the last, and between them only for what is unmistakable. Where that shows a page, the line model
(`cleaning.line_model`) judges the lines of no fixed wording, each by its form, its place and its neighbours. Left
alone: everything else, and a page of nothing but frame.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping

from cleaning.context import Context
from cleaning.dates import find_date
from cleaning.edit import Field, Proposal
from cleaning.frame_byline import byline
from cleaning.frame_headline import title_place
from cleaning.frame_lines import judge
from cleaning.frame_page import FramePage, Mark
from cleaning.frame_tails import LAST_LINES, editor_behind
from cleaning.frame_zones import marks_of
from cleaning.headlines import DOCUMENT_NUMBER, continues, headline_value
from cleaning.label_values import UNSAID, Finding
from cleaning.lines import is_paragraph
from cleaning.packs import packs_for
from cleaning.person_names import has_surname

_CLASSES = re.compile(r"[\u4e00-\u9fff]{2,8}(?:[、,/][\u4e00-\u9fff]{2,8})+")
"""A class of documents (`财政、金融/税务`), which some pages give as their `主题`."""

_PEOPLE = frozenset({"editor", "reviewer", "proofreader", "producer"})
_WIDE_NAME = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
"""A name of two characters set wide (`苏 伟`)."""

_EDITOR = re.compile(r"(?:责任编辑|责编) ?[:/] ?([\u4e00-\u9fff]{2,3})(?![\u4e00-\u9fff])")
"""Whom a line names that is frame for another reason, `责任编辑：陈一 版权所有`."""

_PATH = "boilerplate.navigation"

TRIGGERS: frozenset[str] = frozenset()

Judge = Callable[[FramePage, dict[int, Mark], float], tuple[dict[int, Mark], list[int]]]
"""Marks and a floor → marks that know more, and the places of the headline."""


def propose(text: str, context: Context) -> Iterable[Proposal | Field]:
    return _propose(context, judge)


def propose_by_rules(text: str, context: Context) -> Iterable[Proposal | Field]:
    """What the rule packs propose without the line model, for those who write packs."""
    return _propose(context, lambda _page, marks, _floor: (marks, []))


def _propose(context: Context, judge: Judge) -> Iterator[Proposal | Field]:
    floor = context.settings.floor("boilerplate")
    page = FramePage(context.folded, context.host, packs_for(context.settings.packs))
    marks = marks_of(page, floor)
    if not any(mark.confidence >= floor for mark in marks.values()):
        yield from _proposals(page, marks, set(), 1.0)
        return
    marks, heads = judge(page, marks, floor)
    if heads:
        marks |= _document_number(page, marks, heads[-1])
        marks |= byline(page, marks, heads, floor)
    sure = {place for place, mark in marks.items() if mark.confidence >= floor}
    nothing_else = all(place in sure or place in heads for place in page.full)
    if not nothing_else:
        title = title_place(page, heads, marks) if heads else -1
        yield from _headline(page, heads, title, context)
        titles = tuple(page.lines[place].strip() for place in heads)
        yield from _fields(page, {place: marks[place] for place in sorted(sure)}, context, titles)
        marks |= {place: _head_mark(place, title) for place in heads}
        sure |= set(heads)
        yield from _editor(page, sure, context)
    yield from _proposals(page, marks, sure, floor - 0.01 if nothing_else else 1.0)


def _document_number(page: FramePage, marks: Mapping[int, Mark], head: int) -> dict[int, Mark]:
    """The number of a document alone on a line between its headline and its text, perhaps below rows of the page."""
    for place in page.full[bisect_right(page.full, head) :]:
        line = page.lines[place].strip()
        if DOCUMENT_NUMBER.fullmatch(line):
            start = page.lines[place].index(line)
            found = (Finding("document_number", start, start + len(line)),)
            return {place: Mark(0.97, "boilerplate.metadata", "a line below the headline", 0, "either", found)}
        if place not in marks:
            break
    return {}


def _editor(page: FramePage, sure: set[int], context: Context) -> Iterator[Proposal | Field]:
    """The editor on the last line of the article, behind its last sentence."""
    left = (place for place in reversed(page.full[-LAST_LINES:]) if place not in sure)
    place, found = next(((place, found) for place in left if (found := editor_behind(page.raw[place]))), (-1, None))
    if found is None:
        return
    at, findings = found
    start = page.starts[place]
    evidence = "the editor behind the last sentence"
    yield Proposal(start + at, start + len(page.raw[place].rstrip()), "", "boilerplate.credit", evidence, 0.97)
    yield from _fields(page, {place: Mark(0.97, "boilerplate.credit", evidence, 0, "either", findings)}, context)


def _head_mark(place: int, title: int) -> Mark:
    kind = "doubled_headline" if place < title else "headline" if place == title else "subtitle"
    return Mark(0.97, f"boilerplate.{kind}", "line model: headline", 0, "either", ())


def _headline(page: FramePage, heads: list[int], title: int, context: Context) -> Iterator[Field]:
    """The title, and what stands between it and the article; spans without the indent."""
    if not heads:
        return
    decks = [place for place in heads if place > title]
    titles = [title, *(place for place in decks[:1] if continues(page.lines[title].strip(), page.lines[place].strip()))]
    for name, places, joint in (("title", titles, ""), ("subtitle", decks[len(titles) - 1 :], " ")):
        spans = [_span(page, place) for place in places]
        if spans:
            value = joint.join(headline_value(start, end, context) for start, end in spans)
            yield Field(name, value, spans[0][0], spans[-1][1], "line model: headline")


def _span(page: FramePage, place: int) -> tuple[int, int]:
    line = page.raw[place]
    start = page.starts[place] + len(line) - len(line.lstrip())
    return start, start + len(line.strip())


def _proposals(page: FramePage, marks: Mapping[int, Mark], sure: set[int], most: float) -> Iterator[Proposal]:
    for place, (start, end) in _spans(page, sure).items():
        mark = marks[place]
        yield Proposal(start, end, "", mark.kind, mark.evidence, round(min(mark.confidence, most), 4))
    for place in sorted(marks.keys() - sure):
        start, mark = page.starts[place], marks[place]
        end = start + len(page.raw[place])
        yield Proposal(start, end, "", mark.kind, mark.evidence, round(mark.confidence, 4))


def _spans(page: FramePage, sure: set[int]) -> dict[int, tuple[int, int]]:
    """What to delete for each line: with the blank lines before it; at the top, where nothing is kept before it,
    with those after it."""
    spans: dict[int, tuple[int, int]] = {}
    kept = False
    for number, place in enumerate(page.full):
        start = page.starts[place]
        end = start + len(page.raw[place])
        if place not in sure:
            kept = True
        elif kept:
            before = page.full[number - 1]
            spans[place] = (page.starts[before] + len(page.raw[before]), end)
        else:
            spans[place] = (start, page.starts[page.full[number + 1]] if number + 1 < len(page.full) else end)
    return spans


def _fields(
    page: FramePage, marks: Mapping[int, Mark], context: Context, titles: tuple[str, ...] = ()
) -> Iterator[Field]:
    text = context.folded if context.settings.script == "simplified" else context.text
    found: list[Field] = []
    labelled = _labelled_date(page, marks)
    for place, mark in marks.items():
        if place < labelled and _is_bare_date(page.lines[place], mark):
            continue
        start = page.starts[place]
        for item in mark.findings:
            said = page.lines[place][item.start : item.end]
            glued = next((title for title in titles if said.endswith(title) and said != title), "")
            span = start + item.start, start + item.end - (len(glued) if item.field == "source" else 0)
            value = item.value or re.sub(r"\s+", "" if item.field.startswith("author") else " ", text[slice(*span)])
            if item.field in _PEOPLE:
                value = _WIDE_NAME.sub(r"\1\2", value)
            name = "subject" if item.field == "title" and _CLASSES.fullmatch(value) else item.field
            if value not in UNSAID:
                found.append(Field(name, value, *span, mark.evidence))
        if not any(item.field == "editor" for item in mark.findings):
            for named in _EDITOR.finditer(page.lines[place]):
                if has_surname(named[1]):
                    span = start + named.start(1), start + named.end(1)
                    found.append(Field("editor", text[slice(*span)], *span, "the editor on a line of the frame"))
    if not any(item.name == "published_at" for item in found):
        found += [item._replace(name="published_at") for item in found if item.name == "created_at"][:1]
        found += [] if found else _date_of_path(page, marks)
    yield from found


def _labelled_date(page: FramePage, marks: Mapping[int, Mark]) -> int:
    """The last line above the first paragraph on which a label says when the page was published; -1 without one."""
    first = next((place for place in page.full if place not in marks and is_paragraph(page.raw[place])), -1)
    rows = (place for place, mark in marks.items() if "/" in mark.evidence and _dates(mark))
    return max((place for place in rows if place < first), default=-1)


def _is_bare_date(line: str, mark: Mark) -> bool:
    """Whether a line is a date and nothing else: above one with a label, that is the day of the visit."""
    if len(mark.findings) != 1 or not _dates(mark):
        return False
    item = mark.findings[0]
    bare = line.strip(" -•·")
    date = find_date(bare)
    return date is not None and date.end - date.start == len(bare) == item.end - item.start


def _dates(mark: Mark) -> bool:
    return any(item.field == "published_at" for item in mark.findings)


def _date_of_path(page: FramePage, marks: Mapping[int, Mark]) -> list[Field]:
    """The date and time at the end of the path to the page, where the page says nothing else of itself."""
    for place, mark in marks.items():
        told = place <= page.last_of_top and mark.kind == _PATH and "今天" not in page.lines[place]
        date = find_date(page.raw[place]) if told else None
        if date and date.has_clock:
            start = page.starts[place]
            return [Field("published_at", date.value, start + date.start, start + date.end, mark.evidence)]
    return []

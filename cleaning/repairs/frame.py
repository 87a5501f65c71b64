"""Lines that the site put around the article: menus, metadata rows, share and follow lines, related lists, footers.

`责编：甲某` after the last paragraph goes and fills the field `editor`; `联系电话：…` at the end of a notice stays.

What a line is, the rule packs say (`cleaning.packs`). Where it stands decides whether that counts: before the first
paragraph, after the last, and between them only for what is unmistakable. A line that could be either is frame when
it stands in the company of lines that surely are. Left alone: everything else, and a page of nothing but frame.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaning.context import Context
from cleaning.edit import Field, Proposal
from cleaning.labels import UNSAID, Finding, Row, group_findings, read_row, words_of
from cleaning.lines import NormalLines, is_paragraph, line_starts
from cleaning.packs import Packs, Side, packs_for

TRIGGERS: frozenset[str] = frozenset()

LONGEST_ROW = 400
"""Longest metadata row, in code points: one with a page's abstract in it."""

_MENU_WORD = 6
_HEAD = 60
_LABELLED = re.compile(r"[:：|｜丨│]|^\W*(?:[12１２]|二[〇○零]|民)")
"""Without a label's sign or a year near its beginning a line is no metadata row."""


class Mark(NamedTuple):
    """Why a line is thought to be frame. The first five members are those of `cleaning.packs.Entry`."""

    confidence: float
    kind: str
    evidence: str
    company: float
    company_side: Side
    findings: tuple[Finding, ...]
    tail: bool = False


def propose(text: str, context: Context) -> Iterable[Proposal | Field]:
    page = _Page(context, packs_for(context.settings.packs))
    marks = page.marks()
    if not marks:
        return
    floor = context.settings.floor("boilerplate")
    sure = {place for place, mark in marks.items() if mark.confidence >= floor}
    nothing_else = all(place in sure for place in page.full)
    for place, (start, end) in page.spans(sure).items():
        mark = marks[place]
        confidence = min(mark.confidence, floor - 0.01) if nothing_else else mark.confidence
        yield Proposal(start, end, "", mark.kind, mark.evidence, round(confidence, 4))
    for place in sorted(marks.keys() - sure):
        start, mark = page.starts[place], marks[place]
        end = start + len(page.lines[place])
        yield Proposal(start, end, "", mark.kind, mark.evidence, round(mark.confidence, 4))
    if not nothing_else:
        yield from page.fields({place: marks[place] for place in sorted(sure)})


class _Page:
    """A page as lines. `full`: places of the lines that hold something; `lines`: normal lines, as patterns see them."""

    def __init__(self, context: Context, packs: Packs) -> None:
        self.context, self.packs = context, packs
        self.raw = context.folded.split("\n")
        self.lines = NormalLines(self.raw)
        self.full = [place for place, line in enumerate(self.raw) if line and not line.isspace()]
        self.starts = line_starts(self.raw)
        self.hits = self._hits()

    def _hits(self) -> dict[int, set[int]]:
        hits: defaultdict[int, set[int]] = defaultdict(set)
        for at, rule in self.packs.hits(self.context.folded):
            hits[bisect_right(self.starts, at) - 1].add(rule)
        return hits

    def marks(self) -> dict[int, Mark]:
        """Every line that may be frame. Both ends are walked towards the article until its first and last paragraph."""
        floor = self.context.settings.floor("boilerplate")
        marks: dict[int, Mark] = {}
        top_end = self._walk(self.full, "top", marks, floor)
        bottom: dict[int, Mark] = {}
        bottom_end = self._walk(self.full[::-1], "bottom", bottom, floor)
        for place, mark in bottom.items():
            if place not in marks or mark.confidence > marks[place].confidence:
                marks[place] = mark
        for place in self.hits:
            if top_end < place < bottom_end and (seen := self._by_rule(place, "middle")):
                marks[place] = seen
        if marks:
            _spread(marks, self.full, top_end, floor)
            _between(marks, top_end, bottom_end, floor)
            self._tail(marks, bottom_end, floor)
            self._echoes(marks, floor)
        return marks

    def _walk(self, places: list[int], zone: str, marks: dict[int, Mark], floor: float) -> int:
        """Mark the lines from one end on; the place of the paragraph that ends the zone (or beyond the last line)."""
        run: list[int] = []
        for place in places:
            mark = self._best(place, zone)
            if (mark is None or mark.confidence < floor) and is_paragraph(self.raw[place]):
                break
            if mark:
                marks[place] = mark
            if len(self.raw[place].strip()) <= _MENU_WORD:
                run.append(place)
            else:
                self._run(run, zone, marks)
                run = []
        else:
            place = len(self.raw) if zone == "top" else -1
        self._run(run, zone, marks)
        return place

    def _run(self, run: list[int], zone: str, marks: dict[int, Mark]) -> None:
        """A menu with a word a line is a menu."""
        ends = [number for number, place in enumerate(run) if self.lines[place].strip() in self.packs.known_words]
        run = run[ends[0] : ends[-1] + 1] if ends else []
        if len(run) > 2 and (mark := self._by_words(run, zone)):
            for place in run:
                if place not in marks or marks[place].confidence < mark.confidence:
                    marks[place] = mark

    def _best(self, place: int, zone: str) -> Mark | None:
        found = [self._by_rule(place, zone)] if place in self.hits else []
        if _LABELLED.search(self.raw[place], 0, _HEAD):
            found.append(self._by_row(place, zone))
        if not is_paragraph(self.raw[place]):
            found.append(self._by_words([place], zone))
        marks = sorted(filter(None, found), key=lambda mark: -mark.confidence)
        return marks[0]._replace(evidence=_together(mark.evidence for mark in marks)) if marks else None

    def _by_rule(self, place: int, zone: str) -> Mark | None:
        found: list[Mark] = []
        for number in sorted(self.hits.get(place, ())):
            rule = self.packs.rules[number]
            if not rule.fires(zone, self.context.host):
                continue
            line = self.lines[place]
            lead = len(line) - len(line.lstrip(" "))
            match = rule.match(line.strip(" "))
            items = group_findings(match) if match else None
            if items is not None:
                items = tuple(item._replace(start=item.start + lead, end=item.end + lead) for item in items)
                company = rule.company, rule.company_side
                found.append(Mark(rule.confidence, rule.kind, rule.evidence, *company, items, rule.tail))
        if not found:
            return None
        best = max(found, key=lambda mark: mark.confidence)
        everything = tuple(item for mark in found for item in mark.findings)
        return best._replace(findings=everything, evidence=_together(mark.evidence for mark in found))

    def _by_row(self, place: int, zone: str) -> Mark | None:
        row: Row | None = None
        if len(self.raw[place]) <= LONGEST_ROW:
            row = read_row(self.lines[place], self.packs, zone, self.context.host)
        return Mark(*row) if row else None

    def _by_words(self, places: list[int], zone: str) -> Mark | None:
        if len(self.raw[places[0]]) > 200:
            return None
        words = [word.strip(":") for place in places for word in words_of(self.lines[place])]
        for entry in self.packs.words:
            known = sum(word in entry.words for word in words)
            if known < entry.least or known < entry.share * len(words) or not entry.fires(zone, self.context.host):
                continue
            if max(map(len, words)) <= 2 * _MENU_WORD:
                return Mark(entry.confidence, entry.kind, entry.evidence, entry.company, entry.company_side, ())
        return None

    def _tail(self, marks: dict[int, Mark], bottom_end: int, floor: float) -> None:
        """All that follows the head of a list of other articles belongs to that list. A page without a paragraph has
        no end of the article to go by, so nothing is concluded there."""
        sure = (place for place, mark in marks.items() if mark.tail and mark.confidence >= floor)
        heads = [place for place in sure if place > bottom_end]
        if bottom_end < 0 or not heads:
            return
        head = min(heads)
        for place in self.full[bisect_right(self.full, head) :]:
            if place not in marks or marks[place].confidence < floor:
                marks[place] = Mark(0.97, "boilerplate.related", f"after {marks[head].evidence}", 0, "either", ())

    def _echoes(self, marks: dict[int, Mark], floor: float) -> None:
        """The page's source alone on a line between paragraphs is a picture's credit."""
        sources = {
            self.lines[place][item.start : item.end].strip()
            for place, mark in marks.items()
            for item in mark.findings
            if item.field == "source" and mark.confidence >= floor
        }
        for place in self.full if sources else ():
            if place not in marks and self.lines[place].strip() in sources:
                marks[place] = Mark(0.97, "boilerplate.credit", "the page's source alone on a line", 0, "either", ())

    def spans(self, sure: set[int]) -> dict[int, tuple[int, int]]:
        """What to delete for each line: with the blank lines before it; at the top, where nothing is kept before it,
        with those after it."""
        spans: dict[int, tuple[int, int]] = {}
        kept = False
        for number, place in enumerate(self.full):
            start = self.starts[place]
            end = start + len(self.raw[place])
            if place not in sure:
                kept = True
            elif kept:
                before = self.full[number - 1]
                spans[place] = (self.starts[before] + len(self.raw[before]), end)
            else:
                spans[place] = (start, self.starts[self.full[number + 1]] if number + 1 < len(self.full) else end)
        return spans

    def fields(self, marks: dict[int, Mark]) -> Iterator[Field]:
        text = self.context.folded if self.context.settings.script == "simplified" else self.context.text
        found: list[Field] = []
        for place, mark in marks.items():
            start = self.starts[place]
            for item in mark.findings:
                span = start + item.start, start + item.end
                value = item.value or re.sub(r"\s+", "" if item.field.startswith("author") else " ", text[slice(*span)])
                if value not in UNSAID:
                    found.append(Field(item.field, value, *span, mark.evidence))
        if not any(item.name == "published_at" for item in found):
            found += [item._replace(name="published_at") for item in found if item.name == "created_at"][:1]
        yield from found


def _together(evidence: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(evidence))


def _between(marks: dict[int, Mark], top_end: int, bottom_end: int, floor: float) -> None:
    """Between paragraphs the company is the whole page: with frame both above and below, `广告` is no heading."""
    sure = [place for place, mark in marks.items() if mark.confidence >= floor]
    if not any(place < top_end for place in sure) or not any(place > bottom_end for place in sure):
        return
    for place, mark in marks.items():
        if top_end < place < bottom_end and mark.confidence < floor <= mark.company:
            marks[place] = mark._replace(confidence=mark.company)


def _spread(marks: dict[int, Mark], full: list[int], top_end: int, floor: float) -> None:
    """Lines of which their neighbours tell that they are frame; each that is settled may settle its neighbours."""
    order = {place: number for number, place in enumerate(full)}
    settled = [place for place, mark in marks.items() if mark.confidence >= floor]
    while settled:
        place = settled.pop()
        for step in (-1, 1):
            number = order[place] + step
            if not 0 <= number < len(full) or (mark := marks.get(full[number])) is None:
                continue
            outward = (step < 0) == (place < top_end)
            if mark.confidence < floor <= mark.company and (outward or mark.company_side == "either"):
                marks[full[number]] = mark._replace(confidence=mark.company)
                settled.append(full[number])

"""What several lines together tell and none alone: lists of headlines cut off or dated, dates over several lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise

from cleaning.dates import find_date, iso_date
from cleaning.frame_page import FramePage, Mark
from cleaning.label_values import Finding
from cleaning.labels import read_row
from cleaning.lines import STOPS, is_paragraph
from cleaning.people import read_names
from cleaning.person_names import has_usual_surname

LEAST_CUT = 3
"""Fewest headlines in a row that were cut off at one width."""

SPREAD = 3
"""Most by which their widths may differ; a Latin letter is half as wide as a Han character."""

LONGEST_NAMES = 16
MOST_NAMES = 4
"""Longest line of names, and most names on it; more of them may be what the article is about."""

_CUT = re.compile(r"[^…]{4,40}(?:…{1,2}|\.{2,3})")
_DAY = r"[\[(]?(?:20\d\d[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])|(?:1[0-2]|0[1-9])-(?:3[01]|[0-2]\d))[\])]?"
_BARE_DAY = re.compile(_DAY)
_ENDS_DATED = re.compile(rf"[·•\-> ]*[^。!?;|]{{5,40}}[^\d。!?;| -] *{_DAY}")
_BARE_STAMP = re.compile(
    r"[-•· ]*20\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?日?(?: \d{1,2}:\d\d(?::\d\d)?|,\d{2,6})[| ]*"
)
_HEADLINE = re.compile(r"[^。;|]{5,40}")

_ISSUE = re.compile(r"《?[\u4e00-\u9fff·()]{2,20}》? ?(?:19|20)\d\d年 ?第?\d{1,2}期")

_CLOCK = r"(?: (?P<clock>\d{1,2}:\d\d(?::\d\d)?))?"
_STACKED = tuple(
    re.compile(date + _CLOCK)
    for date in (
        r"(?P<day>\d{1,2})日? (?P<year>20\d\d)[-/.年] ?(?P<month>\d{1,2})月?",
        r"(?P<year>20\d\d)[-/.年] ?(?P<month>\d{1,2})月? (?P<day>\d{1,2})日?",
        r"(?P<month>\d{1,2})[-/.月] ?(?P<day>\d{1,2})日? (?P<year>20\d\d)年?",
        r"(?P<year>20\d\d)年? (?P<month>\d{1,2})[-/.月] ?(?P<day>\d{1,2})日?",
        r"(?P<year>20\d\d)[-/.年] ?(?P<month>\d{1,2})[-/.月] ?(?P<day>\d{1,2})日?",
    )
)
"""How the parts of a date follow each other where each has a line of its own."""

LONGEST_PART = 20
"""Longest line with a part of a date, in code points."""

_LABEL_ALONE = re.compile(r"[\s•·●▪◆*-]*([\u4e00-\u9fff][\u4e00-\u9fff ]{0,8}[\u4e00-\u9fff])\s*:\s*")
LEAST_LABELS = 3
"""Fewest different labels on lines of their own that are a table: one alone may be a heading, `记者：` a speaker."""

_OF_TABLES = frozenset({"index_number", "document_number", "issuing_office"})
"""Fields of which such a table has one: when and where a notice bids people to come are rows of the article."""

_OF_PAGES = frozenset("来源 信息来源 文章来源 稿件来源 稿源 发布时间 发布日期 发表时间 更新时间".split())
_SPEAKERS = frozenset({"记者", "本报记者", "主持人"})
"""Labels beside which one other is enough, and labels that lines of an interview begin with."""

_ANYTHING = frozenset({"abstract", "keywords", "text"})
"""Kinds of value that any line is, the headline below the table among them."""


def cut_headlines(page: FramePage, places: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """Headlines of other articles in a row, cut off at one width: `湖东县召开春耕…`. `places` lie next to each other
    and outside the article."""
    for cut, run in groupby(places, key=lambda place: _is_cut(page.lines[place].strip())):
        group = list(run)
        widths = [_width(page.lines[place].strip()) for place in group]
        if cut and len(group) >= LEAST_CUT and max(widths) - min(widths) <= SPREAD:
            for place in group:
                yield place, Mark(0.97, "boilerplate.related", "headlines cut off at one width", 0, "either", ())


def dated_headlines(page: FramePage, places: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """Headlines of other articles, each with its date at its end or on the next line; `places` as above."""
    lines = [page.lines[place].strip() for place in places]
    taken: set[int] = set()
    for dated, run in groupby(range(len(lines)), key=lambda number: bool(_ENDS_DATED.fullmatch(lines[number]))):
        group = list(run)
        if dated and len(group) >= LEAST_CUT:
            taken.update(group)
    days = [number for number, line in enumerate(lines) if number and _BARE_DAY.fullmatch(line)]
    for first, second in pairwise(days):
        if second - first == 2 and all(_HEADLINE.fullmatch(lines[number - 1]) for number in (first, second)):
            taken.update((first - 1, first, second - 1, second))
    for stamped, run in groupby(range(len(lines)), key=lambda number: bool(_BARE_STAMP.fullmatch(lines[number]))):
        group = list(run)
        if stamped and len(group) >= LEAST_CUT:
            over = group[0] - 1
            taken.update(group if over < 0 or not lines[over].endswith(":") else [over, *group])
    for number in taken:
        yield places[number], Mark(0.97, "boilerplate.related", "headlines with their dates", 0, "either", ())


def names_below_row(page: FramePage, places: Sequence[int], rows: Collection[int]) -> Iterator[tuple[int, Mark]]:
    """Names alone on the line below a row that surely is one, above where they work or the first paragraph."""
    for upper, place in pairwise(places):
        line = page.lines[place]
        below = page.full[bisect_right(page.full, place) :][:1]
        if upper not in rows or not below or len(line.strip()) > LONGEST_NAMES:
            continue
        if not (is_paragraph(page.raw[below[0]]) or page.lines[below[0]].strip().startswith("(")):
            continue
        people = read_names(line.strip(), len(line) - len(line.lstrip())) or ()
        names = [person.name for person in people]
        if (
            0 < len(names) <= MOST_NAMES
            and all(map(has_usual_surname, names))
            and names[0] not in page.packs.known_words
        ):
            found = tuple(Finding("author", person.start, person.end) for person in people)
            yield place, Mark(0.96, "boilerplate.credit", "names below a row", 0, "either", found)


def issue_below_day(page: FramePage, places: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """A day alone over a journal and its issue, `2017-01-20` over `湖东水利 2016年22期`."""
    for upper, place in pairwise(places):
        line = page.lines[upper]
        date = find_date(line.strip())
        if (
            not date
            or not _ISSUE.fullmatch(page.lines[place].strip())
            or date.start
            or len(line.strip()) - date.end > LONGEST_NAMES
        ):
            continue
        names = read_names(line.strip()[date.end :], date.end) or ()
        lead = len(line) - len(line.lstrip())
        found = [Finding("published_at", lead, lead + date.end, date.value)]
        found += (Finding("author", lead + person.start, lead + person.end) for person in names)
        yield upper, Mark(0.97, "boilerplate.date", "a day over a journal's issue", 0, "either", tuple(found))


def _is_cut(line: str) -> bool:
    return bool(_CUT.fullmatch(line)) and not STOPS.search(line)


def _width(line: str) -> float:
    return sum(1.0 if sign >= "\u2e80" else 0.5 for sign in line)


def stacked_dates(page: FramePage, places: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """A date over two or three lines, as blocks at a page's top show it: `04`, `2021-03`, `10:20`."""
    for size in (3, 2):
        for number in range(len(places) - size + 1):
            group = places[number : number + size]
            parts = [page.lines[place].strip() for place in group]
            value = None if max(map(len, parts)) > LONGEST_PART else _stacked(" ".join(parts))
            if value is None:
                continue
            last = page.lines[group[-1]]
            start = last.index(parts[-1])
            found = (Finding("published_at", start, start + len(parts[-1]), value),)
            for place in group:
                findings = found if place == group[-1] else ()
                yield place, Mark(0.96, "boilerplate.date", "date over several lines", 0, "either", findings)
            return


def stacked_labels(page: FramePage, places: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """A table's labels and values, each on a line of its own: `索引号：`, `00000000/2021-00001`, `文号：`."""
    names = [_LABEL_ALONE.fullmatch(page.lines[place]) for place in places]
    known = ["".join(name[1].split()) if name else "" for name in names]
    labels = {name: page.packs.labels[name] for name in known if name in page.packs.labels}
    told = not _OF_TABLES.isdisjoint(label.field for label in labels.values())
    of_page = not _OF_PAGES.isdisjoint(labels) and _SPEAKERS.isdisjoint(labels)
    if not (told and len(labels) >= LEAST_LABELS) and not (of_page and len(labels) > 1):
        return
    for number, (name, place) in enumerate(zip(known, places, strict=True)):
        if name not in labels:
            continue
        yield place, Mark(0.96, "boilerplate.metadata", "label on a line of its own", 0, "either", ())
        below = places[number + 1] if number + 1 < len(places) else None
        if below is None or names[number + 1] or labels[name].value in _ANYTHING:
            continue
        value = page.lines[below].strip()
        row = None if is_paragraph(page.raw[below]) else read_row(f"{name}:{value}", page.packs, "top", page.host)
        if row is None:
            continue
        shift = page.lines[below].index(value) - len(name) - 1
        found = tuple(item._replace(start=item.start + shift, end=item.end + shift) for item in row.findings)
        yield below, Mark(0.99, row.kind, f"{row.evidence}, on the line below its label", 0, "either", found)


def _stacked(text: str) -> str | None:
    for pattern in _STACKED:
        if match := pattern.fullmatch(text):
            day = iso_date(f"{match['year']}-{match['month']}-{match['day']} {match['clock'] or ''}".strip())
            if day:
                return day
    return None

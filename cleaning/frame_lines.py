"""What the line model adds to the rule packs on a page that shows frame: lines without fixed wording, the headline."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping

from cleaning.frame_headline import (
    LEAST_BELOW_SECTION,
    NO_TITLE,
    NUMBERED,
    REPORTED,
    below_row,
    copies_below,
    first_over_row,
    has_deck,
    last_above,
    likeliest,
    over_row,
    with_line_above,
    with_second_line,
    without_section,
)
from cleaning.frame_page import FramePage, Mark, places_at_ends
from cleaning.headlines import DOCUMENT_NUMBER
from cleaning.label_colons import with_colons
from cleaning.line_features import Seen, features
from cleaning.line_model import ABOVE, ARTICLE, BELOW, HEADLINE, UNDER, WITHIN, states
from cleaning.line_shape import Shape
from cleaning.lines import is_paragraph, verse_of
from cleaning.loose_rows import read_loose
from cleaning.spam_lines import is_betting_line

MOST = 0.99
"""The most that the model claims."""

MOST_WITHIN = 0.9
"""The most that it claims of a line between lines of the article: a third of those were the article's own."""


_OF_AUTHOR = re.compile(r" *\(作者[系为是]")
"""What an essay says of its author; like rows of a table of HTML only flagged, since both may be the article's."""

_ITEM = re.compile(r" *[-•·●▪*] ")
"""How an item of a list begins."""

_SIGNED = re.compile(r"(?:本[报刊网台])?编辑部|编者")
"""Who signs a statement of the paper's own."""

_ENDS = ("。", "!", "?", "”", "」", ")", "…")
_CREDIT_BEHIND = re.compile(r"[。!?”」…] ?[(\[【][^()\[\]【】]{2,40}[)\]】]\d*$")
"""A credit behind the last sentence, perhaps with the agency's number: `(编辑:李四)1100322`."""

_OF_SITE = frozenset({"rights", "record", "app", "account", "contact"})
"""What a paragraph speaks of that is the site's; others are other articles' beginnings, or the article's own."""


LEAST_OVER_ROW = 0.75
"""Probability from which the line on top of the row that says when the page was published is its headline. Then the
article begins below that row: on real pages that was so wherever the model said as much."""


MOST_HEADLINE = 5
"""Most lines of a headline, doubled ones counted."""

_KINDS = {
    ABOVE: "boilerplate.navigation",
    UNDER: "boilerplate.metadata",
    WITHIN: "boilerplate.insertion",
    BELOW: "boilerplate.footer",
}
_SECTION = Mark(0.97, "boilerplate.navigation", "line model: a section's name above the headline", 0, "either", ())
_WHOSE = frozenset({"published_at", "source", "author"})
"""What the row below a headline says."""

_LEAST_KNOWN = 0.0
_LEAST_BELOW = 1.0
"""How much of a metadata row must be known where the model tells that the line is frame above the article, and below:
there readers and other articles have dates and names too."""


def seen_of(page: FramePage, places: list[int]) -> list[Seen | None]:
    """What the packs say of each line, whichever end it may belong to."""
    answer: list[Seen | None] = []
    for place in places:
        marks = [mark for zone in ("top", "bottom") if (mark := page.best(place, zone))]
        best = max(marks, key=lambda mark: mark.confidence, default=None)
        best = best or page.hardly(place)
        answer.append(Seen(best.kind, best.confidence, best.company) if best else None)
    return answer


def judge(page: FramePage, marks: dict[int, Mark], floor: float) -> tuple[dict[int, Mark], list[int]]:
    """The marks, those of the line model among them where it is surer than the rules; and the places of the headline.

    What counts is that the line is none of the article's: whether it is a menu or the headline is asked after that.
    """
    places = places_at_ends(page.full)
    rows = features([page.lines[place].strip(" ") for place in places], seen_of(page, places))
    sure_places = {place for place, mark in marks.items() if mark.confidence >= floor}
    row = last_row_above(page, marks, floor)
    top = sum(place <= row for place in places)
    barred: dict[int, set[int]] = {number: {WITHIN, BELOW} for number in range(top)}
    for number, place in enumerate(places):
        line = page.lines[place]
        prose = "。" in line and is_paragraph(page.raw[place])
        opens = NUMBERED.match(line) or REPORTED.match(line)
        if place in sure_places or opens or prose or is_betting_line(line):
            barred.setdefault(number, set()).add(HEADLINE)
    for number, place in enumerate(places):
        if place in page.notice and place not in sure_places:
            barred[number] = {ABOVE, HEADLINE, UNDER, WITHIN, BELOW}
    for number in _goes_on(places, marks, sure_places):
        barred.setdefault(number, set()).add(BELOW)
    chances = states(rows, barred=barred)
    if top > 1 and chances[top - 2][HEADLINE] > LEAST_OVER_ROW:
        chances = states(rows, barred=barred | {number: barred[number] | {ARTICLE} for number in range(top)})
    verse = verse_of([page.lines[place].strip() for place in places])
    verse |= {number - 1 for number in verse}  # with its own headline
    merged = dict(marks)
    heads: list[int] = []
    for number, (place, chance) in enumerate(zip(places, chances, strict=True)):
        mark = marks.get(place)
        if (mark is not None and mark.confidence >= floor) or number in verse:
            continue
        if max(chance) == chance[HEADLINE] and 1 - chance[ARTICLE] >= floor:
            line = page.lines[place]
            if (
                "。" not in line
                and not NO_TITLE.match(line)
                and not _ITEM.match(line)
                and not DOCUMENT_NUMBER.fullmatch(line.strip())
            ):  # the first post of a thread, a short notice
                heads.append(place)
        elif (mark := _marked(page, place, chance, mark)) is not None:
            merged[place] = mark
    if _takes_all_prose(page, marks, merged, floor):
        return marks, []
    by_place = dict(zip(places, chances, strict=True))
    heads = with_line_above(page, heads, sure_places, row, by_place)
    titled = without_section(page, heads, by_place, sure_places)
    merged |= {place: _SECTION for place in heads if place not in titled}
    heads = over_row(page, titled, last_row_above(page, marks, floor, _WHOSE)) or first_over_row(page, row, sure_places)
    merged |= {place: _SECTION for place in titled if place not in heads}
    if heads and has_deck(page, heads[-1], by_place, merged):
        heads = []
    elif not heads and (
        above := [head for head in likeliest(page, by_place, marks, merged, floor, LEAST_BELOW_SECTION) if head < row]
    ):
        heads = above  # whatever may be one below the row of the date
    elif not heads and (last := last_above(places, chances)) is not None and last not in marks:
        taken = {place for place, mark in merged.items() if mark.confidence >= floor}
        heads = below_row(page, last, row, by_place, sure_places, taken)
        if not heads:
            merged.pop(last, None)  # with no other headline on the page, its own repair looks at this one
    elif not heads:
        heads = likeliest(page, by_place, marks, merged, floor)
    heads = with_second_line(page, heads or _doubled(page, marks), sure_places)
    heads += copies_below(page, heads, merged, floor)
    return merged, heads if len(heads) <= MOST_HEADLINE else []


def _doubled(page: FramePage, marks: Mapping[int, Mark]) -> list[int]:
    """The line below its copy, which is the headline where nothing else is."""
    copies = [place for place, mark in marks.items() if mark.kind == "boilerplate.doubled_headline"]
    return page.full[bisect_right(page.full, max(copies)) :][:1] if copies else []


def _goes_on(places: list[int], marks: Mapping[int, Mark], sure: set[int]) -> Iterator[int]:
    """The numbers of the lines that a page says to read on in (`請繼續往下閱讀`), up to what rules know to be frame."""
    reading = False
    for number, place in enumerate(places):
        if place in sure:
            reading = "goes_on" in marks[place].evidence
        elif reading:
            yield number


def last_row_above(
    page: FramePage, marks: Mapping[int, Mark], floor: float, fields: Collection[str] = ("published_at",)
) -> int:
    """The last row above the first paragraph that surely says when the page was published, or has another of these
    `fields`; -1 without one. The article begins below it, so nothing above it stands below the article."""
    sure = {place: mark for place, mark in marks.items() if mark.confidence >= floor}
    first = next((place for place in page.full if place not in sure and is_paragraph(page.raw[place])), -1)
    rows = (
        place for place, mark in sure.items() if any(item.field.partition(".")[0] in fields for item in mark.findings)
    )
    return max((place for place in rows if place < first), default=-1)


def _takes_all_prose(page: FramePage, marks: Mapping[int, Mark], merged: Mapping[int, Mark], floor: float) -> bool:
    """Whether the model would take every paragraph that the rules left: then it has misread the page."""
    sure = {place for place, mark in marks.items() if mark.confidence >= floor}
    left = [place for place in page.full if is_paragraph(page.raw[place]) and place not in sure]
    return bool(left) and all(place in merged and merged[place].confidence >= floor for place in left)


def _marked(page: FramePage, place: int, chance: list[float], mark: Mark | None) -> Mark | None:
    """The line's mark by the model; None where the rules are surer, or neither has anything to say."""
    state = max(_KINDS, key=lambda state: chance[state])
    confidence = min(MOST, 1 - chance[ARTICLE])
    if (
        state == WITHIN
        or _is_prose(page.lines[place].strip())
        or page.raw[place].count("\t") > 1
        or _OF_AUTHOR.match(page.lines[place])
        or _SIGNED.fullmatch(page.lines[place].strip())
        or REPORTED.match(page.lines[place])
    ):
        confidence = min(MOST_WITHIN, confidence)
    if confidence < 0.5 or (mark and mark.confidence >= confidence):
        return None
    if mark and mark.findings:
        return mark._replace(confidence=confidence, evidence=f"{mark.evidence}, line model")
    above = state in (ABOVE, UNDER)
    known = None if mark or state == WITHIN else page.best(place, "top" if above else "bottom")
    row = read_loose(with_colons(page.lines[place]), page.packs, _LEAST_KNOWN if above else _LEAST_BELOW)
    findings = max(known.findings if known else (), row.findings if row else (), key=len)
    if not above:
        findings = tuple(item for item in findings if item.field not in ("published_at", "source", "author"))
    if mark:
        return mark._replace(confidence=confidence, evidence=f"{mark.evidence}, line model", findings=findings)
    return Mark(confidence, _KINDS[state], "line model", 0, "either", findings)


def _is_prose(line: str) -> bool:
    """Whether a line is a paragraph that speaks of nothing that a site says of itself."""
    ends = line.endswith(_ENDS) or _CREDIT_BEHIND.search(line) is not None
    return is_paragraph(line) and ends and not _OF_SITE & Shape.of(line).groups

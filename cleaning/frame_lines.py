"""What the line model adds to the rule packs on a page that shows frame: lines without fixed wording, the headline."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaning.frame_page import MOST_ABOVE, FramePage, Mark
from cleaning.headlines import is_doubled
from cleaning.labels import with_colons
from cleaning.line_features import Seen, features
from cleaning.line_model import ABOVE, ARTICLE, BELOW, HEADLINE, UNDER, WITHIN, states
from cleaning.loose_rows import read_loose

MOST_BELOW = 140
"""Lines from the end that the model looks at; what lies between them and those of the beginning is the article."""

MOST = 0.99
"""The most that the model claims."""

MOST_WITHIN = 0.9
"""The most that it claims of a line between lines of the article: a third of those were the article's own."""

SURE_ARTICLE = 0.9
"""Probability from which a line below the headline is the article's for sure, or with what is left of 1, is not."""

_OF_AUTHOR = re.compile(r" *\(作者[系为是]")
"""What an essay says of its author; like rows of a table of HTML only flagged, since both may be the article's."""

_DECK = re.compile(r"[\u4e00-\u9fff“”《》 ]{4,20}")
"""What a line of the headline may look like."""

MAYBE_HEADLINE = 0.05
"""Probability from which the line above the article may be its headline, on a page without any other."""

MOST_HEADLINE = 5
"""Most lines of a headline, doubled ones counted."""

_KINDS = {
    ABOVE: "boilerplate.navigation",
    UNDER: "boilerplate.metadata",
    WITHIN: "boilerplate.insertion",
    BELOW: "boilerplate.footer",
}
_LEAST_KNOWN = 0.0
_LEAST_BELOW = 1.0
"""How much of a metadata row must be known where the model tells that the line is frame above the article, and below:
there readers and other articles have dates and names too."""


def places_of(page: FramePage) -> list[int]:
    """The lines that the model looks at."""
    if len(page.full) <= MOST_ABOVE + MOST_BELOW:
        return page.full
    return page.full[:MOST_ABOVE] + page.full[-MOST_BELOW:]


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
    places = places_of(page)
    chances = states(features([page.lines[place].strip(" ") for place in places], seen_of(page, places)))
    merged = dict(marks)
    heads: list[int] = []
    for place, chance in zip(places, chances, strict=True):
        mark = marks.get(place)
        if mark is not None and mark.confidence >= floor:
            continue
        if max(chance) == chance[HEADLINE] and 1 - chance[ARTICLE] >= floor:
            if "。" not in page.lines[place]:  # the first post of a thread, a short notice
                heads.append(place)
        elif (mark := _marked(page, place, chance, mark)) is not None:
            merged[place] = mark
    if heads and _has_deck(page, heads[-1], dict(zip(places, chances, strict=True)), merged):
        heads = []
    elif not heads and (last := _last_above(places, chances)) is not None and last not in marks:
        merged.pop(last, None)  # with no other headline on the page, its own repair looks at this one
    return merged, heads if len(heads) <= MOST_HEADLINE else []


def _last_above(places: list[int], chances: list[list[float]]) -> int | None:
    """The line directly above the article, where it may be a headline at all."""
    first = next((number for number, chance in enumerate(chances) if max(chance) == chance[ARTICLE]), 0)
    return places[first - 1] if first and chances[first - 1][HEADLINE] > MAYBE_HEADLINE else None


def _has_deck(page: FramePage, head: int, chances: Mapping[int, list[float]], marks: Mapping[int, Mark]) -> bool:
    """Whether the line below the headline may be a part of it: then it is left to the headline's own repair, which
    takes both."""
    place = next((place for place in page.full if place > head), head)
    article = chances.get(place, [1.0] * 6)[ARTICLE]
    return (
        SURE_ARTICLE > article > 1 - SURE_ARTICLE
        and place not in marks
        and bool(_DECK.fullmatch(page.raw[place].strip()))
    )


def _marked(page: FramePage, place: int, chance: list[float], mark: Mark | None) -> Mark | None:
    """The line's mark by the model; None where the rules are surer, or neither has anything to say."""
    state = max(_KINDS, key=lambda state: chance[state])
    confidence = min(MOST, 1 - chance[ARTICLE])
    if state == WITHIN or page.raw[place].count("\t") > 1 or _OF_AUTHOR.match(page.lines[place]):
        confidence = min(MOST_WITHIN, confidence)
    if confidence < 0.5 or (mark and mark.confidence >= confidence):
        return None
    if mark and mark.findings:
        return mark._replace(confidence=confidence, evidence=f"{mark.evidence}, line model")
    row = read_loose(
        with_colons(page.lines[place]), page.packs, _LEAST_KNOWN if state in (ABOVE, UNDER) else _LEAST_BELOW
    )
    findings = row.findings if row else ()
    if state not in (ABOVE, UNDER):
        findings = tuple(item for item in findings if item.field not in ("published_at", "source", "author"))
    if mark:
        return mark._replace(confidence=confidence, evidence=f"{mark.evidence}, line model", findings=findings)
    return Mark(confidence, _KINDS[state], "line model", 0, "either", findings)


def title_place(page: FramePage, heads: list[int], marks: Mapping[int, Mark]) -> int:
    """Which line of the headline is the title: the one that a metadata row names, of copies the one nearest the
    article, else the first."""
    for place, mark in marks.items():
        for item in mark.findings:
            named = page.lines[place][item.start : item.end] if item.field == "title" else ""
            if named and (same := [head for head in heads if is_doubled(page.lines[head], named)]):
                return same[-1]
    for number in range(len(heads) - 1, 0, -1):
        line = page.lines[heads[number]]
        if any(is_doubled(page.lines[place], line) for place in heads[:number]):
            return heads[number]
    return heads[0]

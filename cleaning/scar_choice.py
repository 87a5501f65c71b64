"""Among the readings of a scarred stretch the likeliest, and how sure it is.

Every change of the likeliest reading gets the share of the survivors that make it too. `勇擔` and `永擔` both give
`勇?lián)?dān)`; the language model's posterior over both is the confidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import prod
from typing import NamedTuple

from cleaning.fold import fold
from cleaning.scar_page import Page
from cleaning.scar_parts import Judged, in_parts
from cleaning.scar_steps import Piece, lost_its_bracket
from cleaning.scar_weigh import Weighed

SOLE = 0.999
"""Confidence of the only original that gives the text shown."""

MOST_SURE = 0.998
"""The highest confidence of one among several."""

RESTORED = 0.9
"""Confidence from which an eaten line end is given back. Any other ASCII character is lost: nothing tells which."""

_YEAR = re.compile("(?:0[0-4]|9[0-9])[0-9](?=年)")
"""What stands behind the eaten first digit of a year."""


class Change(NamedTuple):
    """`text[start:end]` stood for `original`; `eaten`: its last character is ASCII that the last `?` swallowed."""

    start: int
    end: int
    original: str
    eaten: bool


class Decided(NamedTuple):
    """A change, its confidence (0–1) and the evidence."""

    change: Change
    confidence: float
    evidence: str


def decide(page: Page, stretch: Weighed, at_all: float, floor: float = 0.0) -> list[Decided]:
    """The changes of the likeliest reading; each gets the share of the readings that make it too.

    One that is below `floor` as a whole comes in parts, where most of it is surer than that.
    """
    spans = [Judged(one.start, one.end, one.readings, tuple(one.shares(at_all))) for one in stretch.spans]
    count = prod(len(one.readings) for one in spans)
    sole = stretch.complete and count == 1
    found = []
    for change in changes_of(_pieces(spans)):
        sure = [_sure(spans, change, alike) for alike in _same_answer(change)]
        confidence = sure[0]
        if change.eaten and change.original[-1] == "0" and (year := _YEAR.match(page.text, change.end)):
            change = change._replace(original=change.original[:-1] + ("2" if year[0][0] == "0" else "1"), eaten=False)
        elif change.eaten and lost_its_bracket(page.text, change.end):
            change = change._replace(original=change.original[:-1] + "<", eaten=False)
        elif change.eaten and not (change.original[-1] == "\n" and confidence >= RESTORED):
            confidence = sure[1]
        else:
            change = change._replace(eaten=False)
        evidence = f"re-enacted; best of {count} that give this text, posterior {confidence:.3f}"
        if sole:
            evidence = "re-enacted; the only original that gives this text"
        whole = Decided(change, SOLE if sole else round(min(confidence, MOST_SURE), 4), evidence)
        found += (not sole and confidence < floor and _in_parts(page, spans, change, floor)) or [whole]
    return found


def _pieces(spans: Sequence[Judged], number: int = -1, reading: int = 0) -> tuple[Piece, ...]:
    """The pieces of the likeliest reading, with another one of span `number`."""
    chosen = (one.readings[reading] if at == number else one.best for at, one in enumerate(spans))
    return tuple(piece for pieces in chosen for piece in pieces)


def _sure(spans: Sequence[Judged], change: Change, answer: tuple[int, int, str]) -> float:
    """The share of the readings that give this answer: the product over the spans that have a part in it."""
    sure = 1.0
    for number, span in enumerate(spans):
        if span.start <= change.end and change.start <= span.end:
            sure *= sum(
                share
                for at, share in enumerate(span.shares)
                if any(answer in _same_answer(other) for other in changes_of(_pieces(spans, number, at)))
            )
    return sure


def _in_parts(page: Page, spans: Sequence[Judged], change: Change, floor: float) -> list[Decided]:
    parts = in_parts(page.text, change.start, change.end, spans, floor)
    decided = [
        Decided(Change(start, end, original, eaten=False), round(min(confidence, MOST_SURE), 4), evidence)
        for start, end, original, confidence, evidence in parts
    ]
    if decided and _ends_in_eaten(spans, change):
        last, confidence, evidence = decided[-1]
        decided[-1] = Decided(
            last._replace(original=last.original + change.original[-1], eaten=change.eaten), confidence, evidence
        )
    return decided


def _ends_in_eaten(spans: Sequence[Judged], change: Change) -> bool:
    """Whether a character that the last `?` swallowed ends the change, which no part of it holds."""
    return any(piece.eaten and piece.start == piece.end == change.end for piece in _pieces(spans))


def changes_of(pieces: tuple[Piece, ...]) -> list[Change]:
    """The pieces of a reading, those that touch made one; an eaten character ends its change."""
    changes: list[Change] = []
    for piece in pieces:
        last = changes[-1] if changes else None
        if last and last.end == piece.start and not last.eaten:
            changes[-1] = Change(last.start, piece.end, last.original + piece.original, piece.eaten)
        else:
            changes.append(Change(piece.start, piece.end, piece.original, piece.eaten))
    return changes


def _same_answer(change: Change) -> tuple[tuple[int, int, str], ...]:
    """What makes two changes one answer: script does not count. The second: but for an eaten character."""
    original = fold(change.original)
    exact = (change.start, change.end, original)
    return (exact, (change.start, change.end, original[:-1] + "\0")) if change.eaten else (exact,)

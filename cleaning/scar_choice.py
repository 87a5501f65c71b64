"""Among the readings of a scarred stretch: those that the mill turns into the text shown, and how sure the best is.

Re-enactment decides what is possible. Among several survivors the posterior decides: the language model with the page's
own words, the script of the page, its gloss table, and the marks at which mills usually cut. Every change of the
likeliest reading gets the share of the survivors that make it too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from math import exp, log
from typing import NamedTuple

from cleaning.fold import fold
from cleaning.language_model import LanguageModel
from cleaning.mill import MARKS
from cleaning.scar_lattice import Reading
from cleaning.scar_line import line_cost
from cleaning.scar_page import Page
from cleaning.scar_parts import in_parts
from cleaning.scar_proof import proven, true_stretch
from cleaning.scar_search import Search
from cleaning.scar_steps import Piece, lost_its_bracket

CUTS_AT_ALL = 0.5
"""Share of sites that cut at all marks at which mills were seen to, before anything is known of the site."""

OTHER_MARKS = 1.0
"""What that loses (natural log of the odds) where a mark stands uncut on the page."""

MOST_GAIN = 20.0
"""The most that one scar says (natural log)."""

SURELY_CUT = 10.0
"""Cost (natural log) of a reading that needs a mark uncut at which the page proves that the site cuts."""

LENGTH = 0.4
"""Gain (natural log) for every character: the model thinks too well of readings in which nothing vanished. Chosen on
the tune part, by log loss; at 0.9 and up 98.6 % of the changes (354 of 359) were right there."""

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


class Weighed(NamedTuple):
    """The readings of one stretch up to `end` that are possible. `weights`: what they are worth, to compare them;
    `usual`: whether they show the scar also if the site cuts at all marks at which mills usually do.
    """

    end: int
    readings: tuple[Reading, ...]
    weights: tuple[float, ...]
    usual: tuple[bool, ...]
    complete: bool

    def begins_at(self, start: int) -> bool:
        """Whether the likeliest reading changes what stands at `start`, and does not take it as it is."""
        pieces = self.readings[self.weights.index(max(self.weights))].pieces
        return bool(pieces) and pieces[0].start == start

    @property
    def gain(self) -> float:
        """ln of how much likelier the text shown is if the site does not cut at all usual marks."""
        at_all = sum(weight for weight, usual in zip(self.weights, self.usual, strict=True) if usual)
        return log(sum(self.weights) / at_all) if at_all else MOST_GAIN


class Decided(NamedTuple):
    """A change, its confidence (0–1) and the evidence."""

    change: Change
    confidence: float
    evidence: str


def weigh(page: Page, start: int, model: LanguageModel) -> Weighed | None:
    """The possible readings of the stretch that begins at `start`; None where none gives the text shown."""
    search = Search(page, model, start)
    readings = tuple(one for one in search.readings() if proven(page, start, one))
    if not readings:
        return None
    usual_marks = "".join(mark for mark in MARKS if mark not in page.uncut)
    usual = tuple(proven(page, start, one, usual_marks) for one in readings)
    scores = [
        one.score
        + LENGTH * len(true_stretch(page, start, one)[0])
        - line_cost(page, start, one)
        - _impossible(page, start, one)
        for one in readings
    ]
    best = max(scores)
    weights = tuple(exp(score - best) for score in scores)
    return Weighed(readings[0].end, readings, weights, usual, search.complete)


def cuts_at_all(page: Page, stretches: Iterable[Weighed]) -> float:
    """Probability that the site cuts at all usual marks: every scar that reads better otherwise speaks against it."""
    odds = log(CUTS_AT_ALL / (1 - CUTS_AT_ALL)) - OTHER_MARKS * bool(page.uncut)
    odds -= sum(one.gain for one in stretches)
    return 1 / (1 + exp(-max(odds, -700.0)))


def decide(page: Page, stretch: Weighed, at_all: float, floor: float = 0.0) -> list[Decided]:
    """The changes of the likeliest reading; each gets the share of the readings that make it too.

    One that is below `floor` as a whole comes in parts, where most of it is surer than that.
    """
    shares = _shares(stretch, at_all)
    sure: dict[tuple[int, int, str], float] = defaultdict(float)
    for one, share in zip(stretch.readings, shares, strict=True):
        for change in changes_of(one.pieces):
            for alike in _same_answer(change):
                sure[alike] += share
    count = len(stretch.readings)
    sole = stretch.complete and count == 1
    found = []
    for change in changes_of(stretch.readings[shares.index(max(shares))].pieces):
        confidence = sure[_same_answer(change)[0]]
        if change.eaten and change.original[-1] == "0" and (year := _YEAR.match(page.text, change.end)):
            change = change._replace(original=change.original[:-1] + ("2" if year[0][0] == "0" else "1"), eaten=False)
        elif change.eaten and lost_its_bracket(page.text, change.end):
            change = change._replace(original=change.original[:-1] + "<", eaten=False)
        elif change.eaten and not (change.original[-1] == "\n" and confidence >= RESTORED):
            confidence = sure[_same_answer(change)[1]]
        else:
            change = change._replace(eaten=False)
        evidence = f"re-enacted; best of {count} that give this text, posterior {confidence:.3f}"
        if sole:
            evidence = "re-enacted; the only original that gives this text"
        whole = Decided(change, SOLE if sole else round(min(confidence, MOST_SURE), 4), evidence)
        found += (not sole and confidence < floor and _in_parts(page, stretch, shares, change, floor)) or [whole]
    return found


def _in_parts(page: Page, stretch: Weighed, shares: list[float], change: Change, floor: float) -> list[Decided]:
    parts = in_parts(page.text, change.start, change.end, stretch.readings, shares, floor)
    decided = [
        Decided(Change(start, end, original, eaten=False), round(min(confidence, MOST_SURE), 4), evidence)
        for start, end, original, confidence, evidence in parts
    ]
    if decided and _ends_in_eaten(stretch, shares, change):
        last, confidence, evidence = decided[-1]
        decided[-1] = Decided(
            last._replace(original=last.original + change.original[-1], eaten=change.eaten), confidence, evidence
        )
    return decided


def _ends_in_eaten(stretch: Weighed, shares: list[float], change: Change) -> bool:
    """Whether a character that the last `?` swallowed ends the change, which no part of it holds."""
    pieces = stretch.readings[shares.index(max(shares))].pieces
    return any(piece.eaten and piece.start == piece.end == change.end for piece in pieces)


def _shares(stretch: Weighed, at_all: float) -> list[float]:
    """Each reading's share, over both: that the site cuts at all usual marks (then only some readings are left)."""
    total = sum(stretch.weights)
    left = sum(weight for weight, usual in zip(stretch.weights, stretch.usual, strict=True) if usual)
    if not left:
        return [weight / total for weight in stretch.weights]
    return [
        (1 - at_all) * weight / total + (at_all * weight / left if usual else 0.0)
        for weight, usual in zip(stretch.weights, stretch.usual, strict=True)
    ]


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


def _impossible(page: Page, start: int, reading: Reading) -> float:
    cut = "".join(page.surely_cut)
    return SURELY_CUT if cut and not proven(page, start, reading, cut) else 0.0

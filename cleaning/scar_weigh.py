"""The readings of a scarred stretch that the mill turns into the text shown, weighed, span by span.

Re-enactment decides what is possible. Among several survivors their weights decide: the language model with the page's
own words, the script of the page, its gloss table, the marks at which mills usually cut, and what no n-gram sees of the
line. Spans are weighed one by one, with the rest of the stretch as it is likeliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import exp, log
from typing import NamedTuple

from cleaning.language_model import LanguageModel
from cleaning.mill import MARKS
from cleaning.scar_lattice import Span, Whole
from cleaning.scar_line import line_cost
from cleaning.scar_page import Page
from cleaning.scar_proof import proven
from cleaning.scar_search import Search
from cleaning.scar_steps import Piece

CUTS_AT_ALL = 0.5
"""Share of sites that cut at all marks at which mills were seen to, before anything is known of the site."""

OTHER_MARKS = 1.0
"""What that loses (natural log of the odds) where a mark stands uncut on the page."""

MOST_GAIN = 20.0
"""The most that one scar says (natural log)."""

SURELY_CUT = 10.0
"""Cost (natural log) of a reading that needs a mark uncut at which the page proves that the site cuts."""

OTHER_MILL = 1e-3
"""Share of scars that another mill made than the one re-enacted. So much counts a reading that fails the proof; where
it reads far better than all that pass, as 是福。” does beside 是福福”, none of them is sure.
"""

FAR = 12.0
"""How much less likely than its span's best (natural log) a reading is that is not looked at."""

ROUNDS = 3
"""How often spans are weighed again because another's best has changed."""


class Choices(NamedTuple):
    """The readings of one span, `text[start:end]`, that are possible. `weights`: what they are worth, to compare them;
    `rest`: what those together are worth that are not listed. `usual`: whether they show the scar also if the site cuts
    at all marks at which mills usually do.
    """

    start: int
    end: int
    readings: tuple[tuple[Piece, ...], ...]
    weights: tuple[float, ...]
    usual: tuple[bool, ...]
    rest: float

    @property
    def gain(self) -> float:
        """ln of how much likelier the text shown is if the site does not cut at all usual marks."""
        at_all = sum(weight for weight, usual in zip(self.weights, self.usual, strict=True) if usual)
        return log(sum(self.weights) / at_all) if at_all else MOST_GAIN

    def shares(self, at_all: float) -> list[float]:
        """Each reading's share, over both: that the site cuts at all usual marks (then only some readings are left)."""
        total = sum(self.weights) + self.rest
        left = sum(weight for weight, usual in zip(self.weights, self.usual, strict=True) if usual)
        if not left:
            return [weight / total for weight in self.weights]
        left += self.rest
        return [
            (1 - at_all) * weight / total + (at_all * weight / left if usual else 0.0)
            for weight, usual in zip(self.weights, self.usual, strict=True)
        ]


class Weighed(NamedTuple):
    """One stretch up to `end`. `complete`: no reading was given up for being unlikely."""

    end: int
    spans: tuple[Choices, ...]
    complete: bool

    def begins_at(self, start: int, before: int = 0) -> bool:
        """Whether the likeliest reading changes what stands at `start`, or up to `before` characters before it, and
        does not take it as it is.
        """
        pieces = (piece for one in self.spans for piece in one.readings[one.weights.index(max(one.weights))])
        first = next(pieces, None)
        return first is not None and start - before <= first.start <= start

    @property
    def gain(self) -> float:
        return max((one.gain for one in self.spans), default=0.0)


def weigh(page: Page, start: int, model: LanguageModel) -> Weighed | None:
    """The possible readings of the stretch that begins at `start`; None where none gives the text shown."""
    search = Search(page, model, start)
    spans = search.spans()
    if spans is None:
        return None
    stretch = _Stretch(page, start, search.end, spans)
    if not stretch.find_proven():
        return None
    for _ in range(ROUNDS):
        before = list(stretch.best)
        choices = tuple(stretch.choices(number) for number in range(len(spans)))
        if stretch.best == before or len(spans) == 1:
            break
    return Weighed(search.end, choices, search.complete)


def cuts_at_all(page: Page, stretches: Iterable[Weighed]) -> float:
    """Probability that the site cuts at all usual marks: every scar that reads better otherwise speaks against it."""
    odds = log(CUTS_AT_ALL / (1 - CUTS_AT_ALL)) - OTHER_MARKS * bool(page.uncut)
    odds -= sum(one.gain for one in stretches)
    return 1 / (1 + exp(-max(odds, -700.0)))


class _Stretch:
    """One stretch while it is weighed; `best`: for every span the number of its likeliest reading so far."""

    def __init__(self, page: Page, start: int, end: int, spans: Sequence[Span]) -> None:
        self.page, self.start, self.end, self.spans = page, start, end, spans
        self.best = [0] * len(spans)
        self._usual = "".join(mark for mark in MARKS if mark not in page.uncut)
        self._cut = "".join(page.surely_cut)

    def whole(self, number: int = -1, reading: int = 0) -> Whole:
        """The likeliest reading, with another one of span `number`."""
        numbers = (reading if at == number else best for at, best in enumerate(self.best))
        chosen = (span.readings[one].pieces for span, one in zip(self.spans, numbers, strict=True))
        return Whole(tuple(piece for pieces in chosen for piece in pieces), self.end)

    def find_proven(self) -> bool:
        """Make `best` one that gives the text shown."""
        if proven(self.page, self.start, self.whole()):
            return True
        for number, reading in self._others():
            if proven(self.page, self.start, self.whole(number, reading)):
                self.best[number] = reading
                return True
        return False

    def _others(self) -> Iterator[tuple[int, int]]:
        """Single changes of the likeliest reading, the likeliest change first."""
        cost = {
            (number, at): span.readings[0].score - reading.score
            for number, span in enumerate(self.spans)
            for at, reading in enumerate(span.readings)
            if at
        }
        return iter(sorted(cost, key=lambda one: (cost[one], one)))

    def choices(self, number: int) -> Choices:
        """The readings of one span, weighed; `best` follows."""
        span = self.spans[number]
        known = span.readings[0].score
        near = [at for at, one in enumerate(span.readings) if at == self.best[number] or one.score >= known - FAR]
        found = [(at, whole) for at in near if proven(self.page, self.start, whole := self.whole(number, at))]
        costs = [self._cost(whole) for _, whole in found]
        least = min(costs)
        weights = [
            exp(span.readings[at].score - known - cost + least) for (at, _), cost in zip(found, costs, strict=True)
        ]
        usual = tuple(proven(self.page, self.start, whole, self._usual) for _, whole in found)
        self.best[number] = found[weights.index(max(weights))][0]
        listed = sum(exp(one.score - known) for one in span.readings)
        rest = listed * (1 - span.listed) / span.listed
        passed = {at for at, _ in found}
        for at in near:
            if at not in passed and span.readings[at].score > known - FAR / 2:
                cost = line_cost(self.page, self.start, self.whole(number, at))
                rest += OTHER_MILL * exp(span.readings[at].score - known - cost + least)
        readings = tuple(span.readings[at].pieces for at, _ in found)
        return Choices(span.start, span.end, readings, tuple(weights), usual, rest)

    def _cost(self, whole: Whole) -> float:
        possible = not self._cut or proven(self.page, self.start, whole, self._cut)
        return line_cost(self.page, self.start, whole) + (0.0 if possible else SURELY_CUT)

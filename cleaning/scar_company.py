"""The readings of a page's scars, weighed again by what none of them shows alone: words, and the page's other scars.

`?;鹗` is 停火 and half of the next, or 保火; where 火 stands behind 停 elsewhere, in what other scars hid too, that
speaks for it. The language model sees three characters back; whether a line cuts into words it does not see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import exp, log, log1p
from typing import NamedTuple

from cleaning.fold import fold
from cleaning.junk_words import cut_cost
from cleaning.language_model import LanguageModel
from cleaning.readings import GLOSS
from cleaning.scar_page import HAN, Page
from cleaning.scar_steps import Piece
from cleaning.scar_weigh import Choices, Weighed

KEPT, CONVERTED, UNEVEN = 1.1, 0.26, 0.41
"""What a weight (natural log) counts for; more on a page that the mill converted to Traditional script, which tells
more of what stood there; less where the likely readings differ in length: how often a pair vanishes the model knows
badly.

All weights here were fitted by logistic regression on 4,610 spans of 869 pages of the tune part, five times with a
fifth of the pages held out: of 412 with several readings 381 were sure enough then, 6 of them wrongly; before 376,
and 9 wrongly.
"""

PAIR = 0.54
"""Gain (natural log) for ln(1 + times) that two characters of the reading stand together elsewhere on the page."""

TOPIC = 0.34
"""Gain for a character that stands elsewhere on the page as often as is usual, times ln of how much oftener it does."""

CUT, CHARACTER = 0.2, 0.59
"""Cost of a nat of the best cut into words, and gain for each Han character, since every word costs."""

AROUND = 8
"""True characters on either side that are cut into words along with a reading."""

REACH = 80
"""Shown characters in which these are looked for."""

FEW, LIKELY = 1e-4, 5e-3
"""Share of the likeliest reading's weight below which a reading is not weighed again (it cannot win), and from which it
is one of the likely ones."""

_RUN = re.compile(f"[{HAN}]+")
_PAIR = re.compile(f"(?=([{HAN}]{{2}}))")


class _Elsewhere(NamedTuple):
    """What stands on a page of `size` true characters: pairs of Han characters, and signs; of `own` is not told."""

    pairs: Counter[str]
    signs: Counter[str]
    size: int
    own: Counter[str]

    def speaks_for(self, reading: _InPlace, model: LanguageModel) -> float:
        """How much (natural log) the page speaks for a reading."""
        together = sum(log1p(self._times(self.pairs, pair)) for pair in reading.pairs)
        topic = sum(
            log((self._times(self.signs, sign) + 0.5) / (model.character_frequency(sign) * self.size + 0.5))
            for sign in reading.han
        )
        return PAIR * together + TOPIC * topic

    def _times(self, counts: Counter[str], one: str) -> int:
        return max(0, counts[one] - self.own[one])


class _InPlace(NamedTuple):
    """A reading of a span, between the true characters around it."""

    left: str
    said: str
    right: str

    @property
    def pairs(self) -> list[str]:
        """The pairs of Han characters in which the reading has a part."""
        return _PAIR.findall(self.left[-1:] + self.said + self.right[:1])

    @property
    def han(self) -> str:
        return "".join(_RUN.findall(self.said))

    def words(self, model: LanguageModel) -> float:
        """What its words speak for it (natural log), all around included."""
        cut = sum(cut_cost(run, model) for run in _RUN.findall("".join(self)))
        return CHARACTER * len(self.han) - CUT * cut


def in_company(page: Page, stretches: Iterable[tuple[int, Weighed]], model: LanguageModel) -> list[tuple[int, Weighed]]:
    """The same stretches, each with how far it lies from where it was read first, their readings weighed again.

    A stretch that stands in two places is weighed once, in the first.
    """
    read = list(stretches)
    text = _true(page.text, 0, len(page.text), [piece for by, one in read for piece in _likeliest(one.spans, by)])
    elsewhere = _Elsewhere(Counter(_PAIR.findall(text)), Counter(text), len(text), Counter())
    again: dict[int, Weighed] = {}
    for by, one in read:
        if id(one) not in again:
            spans = tuple(_again(page, one.spans, number, by, elsewhere, model) for number in range(len(one.spans)))
            again[id(one)] = one._replace(spans=spans)
    return [(by, again[id(one)]) for by, one in read]


def _again(
    page: Page, spans: Sequence[Choices], number: int, by: int, elsewhere: _Elsewhere, model: LanguageModel
) -> Choices:
    span = spans[number]
    if len(span.readings) < 2:
        return span
    most = max(span.weights)
    best = span.weights.index(most)
    left, right = _around(page.text, spans, number, by)
    read = {
        at: _InPlace(left, _true(page.text, span.start + by, span.end + by, _moved(span.readings[at], by)), right)
        for at, weight in enumerate(span.weights)
        if weight >= FEW * most
    }
    elsewhere = elsewhere._replace(own=Counter((*read[best].pairs, *read[best].said)))
    worth = {at: elsewhere.speaks_for(one, model) + one.words(model) for at, one in read.items()}
    lengths = {len(one.said) for at, one in read.items() if span.weights[at] >= LIKELY * most}
    kept = KEPT + CONVERTED * page.traditional - UNEVEN * (len(lengths) > 1)
    weights = tuple(
        exp(kept * log(weight / most) + worth[at] - worth[best]) if at in worth else 0.0
        for at, weight in enumerate(span.weights)
    )
    return span._replace(weights=weights, rest=span.rest * sum(weights) / sum(span.weights))


def _around(text: str, spans: Sequence[Choices], number: int, by: int) -> tuple[str, str]:
    """The true characters of the line before and behind a span."""
    start, end = spans[number].start + by, spans[number].end + by
    line = max(text.rfind("\n", 0, start) + 1, start - REACH)
    stop = text.find("\n", end, end + REACH)
    left = _true(text, line, start, list(_likeliest(spans[:number], by)))
    right = _true(text, end, stop if stop >= 0 else end + REACH, list(_likeliest(spans[number + 1 :], by)))
    return left[-AROUND:], right[:AROUND]


def _likeliest(spans: Iterable[Choices], by: int) -> Iterator[Piece]:
    for span in spans:
        yield from _moved(span.readings[span.weights.index(max(span.weights))], by)


def _moved(pieces: Iterable[Piece], by: int) -> list[Piece]:
    return [piece._replace(start=piece.start + by, end=piece.end + by) for piece in pieces]


def _true(text: str, start: int, end: int, pieces: Sequence[Piece]) -> str:
    """`text[start:end]` as the pieces in it read it, without glosses, script folded."""
    out: list[str] = []
    at = start
    for piece in pieces:
        if start <= piece.start and piece.end <= end:
            out += (text[at : piece.start], piece.original)
            at = piece.end
    return fold(GLOSS.sub("", "".join((*out, text[at:end])))).replace("著", "着")

"""A scar of which the parts are surer than the whole: what nearly all readings say is made, the rest said to be lost.

A long scar is forced but for its ends and the places where pairs vanished. `担任轮值主席国，伊方愿同` may be certain
to the last character and yet be one of two readings, because nobody knows whether a 将 vanished before it. So the scar
is cut where its characters are shown; each place has its own posterior, and one that is too doubtful becomes U+FFFD.
All that is made must be sure together: a scar of a hundred characters must not be wrong more often than one of three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from cleaning.fold import fold
from cleaning.scar_steps import Piece

LOST = "\ufffd"

LEAST, LEAST_SHARE = 4, 0.5
"""Fewest certain characters of a scar that is made in parts, and their least share of it. Of 0.75, 0.6 and 0.5 none
leaves more wrong parts, in either half of 533 pages of the tune part, and 0.5 leaves a fifth less text damaged."""

SURE, TOGETHER = 0.98, 0.95
"""Least posterior of a place, and of all that is made: the scars that come in parts are the doubtful ones. Chosen on
one half of 533 pages of the tune part and checked on the other: 0.97 leaves a wrong part more in each."""


class Judged(NamedTuple):
    """`text[start:end]`: its readings and their shares (0–1), which add up to less than 1 where some are not listed."""

    start: int
    end: int
    readings: tuple[tuple[Piece, ...], ...]
    shares: tuple[float, ...]

    @property
    def best(self) -> tuple[Piece, ...]:
        return self.readings[self.shares.index(max(self.shares))]


class Part(NamedTuple):
    """`text[start:end]` stood for `original`, in which U+FFFD stands for what is not sure enough."""

    start: int
    end: int
    original: str
    confidence: float
    evidence: str


class _Place(NamedTuple):
    """Shown characters that all likely readings of their span take together; `said`: what each makes of them."""

    start: int
    end: int
    span: Judged
    said: tuple[str | None, ...]
    best: str
    share: float

    def agree(self) -> list[bool]:
        """Which readings say the best of this place."""
        best = fold(self.best)
        return [one is not None and fold(one) == best for one in self.said]


def in_parts(text: str, start: int, end: int, spans: Sequence[Judged], floor: float) -> list[Part]:
    """The parts of the scar `text[start:end]`; none where too little of it is certain."""
    places = [place for span in spans for place in _places(text, max(start, span.start), min(end, span.end), span)]
    if not places or places[0].start != start or places[-1].end != end:
        return []
    # A character of which nothing is shown, its last half dropped before a cut: no place holds it.
    if any(piece.start == piece.end == end and not piece.eaten for span in spans for piece in span.best):
        return []
    sure = _sure_together(places, max(floor, SURE), max(floor, TOGETHER))
    size = sum(len(place.best) for place in places)
    certain = sum(len(place.best) for place, is_sure in zip(places, sure, strict=True) if is_sure)
    if certain < LEAST or certain < LEAST_SHARE * size:
        return []
    parts: list[Part] = []
    for is_sure, run in groupby(zip(places, sure, strict=True), key=lambda one: one[1]):
        these = [place for place, _ in run]
        parts += [_joined(these)] if is_sure else [_doubtful(place, max(floor, SURE)) for place in these]
    return parts


def _sure_together(places: Sequence[_Place], least: float, together: float) -> list[bool]:
    """Which places are made: none below `least`, and without the most doubtful ones until the rest is sure together."""
    sure = [place.share >= least for place in places]
    while any(sure) and _agreement([place for place, is_sure in zip(places, sure, strict=True) if is_sure]) < together:
        worst = min((place.share, number) for number, place in enumerate(places) if sure[number])
        sure[worst[1]] = False
    return sure


def _agreement(places: Sequence[_Place]) -> float:
    """The share of the readings that say the best of all these places."""
    share = 1.0
    for _, group in groupby(places, key=lambda place: place.span.start):
        these = list(group)
        agree = map(all, zip(*(place.agree() for place in these), strict=True))
        share *= sum(one for one, does in zip(these[0].span.shares, agree, strict=True) if does)
    return share


def _places(text: str, start: int, end: int, span: Judged) -> Iterator[_Place]:
    if start >= end:
        return
    cuts = sorted({piece.start for piece in span.best if start <= piece.start < end} | {start, end})
    for left, right in pairwise(cuts):
        said = tuple(_over(text, left, right, reading) for reading in span.readings)
        weight: dict[str, float] = defaultdict(float)
        for one, share in zip(said, span.shares, strict=True):
            if one is not None:
                weight[fold(one)] += share
        best = max(weight, key=weight.__getitem__)
        written = next(one for one in said if one is not None and fold(one) == best)
        yield _Place(left, right, span, said, written, weight[best])


def _over(text: str, start: int, end: int, pieces: tuple[Piece, ...]) -> str | None:
    """What the reading makes of `text[start:end]`; None where one of its pieces crosses a border of that."""
    out, at = "", start
    for piece in pieces:
        if piece.start >= end or piece.end < start or (piece.end == start and piece.start < start):
            continue
        if piece.start < start or piece.end > end:
            return None
        out += text[at : piece.start] + piece.original
        at = piece.end
    return out + text[at:end]


def _joined(places: Sequence[_Place]) -> Part:
    confidence = _agreement(places)
    evidence = f"re-enacted; nearly all readings agree here, posterior {confidence:.3f}"
    return Part(places[0].start, places[-1].end, "".join(place.best for place in places), confidence, evidence)


def _doubtful(place: _Place, floor: float) -> Part:
    """What the likely readings of a place have in common, and U+FFFD for the rest."""
    told: dict[str, float] = defaultdict(float)
    for one, share in zip(place.said, place.span.shares, strict=True):
        if one is not None:
            told[fold(one)] += share
    ranked = sorted(told, key=lambda one: (-told[one], one))
    likely: list[str] = []
    while ranked and sum(told[one] for one in likely) < floor:
        likely.append(ranked.pop(0))
    head = _shared_start(likely)
    tail = _shared_start([one[len(head) :][::-1] for one in likely])[::-1]
    sizes = {len(one) - len(head) - len(tail) for one in likely}
    lost = LOST * (sizes.pop() if len(sizes) == 1 else 1)
    said = ", ".join(f"{one} {told[one]:.3f}" for one in likely[:3])
    confidence = max(floor, sum(told[one] for one in likely))
    return Part(place.start, place.end, head + lost + tail, confidence, f"re-enacted; not sure what stood here: {said}")


def _shared_start(texts: Sequence[str]) -> str:
    alike = takewhile(lambda signs: len(set(signs)) == 1, zip(*texts, strict=False))
    return "".join(signs[0] for signs in alike)

"""A scar of which the parts are surer than the whole: what nearly all readings say is made, the rest said to be lost.

A long scar is forced but for its ends and the places where pairs vanished. `担任轮值主席国，伊方愿同` may be certain
to the last character and yet be one of two readings, because nobody knows whether a 将 vanished before it. So the scar
is cut where its characters are shown; each part has its own posterior, and one below the floor becomes U+FFFD.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from cleaning.fold import fold
from cleaning.scar_lattice import Reading

LOST = "\ufffd"

LEAST, LEAST_SHARE = 4, 0.75
"""Fewest certain characters of a scar that is made in parts, and their least share of it."""


SURE = 0.97
"""Least posterior of a part: the scars that come in parts are the doubtful ones. Chosen on the tune part."""


class Part(NamedTuple):
    """`text[start:end]` stood for `original`, in which U+FFFD stands for what is not sure enough."""

    start: int
    end: int
    original: str
    confidence: float
    evidence: str


class _Place(NamedTuple):
    """A stretch of shown characters that all likely readings take together; `said`: reading → what it makes of it."""

    start: int
    end: int
    said: tuple[str | None, ...]
    best: str
    share: float

    def agreeing(self, shares: Sequence[float]) -> list[float]:
        """The shares of the readings that say the best of this place, 0 for the others."""
        best = fold(self.best)
        return [
            share if one is not None and fold(one) == best else 0.0
            for share, one in zip(shares, self.said, strict=True)
        ]


def in_parts(
    text: str, start: int, end: int, readings: Sequence[Reading], shares: Sequence[float], floor: float
) -> list[Part]:
    """The parts of the scar `text[start:end]`; none where too little of it is certain."""
    floor = max(floor, SURE)
    places = list(_places(text, start, end, readings, shares))
    sure = sum(len(place.best) for place in places if place.share >= floor)
    if sure < LEAST or sure < LEAST_SHARE * sum(len(place.best) for place in places):
        return []
    parts: list[Part] = []
    run: list[_Place] = []
    for place in places:
        if place.share >= floor:
            run.append(place)
            continue
        parts += _certain(run, shares, floor)
        parts.append(_doubtful(place, shares, floor))
        run = []
    return [*parts, *_certain(run, shares, floor)]


def _places(text: str, start: int, end: int, readings: Sequence[Reading], shares: Sequence[float]) -> Iterator[_Place]:
    likeliest = readings[max(range(len(shares)), key=shares.__getitem__)]
    cuts = sorted({piece.start for piece in likeliest.pieces if start <= piece.start < end} | {start, end})
    for left, right in pairwise(cuts):
        said = tuple(_over(text, left, right, reading) for reading in readings)
        weight: dict[str, float] = defaultdict(float)
        for one, share in zip(said, shares, strict=True):
            if one is not None:
                weight[fold(one)] += share
        if not weight:
            continue
        best = max(weight, key=weight.__getitem__)
        written = next(one for one in said if one is not None and fold(one) == best)
        yield _Place(left, right, said, written, weight[best])


def _over(text: str, start: int, end: int, reading: Reading) -> str | None:
    """What the reading makes of `text[start:end]`; None where one of its pieces crosses a border of that."""
    out, at = "", start
    for piece in reading.pieces:
        if piece.start >= end or piece.end < start or (piece.end == start and piece.start < start):
            continue
        if piece.start < start or piece.end > end:
            return None
        out += text[at : piece.start] + piece.original
        at = piece.end
    return out + text[at:end]


def _certain(run: Sequence[_Place], shares: Sequence[float], floor: float) -> Iterator[Part]:
    """As few parts as leave each of them certain as a whole."""
    together: list[_Place] = []
    agree = list(shares)
    for place in run:
        still = place.agreeing(agree)
        if sum(still) < floor:
            yield _joined(together, sum(agree))
            together = []
            still = place.agreeing(shares)
        together.append(place)
        agree = still
    if together:
        yield _joined(together, sum(agree))


def _joined(places: Sequence[_Place], confidence: float) -> Part:
    evidence = f"re-enacted; nearly all readings agree here, posterior {confidence:.3f}"
    return Part(places[0].start, places[-1].end, "".join(place.best for place in places), confidence, evidence)


def _doubtful(place: _Place, shares: Sequence[float], floor: float) -> Part:
    """What the likely readings of a place have in common, and U+FFFD for the rest."""
    told: dict[str, float] = defaultdict(float)
    for one, share in zip(place.said, shares, strict=True):
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

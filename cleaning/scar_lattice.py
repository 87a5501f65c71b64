"""The lattice of a scar's readings: states, the ways between them, and the likeliest ways through.

A state stands for all readings that came to the same place with the same pending byte and the same last characters:
what comes next is as likely after each of them. `勇擔` and `永擔` meet again three characters on.
"""

from __future__ import annotations

from heapq import nlargest
from math import exp, log
from typing import NamedTuple

from cleaning.scar_steps import Pending, Piece

READINGS = 64
"""Readings of a span that come out."""

SHARED = 0.9995
"""Share of the ways from which a state is one of nearly all."""


class State:
    """Where a reading has come to: how much of the text is used, what is pending, the last true characters.

    `split`: a gloss stands between the pending byte and its second half. `depth` counts the steps at this place, so
    (`at`, `depth`) grows along every reading; `number` makes order among equals certain.
    """

    __slots__ = ("arcs", "at", "context", "depth", "number", "pending", "score", "split")

    def __init__(self, at: int, pending: Pending, context: str, split: bool, depth: int, number: int) -> None:
        self.at, self.pending, self.context, self.split = at, pending, context, split
        self.depth, self.number = depth, number
        self.score = float("-inf")
        self.arcs: list[tuple[State | None, float, Piece | None]] = []

    @property
    def codes(self) -> list[int]:
        return list(map(ord, self.context))

    def reach(self, origin: State | None, cost: float, piece: Piece | None) -> None:
        self.arcs.append((origin, cost, piece))
        self.score = max(self.score, (origin.score if origin else 0.0) + cost)


class Reading(NamedTuple):
    """One way to read a span: its ln p, and the pieces that were not copied."""

    score: float
    pieces: tuple[Piece, ...]


class Whole(NamedTuple):
    """One way to read a whole stretch, which ends at `end`."""

    pieces: tuple[Piece, ...]
    end: int


class Span(NamedTuple):
    """`text[start:end]` between two states that nearly all ways share: the likeliest readings of it, best first.

    `listed`: the share (0–1) of all its readings that these have together.
    """

    start: int
    end: int
    readings: tuple[Reading, ...]
    listed: float


def spans(final: State, text_end: int) -> list[Span]:
    """The ways to `final`, cut at the states that nearly all of them share: from there on it does not matter where
    they came from, so each span is decided for itself.
    """
    states = _behind_one_another(final)
    ahead = _sums_ahead(states)
    shared = _shared(states, ahead)
    found: dict[int, list[tuple[float, tuple[Piece, ...]]]] = {}
    base, start = 0.0, states[0].at
    cut: list[Span] = []
    for state in states:
        ways = [
            (score + cost, (*pieces, piece) if piece else pieces)
            for origin, cost, piece in state.arcs
            for score, pieces in (found.get(origin.number, ()) if origin else [(0.0, ())])
        ]
        if not ways:
            continue
        found[state.number] = nlargest(READINGS, ways, key=lambda way: way[0])
        if state.number not in shared:
            continue
        readings = tuple(Reading(score, pieces) for score, pieces in found[state.number])
        if any(reading.pieces for reading in readings):
            total = ahead[state.number] - base
            listed = min(1.0, sum(exp(reading.score - total) for reading in readings))
            cut.append(Span(start, min(state.at, text_end), readings, listed))
        base, start = ahead[state.number], state.at
        found = {state.number: [(0.0, ())]}
    return cut


def _sums_ahead(states: list[State]) -> dict[int, float]:
    """ln of the sum over all ways to each state."""
    ahead: dict[int, float] = {}
    for state in states:
        ways = [(ahead[origin.number] if origin else 0.0) + cost for origin, cost, _ in state.arcs]
        best = max(ways)
        ahead[state.number] = best + log(sum(exp(way - best) for way in ways))
    return ahead


def _shared(states: list[State], ahead: dict[int, float]) -> set[int]:
    """The states through which nearly all ways go, `final` among them."""
    share = dict.fromkeys(ahead, 0.0)
    share[states[-1].number] = 1.0
    for state in reversed(states):
        for origin, cost, _ in state.arcs:
            if origin:
                share[origin.number] += share[state.number] * exp(ahead[origin.number] + cost - ahead[state.number])
    return {state.number for state in states if state.depth == 0 and share[state.number] >= SHARED}


def _behind_one_another(final: State) -> list[State]:
    """All states that lead to `final`, each behind those that lead to it."""
    seen = {final.number: final}
    waiting = [final]
    while waiting:
        for origin, _, _ in waiting.pop().arcs:
            if origin and origin.number not in seen:
                seen[origin.number] = origin
                waiting.append(origin)
    return sorted(seen.values(), key=lambda state: (state.at, state.depth, state.number))

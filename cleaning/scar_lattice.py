"""The lattice of a scar's readings: states, the ways between them, and the likeliest ways through.

A state stands for all readings that came to the same place with the same pending byte and the same last characters:
what comes next is as likely after each of them. `勇擔` and `永擔` meet again three characters on.
"""

from __future__ import annotations

from heapq import nlargest
from typing import NamedTuple

from cleaning.scar_steps import Pending, Piece

READINGS = 64
"""Readings that come out."""


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
    """One way to read the stretch up to `end`: its ln p, and the pieces that were not copied."""

    score: float
    pieces: tuple[Piece, ...]
    end: int


def likeliest(final: State, text_end: int) -> list[Reading]:
    """The likeliest ways to `final`, best first: every state of the lattice keeps as many, in order."""
    found: dict[int, list[tuple[float, tuple[Piece, ...]]]] = {}
    for state in _behind_one_another(final):
        ways = [
            (score + cost, (*pieces, piece) if piece else pieces)
            for origin, cost, piece in state.arcs
            for score, pieces in (found[origin.number] if origin else [(0.0, ())])
        ]
        found[state.number] = nlargest(READINGS, ways, key=lambda way: way[0])
    end = min(final.at, text_end)
    return [Reading(score, pieces, end) for score, pieces in found[final.number]]


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

"""What GBK was where a reader that is out of step with it dropped pairs, or put a mark for what it could not read.

A reader one byte off, or of Shift-JIS, parts the bytes of characters, and of its pairs one in ten is of the areas that
are left to users. A reader that drops these leaves 半 of 包含与 (B0|FCBA|ACD3|EB), certain as it looks. Which bytes
vanished, and where, is a path through the bytes: every path makes what is shown without fail, so the language model
alone says how likely it is. The search keeps the likeliest states of each place, and a character's posterior is the
share of all paths that have it there.

`叹迪裼Ω冒朐吹` → `盘镜像应该��的`, where plain halves would be `半源` for `包含与原来`; `叹` alone stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cleaning.language_model import default_model
from cleaning.mojibake.lossy_steps import IN_STEP, NOTHING, Manner, Pending, Ways, lost_ways, ways
from cleaning.mojibake.scan import common
from cleaning.mojibake.stream import LOST

REACH = 3
"""Characters that the model looks back."""

LONGEST, LONGEST_LINE = 500, 4000
"""Characters of a run that is searched, and of its line: it takes some ten milliseconds for each."""

STATES, WITHIN = 24, 12.0
"""States kept at a place, and the natural log by which one may be less likely than the best."""

BEFORE_GAP, IN_GAP = 10, 12
"""States from which bytes may vanish, and those that are kept between these and what is shown next."""

MOST = 120
"""Moves that are kept at a place before those that come to one state are joined."""

GAPS = 2
"""Losses that may follow each other without a mark."""

LENGTH = 0.4
"""Gain (natural log) for every character: see `cleaning.scar_scorer`, where it was measured."""

POSSIBLE = 0.02
"""Posterior from which a number of characters in a place is possible."""

SURE, MADE, ALONE = 0.94, 0.95, 0.9999
"""Posterior from which a character stands: where something may have vanished beside it, where something has, and
between two that are not sure. Measured on the tune part, as the next ones are."""

UNLIKELY, UNLIKELIER = 10.5, 11.5
"""Cost (natural log) of a character, or of the next, above which it does not stand; of one as sure as ALONE."""

LIKELIER, STRANGE = 0.5, 7.0
"""The first where nothing is gone; the greatest cost of a character that ordinary Chinese does not use."""


class Found(NamedTuple):
    """Characters up to a shown one, nothing where a shown byte closes none.

    posterior  of these characters (0–1); `cost` is that of the least likely of them (natural log)
    most       their greatest number
    left       how many bytes of the shown character are the next one's
    """

    text: str
    posterior: float
    cost: float
    most: int
    left: int


@dataclass(eq=False, slots=True)
class _State:
    pending: Pending
    context: tuple[int, ...]
    depth: int
    score: float = -np.inf
    best: float = -np.inf
    arcs: list[tuple[_State, int, float]] = field(default_factory=list)
    behind: float = -np.inf

    def reach(self, before: _State, code: int, gain: float) -> None:
        self.arcs.append((before, code, gain))
        self.score = float(np.logaddexp(self.score, before.score + gain))
        self.best = max(self.best, before.best + gain)


@lru_cache(maxsize=256)
def search(
    left: str, first: tuple[str, ...], pending: int, shown: tuple[bytes, ...], how: Manner
) -> tuple[tuple[Found, ...], float]:
    """What a run was, one `Found` for each of `shown`, and ln p of all paths.

    left     what stands before the run
    shown    the bytes of a character, two and another two where the reader has two for it, or MARK
    first    what its first character may be where half of it is gone, and `pending` the byte behind it; or nothing

    Empty where no path leads through. Kept, since a page repeats itself.
    """
    root = _State((pending, 0), tuple(map(ord, ("\n" * REACH + left)[-REACH:])), 0, 0.0, 0.0)
    steps = [[root]]
    if first:
        codes = np.array(list(map(ord, first)), dtype=np.uint32)
        steps = [_pruned(_reached([(root, Ways(codes, ((pending, 0),) * len(codes)))], 0), STATES)]
    layers: list[list[list[_State]]] = []
    for data in shown:
        gaps = _gaps(steps[-1], how) if how.drops else []
        before = [*steps[-1], *(state for gap in gaps for state in gap)]
        moves = [(state, ways(state.pending, data, how)) for state in before]
        after = _pruned(_reached(moves, 0), STATES)
        if not after:
            return (), -np.inf
        layers.append([*gaps, after])
        steps.append(after)
    if not first:  # a run that begins in step ends so
        steps[-1] = [state for state in steps[-1] if state.pending == IN_STEP] or steps[-1]
        layers[-1][-1] = steps[-1]
    return _posteriors(steps, layers, shown), float(np.logaddexp.reduce([state.score for state in steps[-1]]))


def _gaps(states: list[_State], how: Manner) -> list[list[_State]]:
    """The states behind one, two … losses without a mark."""
    found: list[list[_State]] = []
    for depth in range(1, GAPS + 1):
        best = sorted(states, key=lambda state: -state.score)[:BEFORE_GAP]
        states = _pruned(
            _reached([(state, lost_ways(state.pending, how, how.marked == 1)) for state in best], depth), IN_GAP
        )
        if states:
            found.append(states)
    return found


def _reached(moves: Sequence[tuple[_State, Ways]], depth: int) -> list[_State]:
    """The states to which all the moves lead; those alike in what is pending and in context are one."""
    moves = [(state, ways) for state, ways in moves if len(ways.codes)]
    if not moves:
        return []
    sizes = [len(ways.codes) for _, ways in moves]
    owner = np.repeat(np.arange(len(moves)), sizes)
    windows = np.empty((len(owner), REACH + 1), dtype=np.uint32)
    windows[:, :REACH] = np.array([state.context for state, _ in moves], dtype=np.uint32)[owner]
    windows[:, REACH] = np.concatenate([ways.codes for _, ways in moves])
    gains = np.where(windows[:, REACH] == NOTHING, 0.0, default_model().following(windows) + LENGTH)
    totals = np.array([state.score for state, _ in moves])[owner] + gains
    kept = np.flatnonzero(totals >= totals.max() - WITHIN)
    kept = np.sort(kept[np.argsort(-totals[kept], kind="stable")[:MOST]])
    begins = np.cumsum([0, *sizes])
    found: dict[tuple[Pending, tuple[int, ...]], _State] = {}
    for at in kept.tolist():
        state, ways = moves[owner[at]]
        code, pending = int(windows[at, REACH]), ways.pending[at - begins[owner[at]]]
        key = pending, (*state.context[1:], code) if code else state.context
        if key not in found:
            found[key] = _State(*key, depth)
        found[key].reach(state, code, float(gains[at]))
    return list(found.values())


def _pruned(states: list[_State], most: int) -> list[_State]:
    return sorted(states, key=lambda state: (-state.score, state.context, state.pending))[:most]


def _posteriors(
    steps: list[list[_State]], layers: list[list[list[_State]]], shown: Sequence[bytes]
) -> tuple[Found, ...]:
    """The likeliest path, and for each of its steps the share of all paths that have the same characters there."""
    whole = np.logaddexp.reduce([state.score for state in steps[-1]])
    for state in steps[-1]:
        state.behind = 0.0
    shares: list[dict[tuple[int, int], float]] = []
    for groups in reversed(layers):
        share: dict[tuple[int, int], float] = {}
        for group in reversed(groups):
            for state in group:
                for before, code, gain in state.arcs:
                    before.behind = float(np.logaddexp(before.behind, state.behind + gain))
                    part = float(np.exp(before.score + gain + state.behind - whole))
                    share[before.depth, code] = share.get((before.depth, code), 0.0) + part
        shares.append(share)
    found: list[Found] = []
    state = max(steps[-1], key=lambda state: state.best)
    for share, data in zip(shares, reversed(shown), strict=True):
        text, posterior, cost, left = "", 1.0, 0.0, int(len(data) > 1 and state.pending != IN_STEP)
        while True:
            before, code, gain = max(state.arcs, key=lambda arc: arc[0].best + arc[2])
            text = (chr(code) if code else "") + text
            posterior, cost = min(posterior, share[before.depth, code]), max(cost, LENGTH - gain)
            state = before
            if not state.depth:
                break
        depths = [depth for (depth, _), part in share.items() if part >= POSSIBLE]
        found.append(Found(text, posterior, cost, 1 + max(depths, default=0), left))
    return tuple(reversed(found))


def settled(found: Sequence[Found]) -> list[str]:
    """The text of each, U+FFFD for what is not sure: not likelier than all else, or unlikely, or alone between such.

    Where the likeliest reading lost nothing, all but the unlikeliest stands: most runs are short, rare words many.
    """
    whole = all(len(one.text) < 2 for one in found)
    costs = [one.cost for one in found] + [0.0]
    sure = [
        one.posterior >= (LIKELIER if whole else SURE if len(one.text) < 2 else MADE)
        and (whole or max(costs[at : at + 2]) < UNLIKELY or (one.posterior >= ALONE and one.cost < UNLIKELIER))
        and (whole or one.cost < STRANGE or all(sign in common() for sign in one.text))
        and "\u3000" not in one.text
        for at, one in enumerate(found)
    ]
    closing = [at for at, one in enumerate(found) if one.text]
    for before, at, behind in zip(closing, closing[1:], closing[2:], strict=False):
        if not (sure[before] or sure[behind]) and found[at].posterior < ALONE:
            sure[at] = False
    return [one.text if is_sure else LOST * one.most * bool(one.text) for one, is_sure in zip(found, sure, strict=True)]

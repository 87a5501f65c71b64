"""Interpolated modified Kneser-Ney smoothing of weighted counts, order by order.

Chen and Goodman (1998), "An Empirical Study of Smoothing Techniques for Language Modeling". Texts of unlike kinds weigh
unlike: the discount of an n-gram is chosen by how often it occurred, and takes the same share of its weight.

    p(w | h) = weight(hw) (1 - D(count(hw)) / count(hw)) / weight(h·)  +  gamma(h) p(w | h')

Lower orders count the kinds of left neighbours, except after a sentence boundary, where nothing stands further left.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.counting import Counts
from cleaning.language_model.vocabulary import BOUNDARY, ID_BITS, PADDING, PRIVATE, RARE_HAN, SYMBOL, WORD_EDGE

Floats = NDArray[np.float64]
SHIFT = np.uint64(ID_BITS)
LAST = np.uint64((1 << ID_BITS) - 1)


@dataclass(slots=True)
class Level:
    """All n-grams of one order, sorted: ``probability`` is ln p of the last character, ``backoff`` ln of the weight
    that a longer n-gram missing after this one falls back with; ``suffix`` and ``context`` are rows one order below."""

    order: int
    keys: NDArray[np.uint64]
    mass: Floats  # share of the training text that the n-gram makes up (0–1)
    count: Floats  # times seen, or kinds of left neighbours
    weight: Floats
    probability: Floats
    backoff: Floats
    suffix: NDArray[np.int64]
    context: NDArray[np.int64]


def levels_of(counts: Counts) -> list[Level]:
    """Rows of every order from 1 up, counted but not yet smoothed, from the counts of the highest order."""
    total = float(counts.weight.sum())
    levels: list[Level] = []
    keys, raw = counts.keys, counts.weight.astype(np.float64) / total
    count, weight = counts.count.astype(np.float64), counts.weight.astype(np.float64)
    for order in range(counts.order, 0, -1):
        first = keys >> np.uint64(ID_BITS * (order - 1))
        whole = first != PADDING
        empty = np.zeros(0, dtype=np.int64)
        zeros = np.zeros(int(whole.sum()))
        levels.insert(0, Level(order, keys[whole], raw[whole], count[whole], weight[whole], zeros, zeros, empty, empty))
        if order > 1:
            below = keys & np.uint64((1 << (ID_BITS * (order - 1))) - 1)
            keys, raw, count, weight = _shortened(below, raw, count, weight, whole, order)
    for lower, upper in itertools.pairwise(levels):
        upper.suffix = np.searchsorted(lower.keys, upper.keys & np.uint64((1 << (ID_BITS * (upper.order - 1))) - 1))
        upper.context = np.searchsorted(lower.keys, upper.keys >> SHIFT)
    return levels


def _shortened(
    below: NDArray[np.uint64], raw: Floats, count: Floats, weight: Floats, whole: NDArray[np.bool_], order: int
) -> tuple[NDArray[np.uint64], Floats, Floats, Floats]:
    """Rows of the next lower order: ``below`` are the keys without their first character."""
    sort = np.argsort(below, kind="stable")
    below, whole = below[sort], whole[sort]
    starts = np.flatnonzero(np.concatenate([[True], below[1:] != below[:-1]]))
    keys = below[starts]
    first = keys >> np.uint64(ID_BITS * (order - 2))
    # After an edge, and in rows still padded, occurrences count; elsewhere kinds of left neighbours do.
    as_seen = (first == PADDING) | (((first == BOUNDARY) | (first == WORD_EDGE)) & (order > 2))
    kinds = whole.astype(np.float64)
    count, weight = count[sort], weight[sort]
    share = weight / count
    seen = np.add.reduceat(count, starts), np.add.reduceat(weight, starts)
    types = np.add.reduceat(kinds, starts), np.add.reduceat(kinds * share, starts)
    mass = np.add.reduceat(raw[sort], starts)
    return keys, mass, np.where(as_seen, seen[0], types[0]), np.where(as_seen, seen[1], types[1])


def discounts(count: Floats) -> tuple[float, float, float]:
    """The three discounts of modified Kneser-Ney, for counts of one, two, and three or more."""
    one, two, three, four = (max(1.0, float((count == times).sum())) for times in (1, 2, 3, 4))
    base = one / (one + 2 * two)
    found = (1 - 2 * base * two / one, 2 - 3 * base * three / two, 3 - 4 * base * four / three)
    return tuple(min(max(value, 0.1), times - 0.05) for times, value in enumerate(found, 1))  # type: ignore[return-value]


def smooth(levels: list[Level], size: int, members: NDArray[np.int64]) -> None:
    """Fill in ``probability`` and ``backoff`` of every level. ``size`` is the number of characters and classes.

    The probability of the class of rare Han is one member's: ``members`` counts the code points of every number.
    """
    for level in levels:
        kept, groups, starts = _discounted(level)
        total = np.add.reduceat(level.weight, starts)
        gamma = 1 - np.add.reduceat(kept, starts) / total
        if level.order == 1:
            probability = kept / total + gamma / size
            level.probability = np.log(probability)
            level.backoff = np.zeros(len(level.keys))
            continue
        below = levels[level.order - 2]
        probability = kept / total[groups] + gamma[groups] * np.exp(below.probability[level.suffix])
        level.probability = np.log(probability)
        level.backoff = np.zeros(len(level.keys))
        below.backoff[level.context[starts]] = np.log(gamma)
    for level in levels:
        level.probability -= _spread(level.keys & LAST, members)


def _discounted(level: Level) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Weight after the discount, the row's context group, and where groups start."""
    one, two, more = discounts(level.count)
    cut = np.where(level.count >= 3, more, np.where(level.count >= 2, two, one))
    kept = level.weight * (1 - np.minimum(cut / np.maximum(level.count, 1), 1.0))
    context = level.keys >> SHIFT if level.order > 1 else np.zeros(len(level.keys), dtype=np.uint64)
    new = np.concatenate([[True], context[1:] != context[:-1]])
    return kept, np.cumsum(new) - 1, np.flatnonzero(new)


def _spread(keys: NDArray[np.uint64], members: NDArray[np.int64]) -> Floats:
    spread = np.zeros(len(keys))
    for number in (RARE_HAN, PRIVATE, SYMBOL):
        spread[keys == number] = np.log(max(1, int(members[number])))
    return spread

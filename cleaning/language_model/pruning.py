"""Which n-grams a model of limited size keeps: those whose loss would cost the most on text like the training text."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.smoothing import Level
from cleaning.language_model.vocabulary import ID_BITS, WORD_EDGE


def worths(levels: list[Level]) -> list[NDArray[np.float64]]:
    """For every row, the nats per character of text that the model would lose without it.

    That is its share of the text times what it gains over backing off (Seymore and Rosenfeld 1996, "Scalable Backoff
    Language Models", with shares of text for counts), and the same for all rows that need it as suffix or context.
    """
    found = [np.full(len(levels[0].keys), np.inf)]
    for lower, level in itertools.pairwise(levels):
        fallback = lower.probability[level.suffix] + lower.backoff[level.context]
        # Text never has a word's edge in it: such rows only taught the shorter ones.
        in_text = level.keys >> np.uint64(ID_BITS * (level.order - 1)) != WORD_EDGE
        found.append(np.where(in_text, level.mass * (level.probability - fallback), 0.0))
    for order in range(len(levels) - 1, 1, -1):
        gain, size = np.maximum(found[order], 0.0), len(found[order - 1])
        for needed in (levels[order].suffix, levels[order].context):
            found[order - 1] += np.bincount(needed, weights=gain, minlength=size)
    return found


def reachable(level: Level, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows of ``level`` whose suffix and context are ``kept`` one order below."""
    return kept[level.suffix] & kept[level.context]


def without(levels: list[Level], kept: list[NDArray[np.bool_]]) -> list[Level]:
    """The levels cut down to the rows ``kept``, with backoff weights that make every context sum to one again."""
    smaller: list[Level] = []
    for level, keep in zip(levels, kept, strict=True):
        suffix, context = level.suffix, level.context
        if smaller:
            place = np.cumsum(kept[level.order - 2]) - 1
            suffix, context = place[suffix[keep]], place[context[keep]]
        smaller.append(
            Level(
                order=level.order,
                keys=level.keys[keep],
                mass=level.mass[keep],
                count=level.count[keep],
                weight=level.weight[keep],
                probability=level.probability[keep],
                backoff=np.zeros(int(keep.sum())),
                suffix=suffix,
                context=context,
            )
        )
        if len(smaller) > 1:
            _balance(smaller[-2], smaller[-1])
    return smaller


def _balance(lower: Level, level: Level) -> None:
    size = len(lower.keys)
    own = np.bincount(level.context, weights=np.exp(level.probability), minlength=size)
    below = np.bincount(level.context, weights=np.exp(lower.probability[level.suffix]), minlength=size)
    left = np.maximum(1 - own, 1e-6) / np.maximum(1 - below, 1e-6)
    lower.backoff = np.where(own > 0, np.log(left), 0.0)

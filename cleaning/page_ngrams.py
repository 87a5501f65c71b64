"""A page's own n-grams: articles repeat their names and phrases, so what stands elsewhere may well stand here.

A small model of the page alone, to be mixed into the language model: relative frequencies with stupid backoff (Brants
et al. 2007), script folded. "苏绣博物馆" twice on a page makes 馆 after 博物 likely a third time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaning.fold import folded_codes

ORDERS = (4, 3, 2, 1)
BACKOFF = 0.6
"""What a page says with one character less of context counts this much less."""

_BITS = np.uint64(16)


class PageNgrams:
    """Frequencies of `text`; asked in bulk with windows of four code points (three of context and the one judged)."""

    def __init__(self, text: str) -> None:
        codes = _codes(folded_codes("\n\n\n" + text))
        windows = np.lib.stride_tricks.sliding_window_view(codes, 4)
        self._tables = [_table(_keys(windows, order)) for order in ORDERS]

    def probability(self, windows: NDArray[np.uint32]) -> NDArray[np.float64]:
        """The page's probability of the last code point of each window after the others; 0 where it never follows."""
        codes = _codes(windows)
        result = np.zeros(len(codes))
        open_ = np.ones(len(codes), dtype=bool)
        weight = 1.0
        for order, (keys, values) in zip(ORDERS, self._tables, strict=True):
            wanted = _keys(codes, order)
            place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            hit = open_ & (keys[place] == wanted)
            result[hit] = weight * values[place[hit]]
            open_ &= ~hit
            weight *= BACKOFF
        return result


def _codes(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    return (codes & np.uint32(0xFFFF)).astype(np.uint64)


def _keys(windows: NDArray[np.uint64], order: int) -> NDArray[np.uint64]:
    keys = windows[:, 4 - order].copy()
    for column in range(5 - order, 4):
        keys <<= _BITS
        keys |= windows[:, column]
    return keys


def _table(keys: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Sorted n-grams and each one's share among those of its context, less half an occurrence."""
    distinct, count = np.unique(keys, return_counts=True)
    context = distinct >> _BITS
    starts = np.flatnonzero(np.concatenate([[True], context[1:] != context[:-1]]))
    total = np.repeat(np.add.reduceat(count, starts), np.diff(np.append(starts, len(distinct))))
    return distinct, (count - 0.5) / total

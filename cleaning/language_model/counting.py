"""N-gram counts of plain text: packed keys, sorted runs, merged with numpy in bounded memory.

An n-gram of order ``n`` is one 64-bit number, 13 bits a character, the first character in the highest bits, so that
sorting groups n-grams by their context. History never reaches over a sentence boundary: what would stand before it is
:data:`~cleaning.language_model.vocabulary.PADDING`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.vocabulary import BOUNDARY, ID_BITS, PADDING, WORD_EDGE, Vocabulary

ORDER = 4
WEIGHT_UNIT = 16
"""Weights are counted in sixteenths, in whole numbers, so that sums do not depend on their order."""

Run = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]


def ngram_keys(ids: NDArray[np.uint16], order: int = ORDER) -> NDArray[np.uint64]:
    """The n-gram that ends at each of ``ids``, as packed keys of shape (n,); the text begins with a boundary."""
    padded = np.full(len(ids) + order, PADDING, dtype=np.uint64)
    padded[order - 1] = BOUNDARY
    padded[order:] = ids
    if not len(ids):
        return np.zeros(0, dtype=np.uint64)
    keys = padded[order:].copy()
    cut = np.zeros(len(ids), dtype=bool)
    for distance in range(1, order):
        history = padded[order - distance : len(padded) - distance]
        keys |= np.where(cut, np.uint64(PADDING), history) << np.uint64(ID_BITS * distance)
        cut |= history == BOUNDARY
    return keys


def merged(runs: list[Run]) -> Run:
    """One sorted run of distinct keys from several; counts and weights add up."""
    keys = np.concatenate([run[0] for run in runs])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
    if not len(keys):
        return keys, np.zeros(0, np.int64), np.zeros(0, np.int64)
    count = np.add.reduceat(np.concatenate([run[1] for run in runs])[order], starts)
    weight = np.add.reduceat(np.concatenate([run[2] for run in runs])[order], starts)
    return keys[starts], count, weight


class NgramCounter:
    """Counts the n-grams of many texts. Holds at most ``most`` distinct ones: beyond that the rarest are forgotten."""

    def __init__(self, order: int = ORDER, chunk: int = 4_000_000, most: int = 80_000_000) -> None:
        self.order = order
        self._chunk = chunk
        self._most = most
        self._waiting: list[NDArray[np.uint16]] = []
        self._length = 0
        self._weight = 0
        self._runs: list[Run] = []

    def add(self, ids: NDArray[np.uint16], weight: int) -> None:
        """Count one text (numbers of its characters), each n-gram worth ``weight`` sixteenths."""
        if weight != self._weight:
            self._flush()
            self._weight = weight
        self._waiting.append(ids)
        self._length += len(ids)
        if self._length >= self._chunk:
            self._flush()

    def add_run(self, run: Run) -> None:
        """Count n-grams that were counted before; runs of like size are merged, so that every key moves seldom."""
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2][0]) < 2 * len(self._runs[-1][0]):
            last = self._runs.pop()
            self._runs[-1] = self._bounded(merged([self._runs[-1], last]))

    def _flush(self) -> None:
        if self._waiting:
            keys = np.concatenate([ngram_keys(ids, self.order) for ids in self._waiting])
            distinct, count = np.unique(keys, return_counts=True)
            self._waiting, self._length = [], 0
            self.add_run((distinct, count.astype(np.int64), count.astype(np.int64) * self._weight))

    def _bounded(self, run: Run) -> Run:
        least = 1
        while len(run[0]) > self._most:
            least += 1
            kept = run[1] >= least
            run = (run[0][kept], run[1][kept], run[2][kept])
        return run

    def finish(self) -> Counts:
        """All that was counted."""
        self._flush()
        return Counts(self.order, *merged(self._runs)) if self._runs else Counts(self.order, *merged([]))


@dataclass(frozen=True, slots=True)
class Counts:
    """Sorted packed ``keys``, how often each occurred, and what its occurrences weigh (in sixteenths)."""

    order: int
    keys: NDArray[np.uint64]
    count: NDArray[np.int64]
    weight: NDArray[np.int64]

    def mix(self, other: Counts, weight: float) -> Counts:
        """These counts and ``other``'s, whose weights are first multiplied by ``weight`` (1: as they are)."""
        scaled = np.rint(other.weight * weight).astype(np.int64)
        own = (self.keys, self.count, self.weight)
        return Counts(self.order, *merged([own, (other.keys, other.count, scaled)]))

    def save(self, path: Path) -> None:
        """Write the counts for a later mix (numpy's own format, no pickle)."""
        with path.open("wb") as file:
            for column in (self.keys, self.count, self.weight):
                np.save(file, column, allow_pickle=False)

    @classmethod
    def load(cls, path: Path, order: int = ORDER) -> Counts:
        """Read what :meth:`save` wrote."""
        with path.open("rb") as file:
            return cls(order, *(np.load(file, allow_pickle=False) for _ in range(3)))


def word_counts(vocabulary: Vocabulary, words: Mapping[str, int], weight: int, order: int = ORDER) -> Counts:
    """The n-grams inside the words of a lexicon, so that the model knows words that its text lacks.

    ``words`` tells how often each is to count; an occurrence weighs ``weight`` sixteenths. What stands left of a word
    is unknown: :data:`~cleaning.language_model.vocabulary.WORD_EDGE`.
    """
    edge = np.full(order, PADDING, dtype=np.uint64)
    edge[-1] = WORD_EDGE
    ids = np.concatenate([np.concatenate([edge, vocabulary.encode(word)]) for word in words])
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    times = np.repeat(np.fromiter(words.values(), np.int64, len(words)), lengths + order)
    keys = np.zeros(len(ids), dtype=np.uint64)
    for distance in range(order):
        keys[order:] |= ids[order - distance : len(ids) - distance] << np.uint64(ID_BITS * distance)
    inside = (ids != WORD_EDGE) & (ids != PADDING)
    # The edge itself is made known once, as an n-gram of one: it is the context of every first character.
    keys, times = np.append(keys[inside], np.uint64(WORD_EDGE) | _padding(order)), np.append(times[inside], 1)
    return Counts(order, *merged([(keys, times, times * weight)]))


def _padding(order: int) -> np.uint64:
    """History of a character before which there is nothing but the beginning of a text."""
    history = BOUNDARY << ID_BITS
    for distance in range(2, order):
        history |= PADDING << ID_BITS * distance
    return np.uint64(history)

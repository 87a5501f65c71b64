"""From counts to a model file: smooth, prune to a size, quantise, lay out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.bucket_table import WORD_BITS, build_buckets, winners
from cleaning.language_model.counting import Counts
from cleaning.language_model.model_file import write_model
from cleaning.language_model.pruning import reachable, without, worths
from cleaning.language_model.quantisation import codebook
from cleaning.language_model.smoothing import Level, levels_of, smooth
from cleaning.language_model.static_function import build
from cleaning.language_model.vocabulary import Vocabulary

UNSEEN = -20.0
"""ln p of a class that the training text never shows; far below the rarest character seen."""

BIGRAM_BYTES = 4 * 1.127
"""What a bigram takes in a static function of 32-bit slots (1.125 slots a key, and the last segment)."""

ROOM = 1.5
"""Lanes an n-gram, where there are so few that all could be kept."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one order is laid out. ``size`` is the most bytes that its table may take; ``slot`` are the bits of a slot or
    lane, ``probability`` and ``backoff`` those of the codes for ln p and ln backoff. One bit more says whether longer
    n-grams end with a row, the rest of a slot is fingerprint. The highest order has neither backoff nor that bit.
    """

    size: int
    slot: int
    probability: int
    backoff: int = 0

    def bits(self, grows: bool) -> int:
        """Bits of a value code."""
        return self.probability + (self.backoff + 1 if grows else 0)


LAYOUTS = {2: Layout(3_000_000, 32, 8, 6), 3: Layout(7_200_000, 21, 4, 3), 4: Layout(5_300_000, 16, 4)}
"""Bigrams are kept in a static function, longer n-grams compete for the lanes of their buckets. Chosen on the tune
part; the table of choices is in the model card."""


def smoothed(counts: Counts, vocabulary: Vocabulary) -> list[Level]:
    """All n-grams of ``counts`` with their probabilities, nothing pruned."""
    levels = levels_of(counts)
    smooth(levels, vocabulary.size, vocabulary.members())
    return levels


def pruned(levels: list[Level], layouts: Mapping[int, Layout] = LAYOUTS) -> tuple[list[Level], dict[int, int]]:
    """The levels cut down to what their tables hold, and how many buckets each order gets."""
    kept = [np.ones(len(levels[0].keys), dtype=bool)]
    buckets: dict[int, int] = {}
    for level, worth in zip(levels[1:], worths(levels)[1:], strict=True):
        layout = layouts[level.order]
        rows = np.flatnonzero(reachable(level, kept[-1]) & (worth > 0))
        if level.order == 2:
            rows = rows[np.lexsort((level.keys[rows], -worth[rows]))[: int(layout.size / BIGRAM_BYTES)]]
        else:
            room = int(len(rows) * ROOM) // (WORD_BITS // layout.slot) + 1
            buckets[level.order] = min(layout.size * 8 // WORD_BITS, room)
            bits = layout.bits(level is not levels[-1])
            rows = rows[winners(level.keys[rows], worth[rows], buckets[level.order], bits, layout.slot)]
        keep = np.zeros(len(level.keys), dtype=bool)
        keep[rows] = True
        kept.append(keep)
    return without(levels, kept), buckets


def arrays_of(
    levels: list[Level], buckets: Mapping[int, int], vocabulary: Vocabulary, layouts: Mapping[int, Layout] = LAYOUTS
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header entries and arrays of a model file."""
    first = levels[0]
    frequency, probability, backoff = (np.zeros(vocabulary.size, dtype=np.float32) for _ in range(3))
    probability[:] = UNSEEN
    place = first.keys.astype(np.int64)
    frequency[place], probability[place], backoff[place] = first.mass, first.probability, first.backoff
    arrays: dict[str, NDArray[Any]] = {"fold": vocabulary.fold, "ids": vocabulary.ids, "frequency": frequency}
    arrays |= {"probability_1": probability, "backoff_1": backoff}
    tables: dict[str, Any] = {}
    for level, longer in zip(levels[1:], [*levels[2:], None], strict=True):
        order, layout = level.order, layouts[level.order]
        values, chances, weights = _codes(level, longer, layout)
        bits = layout.bits(longer is not None)
        if order == 2:
            function = build(level.keys, values, bits, np.uint32)
            tables[str(order)], arrays[f"slots_{order}"] = function.header(), function.slots
        else:
            table = build_buckets(level.keys, values, buckets[order], bits, layout.slot)
            tables[str(order)], arrays[f"slots_{order}"] = table.header(), table.buckets
        arrays[f"probability_{order}"], arrays[f"backoff_{order}"] = chances, weights
    ngrams = {str(level.order): len(level.keys) for level in levels}
    return {"order": len(levels), "tables": tables, "ngrams": ngrams}, arrays


def _codes(
    level: Level, longer: Level | None, layout: Layout
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """Value code of every row, and the levels of ln p and of ln backoff that codes point to."""
    chances = codebook(level.probability, level.mass, layout.probability)
    values = chances.codes(level.probability)
    if longer is None:
        return values, chances.levels, np.zeros(1, dtype=np.float32)
    begins, ends = (np.zeros(len(level.keys), dtype=bool) for _ in range(2))
    begins[longer.context], ends[longer.suffix] = True, True
    # Backoff code 0 is kept for n-grams that none begins with.
    backoffs = codebook(level.backoff[begins], level.mass[begins], layout.backoff, reserved=1)
    values |= np.where(begins, backoffs.codes(level.backoff) + 1, 0) << layout.probability
    values |= ends.astype(np.int64) << (layout.probability + layout.backoff)
    return values, chances.levels, np.concatenate([np.zeros(1, dtype=np.float32), backoffs.levels])


def train(
    counts: Counts,
    vocabulary: Vocabulary,
    path: Path,
    about: Mapping[str, Any] | None = None,
    layouts: Mapping[int, Layout] = LAYOUTS,
) -> dict[str, Any]:
    """Write the model of ``counts`` to ``path``; returns the file's header. The same counts give the same bytes."""
    levels, buckets = pruned(smoothed(counts, vocabulary), layouts)
    header, arrays = arrays_of(levels, buckets, vocabulary, layouts)
    header |= {"about": dict(about or {})}
    write_model(path, header, arrays)
    return header

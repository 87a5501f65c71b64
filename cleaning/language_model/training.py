"""From counts to a model file: smooth, prune to a size, quantise, lay out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaning.language_model.counting import Counts
from cleaning.language_model.model_file import write_model
from cleaning.language_model.quantisation import codebook
from cleaning.language_model.smoothing import Level, levels_of, prune, smooth, without
from cleaning.language_model.static_function import build
from cleaning.language_model.vocabulary import Vocabulary

SLOT_TYPES: dict[int, type[np.unsignedinteger[Any]]] = {16: np.uint16, 32: np.uint32}
LOAD = 1.127
"""Slots a key of a large static function, rounded up."""

UNSEEN = -20.0
"""ln p of a class that the training text never shows; far below the rarest character seen."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Bits of one order: of a slot, of the code for ln p, of the code for ln backoff. The rest is fingerprint."""

    slot: int
    probability: int
    backoff: int


LAYOUTS = {2: Layout(32, 8, 8), 3: Layout(16, 5, 2), 4: Layout(16, 6, 0)}
BYTES = 15_900_000


def smoothed(counts: Counts, vocabulary: Vocabulary) -> list[Level]:
    """All n-grams of ``counts`` with their probabilities, nothing pruned."""
    levels = levels_of(counts)
    smooth(levels, vocabulary.size, vocabulary.members())
    return levels


def pruned_to(levels: list[Level], most_bytes: int, layouts: Mapping[int, Layout] = LAYOUTS) -> tuple[list[Level], float]:
    """The levels cut down until their tables fit in ``most_bytes``, and the floor (nats a character) that did it."""
    low, high = np.log(1e-13), np.log(1e-4)
    for _ in range(24):
        middle = (low + high) / 2
        sizes = [int(keep.sum()) for keep in prune(levels, float(np.exp(middle)))]
        needed = sum(size * LOAD * layouts[order].slot / 8 for order, size in enumerate(sizes, 1) if order > 1)
        low, high = (low, middle) if needed <= most_bytes else (middle, high)
    floor = float(np.exp(high))
    return without(levels, prune(levels, floor)), floor


def arrays_of(
    levels: list[Level], vocabulary: Vocabulary, layouts: Mapping[int, Layout] = LAYOUTS
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
    for level in levels[1:]:
        layout = layouts[level.order]
        chances = codebook(level.probability, level.mass, layout.probability)
        weights = codebook(level.backoff, level.mass, layout.backoff)
        values = chances.codes(level.probability) | weights.codes(level.backoff) << layout.probability
        bits = layout.probability + layout.backoff
        function = build(level.keys, values, bits, SLOT_TYPES[layout.slot])
        tables[str(level.order)] = function.header()
        arrays[f"slots_{level.order}"] = function.slots
        arrays[f"probability_{level.order}"], arrays[f"backoff_{level.order}"] = chances.levels, weights.levels
    ngrams = {str(level.order): len(level.keys) for level in levels}
    return {"order": len(levels), "tables": tables, "ngrams": ngrams}, arrays


def train(
    counts: Counts,
    vocabulary: Vocabulary,
    path: Path,
    most_bytes: int = BYTES,
    about: Mapping[str, Any] | None = None,
    layouts: Mapping[int, Layout] = LAYOUTS,
) -> dict[str, Any]:
    """Write the model of ``counts`` to ``path`` in at most about ``most_bytes``; returns the file's header."""
    fixed = vocabulary.fold.nbytes + vocabulary.ids.nbytes + 20 * vocabulary.size
    levels, floor = pruned_to(smoothed(counts, vocabulary), most_bytes - fixed, layouts)
    header, arrays = arrays_of(levels, vocabulary, layouts)
    header |= {"pruning_floor": floor, "about": dict(about or {})}
    write_model(path, header, arrays)
    return header

"""Log-probabilities as small codes: the levels that lose least on the text that the model was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROUNDS = 60
GRID = 4096


@dataclass(frozen=True, slots=True)
class Codebook:
    """``levels`` in rising order, float32, ``2 ** bits`` of them; a code is a place in it."""

    levels: NDArray[np.float32]

    def codes(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """The nearest level's place for every value."""
        middles = (self.levels[1:].astype(np.float64) + self.levels[:-1]) / 2
        return np.searchsorted(middles, values)


def codebook(values: NDArray[np.float64], weights: NDArray[Any], bits: int, reserved: int = 0) -> Codebook:
    """Levels of least weighted squared error (Lloyd 1982; values are first binned, so the cost does not grow).

    ``reserved`` levels fewer than ``bits`` allow are made, where the caller has another use for some codes.
    """
    size = (1 << bits) - reserved
    if not len(values):
        return Codebook(np.zeros(size, dtype=np.float32))
    low, high = float(values.min()), float(values.max())
    cell = np.minimum(((values - low) / max(high - low, 1e-9) * GRID).astype(np.int64), GRID - 1)
    mass = np.bincount(cell, weights=weights, minlength=GRID)
    moment = np.bincount(cell, weights=weights * values, minlength=GRID)
    filled = mass > 0
    centre, mass, moment = moment[filled] / mass[filled], mass[filled], moment[filled]
    share = np.cumsum(np.cbrt(mass))  # a cube root of the density is the optimum for many levels (Panter and Dite 1951)
    levels = np.interp((np.arange(size) + 0.5) / size * share[-1], share, centre)
    for _ in range(ROUNDS):
        owner = np.searchsorted((levels[1:] + levels[:-1]) / 2, centre)
        total = np.bincount(owner, weights=mass, minlength=size)
        levels = np.where(
            total > 0, np.bincount(owner, weights=moment, minlength=size) / np.maximum(total, 1e-300), levels
        )
        levels.sort()
    return Codebook(levels.astype(np.float32))

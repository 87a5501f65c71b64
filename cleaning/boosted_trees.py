"""Boosted trees as plain numbers: a function from evidence to log odds, read from JSON, evaluated by numpy.

All nodes of one level of a tree ask the same question (oblivious trees), so a tree of depth 5 is five comparisons and a
table of 32 values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNIT = 1000
"""Leaves are stored as whole numbers, in thousandths of a nat."""

BLOCK = 2048
"""Rows evaluated at a time, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Trees:
    """`features` and `thresholds` (trees × depth), `leaves` (trees × 2^depth, log odds), and what all begin with."""

    features: NDArray[np.int64]
    thresholds: NDArray[np.float64]
    leaves: NDArray[np.float64]
    intercept: float

    def log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """One number a row."""
        import numpy as np

        places = 1 << np.arange(self.features.shape[1])
        numbers = np.arange(len(self.features))
        result = np.empty(len(rows))
        for begin in range(0, len(rows), BLOCK):
            answers = rows[begin : begin + BLOCK][:, self.features] > self.thresholds
            result[begin : begin + BLOCK] = self.leaves[numbers, answers @ places].sum(1)
        return result + self.intercept

    def scaled(self, factor: float, shift: float) -> Trees:
        """The trees whose log odds are `factor` times these and `shift` more."""
        return Trees(self.features, self.thresholds, self.leaves * factor, self.intercept * factor + shift)

    def to_json(self, names: Sequence[str]) -> dict[str, Any]:
        """Plain lists and numbers: a tree is its questions (feature's place among the names, threshold) and leaves."""
        rows = zip(self.features.tolist(), self.thresholds.tolist(), self.leaves.tolist(), strict=True)
        trees = [
            [
                [[feature, round(bound, 3)] for feature, bound in zip(features, bounds, strict=True)],
                [round(leaf * UNIT) for leaf in leaves],
            ]
            for features, bounds, leaves in rows
        ]
        return {"features": list(names), "intercept": round(self.intercept, 6), "trees": trees}

    @classmethod
    def from_json(cls, numbers: dict[str, Any], names: Sequence[str]) -> Trees:
        """The reverse; raises ValueError where the trees were trained on other features than `names`."""
        import numpy as np

        if numbers["features"] != list(names):
            raise ValueError("the trees were trained on other features; train them again")
        trees = numbers["trees"]
        return cls(
            np.array([[feature for feature, _ in questions] for questions, _ in trees]),
            np.array([[bound for _, bound in questions] for questions, _ in trees]),
            np.array([leaves for _, leaves in trees]) / UNIT,
            float(numbers["intercept"]),
        )

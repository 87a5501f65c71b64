"""Training of boosted oblivious trees (`cleaning.boosted_trees`) with numpy alone: Newton steps on the log loss.

Every feature is cut into `BINS` by its quantiles; a tree is grown level by level, one question for all nodes of a level
(the one that lowers the loss most over all of them), and its leaves are Newton steps, shrunk by `rate`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaning.boosted_trees import Trees

BINS = 48


@dataclass(frozen=True, slots=True)
class Settings:
    """How many trees of what depth; `ridge` is added to each leaf's curvature; each tree sees a `share` of rows."""

    trees: int = 250
    depth: int = 5
    rate: float = 0.08
    ridge: float = 8.0
    share: float = 0.6
    features: float = 0.6


def fit(
    rows: NDArray[np.float64],
    labels: NDArray[np.bool_],
    settings: Settings,
    seed: int,
    weights: NDArray[np.float64] | None = None,
) -> Trees:
    """Trees whose log odds fit `labels`; the same input gives the same trees. `weights`: what each row counts for."""
    rng = np.random.default_rng(seed)
    bounds = [_cuts(column) for column in rows.T]
    binned = np.stack([np.searchsorted(cuts, column) for cuts, column in zip(bounds, rows.T, strict=True)])
    weights = np.ones(len(rows)) if weights is None else weights
    share = float(np.average(labels, weights=weights))
    intercept = float(np.log(share / (1 - share)))
    odds = np.full(len(rows), intercept)
    cuts = [len(column) for column in bounds]
    chosen, thresholds, leaves = [], [], []
    for _ in range(settings.trees):
        probability = 1 / (1 + np.exp(-odds))
        slope = weights * (labels - probability)
        curve = weights * probability * (1 - probability)
        used = np.flatnonzero(rng.random(len(rows)) < settings.share)
        asked = np.flatnonzero(rng.random(len(bounds)) < settings.features)
        nodes = np.zeros(len(used), dtype=np.int64)
        questions = []
        for level in range(settings.depth):
            feature, cut = _best_question(binned, asked, cuts, used, nodes, slope, curve, 1 << level, settings.ridge)
            questions.append((feature, cut))
            nodes |= (binned[feature, used] > cut).astype(np.int64) << level
        size = 1 << settings.depth
        steps = np.bincount(nodes, slope[used], size) / (np.bincount(nodes, curve[used], size) + settings.ridge)
        values = np.round(settings.rate * steps, 3)
        every = sum((binned[feature] > cut).astype(np.int64) << level for level, (feature, cut) in enumerate(questions))
        odds += values[every]
        chosen.append([feature for feature, _ in questions])
        thresholds.append([bounds[feature][cut] for feature, cut in questions])
        leaves.append(values)
    return Trees(np.array(chosen), np.array(thresholds), np.array(leaves), intercept)


def _cuts(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Thresholds between the bins of one feature, each as it will be written; of few values each is a bin."""
    values = np.unique(np.round(column, 3))
    if len(values) <= BINS:
        return values[:-1]
    return np.unique(np.round(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]), 3))


def _best_question(
    binned: NDArray[np.int64],
    asked: NDArray[np.int64],
    cuts: list[int],
    used: NDArray[np.int64],
    nodes: NDArray[np.int64],
    slope: NDArray[np.float64],
    curve: NDArray[np.float64],
    size: int,
    ridge: float,
) -> tuple[int, int]:
    """The feature and the bin behind which to cut all nodes of a level."""
    best = (-np.inf, 0, 0)
    slopes, curves = slope[used], curve[used]
    for feature in asked.tolist():
        if not cuts[feature]:
            continue
        places = nodes * (BINS + 1) + binned[feature, used]
        low_slope = np.bincount(places, slopes, size * (BINS + 1)).reshape(size, -1).cumsum(1)
        low_curve = np.bincount(places, curves, size * (BINS + 1)).reshape(size, -1).cumsum(1)
        high_slope, high_curve = low_slope[:, -1:] - low_slope, low_curve[:, -1:] - low_curve
        gains = (low_slope**2 / (low_curve + ridge) + high_slope**2 / (high_curve + ridge)).sum(0)
        cut = int(np.argmax(gains[: cuts[feature]]))
        if gains[cut] > best[0]:
            best = (float(gains[cut]), feature, cut)
    return best[1], best[2]

"""Logistic regression by Newton's method, for classifiers of a few weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0


def fit(rows: NDArray[np.float64], labels: NDArray[np.int8]) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept by Newton's method on the ridge-penalised log loss (standardised inside)."""
    used = labels >= 0
    x, y = rows[used], labels[used].astype(float)
    mean, deviation = x.mean(0), x.std(0) + 1e-9
    z = np.column_stack([(x - mean) / deviation, np.ones(len(x))])
    penalty = np.diag([RIDGE] * len(mean) + [0.0])
    weights = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ weights))
        gradient = z.T @ (p - y) + penalty @ weights
        weights -= np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + penalty, gradient)
    scaled = weights[:-1] / deviation
    return scaled, float(weights[-1] - scaled @ mean)

"""Logistic regression for all labels at once, by Nesterov's accelerated gradient. Learning only."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SHRINK = 2e-4
STEPS = 300

Matrix = NDArray[np.floating[Any]]


def logistic(rows: Any, wanted: Matrix, counts: Matrix, shrink: float = SHRINK) -> tuple[Matrix, Matrix]:
    """Weights by feature and label, and what each label starts from. `counts` is how much a row says about a label."""
    share = counts.sum(axis=0)
    weights: Matrix = np.zeros((rows.shape[1], wanted.shape[1]), dtype=np.float32)
    ahead = weights
    start: Matrix = np.log(((wanted * counts).sum(axis=0) + 1) / share).astype(np.float32)
    ahead_start = start
    step = np.float32(1 / (largest(rows) / 4 * float((counts / share).max()) * 1.05 + shrink))
    pace = 1.0
    for _ in range(STEPS):
        off = counts * (_chance(rows @ ahead + ahead_start) - wanted) / share
        moved = ahead - step * (rows.T @ off + np.float32(shrink) * ahead)
        moved_start = ahead_start - step * off.sum(axis=0)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        onward = np.float32((pace - 1) / faster)
        ahead, ahead_start = moved + onward * (moved - weights), moved_start + onward * (moved_start - start)
        weights, start, pace = moved, moved_start, faster
    return weights, start


def _chance(scores: Matrix) -> Matrix:
    chances: Matrix = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return chances


def largest(rows: Any) -> float:
    """The largest eigenvalue of X'X, by power iteration; one more column stands for where a label starts."""
    vector: Any = np.ones(rows.shape[1], dtype=np.float32)
    for _ in range(15):
        vector = rows.T @ (rows @ (vector / np.linalg.norm(vector)))
    return float(np.linalg.norm(vector)) + rows.shape[0]

"""Logistic regression for all labels at once, by Nesterov's accelerated gradient. Learning only."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHRINK = 2e-4
STEPS = 300

Matrix = NDArray[np.floating[Any]]


class Wide:
    """Rows of several blocks side by side, some of them sparse: each is multiplied in its own way."""

    def __init__(self, blocks: Sequence[Any]) -> None:
        self.blocks = tuple(blocks)
        self.shape = (blocks[0].shape[0], sum(block.shape[1] for block in blocks))
        self.ends = np.cumsum([block.shape[1] for block in blocks])[:-1]

    def __matmul__(self, weights: Matrix) -> Matrix:
        parts = np.split(weights, self.ends)
        products: Matrix = np.sum([block @ part for block, part in zip(self.blocks, parts, strict=True)], axis=0)
        return products

    def across(self, rows: Matrix) -> Matrix:
        """The transpose times `rows`."""
        return np.concatenate([block.T @ rows for block in self.blocks])

    def __getitem__(self, which: Any) -> "Wide":
        return Wide([block[which] for block in self.blocks])


def logistic(rows: Wide, wanted: Matrix, counts: Matrix, shrink: float = SHRINK) -> tuple[Matrix, Matrix]:
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
        moved = ahead - step * (rows.across(off) + np.float32(shrink) * ahead)
        moved_start = ahead_start - step * off.sum(axis=0)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        onward = np.float32((pace - 1) / faster)
        ahead, ahead_start = moved + onward * (moved - weights), moved_start + onward * (moved_start - start)
        weights, start, pace = moved, moved_start, faster
    return weights, start


def _chance(scores: Matrix) -> Matrix:
    chances: Matrix = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return chances


def largest(rows: Wide) -> float:
    """The largest eigenvalue of X'X, by power iteration; one more column stands for where a label starts."""
    vector: Any = np.ones(rows.shape[1], dtype=np.float32)
    for _ in range(15):
        vector = rows.across(rows @ (vector / np.linalg.norm(vector)))
    return float(np.linalg.norm(vector)) + float(rows.shape[0])

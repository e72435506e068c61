"""How far two judgements agree: F1, Spearman, quadratic kappa, AUC; by hand, so that nothing big is imported."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def ranks(values: Sequence[float]) -> Numbers:
    """1-based; equal values share the middle of theirs."""
    _, inverse, counts = np.unique(np.asarray(values, dtype=float), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse])


def spearman(wanted: Sequence[float], said: Sequence[float]) -> float | None:
    """None where there is nothing to order."""
    if len(wanted) < 2 or len(set(wanted)) < 2 or len(set(said)) < 2:
        return None
    return float(np.corrcoef(ranks(wanted), ranks(said))[0, 1])


def quadratic_kappa(wanted: Sequence[int], said: Sequence[int], grades: int) -> float | None:
    """1 is full agreement, 0 what chance would give; a miss by two grades weighs four times one by one."""
    if not wanted:
        return None
    seen = np.zeros((grades, grades))
    np.add.at(seen, (np.asarray(wanted), np.asarray(said)), 1)
    chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    away = np.subtract.outer(np.arange(grades), np.arange(grades)) ** 2
    expected = float((away * chance).sum())
    return 1 - float((away * seen).sum()) / expected if expected else None


def auc(high: Sequence[float], low: Sequence[float]) -> float | None:
    """How often a high one scores above a low one."""
    if not high or not low:
        return None
    placed = ranks([*high, *low])[: len(high)]
    return float((placed.sum() - len(high) * (len(high) + 1) / 2) / (len(high) * len(low)))

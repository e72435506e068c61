"""How far people and the scorer agree, on marks that a person looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.drills.rubric import TOP_LEVEL

ENOUGH = 10
"""Marks under which a kappa says nothing."""

Pair = tuple[int, int]
"""(the scorer's level, the person's)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    n: int
    stood: float
    """Share of the marks that the person left as they were; 0 of none."""
    difference: float
    """Mean, in levels, whichever way."""
    kappa: float | None
    """Quadratic-weighted; None while there are too few, or nothing differs that could agree."""


def agreement(pairs: Sequence[Pair]) -> Agreement:
    n = len(pairs)
    if not n:
        return Agreement(0, 0.0, 0.0, None)
    apart = [abs(ours - theirs) for ours, theirs in pairs]
    return Agreement(n, apart.count(0) / n, sum(apart) / n, weighted_kappa(pairs) if n >= ENOUGH else None)


def weighted_kappa(pairs: Sequence[Pair]) -> float | None:
    """1 − observed / expected squared distance; None where both sides gave one and the same level throughout."""
    levels, n = range(TOP_LEVEL + 1), len(pairs)
    ours = [sum(a == level for a, _ in pairs) for level in levels]
    theirs = [sum(b == level for _, b in pairs) for level in levels]
    observed = sum((a - b) ** 2 for a, b in pairs) / n
    expected = sum(ours[a] * theirs[b] * (a - b) ** 2 for a in levels for b in levels) / n**2
    return 1 - observed / expected if expected else None

"""How long things take: the middle and the long tail, and what waits longer than nearly all before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from bot.signals.finding import Formula
from bot.signals.periods import Period

Key = TypeVar("Key")

LEAST_VISITS = 20
"""Completed visits below which nobody is called stalled: p90 of fewer is one deal, or none."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles as a spreadsheet's PERCENTILE.INC has them."""

    n: int
    median: float
    p75: float
    p90: float
    period: Period
    formula: Formula = "percentiles, linear"


@dataclass(frozen=True, slots=True)
class Stalled(Generic[Key]):
    past: Spread
    deals: tuple[Key, ...]
    """The longest waiting first."""


def spread(durations: Sequence[float], period: Period) -> Spread | None:
    """Of completed visits, or of closed cycles; None of none."""
    if not len(durations):
        return None
    median, p75, p90 = (float(value) for value in np.percentile(durations, (50, 75, 90)))
    return Spread(len(durations), median, p75, p90, period)


def stalled(ages: Mapping[Key, float], past: Spread | None, least: int = LEAST_VISITS) -> Stalled[Key] | None:
    """Open visits to a stage that are older than nine in ten of its completed ones were; None if those are too few."""
    if past is None or past.n < least:
        return None
    beyond = [key for key, age in ages.items() if age > past.p90]
    return Stalled(past, tuple(sorted(beyond, key=lambda key: -ages[key])))

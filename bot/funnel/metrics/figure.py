"""A number as it may be shown: never without what it was counted from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist, fmean, median

LEAST = 30
"""Deals below which nobody is shown a rate: names and a question help more, and do not mislead."""

_DAY = timedelta(days=1)
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Figure:
    value: float | None
    """None: there is nothing to count it from, and `note` says why."""
    n: int
    formula: str
    """Name of its definition (definitions.py)."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until just before `end`."""

    start: datetime
    end: datetime

    def __contains__(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.end


def share(hits: int, n: int, formula: str, note: str) -> Figure:
    return Figure(hits / n, n, formula) if n else Figure(None, 0, formula, note)


def mean(values: Sequence[float], formula: str, note: str) -> Figure:
    return Figure(fmean(values), len(values), formula) if values else Figure(None, 0, formula, note)


def middle(values: Sequence[float], formula: str, note: str) -> Figure:
    return Figure(median(values), len(values), formula) if values else Figure(None, 0, formula, note)


def days(since: datetime, until: datetime) -> float:
    return (until - since) / _DAY


def interval(rate: Figure) -> tuple[float, float] | None:
    """Where the true rate lies in 95 of 100 cases: Wilson's score interval."""
    if rate.value is None:
        return None
    p, n, z = rate.value, rate.n, _Z
    centre = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    below = 1 + z * z / n
    return max(0.0, (centre - half) / below), min(1.0, (centre + half) / below)

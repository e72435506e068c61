"""A number as it may be shown: never without what it was counted from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from statistics import fmean, median
from zoneinfo import ZoneInfo

from bot.signals import Period, Rate, wilson

_DAY = timedelta(days=1)


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
    """A period's moments: from `start` until just before `end`."""

    start: datetime
    end: datetime
    period: Period

    def __contains__(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.end


def span_of(period: Period, zone: str) -> Span:
    """Its days as they begin and end in a time zone."""
    where = ZoneInfo(zone)
    midnights = (datetime.combine(day, time(), where) for day in (period.start, period.end + _DAY))
    start, end = (midnight.astimezone(UTC) for midnight in midnights)
    return Span(start, end, period)


def share(hits: int, n: int, formula: str, note: str) -> Figure:
    return Figure(hits / n, n, formula) if n else Figure(None, 0, formula, note)


def mean(values: Sequence[float], formula: str, note: str) -> Figure:
    return Figure(fmean(values), len(values), formula) if values else Figure(None, 0, formula, note)


def middle(values: Sequence[float], formula: str, note: str) -> Figure:
    return Figure(median(values), len(values), formula) if values else Figure(None, 0, formula, note)


def days(since: datetime, until: datetime) -> float:
    return (until - since) / _DAY


def interval(rate: Figure, period: Period) -> tuple[float, float] | None:
    """Where the true rate lies in 95 of 100 cases."""
    if rate.value is None:
        return None
    _, low, high = wilson(Rate(round(rate.value * rate.n), rate.n, period))
    return max(0.0, low), min(1.0, high)

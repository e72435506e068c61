"""A day that words name, and how words are read as one: what every language shares. Pure values."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

Way = Literal["back", "today", "ahead", "either"]


@dataclass(frozen=True, slots=True)
class Span:
    """Words that name a day. `day` is None where they name only about when ("next week")."""

    start: int
    end: int
    day: date | None
    """Read as a day to come, where the words could mean one gone by as well."""
    granularity: Literal["day", "part", "loose"] = "day"
    """part: only a part of today was said; loose: no exact day."""
    at: time | None = None
    way: Way = "ahead"
    last: date | None = None
    """Read as a day gone by."""
    sure: bool = True
    kind: Literal["weekday", "calendar", "relative"] = "relative"


@dataclass(frozen=True, slots=True)
class Reading:
    day: date | None
    way: Way
    last: date | None = None
    granularity: Literal["day", "part", "loose"] = "day"
    sure: bool = True
    kind: Literal["weekday", "calendar", "relative"] = "relative"


Read = Callable[[re.Match[str], date], Reading | None]
Rule = tuple[re.Pattern[str], Read]


def in_days(today: date, days: int, sure: bool = True) -> Reading:
    way: Way = "back" if days < 0 else "ahead" if days else "today"
    return Reading(today + timedelta(days), way, sure=sure)


def in_months(today: date, months: int, sure: bool = True) -> Reading:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    return Reading(date(year, month + 1, day), "back" if months < 0 else "ahead", sure=sure)


def loose(way: Way) -> Reading:
    return Reading(None, way, granularity="loose")


def weekday(today: date, number: int, week: int | None = None) -> Reading:
    """`number`: Monday is 0. `week`: 0 is this calendar week; None where none was said."""
    if week is not None and week != 0:
        day = today - timedelta(today.weekday()) + timedelta(weeks=week, days=number)
        return Reading(day, "back" if week < 0 else "ahead", kind="weekday")
    until = (number - today.weekday()) % 7
    last = today - timedelta((today.weekday() - number) % 7)
    # On a Wednesday "Wednesday" is today of what happened, and in a week of what is to come: but who knows.
    return Reading(today + timedelta(until or 7), "either", last, sure=until != 0, kind="weekday")


def month_day(today: date, month: int, day: int, year: int | None = None) -> Reading:
    if year is not None:
        named = date(year, month, day)
        return Reading(named, _way(named, today), named, kind="calendar")
    coming = _valid(date_of(y, month, day) for y in range(today.year, today.year + 9))
    gone = [found for y in range(today.year - 8, today.year + 1) if (found := date_of(y, month, day))]
    ahead = [found for found in coming if found >= today]
    back = [found for found in gone if found <= today]
    return Reading(ahead[0], "either", back[-1], kind="calendar")


def day_of_month(today: date, day: int, month: int | None = None) -> Reading | None:
    """`month`: 0 is this one, 1 the next; None where none was said."""
    if not 1 <= day <= 31:
        return None
    if month is not None:
        there = in_months(today.replace(day=1), month).day
        assert there is not None
        named = there.replace(day=day)
        return Reading(named, _way(named, today), named, kind="calendar")
    firsts = [in_months(today.replace(day=1), months).day for months in range(-2, 3)]
    days = _valid(date_of(first.year, first.month, day) for first in firsts if first)
    ahead, back = [d for d in days if d >= today], [d for d in days if d <= today]
    return Reading(ahead[0], "either", back[-1], kind="calendar")


def month_end(today: date, months: int = 0) -> Reading:
    first = in_months(today.replace(day=1), months).day
    assert first is not None
    return Reading(end_of(first), _way(end_of(first), today))


def end_of_month(today: date, month: int) -> Reading:
    year = today.year + (month < today.month)
    return Reading(end_of(date(year, month, 1)), "either", end_of(date(year - 1, month, 1)))


def end_of(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def date_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _valid(days: Iterator[date | None]) -> list[date]:
    found = [day for day in days if day]
    if not found:
        raise ValueError("no such day")
    return found


def _way(day: date, today: date) -> Way:
    return "back" if day < today else "ahead" if day > today else "today"


def nearest_year(today: date, month: int) -> int:
    return today.year + (month < today.month)

"""When a daily slot falls due in a time zone, and which days are worked. Nothing here asks for the time."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

LOOK_BACK = timedelta(days=7)
DAY = timedelta(days=1)

WorkDays = Literal["china", "mon-fri", "mon-sat", "every"]
"""Which days somebody works; "china" knows the holidays and the weekends worked instead of them."""

_WORKED: Mapping[WorkDays, int] = {"mon-fri": 5, "mon-sat": 6, "every": 7}


@dataclass(frozen=True, slots=True)
class Slot:
    """One push a local day: with recipient and kind, `day` is its key, whoever finds it and however often."""

    day: date
    instant: datetime
    expired: bool


def due_slots(zone: str | ZoneInfo, at: time, since: datetime, now: datetime, grace: timedelta) -> list[Slot]:
    """The daily slots that came due after `since` and by `now`, at most a week back, oldest first.

    A slot found later than its grace is expired: to be recorded, not sent.
    """
    since = max(since, now - LOOK_BACK)
    first, last = local(zone, since).date(), local(zone, now).date()
    # A day more: clocks turned back just after midnight show yesterday's date again.
    days = (first + n * DAY for n in range((last - first).days + 2))
    slots = ((day, slot_instant(zone, day, at)) for day in days)
    return [Slot(day, instant, now - instant > grace) for day, instant in slots if instant and since < instant <= now]


@lru_cache(maxsize=4096)  # everybody in a zone asks the same
def slot_instant(zone: str | ZoneInfo, day: date, at: time) -> datetime | None:
    """When the slot of a local day happens, in UTC; None when the zone skips that day altogether."""
    wall = datetime.combine(day, at)
    instant = reached(zone, wall)
    if local(zone, instant) == wall:
        return instant
    midnight = datetime.combine(day, time())
    return None if reached(zone, midnight) == reached(zone, midnight + DAY) else instant


@lru_cache(maxsize=4096)
def reached(zone: str | ZoneInfo, wall: datetime, fold: int = 0) -> datetime:
    """When the clocks of a zone show a wall-clock time, or have just jumped over it, in UTC.

    In a repeated hour that is the first time, with `fold=1` the second.
    """
    instant = _utc(zone, wall, fold)
    return instant if local(zone, instant) == wall else _gap_end(zone, wall)


def local(zone: str | ZoneInfo, moment: datetime) -> datetime:
    """What the clocks of a zone show at a moment, without the zone."""
    return moment.astimezone(_zone(zone)).replace(tzinfo=None, fold=0)


def _gap_end(zone: str | ZoneInfo, wall: datetime) -> datetime:
    """In a gap, fold 1 counts with the offset after the jump and so lands before it, fold 0 the other way round."""
    before, after = _utc(zone, wall, fold=1), _utc(zone, wall, fold=0)
    seconds = range(int((after - before).total_seconds()))
    jump = bisect_left(seconds, True, key=lambda s: local(zone, before + timedelta(seconds=s)) > wall)
    return before + timedelta(seconds=jump)


def _utc(zone: str | ZoneInfo, wall: datetime, fold: int) -> datetime:
    return wall.replace(tzinfo=_zone(zone), fold=fold).astimezone(UTC)


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone


# Working days


def is_working_day(day: date, kind: WorkDays) -> bool:
    return _worked_in_china(day) if kind == "china" else day.weekday() < _WORKED[kind]


def calendar_known_until() -> int:
    """The last year whose Chinese working days are published; later years hold without make-up days."""
    from chinese_calendar.constants import holidays

    last: date = max(holidays)
    return last.year


@lru_cache(maxsize=1024)  # the package goes through its whole list for each day
def _worked_in_china(day: date) -> bool:
    from chinese_calendar import is_workday  # here, not above: a start does not need it

    try:
        return bool(is_workday(day))
    except NotImplementedError:  # the government publishes a year in the November before it
        return _expected_in_china(day)


def _expected_in_china(day: date) -> bool:
    """Monday to Friday without the holidays that the law and the moon give."""
    from holidays import country_holidays  # 0.2 s, and only for a year not yet published

    return country_holidays("CN", years=day.year).is_working_day(day)

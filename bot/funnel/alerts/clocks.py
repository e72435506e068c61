"""Working days on somebody's own calendar. Leave counts as days off: nobody is late with what they were away for."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.features import Turn
from bot.pushes import own_times
from bot.pushes.calendar import DAY, WorkDays, is_working_day, local
from bot.pushes.rhythm import Rhythm, is_at_work

LONGEST = timedelta(days=400)
"""Nobody needs to know how late a thing is that nobody touched for a year."""


def full_days(rhythm: Rhythm, since: date, today: date) -> int:
    """Working days that passed between two days, neither of them counted: from Monday to Friday there are three."""
    back = rhythm.away_until
    return _between(rhythm.days, max(since, back - DAY) if back else since, today)


def at_work_since(rhythm: Rhythm, since: date, today: date) -> bool:
    """Whether a working day has begun after `since`."""
    return full_days(rhythm, since, today + DAY) > 0


def in_working_days(rhythm: Rhythm, today: date, n: int) -> date:
    """The n-th working day after today."""
    day = today
    while n:
        day += DAY
        n -= is_at_work(rhythm, day)
    return day


def today_of(turn: Turn) -> date:
    return day_of(turn.once(own_times.mine), turn.now)


def day_of(rhythm: Rhythm, moment: datetime) -> date:
    return _day(rhythm.zone, moment)


@lru_cache(maxsize=4096)  # of one deal the same few moments are asked for again and again
def _day(zone: str, moment: datetime) -> date:
    return local(zone, moment).date()


@lru_cache(maxsize=16384)  # thousands of deals ask for the same few hundred stretches
def _between(kind: WorkDays, since: date, today: date) -> int:
    first = max(since, today - LONGEST)
    return sum(is_working_day(first + n * DAY, kind) for n in range(1, (today - first).days))

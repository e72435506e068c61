"""When a visit has to be written up: within a day, and never on a day off."""

from datetime import datetime, time, timedelta

from bot.pushes.calendar import DAY, local, reached
from bot.pushes.rhythm import Rhythm, is_at_work

WITHIN = timedelta(hours=24)
AFTER_DAYS_OFF = time(10)


def report_due(rhythm: Rhythm, at: datetime) -> datetime:
    """24 hours after the visit; where that is a day off, ten o'clock of the next day at work."""
    due = at + WITHIN
    day = local(rhythm.zone, due).date()
    if is_at_work(rhythm, day):
        return due
    while not is_at_work(rhythm, day):
        day += DAY
    return reached(rhythm.zone, datetime.combine(day, AFTER_DAYS_OFF))

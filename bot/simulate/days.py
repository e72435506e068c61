"""Working time as a number: 12.5 is half way through the thirteenth working day since the beginning."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.playbooks.reports import report_due
from bot.pushes.calendar import is_working_day, reached
from bot.pushes.rhythm import Rhythm

OPENS, HOURS = time(9), 9


class Days:
    """The working days from `first` to `until`; nothing that has a position before `end` lies after `until`."""

    def __init__(self, first: date, until: datetime, zone: str, *, ahead: int = 60) -> None:
        self.until, self._rhythm = until, Rhythm(zone)
        here = until.astimezone(ZoneInfo(zone))
        span = (here.date() - first).days + ahead
        self.days = [day for n in range(span) if is_working_day(day := first + timedelta(days=n), "china")]
        self._opens = [reached(zone, datetime.combine(day, OPENS)).astimezone(UTC) for day in self.days]
        self.end = self._position(here)
        """Where now is."""

    def at(self, position: float) -> datetime:
        """When that was: working hours only, to the second."""
        day = int(position)
        return self._opens[day] + timedelta(seconds=int((position - day) * HOURS * 3600))

    def day(self, position: float) -> date:
        """Also of what lies a little ahead."""
        return self.days[min(int(position), len(self.days) - 1)]

    def report_due(self, position: float) -> datetime:
        """Of a visit then, on the calendar that everybody starts with."""
        return report_due(self._rhythm, self.at(position))

    def position(self, day: date) -> float:
        """Where a day begins, or the next working day where it is none."""
        return float(bisect_left(self.days, day))

    def _position(self, now: datetime) -> float:
        day = bisect_left(self.days, now.date())
        if self.days[day] != now.date():
            return float(day)
        worked = (now.astimezone(UTC) - self._opens[day]).total_seconds() / (HOURS * 3600)
        return day + min(max(worked, 0.0), 1.0)

"""Working days, counted once for everybody: which of them a day or a moment belongs to is one look into a list."""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time

from bot.pushes.calendar import DAY, is_working_day, reached


class Workdays:
    """China's, from a first day to today, as the clocks of one time zone show them."""

    def __init__(self, first: date, today: date, zone: str) -> None:
        days = (first + n * DAY for n in range((today - first).days + 1))
        self._days = [day for day in days if is_working_day(day, "china")]
        self._begin = [reached(zone, datetime.combine(day, time())) for day in self._days]

    def before(self, day: date) -> int:
        """How many lie before a day."""
        return bisect_left(self._days, day)

    def begun(self, moment: datetime) -> int:
        """How many had begun at a moment; a weekend belongs to its Friday."""
        return bisect_right(self._begin, moment)

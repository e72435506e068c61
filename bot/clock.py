"""The only place that asks what time it is."""

import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

zoneinfo.reset_tzpath(())  # the package's rules of time zones, the same on every machine, not the system's older ones

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


class MovedClock:
    """A clock that runs as usual, but from another moment: for `run --demo --at TIME` and `/demo tomorrow`."""

    def __init__(self, start: datetime | None = None, base: Clock = system_clock) -> None:
        self._base = base
        self._offset = (start - base()) if start else timedelta()

    def __call__(self) -> datetime:
        return self._base() + self._offset

    def move(self, by: timedelta) -> None:
        self._offset += by

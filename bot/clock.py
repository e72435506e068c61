"""The only place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

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

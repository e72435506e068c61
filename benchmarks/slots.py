"""Daily slots over every distinct rule set of tzdata: one slot a local day, none lost, none doubled.

`python -m benchmarks.slots` prints one JSON line: every half hour of the day as slot time, looked at about every half
hour, three days around each change of the clocks in 2026–2028 and on 30 random days. Where the system's tzdata and the
package's differ, both are walked through. What should happen is worked out from the changes of the offset alone.
"""

import json
import random
import zoneinfo
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from time import perf_counter
from zoneinfo import ZoneInfo

from bot.pushes.calendar import due_slots

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
HALF_HOURS = [time(minutes // 60, minutes % 60) for minutes in range(0, 24 * 60, 30)]
DAY = timedelta(days=1)

Due = Callable[[ZoneInfo, time, datetime, datetime], Iterable[date]]
"""Zone, time of the slot, last look, this look → the local days that fired."""

Stretch = tuple[datetime, datetime, timedelta]
"""From, to, offset: as long as the clocks run on."""


@dataclass(frozen=True)
class Verdict:
    """`doubled` counts what is too much, days that do not exist included; `untimely` what came early or late."""

    slots: int = 0
    lost: int = 0
    doubled: int = 0
    untimely: int = 0

    def __add__(self, other: "Verdict") -> "Verdict":
        return Verdict(*(a + b for a, b in zip(self._counts(), other._counts(), strict=True)))

    def _counts(self) -> tuple[int, int, int, int]:
        return self.slots, self.lost, self.doubled, self.untimely

    @property
    def right(self) -> bool:
        return self.slots > 0 and self._counts()[1:] == (0, 0, 0)


def ours(zone: ZoneInfo, at: time, since: datetime, now: datetime) -> list[date]:
    return [slot.day for slot in due_slots(zone, at, since, now, grace=DAY)]


def main() -> None:
    start = perf_counter()
    names, zones = rule_sets()
    found, chance = Verdict(), random.Random(2026)
    for zone in zones:
        days = [FIRST + DAY * chance.randrange((LAST - FIRST).days) for _ in range(30)]
        windows = [*around_changes(zone, 3 * DAY), *((day, day + DAY) for day in days)]
        for begin, end in windows:
            found += check(ours, zone, HALF_HOURS, looks(begin, end, timedelta(minutes=30), chance))
    seconds = round(perf_counter() - start, 1)
    print(json.dumps({"zones": names, "rule_sets": len(zones), **asdict(found), "seconds": seconds}))


# What should happen


def check(due: Due, zone: ZoneInfo, times: Sequence[time], ticks: Sequence[datetime]) -> Verdict:
    """What a scheduler fires for daily slots when it looks at these moments."""
    clock = stretches(zone, ticks[0] - 2 * DAY, ticks[-1] + 2 * DAY)
    return sum((_check(due, zone, clock, at, ticks) for at in times), Verdict())


def _check(due: Due, zone: ZoneInfo, clock: list[Stretch], at: time, ticks: Sequence[datetime]) -> Verdict:
    expected = dict(_expected(clock, at, ticks[0], ticks[-1]))
    fired: Counter[date] = Counter()
    untimely = 0
    for since, now in pairwise(ticks):
        for day in due(zone, at, since, now):
            fired[day] += 1
            untimely += day in expected and not since < expected[day] <= now
    lost = len(expected.keys() - fired.keys())
    return Verdict(len(expected), lost, fired.total() - (len(expected) - lost), untimely)


def _expected(clock: list[Stretch], at: time, after: datetime, until: datetime) -> Iterator[tuple[date, datetime]]:
    """Every local day that exists, and when the clocks first show the time or a later one."""
    day, last = (after - 2 * DAY).date(), (until + 2 * DAY).date()
    while day <= last:
        instant = first_reached(clock, datetime.combine(day, at))
        if instant and after < instant <= until and _exists(clock, day):
            yield day, instant
        day += DAY


def first_reached(clock: list[Stretch], wall: datetime) -> datetime | None:
    for begin, end, offset in clock:
        instant = (wall - offset).replace(tzinfo=UTC)
        if instant < end:
            return max(begin, instant)
    return None


def _exists(clock: list[Stretch], day: date) -> bool:
    midnight = datetime.combine(day, time(), UTC)
    return any(begin + offset < midnight + DAY and end + offset > midnight for begin, end, offset in clock)


# Rule sets and moments


def rule_sets() -> tuple[int, list[ZoneInfo]]:
    """How many zones there are, and one of each kind that behaves differently from 2026 to 2028."""
    installed = zoneinfo.TZPATH
    names: set[str] = set()
    kinds: dict[tuple[Stretch, ...], ZoneInfo] = {}
    for path in (installed, ()):
        zoneinfo.reset_tzpath(path)
        found = zoneinfo.available_timezones()
        names |= found
        for zone in (ZoneInfo.no_cache(name) for name in sorted(found)):
            kinds.setdefault(tuple(stretches(zone, FIRST, LAST, step=7 * DAY)), zone)
    zoneinfo.reset_tzpath(installed)
    return len(names), list(kinds.values())


def stretches(zone: ZoneInfo, begin: datetime, end: datetime, step: timedelta = timedelta(hours=6)) -> list[Stretch]:
    """The offsets of a zone one after the other; a change that is undone within a step goes unseen."""
    found, since, moment = [], begin, begin
    while moment < end:
        later = min(moment + step, end)
        if _offset(zone, moment) != _offset(zone, later):
            change = _change(zone, moment, later)
            found.append((since, change, _offset(zone, moment)))
            since = change
        moment = later
    return [*found, (since, end, _offset(zone, since))]


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def around_changes(zone: ZoneInfo, by: timedelta) -> list[tuple[datetime, datetime]]:
    return [(end - by, end + by) for _, end, _ in stretches(zone, FIRST, LAST, step=7 * DAY)[:-1]]


def looks(begin: datetime, end: datetime, step: timedelta, chance: random.Random) -> list[datetime]:
    """About every step: on the dot, a second beside it, anywhere."""
    ticks = [begin]
    while ticks[-1] < end:
        beside = chance.choice((-1, 0, 0, 1, chance.randrange(-600, 600)))
        ticks.append(max(ticks[-1], begin + len(ticks) * step + timedelta(seconds=beside)))
    return ticks


if __name__ == "__main__":
    main()

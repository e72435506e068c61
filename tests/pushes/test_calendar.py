"""Daily slots in every time zone, and working days."""

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.slots import (
    DAY,
    HALF_HOURS,
    Due,
    Verdict,
    around_changes,
    check,
    first_reached,
    looks,
    ours,
    rule_sets,
    stretches,
)
from bot.pushes.calendar import (
    Slot,
    WorkDays,
    calendar_known_until,
    due_slots,
    is_working_day,
    local,
    reached,
    slot_instant,
)

ODD = ("America/Santiago", "America/Nuuk", "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Australia/Lord_Howe",
       "America/New_York", "America/Havana", "Antarctica/Troll", "Pacific/Chatham", "Asia/Kathmandu", "UTC",
       "Asia/Shanghai", "Pacific/Kiritimati")  # fmt: skip


def utc(text: str) -> datetime:
    return wall(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Asia/Shanghai", "2026-03-08", "08:15", "2026-03-08 00:15"),
        ("Asia/Kathmandu", "2026-03-08", "00:00", "2026-03-07 18:15"),
        ("America/New_York", "2026-03-08", "01:59", "2026-03-08 06:59"),
        ("America/New_York", "2026-03-08", "02:00", "2026-03-08 07:00"),  # a gap: 03:00 is the first there is
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08 07:00"),
        ("America/New_York", "2026-03-08", "03:00", "2026-03-08 07:00"),
        ("America/New_York", "2026-03-09", "00:00", "2026-03-09 04:00"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),  # the first of two
        ("America/New_York", "2026-11-01", "02:00", "2026-11-01 07:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),  # half an hour
        ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23 22:00"),  # midnights that do not exist
        ("America/Santiago", "2026-09-06", "00:00", "2026-09-06 04:00"),
        ("Asia/Beirut", "2026-03-29", "00:30", "2026-03-28 22:00"),
        ("America/Nuuk", "2026-03-28", "23:30", "2026-03-29 01:00"),  # the gap ends when the next day begins
        ("America/Havana", "2026-11-01", "00:00", "2026-11-01 04:00"),  # a midnight twice
        ("Pacific/Apia", "2011-12-29", "23:30", "2011-12-30 09:30"),
        ("Pacific/Apia", "2011-12-30", "00:00", None),  # a day that never was
        ("Pacific/Apia", "2011-12-30", "08:15", None),
        ("Pacific/Apia", "2011-12-30", "23:30", None),
        ("Pacific/Apia", "2011-12-31", "00:00", "2011-12-30 10:00"),
        ("Pacific/Kwajalein", "1993-08-21", "08:15", None),
    ],
)
def test_when_a_slot_happens(zone: str, day: str, at: str, instant: str | None) -> None:
    found = slot_instant(zone, date.fromisoformat(day), time.fromisoformat(at))
    assert found == (instant and utc(instant))
    assert slot_instant(ZoneInfo(zone), date.fromisoformat(day), time.fromisoformat(at)) == found


def test_the_second_time_of_a_repeated_hour() -> None:
    assert reached("America/New_York", wall("2026-11-01 01:30"), fold=1) == utc("2026-11-01 06:30")


@given(
    st.sampled_from((*ODD, "Pacific/Apia")),
    st.datetimes(wall("1995-01-01"), wall("2035-01-01")),
)
@example("Pacific/Apia", wall("2011-12-30 08:15"))
@example("America/Nuuk", wall("2027-03-27 23:30"))
def test_a_time_is_reached_when_the_changes_of_the_offset_say_so(name: str, shown: datetime) -> None:
    shown = shown.replace(microsecond=0)
    zone, around = ZoneInfo(name), shown.replace(tzinfo=UTC)
    assert reached(name, shown) == first_reached(stretches(zone, around - 2 * DAY, around + 2 * DAY), shown)


def test_what_is_worked_out_from_the_offsets_is_what_a_clock_shows_minute_by_minute() -> None:
    zone, begin = ZoneInfo("America/New_York"), utc("2026-10-31 12:00")
    clock = stretches(zone, begin, begin + 2 * DAY)
    minutes = [begin + timedelta(minutes=n) for n in range(2 * 24 * 60)]
    for at in HALF_HOURS:
        shown = datetime.combine(date(2026, 11, 1), at)
        assert first_reached(clock, shown) == next(m for m in minutes if local(zone, m) >= shown)


# Slots that come due

GRACE = timedelta(hours=4)


def days(slots: Iterable[Slot]) -> list[tuple[str, bool]]:
    return [(f"{slot.day:%m-%d}", slot.expired) for slot in slots]


@pytest.mark.parametrize(
    ("since", "now", "found"),
    [
        ("2026-11-20 00:14:59", "2026-11-20 00:15:00", [("11-20", False)]),
        ("2026-11-20 00:15:00", "2026-11-20 00:15:15", []),  # the look before had it
        ("2026-11-20 00:14:00", "2026-11-20 00:14:59", []),
        ("2026-11-20 00:00:00", "2026-11-20 04:15:00", [("11-20", False)]),
        ("2026-11-20 00:00:00", "2026-11-20 04:15:01", [("11-20", True)]),
        ("2026-11-17 01:00:00", "2026-11-20 01:00:00", [("11-18", True), ("11-19", True), ("11-20", False)]),
        ("2026-11-21 00:00:00", "2026-11-20 01:00:00", []),  # the system's clock was set back
        ("2020-01-01 00:00:00", "2026-11-08 00:15:00",
         [(f"11-{n:02}", True) for n in range(2, 8)] + [("11-08", False)]),
    ],
)  # fmt: skip
def test_slots_that_came_due(since: str, now: str, found: list[tuple[str, bool]]) -> None:
    assert days(due_slots("Asia/Shanghai", time(8, 15), utc(since), utc(now), GRACE)) == found


def test_a_slot_whose_gap_ends_with_the_day_keeps_its_day() -> None:
    begin, end = utc("2026-03-29 00:59"), utc("2026-03-29 01:00")
    assert days(due_slots("America/Nuuk", time(23, 30), begin, end, GRACE)) == [("03-28", False)]
    assert days(due_slots("America/Nuuk", time(0), begin, end, GRACE)) == [("03-29", False)]


def test_a_slot_of_tomorrow_is_found_when_the_clocks_show_yesterday_again() -> None:
    """St. John's turned its clocks back at a minute past midnight until 2011."""
    begin, end = utc("2010-11-07 02:00"), utc("2010-11-07 03:00")  # 23:30 twice, 00:00 between them
    assert days(due_slots("America/St_Johns", time(0), begin, end, GRACE)) == [("11-07", False)]
    assert due_slots("America/St_Johns", time(0), end, end + DAY / 2, GRACE) == []


@given(
    st.sampled_from((*ODD, "Pacific/Apia")),
    st.sampled_from(HALF_HOURS),
    st.sampled_from([utc("2011-12-28"), utc("2026-03-27"), utc("2026-10-30"), utc("2027-09-04")]),
    st.lists(st.integers(0, 6 * 24 * 3600), max_size=30),
)
def test_however_time_is_looked_at_the_same_slots_are_found_once(
    zone: str, at: time, begin: datetime, seconds: list[int]
) -> None:
    ticks = [begin, *(begin + timedelta(seconds=s) for s in sorted(seconds)), begin + 6 * DAY]
    looked = [slot.day for a, b in pairwise(ticks) for slot in due_slots(zone, at, a, b, timedelta())]
    assert looked == [slot.day for slot in due_slots(zone, at, ticks[0], ticks[-1], timedelta())]
    assert len(set(looked)) == len(looked) >= 5  # six days; in 2011 Apia had one fewer


# The sweep: a small one here, all of it in `python -m benchmarks.slots`


def sweep(due: Due, zone: ZoneInfo, times: list[time] = HALF_HOURS) -> Verdict:
    chance = random.Random(zone.key)
    windows = around_changes(zone, timedelta(hours=30)) or [(utc("2026-05-01 00:00"), utc("2026-05-03 00:00"))]
    return sum((check(due, zone, times, looks(*w, timedelta(minutes=30), chance)) for w in windows[:2]), Verdict())


def test_no_rule_set_loses_or_doubles_a_slot() -> None:
    names, zones = rule_sets()
    assert names > 400
    assert len(zones) > 50
    times = [time(0), time(0, 30), time(2, 30), time(8), time(23, 30)]
    assert {z.key: found for z in zones if not (found := sweep(ours, z, times)).right} == {}


@pytest.mark.parametrize("name", ODD)
def test_no_half_hour_of_the_odd_zones_is_lost_or_doubled(name: str) -> None:
    assert sweep(ours, ZoneInfo(name)).right


def one_tick_of_every_clock(zone: ZoneInfo, at: time, since: datetime, now: datetime) -> Iterable[date]:
    """Wrong: whatever the wall clock passed, it passes twice when an hour repeats."""
    before, after = local(zone, since), local(zone, now)
    candidates = (before.date() + n * DAY for n in range(3))
    return [day for day in candidates if before < datetime.combine(day, at) <= after]


def gap_ignored(zone: ZoneInfo, at: time, since: datetime, now: datetime) -> Iterable[date]:
    """Wrong: in a gap, combining gives a moment up to an hour late, or one on the next day."""
    candidates = (local(zone, since).date() + n * DAY for n in range(-1, 3))
    return [day for day in candidates if since < datetime.combine(day, at, zone).astimezone(UTC) <= now]


def skipped_in_a_gap(zone: ZoneInfo, at: time, since: datetime, now: datetime) -> Iterable[date]:
    """Wrong: a time that the clocks never show is not due."""
    return [
        day
        for day in gap_ignored(zone, at, since, now)
        if local(zone, datetime.combine(day, at, zone).astimezone(UTC)).time() == at
    ]


def today_alone(zone: ZoneInfo, at: time, since: datetime, now: datetime) -> Iterable[date]:
    """Wrong: a gap may end when the day has ended too, and nobody looked before."""
    day = local(zone, now).date()
    instant = slot_instant(zone, day, at)
    return [day] if instant and since < instant <= now else []


def cron(zone: ZoneInfo, at: time, since: datetime, now: datetime) -> Iterable[date]:
    """APScheduler's own idea of a daily time."""
    trigger = CronTrigger(hour=at.hour, minute=at.minute, timezone=zone)
    fired, moment = [], trigger.get_next_fire_time(None, since + timedelta(seconds=1))
    while moment and moment <= now:
        fired.append(moment.date())
        later = trigger.get_next_fire_time(moment, now)
        moment = later if later and later > moment else None  # out of a gap it may come back to where it was
    return fired


@pytest.mark.parametrize(
    ("due", "zone", "what"),
    [
        (one_tick_of_every_clock, "America/New_York", "doubled"),
        (gap_ignored, "America/New_York", "untimely"),
        (skipped_in_a_gap, "America/Santiago", "lost"),
        (today_alone, "America/Nuuk", "lost"),
        (cron, "America/New_York", "doubled"),
        (cron, "America/Santiago", "lost"),
    ],
)
def test_the_sweep_catches_what_is_wrong(due: Due, zone: str, what: str) -> None:
    found = sweep(due, ZoneInfo(zone), HALF_HOURS[:6] + HALF_HOURS[-2:])
    assert getattr(found, what) > 0
    assert not found.right


# Working days


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-02-14", True),  # a Saturday worked for the Spring Festival
        ("2026-09-20", True),  # a Sunday worked for the National Day
        ("2026-02-15", False),
        ("2026-02-23", False),  # a Monday off
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-11-21", False),  # a plain Saturday
        ("2026-11-23", True),
    ],
)
def test_working_days_in_china(day: str, worked: bool) -> None:
    assert is_working_day(date.fromisoformat(day), "china") is worked


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2049-01-01", False),  # a Friday
        ("2049-02-02", False),  # the lunar new year, a Tuesday
        ("2049-10-01", False),
        ("2049-03-01", True),  # a Monday
        ("2049-03-06", False),
        ("2003-10-01", False),  # before the package's first year
        ("2003-10-15", True),
        ("2150-03-02", True),  # after the last of both packages
    ],
)
def test_years_that_nobody_has_published(day: str, worked: bool) -> None:
    assert is_working_day(date.fromisoformat(day), "china") is worked


def test_the_calendar_knows_how_far_it_goes() -> None:
    known = calendar_known_until()
    assert known >= 2026
    chinese_calendar.is_workday(date(known, 12, 31))
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(date(known + 1, 1, 1))
    assert not is_working_day(date(known + 1, 10, 1), "china")


@pytest.mark.parametrize(
    ("kind", "worked"), [("mon-fri", "1111100"), ("mon-sat", "1111110"), ("every", "1111111"), ("china", "1111100")]
)
def test_working_days_of_a_plain_week(kind: WorkDays, worked: str) -> None:
    monday = date(2026, 11, 16)
    assert "".join(str(int(is_working_day(monday + n * DAY, kind))) for n in range(7)) == worked

"""The earlier period stands at the same place in its quarter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.signals import Period, like_for_like

ALWAYS = date(1990, 1, 1)
DAY = timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2017-10-01", "2017-10-31", ("2017-07-01", "2017-07-31")),  # a month
        ("2026-05-01", "2026-05-31", ("2026-02-01", "2026-02-28")),  # of another length
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31")),  # a quarter
        ("2026-01-01", "2026-06-30", ("2025-07-01", "2025-12-31")),  # half a year
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),  # a year
        ("2026-10-05", "2026-10-11", ("2026-07-05", "2026-07-11")),  # the first week but four days
        ("2026-12-25", "2026-12-31", ("2026-09-24", "2026-09-30")),  # the last week
        ("2026-06-29", "2026-07-05", ("2026-03-30", "2026-04-05")),  # two quarters in one week
        ("2026-11-02", "2026-11-04", ("2026-08-03", "2026-08-05")),  # Monday to Wednesday
        ("2026-10-01", "2026-10-15", ("2026-07-02", "2026-07-16")),  # half a month, Thursday to Thursday
        ("2026-12-31", "2026-12-31", ("2026-10-01", "2026-10-01")),  # one day, on its weekday
    ],
)
def test_same_place(start: str, end: str, expected: tuple[str, str]) -> None:
    found = like_for_like(date.fromisoformat(start), date.fromisoformat(end), ALWAYS)
    assert found == Period(*map(date.fromisoformat, expected))


@given(days)
def test_weeks_keep_their_distance_from_the_nearest_end_of_a_quarter(start: date) -> None:
    end = start + 6 * DAY
    found = like_for_like(start, end, ALWAYS)
    assert found is not None
    since, left = place(start, end)
    assert place(found.start, found.end)[since > left] == min(since, left)


@given(days, st.integers(0, 500))
def test_as_long_and_apart(start: date, more: int) -> None:
    end = start + more * DAY
    found = like_for_like(start, end, ALWAYS)
    assert found is not None
    assert found.end < start
    if start.day != 1 or (end + DAY).day != 1:
        assert found.days == more + 1
        assert found.days % 7 == 0 or found.start.weekday() == start.weekday()


def test_no_history_no_comparison() -> None:
    october = date(2026, 10, 1), date(2026, 10, 31)
    assert like_for_like(*october, date(2026, 7, 1)) == Period(date(2026, 7, 1), date(2026, 7, 31))
    assert like_for_like(*october, date(2026, 7, 2)) is None


def test_backwards() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        like_for_like(date(2026, 7, 2), date(2026, 7, 1), ALWAYS)


def place(start: date, end: date) -> tuple[int, int]:
    """(days since its quarter began, days left of it): negative where a week reaches into the next."""
    began = next(start - n * DAY for n in range(95) if first_of_quarter(start - n * DAY))
    ends = next(began + n * DAY for n in range(1, 95) if first_of_quarter(began + n * DAY)) - DAY
    return (start - began).days, (ends - end).days


def first_of_quarter(day: date) -> bool:
    return day.day == 1 and day.month % 3 == 1

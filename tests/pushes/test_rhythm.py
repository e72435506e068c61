"""Quiet hours, days off and leave, and how people type them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import CornermanError
from bot.pushes.calendar import local
from bot.pushes.rhythm import (
    MOST,
    Quiet,
    Rhythm,
    is_at_work,
    is_open,
    morning_slot,
    next_open,
    parse_quiet,
    parse_time,
    quiet_text,
    time_text,
)
from bot.words import language_of, words

SHANGHAI = Rhythm("Asia/Shanghai")
NIGHT = ((time(20), time(8)),)


def here(rhythm: Rhythm, text: str) -> datetime:
    """A moment by the clocks of a rhythm."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(rhythm.zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-20 08:00:00", "2026-11-20 08:00:00"),
        ("2026-11-20 07:59:59", "2026-11-20 08:00:00"),
        ("2026-11-20 11:59:59", "2026-11-20 11:59:59"),
        ("2026-11-20 12:00:00", "2026-11-20 13:30:00"),
        ("2026-11-19 20:00:00", "2026-11-20 08:00:00"),
        ("2026-11-19 23:59:59", "2026-11-20 08:00:00"),
        ("2026-11-20 00:00:00", "2026-11-20 08:00:00"),
        ("2026-11-20 20:00:00", "2026-11-23 08:00:00"),  # Friday evening
        ("2026-11-21 10:00:00", "2026-11-23 08:00:00"),
        ("2026-02-13 21:00:00", "2026-02-14 08:00:00"),  # a Saturday worked
        ("2026-02-14 21:00:00", "2026-02-24 08:00:00"),  # the Spring Festival
        ("2026-09-30 23:00:00", "2026-10-08 08:00:00"),
    ],
)
def test_when_a_message_may_be_pushed(now: str, opens: str) -> None:
    moment = here(SHANGHAI, now)
    assert next_open(SHANGHAI, moment) == here(SHANGHAI, opens)
    assert is_open(SHANGHAI, moment) is (now == opens)


def test_a_person_away_is_left_alone_until_the_first_day_back() -> None:
    away = Rhythm("Asia/Shanghai", away_until=date(2026, 11, 28))  # a Saturday
    assert next_open(away, here(away, "2026-11-19 10:00")) == here(away, "2026-11-30 08:00")
    assert not is_at_work(away, date(2026, 11, 27))
    weekend = Rhythm("Asia/Shanghai", days="every", away_until=date(2026, 11, 28))
    assert next_open(weekend, here(weekend, "2026-11-19 10:00")) == here(weekend, "2026-11-28 08:00")
    assert is_open(weekend, here(weekend, "2026-11-28 08:00"))


@pytest.mark.parametrize(
    ("zone", "back", "now", "opens"),
    [
        ("America/Havana", "2026-11-01", "2026-10-31 20:00", "2026-11-01 04:00"),  # the first of two midnights
        ("America/St_Johns", "2010-11-07", "2010-11-07 02:00", "2010-11-07 02:30"),
        ("America/St_Johns", "2010-11-07", "2010-11-07 03:00", "2010-11-07 03:30"),  # the day before once more
        ("Africa/Cairo", "2026-04-24", "2026-04-23 20:00", "2026-04-23 22:00"),  # a day without midnight
    ],
)
def test_the_first_day_back_where_midnight_is_odd(zone: str, back: str, now: str, opens: str) -> None:
    rhythm = Rhythm(zone, quiet=(), days="every", away_until=date.fromisoformat(back))
    moment, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, opens))
    assert next_open(rhythm, moment) == expected


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "opens"),
    [
        ("America/New_York", ((time(20), time(2, 30)),), "2026-03-08 06:59", "2026-03-08 07:00"),  # ends in a gap
        ("America/New_York", ((time(2, 15), time(2, 45)),), "2026-03-08 07:00", "2026-03-08 07:00"),  # is in a gap
        ("America/New_York", ((time(20), time(1, 30)),), "2026-11-01 05:45", "2026-11-01 06:30"),  # ends twice
        ("America/New_York", ((time(1, 30), time(2, 30)),), "2026-11-01 05:45", "2026-11-01 07:30"),
        ("America/Nuuk", ((time(22), time(0)),), "2026-03-29 00:30", "2026-03-29 01:00"),  # the gap before midnight
        ("Pacific/Apia", NIGHT, "2011-12-30 08:00", "2011-12-30 18:00"),  # over a day that never was
    ],
)
def test_quiet_hours_where_the_clocks_change(zone: str, quiet: Quiet, now: str, opens: str) -> None:
    rhythm = Rhythm(zone, quiet=quiet, days="every")
    moment, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, opens))
    assert next_open(rhythm, moment) == expected


times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
quiets = st.lists(st.tuples(times, times), max_size=3).map(tuple)
changes = [datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC),
           datetime(2026, 9, 5, 12, tzinfo=UTC), datetime(2026, 3, 28, 12, tzinfo=UTC)]  # fmt: skip
moments = st.builds(lambda at, minutes: at + timedelta(minutes=minutes), st.sampled_from(changes), st.integers(0, 1800))
zones = st.sampled_from(("America/New_York", "America/Nuuk", "America/Havana", "America/Santiago", "Asia/Shanghai"))


@given(zones, quiets, moments)
@example("America/Havana", ((time(20), time(0)),), datetime(2026, 11, 1, 3, 30, tzinfo=UTC))
def test_no_push_while_the_clock_on_the_wall_says_quiet_and_none_held_back_longer(
    zone: str, quiet: Quiet, now: datetime
) -> None:
    try:
        rhythm = Rhythm(zone, quiet=quiet, days="mon-fri")
    except CornermanError:
        return
    opens = next_open(rhythm, now)
    wall = local(zone, opens)
    assert opens >= now
    assert is_open(rhythm, opens)
    assert wall.weekday() < 5
    assert not any(a <= wall.time() < b if a < b else wall.time() >= a or wall.time() < b for a, b in quiet)
    waited = int((opens - now).total_seconds()) // 60
    assert not any(is_open(rhythm, now + timedelta(minutes=n)) for n in range(min(waited, 500)))
    assert waited == 0 or not is_open(rhythm, opens - timedelta(seconds=1))


def test_the_morning_message() -> None:
    assert morning_slot(SHANGHAI, date(2026, 11, 20)) == here(SHANGHAI, "2026-11-20 08:15")
    assert morning_slot(SHANGHAI, date(2026, 11, 21)) is None
    assert morning_slot(SHANGHAI, date(2026, 2, 14)) == here(SHANGHAI, "2026-02-14 08:15")
    assert morning_slot(Rhythm("Asia/Shanghai", away_until=date(2026, 11, 23)), date(2026, 11, 20)) is None
    early = Rhythm("Asia/Shanghai", morning=time(7))  # within quiet hours, and chosen
    assert morning_slot(early, date(2026, 11, 20)) == here(early, "2026-11-20 07:00")


# As people type it


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("8:15", "08:15"), ("08:15", "08:15"), ("８：１５", "08:15"), (" 8 ", "08:00"), ("8.15", "08:15"),
        ("8点", "08:00"), ("8点半", "08:30"), ("8点15分", "08:15"), ("20时", "20:00"), ("8:15pm", "20:15"),
        ("12 AM", "00:00"), ("12 pm", "12:00"), ("0:00", "00:00"), ("23:59", "23:59"),
    ],
)  # fmt: skip
def test_a_time_that_was_typed(typed: str, expected: str) -> None:
    assert time_text(parse_time(typed)) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "morning", "24:00", "8:60", "25", "8:5", "8:15:00", "-8", "13 pm", "0am", "8:15-9", "<b>8</b>", "八点"],
)
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(CornermanError, match="A time should look like"):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("20:00-08:00", "20:00-08:00"),
        ("20:00–08:00, 12-13:30", "20:00-08:00, 12:00-13:30"),
        ("２０：００－８：００，１２－１３：３０", "20:00-08:00, 12:00-13:30"),
        ("20点到次日8点半、12点至13点半", "20:00-08:30, 12:00-13:30"),
        ("8pm to 8am and 12-1pm", "20:00-08:00, 12:00-13:00"),
        ("22~7；12～13", "22:00-07:00, 12:00-13:00"),
        ("20:00 — 8:00\n12:00 - 13:30\n", "20:00-08:00, 12:00-13:30"),
        ("22:00-24:00", "22:00-00:00"),
        ("", ""), ("  ", ""), ("none", ""), ("无", ""), ("-", ""),
    ],
)  # fmt: skip
def test_quiet_hours_that_were_typed(typed: str, expected: str) -> None:
    assert quiet_text(parse_quiet(typed)) == expected
    assert parse_quiet(expected) == parse_quiet(typed)


@pytest.mark.parametrize(
    "typed",
    ["20:00", "20:00-", "always", "20-8,", "20-25", "24:00-8:00", "20-8 12-13", "20:00-08:00-09:00",
     ",".join(["1-2"] * (MOST + 1))],
)  # fmt: skip
def test_what_is_no_quiet_hours(typed: str) -> None:
    with pytest.raises(CornermanError, match="Quiet hours should look like"):
        parse_quiet(typed)


@pytest.mark.parametrize("typed", ["0-24", "8-8", "20-8, 8-20", "0-13, 12-20, 19:59-0"])
def test_quiet_hours_around_the_clock_are_refused(typed: str) -> None:
    with pytest.raises(CornermanError, match="around the clock"):
        parse_quiet(typed)


@given(quiets)
def test_quiet_hours_are_read_as_they_are_printed(quiet: Quiet) -> None:
    try:
        Rhythm("UTC", quiet=quiet)
    except CornermanError:
        return
    assert parse_quiet(quiet_text(quiet)) == quiet


@given(st.text(alphabet="0123456789:-–,; 点半到apmto\n：x", max_size=40))
def test_whatever_is_typed_is_a_value_or_a_sentence_in_both_languages(typed: str) -> None:
    for parse in (parse_time, parse_quiet):
        sentence = refusal(parse, typed)
        assert sentence is None or language_of(words("zh")(sentence)) == "zh"


def refusal(parse: Callable[[str], object], typed: str) -> str | None:
    try:
        parse(typed)
    except CornermanError as error:
        return str(error)
    return None

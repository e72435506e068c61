"""When somebody may be disturbed: quiet hours, working days, leave. Decided on local clocks, answered in UTC."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.errors import CornermanError
from bot.pushes.calendar import DAY, WorkDays, is_working_day, local, reached, slot_instant
from bot.words import N_

Quiet = tuple[tuple[time, time], ...]
"""From–until, until not included; one that ends before it begins goes over midnight."""

MOST = 8
"""Stretches a day; what is typed beyond them is no quiet hours."""

_TIME = r"\d{1,2} ?(?:[:.]\d\d|[点时](?:\d\d分?|半)?)? ?(?:[ap]m)?"
_ONE_TIME = re.compile(r"(\d{1,2}) ?(?:[:.点时](\d\d|半)?分?)? ?([ap]m)?")
_STRETCH = re.compile(rf"({_TIME}) ?(?:[-‐‑–—−~〜到至]|to) ?(?:次日|第二天)?({_TIME})")
_BETWEEN = re.compile(r" ?(?:[,;、\n]|和|and) ?")
_NONE = frozenset({"", "-", "none", "no", "无", "没有", "不要"})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A person's day. `away_until` is the first day back."""

    zone: str
    morning: time = time(8, 15)
    quiet: Quiet = ((time(12), time(13, 30)), (time(20), time(8)))
    days: WorkDays = "china"
    away_until: date | None = None

    def __post_init__(self) -> None:
        if self.quiet and all(_is_quiet(self.quiet, until) for _, until in self.quiet):
            raise CornermanError(N_("Quiet hours around the clock leave me no time to write. Keep some hours open."))


def morning_slot(rhythm: Rhythm, day: date) -> datetime | None:
    """When the morning message of a day goes out, even in quiet hours, for its time was chosen; None on a day off."""
    return slot_instant(rhythm.zone, day, rhythm.morning) if is_at_work(rhythm, day) else None


def next_open(rhythm: Rhythm, now: datetime) -> datetime:
    """The first moment from now on at which a message may be pushed."""
    moment = now.astimezone(UTC)
    while until := _shut_until(rhythm, moment):
        moment = until
    return moment


def is_open(rhythm: Rhythm, now: datetime) -> bool:
    return _shut_until(rhythm, now) is None


def is_at_work(rhythm: Rhythm, day: date) -> bool:
    back = rhythm.away_until is None or day >= rhythm.away_until
    return back and is_working_day(day, rhythm.days)


def _shut_until(rhythm: Rhythm, moment: datetime) -> datetime | None:
    """When the day off or the quiet stretch around a moment ends; None when there is none."""
    today = local(rhythm.zone, moment).date()
    if not is_at_work(rhythm, today):
        return _day_begins(rhythm.zone, _next_at_work(rhythm, today), moment)
    stretches = _stretches(rhythm, today)
    return max((end for begin, end in stretches if begin <= moment < end), default=None)


def _next_at_work(rhythm: Rhythm, today: date) -> date:
    day = max(today + DAY, rhythm.away_until or today)
    while not is_working_day(day, rhythm.days):
        day += DAY
    return day


def _day_begins(zone: str, day: date, after: datetime) -> datetime:
    """Clocks turned back just after midnight begin a day twice."""
    first, second = (reached(zone, datetime.combine(day, time()), fold) for fold in (0, 1))
    return first if first > after else second


def _stretches(rhythm: Rhythm, today: date) -> Iterator[tuple[datetime, datetime]]:
    """The quiet stretches that can touch a day. Where an hour repeats, a stretch is as long as the clocks allow."""
    for begin, until in rhythm.quiet:
        for day in (today - DAY, today):
            last = day if begin < until else day + DAY
            begins = reached(rhythm.zone, datetime.combine(day, begin))
            yield begins, reached(rhythm.zone, datetime.combine(last, until), fold=1)


def _is_quiet(quiet: Quiet, at: time) -> bool:
    return any(begin <= at < until if begin < until else at >= begin or at < until for begin, until in quiet)


# As people type it


def parse_time(text: str) -> time:
    """ "8:15", "８：１５", "8点半", "8:15 pm"."""
    found = _time(_plain(text))
    if found is None:
        raise CornermanError(N_("A time should look like 8:15 or 20:00."))
    return found


def parse_quiet(text: str) -> Quiet:
    """ "20:00-08:00, 12-13:30", "20点到次日8点半"; nothing and "none" are no quiet hours."""
    plain = _plain(text)
    if plain in _NONE:
        return ()
    stretches = tuple(_stretch(part) for part in _BETWEEN.split(plain, MOST - 1))
    Rhythm("UTC", quiet=stretches)  # refuses to be silent around the clock
    return stretches


def time_text(at: time) -> str:
    return f"{at:%H:%M}"


def quiet_text(quiet: Quiet) -> str:
    """As `parse_quiet` reads it."""
    return ", ".join(f"{time_text(begin)}-{time_text(until)}" for begin, until in quiet)


def _stretch(text: str) -> tuple[time, time]:
    found = _STRETCH.fullmatch(text)
    begin, until = (_time(found[1]), _time(found[2], end=True)) if found else (None, None)
    if begin is None or until is None:
        raise CornermanError(N_("Quiet hours should look like 20:00-08:00, 12:00-13:30."))
    return begin, until


def _time(text: str, end: bool = False) -> time | None:
    """None for what is no time; only something that ends may end at 24:00."""
    found = _ONE_TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), 30 if found[2] == "半" else int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if end and (hour, minute) == (24, 0):
        return time()
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _plain(text: str) -> str:
    """Full-width forms as ASCII, lower case, single spaces; line breaks stay."""
    lines = unicodedata.normalize("NFKC", text).lower().splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())

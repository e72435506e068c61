"""When each person may be written to: what they chose, kept as a row, and the form that changes it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Date, ForeignKey, Integer, String, bindparam, insert, select, update

from bot.errors import CornermanError
from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Facts, Field, Form, Part, Reply, Text, say
from bot.people.tables import person
from bot.pushes.calendar import WorkDays
from bot.pushes.rhythm import Rhythm, parse_quiet, parse_time, quiet_text, time_text
from bot.store import column, delete, keep, table
from bot.words import N_, Words

times = Feature("times", N_("When I write to you"), always=True)

LONGEST_LEAVE = timedelta(days=730)

DAYS: Mapping[WorkDays, str] = {
    "china": N_("China's working days, make-up days too"), "mon-fri": N_("Monday to Friday"),
    "mon-sat": N_("Monday to Saturday"), "every": N_("Every day"),
}  # fmt: skip

rhythm = table(
    "rhythm",
    column("person_id", Integer, ForeignKey("person.id"), primary_key=True, personal=keep("the row goes too")),
    column("morning", String(5), personal=delete),
    column("quiet", String(200), personal=delete),
    column("days", String(8), personal=delete),
    column("away_until", Date, nullable=True, personal=delete),
    subject="person_id",
)
"""A person without a row has the rhythm that everybody starts with."""


def rhythm_of(db: Connection, person_id: int, otherwise: str = "UTC") -> Rhythm:
    row = db.execute(_ONE, {"who": person_id}).first()
    return read(row, otherwise) if row else Rhythm(otherwise)


def mine(turn: Turn) -> Rhythm:
    return rhythm_of(turn.db, turn.person.id, turn.person.time_zone)


def everybody(db: Connection, zone: str) -> dict[int, tuple[Rhythm, datetime | None]]:
    """Person → (rhythm, since when they are here); `zone` is for people who have not chosen one."""
    rows = db.execute(_EVERYBODY.where(person.c.left_at.is_(None)))
    return {row.id: (read(row, zone), row.joined_at) for row in rows}


def read(row: Any, zone: str) -> Rhythm:
    zone = row.time_zone or zone
    if row.morning is None:
        return Rhythm(zone)
    return Rhythm(zone, parse_time(row.morning), parse_quiet(row.quiet), row.days, row.away_until)


def keep_rhythm(db: Connection, person_id: int, chosen: Rhythm) -> None:
    values = {
        "morning": time_text(chosen.morning), "quiet": quiet_text(chosen.quiet), "days": chosen.days,
        "away_until": chosen.away_until,
    }  # fmt: skip
    if db.execute(update(rhythm).where(rhythm.c.person_id == person_id).values(**values)).rowcount == 0:
        db.execute(insert(rhythm).values(person_id=person_id, **values))


_EVERYBODY = select(
    person.c.id, person.c.time_zone, person.c.joined_at,
    rhythm.c.morning, rhythm.c.quiet, rhythm.c.days, rhythm.c.away_until,
).select_from(person.outerjoin(rhythm, rhythm.c.person_id == person.c.id))  # fmt: skip
_ONE = _EVERYBODY.where(person.c.id == bindparam("who"))


# In chat


@times.home
def home(turn: Turn) -> tuple[Part, ...]:
    said, mine = turn.words, rhythm_of(turn.db, turn.person.id, turn.person.time_zone)
    away = (
        ((said("Away, back on"), str(mine.away_until)),) if mine.away_until and mine.away_until > _today(turn) else ()
    )
    return (
        Facts(((said("Morning message"), time_text(mine.morning)), (said("Quiet hours"), _quiet(said, mine)), *away)),
        Choices((Button(said("When I write to you"), "times.open"),)),
    )


@times.command("times", roles=EVERYONE, zh=("提醒",), help=N_("When I may write: mornings, quiet hours, leave"))
def open_form(turn: Turn, _: Any) -> Reply:
    said, mine = turn.words, rhythm_of(turn.db, turn.person.id, turn.person.time_zone)
    away = str(mine.away_until) if mine.away_until and mine.away_until > _today(turn) else ""
    fields = (
        Field("morning", said("Morning message at"), value=time_text(mine.morning), max_length=20, required=True),
        Field("quiet", said("Quiet hours, or “none”"), value=quiet_text(mine.quiet) or said("none")),
        Field("days", said("Working days"), tuple((kind, said(name)) for kind, name in DAYS.items()), mine.days),
        Field("away", said("On leave? First day back, like 2026-12-01"), value=away, max_length=20),
    )
    return Reply((Form(said("When I write to you"), "times.save", fields, said("Save")),))


@times.button("open", roles=EVERYONE)
def open_button(turn: Turn, prepared: Any) -> Reply:
    return open_form(turn, prepared)


@times.button("save", roles=EVERYONE)
def save(turn: Turn, _: Any) -> Reply:
    said, values = turn.words, turn.incoming.values
    mine = rhythm_of(turn.db, turn.person.id, turn.person.time_zone)
    days = next((kind for kind in DAYS if kind == values.get("days", mine.days)), mine.days)
    try:
        morning = parse_time(values.get("morning", time_text(mine.morning)))
        quiet = parse_quiet(values.get("quiet", quiet_text(mine.quiet)))
        chosen = Rhythm(mine.zone, morning, quiet, days, _leave(values.get("away", ""), _today(turn)))
    except CornermanError as error:
        return Reply((Text(said(str(error)), "warning"), Choices((Button(said("When I write to you"), "times.open"),))))
    keep_rhythm(turn.db, turn.person.id, chosen)
    lines = [said("Saved. Your morning message comes at {time}.", time=time_text(chosen.morning))]
    if chosen.away_until:
        lines.append(said("I write to you again from {date}.", date=chosen.away_until))
    return say("\n".join(lines))


def _leave(typed: str, today: date) -> date | None:
    typed = typed.strip()
    if typed in ("", "-", "none", "无", "没有"):
        return None
    try:
        back = date.fromisoformat(typed.replace("/", "-"))
    except ValueError as error:
        raise CornermanError(N_("A date should look like 2026-12-01.")) from error
    if back - today > LONGEST_LEAVE:
        raise CornermanError(N_("That is too far away. Choose a day within two years."))
    return back if back > today else None


def _quiet(said: Words, mine: Rhythm) -> str:
    return quiet_text(mine.quiet) or said("none")


def _today(turn: Turn) -> date:
    return turn.now.astimezone(ZoneInfo(turn.person.time_zone)).date()

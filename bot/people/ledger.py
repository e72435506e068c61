"""The points ledger: rows that are only ever added. What was paid stays; taking it back is a row of its own.

`why` says why a row pays less than its step is worth: nothing is withheld in silence, and a manager may pay it out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)  # fmt: skip

from bot.store import Instant, column, delete, insert_once, keep, one_at_a_time, table

VERSION = 1
"""Of the rules that decide what a row pays; every row says which it was written by."""

points = table(
    "points",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), personal=keep("the row goes with the person")),
    column("points", Integer, personal=delete),
    column("held", Integer, personal=delete),
    column("why", String(16), personal=keep("which rule")),
    column("rule", String(16), personal=keep("which rule")),
    column("version", Integer, personal=keep("of the rules")),
    column("source", String(120), personal=keep("which step of which quest")),
    column("event", Text, personal=delete),
    column("key", String(200), unique=True, personal=delete),
    column("day", Date, personal=delete),
    column("by_id", Integer, ForeignKey("person.id"), index=True, nullable=True, personal=keep("a colleague")),
    column("reverses", Integer, unique=True, nullable=True, personal=keep("a number")),
    column("at", Instant, personal=delete),
    Index("ix_points_person_id_day", "person_id", "day"),
    Index("ix_points_day", "day"),
    Index("ix_points_event", "event"),
    subject="person_id",
)
"""`rule`: step, undo (of the row in `reverses`), release (of what a row held back; its key says which) or unrelease.

`event`: what it was earned with, "drill:12". `key`: the same is never paid twice. `day`: on the person's calendar.
"""


@dataclass(frozen=True, slots=True)
class Row:
    person_id: int
    points: int
    rule: str
    source: str
    key: str
    day: date
    event: str = ""
    held: int = 0
    """What it would have paid besides, but for `why`."""
    why: str = ""
    by_id: int | None = None
    reverses: int | None = None
    id: int = 0
    at: datetime | None = None


def add(db: Connection, row: Row, now: datetime) -> int | None:
    """The row's number; None where its key is there already, and nothing was paid."""
    made: int | None = insert_once(
        db, points, person_id=row.person_id, points=row.points, held=row.held, why=row.why, rule=row.rule,
        version=VERSION, source=row.source, event=row.event, key=row.key, day=row.day, by_id=row.by_id,
        reverses=row.reverses, at=now,
    )  # fmt: skip
    return made


def alone(db: Connection, *people: int) -> None:
    """From here to the end of the transaction nobody else writes their rows: caps are counted, then paid.

    Of several at once, for two who confirm each other would wait for each other.
    """
    for person_id in sorted(set(people)):
        one_at_a_time(db, f"points:{person_id}")


def take_back(db: Connection, id: int, day: date, now: datetime, *, by_id: int | None = None) -> int | None:
    """Undoes a row, once: what it paid, and what was released of it. All that it took; None: it was undone before."""
    row = db.execute(_ONE, {"id": id}).one()
    alone(db, row.person_id)
    if _undo(db, row, "undo", day, now, by_id) is None:
        return None
    released = db.execute(_OF_KEY, {"key": f"release:{id}"}).first()
    if released is None:
        return int(row.points)
    _undo(db, released, "unrelease", day, now, by_id)  # a rule of its own, for no release counts against a day's cap
    return int(row.points + released.points)


def _undo(db: Connection, row: Any, rule: str, day: date, now: datetime, by_id: int | None) -> int | None:
    return add(db, Row(row.person_id, -row.points, rule, row.source, f"undo:{row.id}", day, row.event, by_id=by_id,
                       reverses=row.id), now)  # fmt: skip


def release(db: Connection, id: int, day: date, now: datetime, *, by_id: int) -> int | None:
    """Pays what a row held back, once, unless it was taken back meanwhile. `by_id` is never the person's own."""
    row = db.execute(_ONE, {"id": id}).one()
    alone(db, row.person_id)
    if by_id == row.person_id or not row.held or db.execute(_UNDONE, {"id": id}).first():
        return None
    # It points nowhere: `reverses` is unique, and the row may still be undone.
    return add(db, Row(row.person_id, row.held, "release", row.source, f"release:{id}", day, row.event, by_id=by_id),
               now)  # fmt: skip


def total(db: Connection, person_id: int) -> int:
    return db.execute(_TOTAL, {"who": person_id}).scalar() or 0


def totals(db: Connection, people: Iterable[int], first: date, last: date) -> dict[int, int]:
    """Of a stretch of days, both included; whoever has no row is not in it."""
    found = select(points.c.person_id, func.sum(points.c.points)).where(
        points.c.person_id.in_(list(people)), points.c.day.between(first, last)
    )
    return {person: paid for person, paid in db.execute(found.group_by(points.c.person_id))}


def paid_today(db: Connection, person_id: int, time_zone: str, now: datetime) -> int:
    """What counts against the day's cap: earned by steps, less what was taken back of it.

    What was earned since midnight counts on whatever date it stands: another time zone is no second day.
    """
    here = now.astimezone(ZoneInfo(time_zone))
    midnight = datetime.combine(here.date(), time(), here.tzinfo)
    given = {"who": person_id, "day": here.date(), "since": midnight, "now": now}
    on_this_date, in_all = db.execute(_TODAY, given).one()
    return max(on_this_date or 0, in_all or 0)


def latest(db: Connection, person_id: int, most: int = 10) -> list[Row]:
    found = select(points).where(points.c.person_id == person_id).order_by(points.c.id.desc()).limit(most)
    return [_row(row) for row in db.execute(found)]


def one(db: Connection, id: int) -> Row | None:
    row = db.execute(_ONE, {"id": id}).first()
    return _row(row) if row else None


def waiting(db: Connection, since: datetime, most: int = 200) -> list[Row]:
    """What was held back and is neither paid out nor taken back, the oldest first."""
    return [_row(row) for row in db.execute(_WAITING.limit(most), {"since": since})]


def earned_with(db: Connection, person_id: int, event: str) -> bool:
    """Whether this piece of evidence has paid this person, or waits to be paid, and was not taken back."""
    return db.execute(_WITH, {"who": person_id, "event": event}).first() is not None


def _row(row: object) -> Row:
    return Row(**{name: getattr(row, name) for name in Row.__slots__})


_ONE = select(points).where(points.c.id == bindparam("id"))
_UNDONE = select(points.c.id).where(points.c.reverses == bindparam("id"))
_OF_KEY = select(points).where(points.c.key == bindparam("key"))
_undone = points.alias()
STANDS = points.c.id.not_in(select(_undone.c.reverses).where(_undone.c.reverses.is_not(None)))
"""Of rows that were not taken back."""
EARNS = and_(points.c.rule == "step", or_(points.c.points > 0, points.c.held > 0), STANDS)
"""Of rows that paid, or may yet."""
_RELEASED = exists().where(_undone.c.key == literal("release:") + cast(points.c.id, String))
_WAITING = (
    select(points)
    .where(points.c.held > 0, points.c.at >= bindparam("since", type_=Instant), STANDS, ~_RELEASED)
    .order_by(points.c.id)
)
_TOTAL = select(func.sum(points.c.points)).where(points.c.person_id == bindparam("who"))
# Up to now: what was earned while the clock was ahead fills no later day.
_SINCE_MIDNIGHT = points.c.at.between(bindparam("since", type_=Instant), bindparam("now", type_=Instant))
_ON_DAY = points.c.day == bindparam("day")
_TODAY = select(func.sum(points.c.points).filter(_ON_DAY), func.sum(points.c.points)).where(
    points.c.person_id == bindparam("who"), points.c.rule.in_(("step", "undo")), or_(_ON_DAY, _SINCE_MIDNIGHT)
)
_WITH = select(points.c.id).where(
    points.c.person_id == bindparam("who"), points.c.event == bindparam("event"), EARNS
)  # fmt: skip

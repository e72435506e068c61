"""Work that takes longer than an answer may: a row, run by one process, carried on by another, shown as progress.

The message that started it is edited in place: first how far it is, at last what came of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Integer, String, insert, or_, select, update

from bot.messages import Incoming, Place
from bot.store import Id, Instant, column, delete, keep, table
from bot.store.tables import Json

TRIES = 3
"""A job that took down so many processes is not started again."""

job = table(
    "job",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("action", String(64), personal=keep("which work")),
    column("args", Json, personal=delete),
    column("token", Id(22), personal=keep("opaque, and goes with the row")),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("conversation", Id(128), personal=delete),
    column("place", String(8), personal=keep("before whom it was said")),
    column("status", String(8), personal=keep("a state")),
    column("owner", String(40), personal=keep("a process of ours")),
    column("tries", Integer, personal=keep("a counter")),
    column("created_at", Instant, personal=delete),
    subject="person_id",
)
"""status: ready → running → done, or failed."""


@dataclass(frozen=True, slots=True)
class Job:
    id: int
    person_id: int
    action: str
    args: Mapping[str, Any]
    token: str
    """Of the message that shows how far it is."""
    channel: str
    conversation: str
    place: Place
    tries: int


def start(
    db: Connection,
    action: str,
    args: Mapping[str, Any],
    *,
    incoming: Incoming,
    person_id: int,
    token: str,
    now: datetime,
) -> None:
    values = {
        "person_id": person_id, "action": action, "args": dict(args), "token": token, "channel": incoming.channel,
        "conversation": incoming.conversation, "place": incoming.place, "status": "ready", "owner": "", "tries": 0,
        "created_at": now,
    }  # fmt: skip
    db.execute(insert(job).values(**values))


def take(db: Connection, owner: str, alive: set[str]) -> Job | None:
    """The oldest job that nobody works on, ours now; one whose process died comes again, up to TRIES times."""
    orphaned = (job.c.status == "running") & job.c.owner.not_in(alive | {owner})
    free = select(job.c.id).where(or_(job.c.status == "ready", orphaned)).order_by(job.c.id).limit(1)
    if db.dialect.name == "postgresql":
        free = free.with_for_update(skip_locked=True)
    id = db.execute(free).scalar()
    if id is None:
        return None
    taken = update(job).where(job.c.id == id).values(status="running", owner=owner, tries=job.c.tries + 1)
    row = db.execute(taken.returning(*(job.c[name] for name in Job.__slots__))).one()
    return Job(*row)


def finish(db: Connection, done: Job, owner: str, status: str) -> bool:
    """Once: a process that was thought dead does not report a second end."""
    mine = (job.c.id == done.id, job.c.owner == owner, job.c.status == "running")
    return db.execute(update(job).where(*mine).values(status=status)).rowcount == 1


def any_open(db: Connection) -> bool:
    return db.execute(select(job.c.id).where(job.c.status.in_(("ready", "running"))).limit(1)).first() is not None

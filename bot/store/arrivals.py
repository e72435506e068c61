"""Raw events of a platform: kept before they are acknowledged, gone in the transaction that handles them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)

from bot.store.inbox import inbox
from bot.store.tables import Id, Instant, Json, column, keep, table

TRIES = 3
"""A raw event that was begun again so often, and never finished, is one that brings processes down."""

SOON = "kept for the moments until it is handled, then deleted"

arrival = table(
    "arrival",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("event", Id(128), personal=keep(SOON)),
    column("conversation", Id(128), personal=keep(SOON)),
    column("body", Json, personal=keep(SOON)),
    column("owner", String(40), personal=keep("a process of ours")),
    column("tries", Integer, personal=keep("a counter")),
    column("received_at", Instant, personal=keep(SOON)),
    UniqueConstraint("channel", "event"),
    subject=None,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    id: int
    event: str
    conversation: str
    body: Any
    left: bool = False
    """Whether a process that died left it behind: it may have been the one that brought it down."""


def arrive(
    db: Connection, *, channel: str, event: str, conversation: str, body: Any, owner: str, now: datetime
) -> int | None:
    """Keeps a raw event and returns its id; None when it is here already or was handled before."""
    values = {"in_channel": channel, "of_event": event, "conversation": conversation, "body": body, "owner": owner}
    found: int | None = db.execute(_arrive(db.dialect.name), values | {"now": now}).scalar()
    return found


def done(db: Connection, arrival_id: int) -> None:
    db.execute(_DONE, {"of_arrival": arrival_id})


def earlier(db: Connection, channel: str, conversation: str, arrival_id: int) -> bool:
    """Whether an older event of the same conversation is still open: another process has it, and goes first."""
    here = (arrival.c.channel == channel, arrival.c.conversation == conversation, arrival.c.id < arrival_id)
    return bool(db.execute(select(exists().where(*here))).scalar())


def take_over(db: Connection, channel: str, owner: str, alive: set[str]) -> list[Arrival]:
    """The events that a process left when it died, in the order they came."""
    taken = update(arrival).where(arrival.c.channel == channel, arrival.c.owner.not_in(alive | {owner}))
    columns = (arrival.c.id, arrival.c.event, arrival.c.conversation, arrival.c.body)
    rows = db.execute(taken.values(owner=owner).returning(*columns)).all()
    return sorted(
        (Arrival(row.id, row.event, row.conversation, row.body, left=True) for row in rows), key=lambda found: found.id
    )


def begin_again(db: Connection, arrival_id: int) -> bool:
    """Notes that an event which was left behind is begun; False: it has been too often, and is dropped."""
    begun = update(arrival).where(arrival.c.id == arrival_id, arrival.c.tries < TRIES).values(tries=arrival.c.tries + 1)
    if db.execute(begun).rowcount:
        return True
    done(db, arrival_id)
    return False


def waiting(db: Connection) -> int:
    """How many events are kept and not handled yet."""
    return db.execute(select(func.count()).select_from(arrival)).scalar_one()


_DONE = delete(arrival).where(arrival.c.id == bindparam("of_arrival"))


@cache
def _arrive(dialect: str) -> Any:
    """Built once: putting a statement together costs more than running it."""
    handled = exists().where(inbox.c.channel == bindparam("in_channel"), inbox.c.event == bindparam("of_event"))
    row = select(
        bindparam("in_channel", type_=arrival.c.channel.type),
        bindparam("of_event", type_=arrival.c.event.type),
        bindparam("conversation", type_=arrival.c.conversation.type),
        bindparam("body", type_=arrival.c.body.type),
        bindparam("owner", type_=arrival.c.owner.type),
        bindparam("tries", 0, type_=Integer),
        bindparam("now", type_=Instant),
    ).where(~handled)
    columns = ["channel", "event", "conversation", "body", "owner", "tries", "received_at"]
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return insert(arrival).from_select(columns, row).on_conflict_do_nothing().returning(arrival.c.id)

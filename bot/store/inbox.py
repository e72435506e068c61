"""What came in: one row an event, so that a repeated delivery is handled once; and the open conversation steps."""

from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    exists,
    func,
    insert,
    select,
    update,
)

from bot.store.tables import Id, Instant, Json, column, delete, keep, table

STEP_LASTS = timedelta(hours=12)
"""An open step that nobody answers is forgotten, so that tomorrow's question is not taken for its answer."""

inbox = table(
    "inbox",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("event", Id(128), personal=keep("the platform's id of an event; the row goes with the person")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("conversation", Id(128), personal=delete),
    column("text", Text, personal=delete),
    column("received_at", Instant, personal=delete),
    UniqueConstraint("channel", "event"),
    subject="person_id",
)

conversation = table(
    "conversation",
    column("person_id", Integer, ForeignKey("person.id"), personal=keep("the row goes with the person")),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("conversation", Id(128), personal=delete),
    column("action", String(64), personal=delete),
    column("state", Json, personal=delete),
    column("version", Integer, personal=keep("a counter")),
    column("changed_at", Instant, personal=delete),
    PrimaryKeyConstraint("person_id", "channel", "conversation"),
    subject="person_id",
)


def receive(
    db: Connection,
    *,
    channel: str,
    event: str,
    person_id: int,
    conversation: str,
    version: int,
    text: str,
    now: datetime,
) -> int | None:
    """Stores an event and returns its id; None when it was handled before, or its conversation is past `version`."""
    values = {"channel": channel, "event": event, "person": person_id, "text": text, "now": now, "version": version}
    found: int | None = db.execute(_receive(db.dialect.name), values | _key(person_id, channel, conversation)).scalar()
    return found


def seen(db: Connection, channel: str, event: str) -> tuple[int, int] | None:
    """(inbox id, person) of an event that was handled before."""
    found = db.execute(_SEEN, {"channel": channel, "event": event}).first()
    return (found[0], found[1]) if found else None


def open_step(
    db: Connection, person_id: int, channel: str, conversation_id: str, now: datetime
) -> tuple[str, dict[str, Any], int]:
    """(action, state, version) of what the conversation waits for; ("", {}, version) when for nothing."""
    row = db.execute(_STEP, _key(person_id, channel, conversation_id)).first()
    return step_in(row, now) if row else ("", {}, 0)


def step_in(row: Any, now: datetime) -> tuple[str, dict[str, Any], int]:
    """The same from a row that holds the conversation's columns, empty ones where there is none."""
    if row.version is None:
        return "", {}, 0
    if now - row.changed_at > STEP_LASTS:
        return "", {}, row.version
    return row.action, row.state, row.version


def set_step(
    db: Connection,
    person_id: int,
    channel: str,
    conversation_id: str,
    *,
    action: str,
    state: dict[str, Any],
    version: int,
    now: datetime,
) -> None:
    """Opens, moves on or (action "") closes a step; `version` is the one that was read."""
    values = {"action": action, "state": state, "version": version + 1, "changed_at": now}
    if version == 0:
        keys = {"person_id": person_id, "channel": channel, "conversation": conversation_id}
        db.execute(insert(conversation).values(**keys, **values))
        return
    db.execute(update(conversation).where(*_THIS).values(**values), _key(person_id, channel, conversation_id))


# Built once: putting a statement together costs more than running it.
_SEEN = select(inbox.c.id, inbox.c.person_id).where(
    inbox.c.channel == bindparam("channel"), inbox.c.event == bindparam("event")
)
_THIS = (
    conversation.c.person_id == bindparam("of_person"),
    conversation.c.channel == bindparam("on_channel"),
    conversation.c.conversation == bindparam("in_conversation"),
)
_STEP = select(conversation).where(*_THIS)


def _still_here() -> Any:
    """That the person was not erased since the message was read."""
    person = inbox.metadata.tables["person"]
    return exists().where(person.c.id == bindparam("person", type_=Integer), person.c.left_at.is_(None))


@cache
def _receive(dialect: str) -> Any:
    """One statement instead of two: the row goes in only while the conversation stands where it was read."""
    here = func.coalesce(select(conversation.c.version).where(*_THIS).scalar_subquery(), 0)
    row = select(
        bindparam("channel", type_=inbox.c.channel.type),
        bindparam("event", type_=inbox.c.event.type),
        bindparam("person", type_=Integer),
        bindparam("in_conversation", type_=inbox.c.conversation.type),
        bindparam("text", type_=Text),
        bindparam("now", type_=Instant),
    ).where(here == bindparam("version", type_=Integer), _still_here())
    columns = ["channel", "event", "person_id", "conversation", "text", "received_at"]
    insert_ = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return insert_(inbox).from_select(columns, row).on_conflict_do_nothing().returning(inbox.c.id)


def _key(person_id: int, channel: str, conversation_id: str) -> dict[str, Any]:
    return {"of_person": person_id, "on_channel": channel, "in_conversation": conversation_id}

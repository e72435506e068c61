"""What came in: one row an event, so that a repeated delivery is handled once; and the open conversation steps."""

from datetime import datetime, timedelta
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
    insert,
    select,
    update,
)

from bot.store.once import insert_once
from bot.store.tables import Instant, Json, column, delete, keep, table

STEP_LASTS = timedelta(hours=12)
"""An open step that nobody answers is forgotten, so that tomorrow's question is not taken for its answer."""

inbox = table(
    "inbox",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("event", String(128), personal=keep("the platform's id of an event; the row goes with the person")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("conversation", String(128), personal=delete),
    column("text", Text, personal=delete),
    column("received_at", Instant, personal=delete),
    UniqueConstraint("channel", "event"),
    subject="person_id",
)

conversation = table(
    "conversation",
    column("person_id", Integer, ForeignKey("person.id"), personal=keep("the row goes with the person")),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("conversation", String(128), personal=delete),
    column("action", String(64), personal=delete),
    column("state", Json, personal=delete),
    column("version", Integer, personal=keep("a counter")),
    column("changed_at", Instant, personal=delete),
    PrimaryKeyConstraint("person_id", "channel", "conversation"),
    subject="person_id",
)


def receive(
    db: Connection, *, channel: str, event: str, person_id: int, conversation: str, text: str, now: datetime
) -> int | None:
    """Stores an event and returns its id; None when it was handled before."""
    found: int | None = insert_once(
        db,
        inbox,
        channel=channel,
        event=event,
        person_id=person_id,
        conversation=conversation,
        text=text,
        received_at=now,
    )
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
    if row is None:
        return "", {}, 0
    if now - row.changed_at > STEP_LASTS:
        return "", {}, row.version
    return row.action, row.state, row.version


def version(db: Connection, person_id: int, channel: str, conversation_id: str) -> int:
    found = db.execute(_VERSION, _key(person_id, channel, conversation_id)).scalar()
    return found or 0


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
_VERSION = select(conversation.c.version).where(*_THIS)


def _key(person_id: int, channel: str, conversation_id: str) -> dict[str, Any]:
    return {"of_person": person_id, "on_channel": channel, "in_conversation": conversation_id}

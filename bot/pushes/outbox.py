"""What goes out: every message is a row before it is sent, and its buttons live in that row.

A reply is born `sending` and owned by the process that answers; a message to somebody else is born `ready`.
"""

import base64
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, ForeignKey, Integer, String, bindparam, insert, select, update

from bot.messages import (
    Button,
    Choices,
    Facts,
    Field,
    Form,
    Message,
    Part,
    Picture,
    Progress,
    Reply,
    Text,
)
from bot.store import Instant, column, delete, keep, table
from bot.store.tables import Json

BUTTONS_LAST = timedelta(days=60)

outbox = table(
    "outbox",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("token", String(22), unique=True, personal=keep("opaque, and goes with the row")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("conversation", String(128), personal=delete),
    column("inbox_id", Integer, ForeignKey("inbox.id"), nullable=True, index=True, personal=keep("a number")),
    column("kind", String(32), personal=keep("reply, or which push")),
    column("payload", Json, personal=delete),
    column("edits", String(22), personal=keep("opaque, and goes with the row")),
    column("status", String(8), personal=keep("a state")),
    column("owner", String(40), personal=keep("a process of ours")),
    column("created_at", Instant, personal=delete),
    column("sent_at", Instant, nullable=True, personal=delete),
    subject="person_id",
)


# Built once: putting a statement together costs more than running it.
_PUT = insert(outbox).returning(outbox.c.id)
_BY_TOKEN = select(outbox).where(outbox.c.token == bindparam("pressed"))


def put(
    db: Connection,
    reply: Reply,
    *,
    person_id: int,
    channel: str,
    conversation: str = "",
    kind: str = "reply",
    inbox_id: int | None = None,
    edits: str = "",
    status: str = "ready",
    owner: str = "",
    now: datetime,
) -> Message:
    token = secrets.token_urlsafe(9)
    values = {
        "token": token, "person_id": person_id, "channel": channel, "conversation": conversation,
        "inbox_id": inbox_id, "kind": kind, "payload": to_json(reply), "edits": edits, "status": status,
        "owner": owner, "created_at": now, "sent_at": None,
    }  # fmt: skip
    return Message(db.execute(_PUT, values).scalar_one(), token, reply, edits)


def of_event(db: Connection, inbox_id: int) -> Message | None:
    """What was answered to an event: a repeated delivery gets the same message, not a second one."""
    row = db.execute(select(outbox).where(outbox.c.inbox_id == inbox_id)).first()
    return _message(row) if row else None


def pressed(db: Connection, token: str, person_id: int, now: datetime) -> Message | None:
    """The message whose button was pressed: only by whom it was sent to, and for 60 days."""
    row = db.execute(_BY_TOKEN, {"pressed": token}).first()
    if row is None or row.person_id != person_id or now - row.created_at > BUTTONS_LAST:
        return None
    return _message(row)


def waiting(db: Connection, person_id: int, channel: str, after: int) -> list[Message]:
    """Messages for somebody on a channel newer than the row `after`, oldest first."""
    rows = db.execute(
        select(outbox)
        .where(outbox.c.person_id == person_id, outbox.c.channel == channel, outbox.c.id > after)
        .order_by(outbox.c.id)
        .limit(50)
    )
    return [_message(row) for row in rows]


def mark_sent(db: Connection, ids: list[int], now: datetime) -> None:
    if ids:
        db.execute(update(outbox).where(outbox.c.id.in_(ids)).values(status="sent", sent_at=now))


def _message(row: Any) -> Message:
    return Message(row.id, row.token, from_json(row.payload), row.edits)


def to_json(reply: Reply) -> dict[str, Any]:
    return {"edit": reply.edit, "parts": [_part_to_json(part) for part in reply.parts]}


def from_json(data: dict[str, Any]) -> Reply:
    return Reply(tuple(_part_from_json(part) for part in data["parts"]), edit=data["edit"])


def _part_to_json(part: Part) -> dict[str, Any]:
    match part:
        case Picture(png, alt):
            return {"kind": "Picture", "png": base64.b64encode(png).decode(), "alt": alt}
        case Choices(buttons):
            return {"kind": "Choices", "buttons": [_flat(button) for button in buttons]}
        case Form(fields=fields):
            return {"kind": "Form", **_flat(part), "fields": [_flat(field) for field in fields]}
    return {"kind": type(part).__name__, **_flat(part)}


def _flat(value: Any) -> dict[str, Any]:
    """A slotted dataclass as a dict, not its insides: `asdict` copies deep and took a quarter of a turn."""
    return {name: getattr(value, name) for name in value.__slots__}


def _part_from_json(data: dict[str, Any]) -> Part:
    match data:
        case {"kind": "Text", **rest}:
            return Text(**rest)
        case {"kind": "Facts", "rows": rows}:
            return Facts(tuple((label, value) for label, value in rows))
        case {"kind": "Choices", "buttons": buttons}:
            return Choices(tuple(Button(**button) for button in buttons))
        case {"kind": "Form", "fields": fields, **rest}:
            return Form(fields=tuple(_field(f) for f in fields), **rest)
        case {"kind": "Picture", "png": png, "alt": alt}:
            return Picture(base64.b64decode(png), alt)
        case {"kind": "Progress", **rest}:
            return Progress(**rest)
    raise ValueError(f"a stored message holds an unknown part: {data.get('kind')}")


def _field(data: dict[str, Any]) -> Field:
    return Field(**{**data, "options": tuple((value, label) for value, label in data["options"])})

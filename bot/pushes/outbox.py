"""What goes out: every message is a row before it is sent, and its buttons live in that row.

A reply is born `sending` and owned by the process that answers; a message to somebody else is born `ready`, and a
process that delivers takes it from there (`states.py`). On the page the row is the delivery, so it is born `sent`.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)

from bot.messages import Message, Place, Reply
from bot.people.tables import identity
from bot.pushes.kinds import kind_of
from bot.pushes.own_times import rhythm_of
from bot.pushes.payload import from_json, to_json
from bot.pushes.rhythm import next_open
from bot.store import Id, Instant, column, insert_once, keep, table
from bot.store import delete as gone
from bot.store.tables import Json

BUTTONS_LAST = timedelta(days=60)
WEB = "web"
CHATS = ("slack", "telegram")

outbox = table(
    "outbox",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("token", Id(22), unique=True, personal=keep("opaque, and goes with the row")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("conversation", Id(128), personal=gone),
    column("inbox_id", Integer, ForeignKey("inbox.id"), nullable=True, index=True, personal=keep("a number")),
    column("kind", String(32), personal=keep("reply, or which push")),
    column("payload", Json, personal=gone),
    column("edits", String(22), personal=keep("opaque, and goes with the row")),
    column("status", String(8), personal=keep("a state")),
    column("owner", String(40), personal=keep("a process of ours")),
    column("created_at", Instant, personal=gone),
    column("sent_at", Instant, nullable=True, personal=gone),
    column("place", String(8), personal=keep("before whom it was said"), server_default="dm"),
    column("slot", String(32), nullable=True, personal=keep("a date, and goes with the row")),
    column("priority", Integer, personal=keep("a number"), server_default="0"),
    column("due", Instant, nullable=True, personal=gone),
    column("lease", Instant, nullable=True, personal=keep("until when a process may send it")),
    column("attempts", Integer, personal=keep("a counter"), server_default="0"),
    column("refs", Json, personal=gone, server_default="[]"),
    column("about", Integer, ForeignKey("person.id"), nullable=True, index=True, personal=keep("the row goes too")),
    column("error", String(200), personal=keep("what the platform said"), server_default=text("''")),
    UniqueConstraint("person_id", "kind", "slot"),
    Index("ix_outbox_status_channel_due", "status", "channel", "due"),
    subject="person_id",
    mentions="about",
)
"""refs: the platform's ids of the messages that this row became, in order; what an edit of it replaces."""


# Built once: putting a statement together costs more than running it.
_PUT = insert(outbox).returning(outbox.c.id)
_HOME = (
    select(identity.c.channel)
    .where(identity.c.person_id == bindparam("who"), identity.c.paused_at.is_(None), identity.c.channel.in_(CHATS))
    .order_by(identity.c.id.desc())
    .limit(1)
)
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
    place: Place = "dm",
    slot: str | None = None,
    about: int | None = None,
    now: datetime,
) -> Message:
    """`about` is somebody else whom the message names: it goes when they are erased."""
    values = _row(reply, person_id, channel, kind, edits, now, now)
    values |= {"conversation": conversation, "inbox_id": inbox_id, "status": status, "owner": owner, "place": place}
    values |= {"slot": slot, "about": about}
    if channel == WEB and status == "ready":
        values["status"] = "sent"
    return Message(db.execute(_PUT, values).scalar_one(), values["token"], reply, edits)


def push(
    db: Connection,
    reply: Reply,
    *,
    person_id: int,
    kind: str,
    now: datetime,
    due: datetime | None = None,
    slot: str | None = None,
    edits: str = "",
    status: str = "ready",
    about: int | None = None,
) -> int | None:
    """A message that we start, on the channel where this person reads; None when its slot was filled before.

    `slot` is the local date that a scheduled message is for: one row a person, kind and date, whoever ticks.
    A kind that waits goes out when the person may be disturbed.
    """
    channel, due = home_of(db, person_id), due or now
    if kind_of(kind).waits and slot is None:
        due = next_open(rhythm_of(db, person_id), due)
    here = channel == WEB and due <= now and status == "ready"
    values = _row(reply, person_id, channel, kind, edits, due, now)
    values |= {"conversation": "", "inbox_id": None, "status": "sent" if here else status, "owner": "", "place": "dm"}
    found: int | None = insert_once(db, outbox, **values, slot=slot, about=about, sent_at=now if here else None)
    return found


def home_of(db: Connection, person_id: int) -> str:
    """The channel where somebody reads what we start: the chat that they joined last, else the page."""
    return db.execute(_HOME, {"who": person_id}).scalar() or WEB


def _row(
    reply: Reply, person_id: int, channel: str, kind: str, edits: str, due: datetime, now: datetime
) -> dict[str, Any]:
    return {
        "token": secrets.token_urlsafe(9), "person_id": person_id, "channel": channel, "kind": kind,
        "payload": to_json(reply), "edits": edits, "created_at": now, "due": due, "priority": kind_of(kind).priority,
    }  # fmt: skip


def of_event(db: Connection, inbox_id: int) -> Message | None:
    """What was answered to an event: a repeated delivery gets the same message, not a second one."""
    row = db.execute(select(outbox).where(outbox.c.inbox_id == inbox_id)).first()
    return replace(message(row), fresh=False) if row else None


def pressed(db: Connection, token: str, person_id: int, now: datetime) -> Message | None:
    """The message whose button was pressed: only by whom it was sent to, and for 60 days."""
    row = db.execute(_BY_TOKEN, {"pressed": token}).first()
    if row is None or row.person_id != person_id or now - row.created_at > BUTTONS_LAST:
        return None
    return message(row)


def message(row: Any) -> Message:
    return Message(row.id, row.token, from_json(row.payload), row.edits)


def waiting(db: Connection, person_id: int, channel: str, after: int) -> list[Message]:
    """Messages for somebody on a channel newer than the row `after`, oldest first."""
    rows = db.execute(
        select(outbox)
        .where(outbox.c.person_id == person_id, outbox.c.channel == channel, outbox.c.id > after)
        .order_by(outbox.c.id)
        .limit(50)
    )
    return [message(row) for row in rows]


def mark_sent(db: Connection, sent: Sequence[tuple[int, list[str]]], now: datetime) -> None:
    """`sent`: (row, the platform's ids of what it became)."""
    if sent:
        db.execute(_MARK, [{"row": id, "became": refs, "now": now} for id, refs in sent])


def release_on_page(db: Connection, now: datetime) -> set[int]:
    """Lets what waited for its hour appear on the page; returns whose page has news.

    The row is written anew: an open page asks for what is newer than the last it saw.
    """
    due = db.execute(
        select(outbox).where(outbox.c.channel == WEB, outbox.c.status == "ready", outbox.c.due <= now).with_for_update()
    ).all()
    for row in due:
        db.execute(delete(outbox).where(outbox.c.id == row.id))
        fresh = {key: value for key, value in row._mapping.items() if key != "id"}
        db.execute(insert(outbox).values({**fresh, "status": "sent", "sent_at": now}))
    return {row.person_id for row in due}


_MARK = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(status="sent", sent_at=bindparam("now", type_=Instant), refs=bindparam("became", type_=Json), error="")
)

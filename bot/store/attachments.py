"""Files that came with a message: in the database, so that they go with the person and are in every backup."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ForeignKey, Integer, LargeBinary, String, insert

from bot.messages import File
from bot.store.tables import Instant, column, delete, keep, table

MOST = 20 * 1024 * 1024
"""Bytes of one file: what a Telegram bot can fetch."""

attachment = table(
    "attachment",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("inbox_id", Integer, ForeignKey("inbox.id"), personal=keep("a number")),
    column("name", String(200), personal=delete),
    column("mime", String(100), personal=delete),
    column("data", LargeBinary, personal=delete),
    column("received_at", Instant, personal=delete),
    subject="person_id",
)


def save(db: Connection, files: Sequence[File], *, person_id: int, inbox_id: int, now: datetime) -> list[int]:
    """Keeps files; returns their numbers."""
    return [db.execute(_SAVE, _row(file, person_id, inbox_id, now)).scalar_one() for file in files]


def _row(file: File, person_id: int, inbox_id: int, now: datetime) -> dict[str, Any]:
    return {
        "person_id": person_id, "inbox_id": inbox_id, "name": file.name[:200], "mime": file.mime[:100],
        "data": file.data, "received_at": now,
    }  # fmt: skip


_SAVE = insert(attachment).returning(attachment.c.id)

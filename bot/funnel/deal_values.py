"""From what a source says of a deal to the columns of its row. What a source does not say, stays as it is. Pure."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from sqlalchemy import String

from bot.funnel.records import DealRecord
from bot.funnel.stage_history import Standing
from bot.funnel.stage_words import reason
from bot.playbooks.playbook import Playbook
from bot.playbooks.tables import customer, deal

BLANK: Mapping[str, Any] = {
    "number": "", "title": "", "owner_id": None, "owner": "", "proposed": "", "proposed_at": None, "amount": None,
    "list_amount": None, "currency": "", "origin": "", "product": "", "closed_at": None, "expected_on": None,
    "lost_reason": "", "lost_to": "", "lost_note": "", "touched_at": None, "fingerprint": "",
}  # fmt: skip
"""What a new deal starts from."""

_TEXTS = ("number", "title", "owner", "origin", "product", "lost_to", "lost_note")
_FIGURES = ("amount", "list_amount", "expected_on")
_PROFILE = ("industry", "region", "size")
_ALL = attrgetter(*(name for name in DealRecord.__dataclass_fields__ if name != "row"))


def fingerprint(record: DealRecord, *more: object) -> str:
    """Of everything that a row says, and of what it means here now: a new alias or colleague changes it too."""
    return blake2b(repr((_ALL(record), more)).encode("utf-8", "replace"), digest_size=16).hexdigest()


def fitting(column: str, text: str, table: Any = deal) -> str:
    """A text as its column takes it."""
    room = _room(table, column)
    if len(text) <= room and "\0" not in text:
        return text.strip()
    return text.replace("\0", "").strip()[:room].rstrip()


@cache
def _room(table: Any, column: str) -> int:
    kind = table.c[column].type
    assert isinstance(kind, String)
    assert kind.length
    return kind.length


def said(record: DealRecord, before: Mapping[str, Any], owner_id: int | None, currency: str) -> dict[str, Any]:
    """The columns that a record fills, without those that follow from its stages."""
    values: dict[str, Any] = {name: fitting(name, text) for name in _TEXTS if (text := getattr(record, name))}
    values |= {name: value for name in _FIGURES if (value := getattr(record, name)) is not None}
    if owner_id is not None or values.get("owner", before["owner"]) != before["owner"]:
        values["owner_id"] = owner_id  # a colleague who left keeps what was theirs
    if record.amount is not None or record.list_amount is not None:
        values["currency"] = record.currency if len(record.currency) == 3 else currency
    return values | _why_lost(record)


def _why_lost(record: DealRecord) -> dict[str, str]:
    """One of the four reasons; the source's own word stays as the note where it is none of them."""
    if not record.lost_reason:
        return {}
    known = reason(record.lost_reason)
    if known:
        return {"lost_reason": known}
    note = f"{record.lost_reason}. {record.lost_note}" if record.lost_note else record.lost_reason
    return {"lost_reason": "other", "lost_note": fitting("lost_note", note)}


def profile(record: DealRecord) -> dict[str, str]:
    """What is known of the customer."""
    return {name: fitting(name, text, customer) for name in _PROFILE if (text := getattr(record, name))}


def called(record: DealRecord | None, system: str, id: str) -> str:
    """The customer's name; a source without customers has a deal's title, or its id."""
    name = record and (record.customer or record.title or record.number)
    return fitting("name", name or "", customer) or f"{system} {id}"[:120]


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at), default=None)


def standing_values(
    before: Mapping[str, Any], standing: Standing, book: Playbook, record: DealRecord | None, now: datetime
) -> dict[str, Any]:
    """The stage columns; a row that says its status or its end is believed."""
    status, closed_at = standing.status, standing.closed_at
    if record and record.status == "open":
        status = "open"
    if record and record.closed_at and status != "open":
        closed_at = record.closed_at
    values: dict[str, Any] = {"playbook": book.id, "status": status}
    values["closed_at"] = None if status == "open" else closed_at or now
    if standing.since:
        values |= {"stage": standing.stage, "at": standing.at, "stage_since": standing.since}
    if before.get("proposed") and (before["proposed"] == standing.stage or status != "open"):
        values |= {"proposed": "", "proposed_at": None}
    return values

"""Who changed what about people: rows that are only ever added, each holding the hash of the one before it.

A row names nobody. It carries a random surrogate, and the table that says whose it is loses the line when the person is
erased, so the chain stays whole. What the chain proves and what it does not: docs/how-to/privacy.md.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, ForeignKey, Integer, String, insert, select, update

from bot.store import Instant, column, insert_once, keep, one_at_a_time, table
from bot.store.tables import Json

GENESIS = "0" * 64
"""What the first row has before it."""

audit = table(
    "audit",
    column("id", Integer, primary_key=True, autoincrement=False, personal=keep("counts without gaps")),
    column("at", Instant, personal=keep("when; the row names nobody")),
    column("actor", String(22), nullable=True, personal=keep("a surrogate; empty: at the machine")),
    column("action", String(64), personal=keep("what was done")),
    column("subject", String(22), nullable=True, personal=keep("a surrogate")),
    column("details", Json, personal=keep("roles, teams and channels; nothing that a person wrote")),
    column("prev_hash", String(64), personal=keep("the chain")),
    column("hash", String(64), personal=keep("the chain")),
    subject=None,
)

audit_person = table(
    "audit_person",
    column("person_id", Integer, ForeignKey("person.id"), primary_key=True, autoincrement=False,
           personal=keep("the row goes with the person")),
    column("surrogate", String(22), unique=True, personal=keep("random, and goes with the row")),
    subject="person_id",
)  # fmt: skip

audit_head = table(
    "audit_head",
    column("id", Integer, primary_key=True, autoincrement=False, personal=keep("always 1")),
    column("count", Integer, personal=keep("a number")),
    column("hash", String(64), personal=keep("the chain")),
    subject=None,
)

Detail = str | int | bool | None
_HEAD = select(audit_head.c.count, audit_head.c.hash)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found; `problem` is empty when the chain is whole."""

    rows: int
    head: str
    problem: str = ""


def record(
    db: Connection, now: datetime, *, actor: int | None, action: str, subject: int | None = None, **details: Detail
) -> None:
    """Adds a row, in the transaction of the act itself. `actor` None: somebody at the machine."""
    who, whom = _surrogate(db, actor), _surrogate(db, subject)
    one_at_a_time(db, "audit")  # after the surrogates: nobody waits for a person's row while holding this
    count, last = db.execute(_HEAD).one()
    row = {
        "id": count + 1, "at": now.astimezone(UTC), "actor": who, "action": action, "subject": whom,
        "details": _storable(details), "prev_hash": last,
    }  # fmt: skip
    mine = digest(row)
    db.execute(insert(audit).values(**row, hash=mine))
    db.execute(update(audit_head).values(count=count + 1, hash=mine))


def verify(db: Connection, noted: str = "") -> Verdict:
    """Walks the whole chain and says the first thing that is wrong with it; `noted` is a hash that it must hold."""
    one_at_a_time(db, "audit")  # the head and the rows must be of one moment
    n, last, found = 0, GENESIS, not noted
    for row in db.execute(select(audit).order_by(audit.c.id)).mappings():
        problem = _wrong(dict(row), n + 1, last)
        if problem:
            return Verdict(n, last, problem)
        n, last = n + 1, row["hash"]
        found = found or last == noted
    head = db.execute(_HEAD).first()
    if head is None or tuple(head) != (n, last):
        noted = f"{head.count} rows" if head else "nothing"
        return Verdict(n, last, f"There are {n} rows, but the head says {noted}: rows at the end are gone or changed.")
    if not found:
        return Verdict(n, last, "The noted hash is in no row: this is not the chain that it was taken from.")
    return Verdict(n, last)


def digest(row: dict[str, Any]) -> str:
    """SHA-256 over the row as JSON in one fixed spelling, with the hash before it and without its own."""
    said = {name: value for name, value in row.items() if name != "hash"} | {"at": row["at"].isoformat()}
    return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _wrong(row: dict[str, Any], expected: int, last: str) -> str:
    if row["id"] != expected:
        return f"Row {expected} is missing; after row {expected - 1} comes row {row['id']}."
    if row["prev_hash"] != last:
        return f"Row {expected} does not follow row {expected - 1}: one of them was changed or put in later."
    if digest(row) != row["hash"]:
        return f"Row {expected} was changed after it was written."
    return ""


def _surrogate(db: Connection, person_id: int | None) -> str | None:
    if person_id is None:
        return None
    insert_once(db, audit_person, person_id=person_id, surrogate=secrets.token_urlsafe(16))
    found: str = db.execute(select(audit_person.c.surrogate).where(audit_person.c.person_id == person_id)).scalar_one()
    return found


def _storable(details: dict[str, Detail]) -> dict[str, Detail]:
    """As it will be read back: half an emoji is stored as a question mark, and the hash must say the same."""
    kept: dict[str, Detail] = json.loads(json.dumps(details, ensure_ascii=False).encode("utf-8", "replace"))
    return kept

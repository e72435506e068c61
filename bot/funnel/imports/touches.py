"""Contacts with customers from a table. The same row again changes nothing; a deal knows its latest one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.funnel.deal_rows import pieces
from bot.funnel.imports.files import AS_FOUND, Chosen, Imported, Place, opened
from bot.funnel.imports.reader import Reader
from bot.funnel.records import Report
from bot.playbooks.customers import add_contact, contacts, find_or_add
from bot.playbooks.playbook import TOUCH_KINDS
from bot.playbooks.tables import TEXT_MAX, deal, touch
from bot.sheets import cells
from bot.sheets.table import Row
from bot.store import insert_missing

BATCH = 500
SAID_MAX = 20 * TEXT_MAX


@dataclass(frozen=True, slots=True)
class TouchRecord:
    id: str
    at: datetime
    kind: str
    customer: str
    deal: str
    person: str
    contact: str
    said: str
    effective: bool
    row: int


_KNOWN = select(touch.c.source_id).where(
    touch.c.system == bindparam("of"), touch.c.source_id.in_(bindparam("ids", expanding=True))
)
_DEALS = select(deal.c.id, deal.c.source_id, deal.c.number, deal.c.title, deal.c.status).where(
    deal.c.customer_id == bindparam("customer")
)
_TOUCHED = (
    update(deal)
    .where(deal.c.id == bindparam("of"), or_(deal.c.touched_at.is_(None), deal.c.touched_at < bindparam("last")))
    .values(touched_at=bindparam("last"))
)


def import_touches(
    place: Place, path: Path, chosen: Chosen = AS_FOUND, report: Callable[[int, int], None] | None = None
) -> Imported:
    reader, chosen = opened(place, path, ("touches",), chosen)
    found = Report()
    with place.store.read() as db:
        people = {person.name.casefold(): person.id for person in place.directory.everyone(db)}
    done = 0
    for batch in _batches(records(reader)):
        with place.store.read() if chosen.dry_run else place.store.write() as db:
            _load(db, place, chosen, batch, people, found)
        done += len(batch)
        if report:
            report(done, 0)
    if report:
        report(done, done)
    reader.into(found)
    return Imported(reader.fit.name, reader.table.notes, found)


def records(reader: Reader) -> Iterator[TouchRecord]:
    return reader.each(lambda number, row: _record(reader, number, row))


def _record(read: Reader, number: int, row: Row) -> TouchRecord:
    at = read.needed(row, "at", lambda cell: read.moment_in(cell, "at"))
    assert at
    kind = read.word(row, "kind").lower()
    if kind and kind not in TOUCH_KINDS:
        read.unknown("kind", kind)
    texts = {name: read.text(row, name) for name in ("deal", "person", "contact", "said")}
    customer = read.needed(row, "customer", cells.text)
    kind = kind if kind in TOUCH_KINDS else "other"
    id = read.read(row, "id", cells.identifier) or _fingerprint(at, kind, customer, *texts.values())
    effective = read.read(row, "effective", cells.yes_no)
    return TouchRecord(id, at, kind, customer, **texts, effective=effective is not False, row=number)


def _fingerprint(*said: object) -> str:
    return blake2b(repr(said).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _load(
    db: Connection, place: Place, chosen: Chosen, batch: Sequence[TouchRecord], people: Mapping[str, int], found: Report
) -> None:
    stored = {record.id: touch.c.source_id.type.stored(record.id) for record in batch}  # type: ignore[attr-defined]
    ids = list(stored.values())
    known = {row.source_id for some in pieces(ids) for row in db.execute(_KNOWN, {"of": chosen.system, "ids": some})}
    new = {stored[record.id]: record for record in batch if stored[record.id] not in known}
    found.added += len(new)
    found.unchanged += len(batch) - len(new)
    for record in batch:
        if record.person and record.person.casefold() not in people:
            found.unknown_owners[record.person] = found.unknown_owners.get(record.person, 0) + 1
    if chosen.dry_run:
        return
    rows = [_row(db, place, chosen.system, record, people) for record in new.values()]
    insert_missing(db, touch, rows)
    last: dict[int, datetime] = {}
    for row in rows:
        if row["deal_id"]:
            last[row["deal_id"]] = max(row["at"], last.get(row["deal_id"], row["at"]))
    if last:
        db.execute(_TOUCHED, [{"of": id, "last": at} for id, at in last.items()])


def _row(db: Connection, place: Place, system: str, record: TouchRecord, people: Mapping[str, int]) -> dict[str, Any]:
    customer_id = find_or_add(db, record.customer, place.now)
    return {
        "system": system, "source_id": record.id, "person_id": people.get(record.person.casefold()),
        "customer_id": customer_id, "deal_id": _deal_of(db, customer_id, record.deal),
        "contact_id": _contact_of(db, customer_id, record.contact, place.now), "kind": record.kind, "at": record.at,
        "said": record.said.replace("\0", "")[:SAID_MAX], "objection": "", "effective": record.effective,
        "report_due_at": None, "reported_at": record.at, "made_at": min(record.at, place.now),
    }  # fmt: skip


def _deal_of(db: Connection, customer_id: int, named: str) -> int | None:
    """The customer's deal with this id, number or title; the only open one where the table names none."""
    deals = db.execute(_DEALS, {"customer": customer_id}).all()
    if named:
        return next((row.id for row in deals if named in (row.source_id, row.number, row.title)), None)
    still_open = [row.id for row in deals if row.status == "open"]
    return still_open[0] if len(still_open) == 1 else None


def _contact_of(db: Connection, customer_id: int, name: str, now: datetime) -> int | None:
    if not name:
        return None
    known = next((known.id for known in contacts(db, [customer_id]) if known.name == name[:80]), None)
    return known or add_contact(db, customer_id, name, now)


def _batches(records: Iterator[TouchRecord]) -> Iterator[list[TouchRecord]]:
    batch: list[TouchRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

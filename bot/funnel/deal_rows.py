"""Deals, customers and stage events as rows, many at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.funnel.stage_history import Entry
from bot.playbooks.customers import key_of
from bot.playbooks.tables import NAME_MAX, customer, deal, stage_event, task
from bot.store import insert_missing

T = TypeVar("T")
AT_ONCE = 500
"""A database takes only so many values in one question."""


@dataclass(frozen=True, slots=True)
class Known:
    """A deal as it is stored."""

    values: Mapping[str, Any]
    events: list[tuple[int, Entry]] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.values["id"])


@dataclass(frozen=True, slots=True)
class Change:
    """What a load makes of one deal."""

    source_id: str
    values: dict[str, Any]
    """All columns of a new deal, or the ones that change."""
    known: Known | None = None
    customer: str = ""
    """The name, where the load says one; always for a new deal."""
    profile: dict[str, str] = field(default_factory=dict)
    enter: Sequence[Entry] = ()
    leave: Sequence[int] = ()
    """Stage events that were not so."""


_BY_SOURCE = select(deal).where(
    deal.c.system == bindparam("of"), deal.c.source_id.in_(bindparam("ids", expanding=True))
)
_NUMBERS = select(deal.c.source_id, deal.c.id).where(*_BY_SOURCE._where_criteria)
_EVENTS = select(stage_event).where(stage_event.c.deal_id.in_(bindparam("ids", expanding=True))).order_by(
    stage_event.c.entered_at, stage_event.c.id
)  # fmt: skip
_CUSTOMERS = select(customer).where(customer.c.key.in_(bindparam("keys", expanding=True)))
_PLANNED = (
    update(task)
    .where(task.c.deal_id == bindparam("of"), task.c.done_at.is_(None), task.c.dropped_at.is_(None))
    .values(dropped_at=bindparam("at"))
)


def known_deals(db: Connection, system: str, ids: Sequence[str]) -> dict[str, Known]:
    rows = [row for some in pieces(ids) for row in db.execute(_BY_SOURCE, {"of": system, "ids": some}).mappings()]
    found = {row["source_id"]: Known(dict(row)) for row in rows}
    by_number = {known.id: known for known in found.values()}
    for some in pieces(list(by_number)):
        for row in db.execute(_EVENTS, {"ids": some}):
            by_number[row.deal_id].events.append((row.id, Entry(row.stage, row.at, row.entered_at, row.amount)))
    return found


def write(db: Connection, system: str, changes: Sequence[Change], now: datetime) -> None:
    customers = _customers(db, changes, now)
    new = [change for change in changes if change.known is None]
    insert_missing(db, deal, [{**change.values, "customer_id": customers[_key(change.customer)]} for change in new])
    numbers = _numbers(db, system, [change.source_id for change in new])
    _update(db, [change for change in changes if change.known], customers, now)
    gone = [number for change in changes for number in change.leave]
    for some in pieces(gone):
        db.execute(delete(stage_event).where(stage_event.c.id.in_(some)))
    entered = [
        {"deal_id": change.known.id if change.known else numbers[change.source_id], **entry._asdict()}
        for change in changes
        for entry in change.enter
    ]
    insert_missing(db, stage_event, entered)


def _update(db: Connection, changes: Sequence[Change], customers: Mapping[str, int], now: datetime) -> None:
    """Those that change the same columns go together: a statement for each deal costs more than all the rest."""
    together: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    lost: list[dict[str, Any]] = []
    for change in changes:
        assert change.known
        moved = {"customer_id": customers[_key(change.customer)]} if change.customer else {}
        wanted = {"recorded_at": now, **change.values, **moved}
        values = {name: value for name, value in wanted.items() if change.known.values[name] != value}
        together.setdefault(tuple(sorted(values)), []).append({**values, "of": change.known.id})
        if values.get("status") == "lost":
            lost.append({"of": change.known.id, "at": now})
    for columns, rows in together.items():
        db.execute(_update_of(columns), rows)
    if lost:
        db.execute(_PLANNED, lost)


@cache
def _update_of(columns: tuple[str, ...]) -> Any:
    return update(deal).where(deal.c.id == bindparam("of")).values({name: bindparam(name) for name in columns})


def _customers(db: Connection, changes: Iterable[Change], now: datetime) -> dict[str, int]:
    """key → number of every customer that the changes name; new ones are added, gaps in what is known are filled."""
    named: dict[str, tuple[str, dict[str, str]]] = {}
    for change in changes:
        if change.customer:
            key = _key(change.customer)
            name, profile = named.get(key, (change.customer, {}))
            named[key] = (name, profile | change.profile)
    found = _rows(db, named)
    blank = {"industry": "", "region": "", "size": "", "called": [], "created_at": now}
    new = {key: {"name": name[:NAME_MAX], **filled} for key, (name, filled) in named.items() if key not in found}
    insert_missing(db, customer, [{**blank, "key": key, **values} for key, values in new.items()])
    found |= _rows(db, new)
    for key, row in found.items():
        filled = {name: value for name, value in named[key][1].items() if not row[name]}
        if filled:
            db.execute(update(customer).where(customer.c.id == row["id"]).values(**filled))
    return {key: row["id"] for key, row in found.items()}


_key = lru_cache(2 * AT_ONCE)(key_of)
"""A batch asks three times for the key of each of its customers."""


def _rows(db: Connection, keys: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    return {
        row["key"]: dict(row)
        for some in pieces(list(keys))
        for row in db.execute(_CUSTOMERS, {"keys": some}).mappings()
    }


def _numbers(db: Connection, system: str, ids: Sequence[str]) -> dict[str, int]:
    rows = [row for some in pieces(ids) for row in db.execute(_NUMBERS, {"of": system, "ids": some})]
    return {row.source_id: row.id for row in rows}


def pieces(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]

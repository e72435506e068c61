"""The two views, read row by row. A row with nonsense is set aside with a sentence; the others go on."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, String, bindparam, cast, column, false, inspect, or_, select, table, text
from sqlalchemy.types import NullType

from bot.content import nearest
from bot.funnel.records import DealRecord, Rejected, StageRecord
from bot.funnel.sources.address import SourceError, connected, plainly
from bot.funnel.sources.cells import Nonsense, as_amount, as_day, as_moment, as_text
from bot.settings import FunnelSettings

T = TypeVar("T")

DEALS, EVENTS = "funnel_deal", "funnel_stage_event"
NEEDED: Mapping[str, tuple[str, ...]] = {DEALS: ("id", "customer"), EVENTS: ("deal_id", "stage", "entered_at")}
TEXTS = (
    "id", "customer", "stage", "status", "number", "title", "owner", "industry", "region", "size", "currency", "origin",
    "product", "lost_reason", "lost_to", "lost_note",
)  # fmt: skip
AMOUNTS, MOMENTS = ("amount", "list_amount"), ("created_at", "closed_at", "touched_at")
KNOWN: Mapping[str, tuple[str, ...]] = {
    DEALS: (*TEXTS, *AMOUNTS, *MOMENTS, "expected_on", "changed_at"),
    EVENTS: ("deal_id", "stage", "entered_at", "amount"),
}
TIMES = (*MOMENTS, "expected_on", "changed_at", "entered_at")

AT_ONCE = 2_000
"""Rows that are in memory together: a million of them stream."""


class Views:
    """One snapshot of both. `rejected` fills while they are read."""

    def __init__(self, db: Connection, zone: ZoneInfo) -> None:
        self._db, self._zone = db, zone
        self.columns = {view: _columns(db, view) for view in (DEALS, EVENTS)}
        self.rejected: list[Rejected] = []

    def known(self, view: str) -> list[str]:
        """The columns that are read of it."""
        return [name for name in KNOWN[view] if name in self.columns[view]]

    def deals(self, since: datetime | None = None) -> Iterator[DealRecord]:
        """All of them, or where the view says `changed_at`, those that changed since."""
        for row, cells in self._rows(DEALS, "changed_at", since):
            if found := self._kept(row, cells, self._deal, DEALS, "id"):
                yield found

    def events(self, since: datetime | None = None) -> Iterator[StageRecord]:
        """Read these last: then the source is let go, before anything is written."""
        for row, cells in self._rows(EVENTS, "entered_at", since):
            if found := self._kept(row, cells, self._event, EVENTS, "deal_id"):
                yield found
        self._db.rollback()

    def _rows(self, view: str, dated: str, since: datetime | None) -> Iterator[tuple[int, Mapping[str, Any]]]:
        have = self.columns[view]
        wanted = self.known(view)
        question = select(*(self._column(have[name], name) for name in wanted)).select_from(table(view))
        if since and dated in have:
            at: Any = column(have[dated])
            question = question.where(or_(at >= self._written(since), at.is_(None)))
        with plainly(f"The view {view} cannot be read"):
            rows = self._db.execution_options(yield_per=AT_ONCE).execute(question)
            for number, row in enumerate(rows, 1):
                yield number, dict(zip(wanted, row, strict=True))

    def _column(self, actual: str, name: str) -> Any:
        """PostgreSQL's times as text: its driver gives up all rows over one `infinity`."""
        found: Any = column(actual)
        return cast(found, String) if name in TIMES and self._db.dialect.name == "postgresql" else found

    def _written(self, since: datetime) -> Any:
        """A bare text in the source's own zone: every database compares that with whatever it keeps a time in."""
        return bindparam("since", since.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S"), type_=NullType())

    def _kept(
        self, row: int, cells: Mapping[str, Any], made: Callable[[int, Mapping[str, Any]], T], view: str, key: str
    ) -> T | None:
        try:
            return made(row, cells)
        except Nonsense as error:
            self.rejected.append(Rejected(row, f"{view}, {key} {as_text(cells[key])[:64]!r}: {error}"))
            return None

    def _deal(self, row: int, cells: Mapping[str, Any]) -> DealRecord:
        values: dict[str, Any] = {name: as_text(cells.get(name)) for name in TEXTS}
        values |= {name: as_amount(cells.get(name), name) for name in AMOUNTS}
        values |= {name: as_moment(cells.get(name), name, self._zone) for name in MOMENTS}
        values["currency"] = values["currency"].upper()
        if not values["id"]:
            raise Nonsense("id is empty, so that nobody knows which deal this is.")
        return DealRecord(**values, expected_on=as_day(cells.get("expected_on"), "expected_on"), row=row)

    def _event(self, row: int, cells: Mapping[str, Any]) -> StageRecord:
        deal, stage = as_text(cells["deal_id"]), as_text(cells["stage"])
        entered_at = as_moment(cells["entered_at"], "entered_at", self._zone)
        if not deal or not stage or entered_at is None:
            raise Nonsense("deal_id, stage and entered_at must all be there.")
        return StageRecord(deal, stage, entered_at, as_amount(cells.get("amount"), "amount"), row)


@contextmanager
def views(funnel: FunnelSettings) -> Iterator[Views]:
    """The two views of the source that the settings name; a sentence where one of them cannot be read."""
    with connected(funnel.source) as db:
        yield Views(db, ZoneInfo(funnel.source_time_zone))


def _columns(db: Connection, view: str) -> dict[str, str]:
    """Our name → the source's own, which may be in capitals."""
    with plainly("The source does not say what it holds"):
        if not inspect(db).has_table(view):
            do = "`cornerman sync --views tryton` prints the SQL that makes it."
            raise SourceError(f"The source has no view {view}, or its user may not see it. {do}")
    with plainly(f"The view {view} cannot be read", "The source's user needs the right to select from it."):
        names = list(db.execute(select(text("*")).select_from(table(view)).where(false())).keys())
    found = {name.casefold(): name for name in names}
    for needed in NEEDED[view]:
        if needed not in found:
            has = f"It has: {', '.join(names)}."
            raise SourceError(f"The view {view} has no column {needed!r}.{nearest(needed, names)} {has}")
    return found

"""Deals and their stages from a table: one row a deal, or one row a stage that a deal entered."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.funnel.imports.reader import Reader
from bot.funnel.records import DealRecord, StageRecord
from bot.funnel.stage_words import closing
from bot.sheets import BadCell, cells
from bot.sheets.table import Row

_TEXTS = ("number", "title", "owner", "industry", "region", "size", "origin", "product", "lost_to", "lost_note")

IsClosed = Callable[[str], bool]
"""Whether a deal in the stage that the source calls so is over."""


class DealRows:
    """rows: deals."""

    def __init__(self, reader: Reader, is_closed: IsClosed) -> None:
        self._reader, self._is_closed = reader, is_closed
        self._first: dict[str, int] = {}
        """Id → its row, where we make the ids ourselves."""

    def deals(self) -> Iterator[DealRecord]:
        self._first = {}
        return self._reader.each(self._deal)

    def events(self) -> Iterator[StageRecord]:
        """When each deal entered the stage where it stands, as far as the table says."""
        return self._reader.each(self._event) if self._reader.has("stage_at") else iter(())

    def _deal(self, number: int, row: Row) -> DealRecord:
        values = self._values(row)
        id = self._id(row) or self._made_id(row)
        first = number if self._has_id else self._first.setdefault(id, number)
        if first != number:
            raise BadCell(f"Nothing tells this deal from the one in row {first}. Add a column with an id to the table.")
        return DealRecord(id=id, **values, row=number)

    @property
    def _has_id(self) -> bool:
        return self._reader.has("id")

    def _id(self, row: Row) -> str:
        return self._reader.needed(row, "id", cells.identifier) if self._has_id else ""

    def _values(self, row: Row) -> dict[str, Any]:
        read = self._reader
        stage = read.word(row, "stage")
        status = self._status(row)
        values: dict[str, Any] = {name: read.text(row, name) for name in _TEXTS if read.has(name)}
        values |= {"customer": read.needed(row, "customer", cells.text), "stage": stage, "status": status}
        values |= {"created_at": read.moment(row, "created_at"), "touched_at": read.moment(row, "touched_at")}
        values |= self._money(row) | self._why_lost(row, values)
        over = status in ("won", "lost") or (not status and self._is_closed(stage))
        return values | self._end(row, over)

    def _end(self, row: Row, over: bool) -> dict[str, Any]:
        """One close date is the day of the end for a deal that is over, and a hope for any other."""
        read = self._reader
        closed_at = read.moment(row, "closed_at") if over else None
        expected_on = read.day(row, "expected_on")
        if over:
            closed_at = closed_at or read.moment(row, "close_date")
        return {"closed_at": closed_at, "expected_on": expected_on or (None if over else read.day(row, "close_date"))}

    def _status(self, row: Row) -> str:
        said = self._reader.word(row, "status")
        if said and not closing(said):
            self._reader.unknown("status", said)
        return closing(said) if said else ""

    def _money(self, row: Row) -> dict[str, Any]:
        read = self._reader
        amount, currency = read.amount(row, "amount")
        listed, of_list = read.amount(row, "list_amount")
        said = read.currency(read.text(row, "currency"))
        currency = currency or of_list or said or read.fit.mapping.currency or ""
        return {"amount": amount, "list_amount": listed, "currency": currency}

    def _why_lost(self, row: Row, values: dict[str, Any]) -> dict[str, str]:
        said = self._reader.text(row, "lost_reason")
        meant = self._reader.translated("lost_reason", said)
        note = values.get("lost_note") or (said if meant != said else "")
        return {"lost_reason": meant} | ({"lost_note": note} if note else {})

    def _event(self, number: int, row: Row) -> StageRecord | None:
        entered = self._reader.moment(row, "stage_at")
        stage = self._reader.word(row, "stage")
        if entered is None or not stage:
            return None
        id = self._id(row) or self._made_id(row)
        return StageRecord(id, stage, entered, self._reader.amount(row, "amount")[0], number)

    def _made_id(self, row: Row) -> str:
        """A table without ids: the customer, the title and the day tell one deal from another."""
        texts = [self._reader.text(row, name) for name in ("customer", "title", "number", "product")]
        opened = self._reader.day(row, "created_at")
        return " · ".join(part for part in (*texts, opened.isoformat() if opened else "") if part)


class StageRows:
    """rows: stages. A table that names customers brings their deals with it; else the deals have to be there."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen: set[str] = set()

    def deals(self) -> Iterator[DealRecord]:
        self._seen = set()
        return self._reader.each(self._deal) if self._reader.has("customer") else iter(())

    def events(self) -> Iterator[StageRecord]:
        return self._reader.each(self._event)

    def _deal(self, number: int, row: Row) -> DealRecord | None:
        read = self._reader
        id = read.needed(row, "id", cells.identifier)
        if id in self._seen:
            return None
        self._seen.add(id)
        texts = {name: read.text(row, name) for name in _TEXTS if read.has(name)}
        customer = read.needed(row, "customer", cells.text)
        return DealRecord(id=id, customer=customer, **texts, created_at=read.moment(row, "created_at"), row=number)  # type: ignore[arg-type]

    def _event(self, number: int, row: Row) -> StageRecord:
        read = self._reader
        id = read.needed(row, "id", cells.identifier)
        stage = read.translated("stage", read.needed(row, "stage", cells.text))
        entered = read.moment(row, "entered_at")
        if entered is None:
            raise BadCell(f"Column {read.column('entered_at')!r} is empty. Fill it in, or take the row out.")
        return StageRecord(id, stage, entered, read.amount(row, "amount")[0], number)

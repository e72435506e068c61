"""Deals from a log of changed fields, one row a change, as Pipedrive keeps it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.funnel.imports.reader import Reader
from bot.funnel.records import DealRecord, StageRecord
from bot.funnel.stage_words import closing
from bot.sheets import BadCell, Cell, cells
from bot.sheets.table import Row

_DATES = ("created_at", "closed_at", "touched_at")
_AMOUNTS = ("amount", "list_amount")


@dataclass(slots=True)
class _Deal:
    """What the log has said of a deal so far."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    at: dict[str, datetime] = field(default_factory=dict)
    others: list[tuple[int, datetime]] = field(default_factory=list)
    """Further times of creation: then this id is more than one deal."""


class ChangeRows:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._fields = reader.fit.mapping.fields

    def deals(self) -> Iterator[DealRecord]:
        found: dict[str, _Deal] = {}
        for number, id, name, cell, at in self._reader.each(self._change):
            deal = found.setdefault(id, _Deal(number))
            self._take(deal, number, name, cell, at)
        for id, deal in found.items():
            values = {"customer": "", **deal.values}
            yield DealRecord(id=id, **values, row=deal.row)
            for row, created_at in deal.others:
                yield DealRecord(id=id, customer=values["customer"], created_at=created_at, row=row)

    def events(self) -> Iterator[StageRecord]:
        return self._reader.each(self._event)

    def _change(self, number: int, row: Row) -> tuple[int, str, str, Cell, datetime] | None:
        read = self._reader
        id = read.needed(row, "id", cells.identifier)
        at = read.needed(row, "changed_at", lambda cell: read.moment_in(cell, "changed_at"))
        assert at
        name = self._fields.get(read.text(row, "field"), "")
        value = self._value(name, read.cell(row, "value"))
        return number, id, name, value, at

    def _value(self, name: str, cell: Cell) -> Any:
        read = self._reader
        try:
            if name in _DATES:
                return read.moment_in(cell, "value")
            if name in ("expected_on", "close_date"):
                at = read.moment_in(cell, "value")
                return at.date() if at else None
            if name in _AMOUNTS:
                return read.amount_in(cell, "value")[0]
        except BadCell as error:
            raise BadCell(f"Column {read.column('value')!r}: {error}") from None
        return read.translated(name, cells.text(cell))

    def _take(self, deal: _Deal, number: int, name: str, value: Any, at: datetime) -> None:
        if name in ("", "stage", "status") or value in ("", None):
            return
        if name == "created_at" and deal.values.get(name, value) != value:
            deal.others.append((number, value))
        elif at >= deal.at.get(name, at):
            deal.values["expected_on" if name == "close_date" else name] = value
            deal.at[name] = at
            if name == "created_at":
                deal.row = number

    def _event(self, number: int, row: Row) -> StageRecord | None:
        read = self._reader
        stage = self._entered(self._fields.get(read.text(row, "field"), ""), cells.text(read.cell(row, "value")))
        if not stage:
            return None
        at = read.needed(row, "changed_at", lambda cell: read.moment_in(cell, "changed_at"))
        assert at
        return StageRecord(read.needed(row, "id", cells.identifier), stage, at, None, number)

    def _entered(self, name: str, said: str) -> str:
        """The stage, or the end, that a change means; "" for any other."""
        if name == "stage":
            return self._reader.translated("stage", said)
        if name == "lost_reason":
            return "lost" if said else ""
        ended = closing(said) if name == "status" else ""
        return ended if ended in ("won", "lost") else ""

"""A table through a mapping: each field of each row as a value, and every row that cannot be read with its reason."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.errors import CornermanError
from bot.funnel.imports.mapping import DATES, Fit, in_brackets, unknown_columns
from bot.funnel.records import Rejected, Report
from bot.search.normalise import clean
from bot.sheets import BadCell, Cell, Table, cells, dates
from bot.sheets.table import Row

T = TypeVar("T")


class Reader:
    def __init__(self, table: Table, fit: Fit, time_zone: str, order: str = "") -> None:
        self.table, self.fit = table, fit
        self.rejected: list[Rejected] = []
        self.unknown_words: dict[str, int] = {}
        self._bad: set[int] = set()
        self._zone = ZoneInfo(time_zone)
        self._constants = fit.mapping.constants
        self._words = {
            field: {clean(word): ours for word, ours in words.items()} for field, words in fit.mapping.words.items()
        }
        self._said: dict[tuple[str, str], str] = {}
        self._order = self._orders(order or fit.mapping.dates or "")

    def into(self, report: Report) -> None:
        """Adds to the report of the load what only the reader of the file can know."""
        report.blank = self.table.blank
        report.unknown_columns = unknown_columns(self.table, self.fit)
        report.rejected = sorted([*report.rejected, *self.rejected], key=lambda rejected: rejected.row)
        for word, count in self.unknown_words.items():
            report.unknown_stages[word] = report.unknown_stages.get(word, 0) + count

    def each(self, make: Callable[[int, Row], T | None]) -> Iterator[T]:
        """What `make` reads from each row; a row that cannot be read is rejected, once, and the others come."""
        width = len(self.table.columns)
        for number, row in self.table.rows():
            if number in self._bad:
                continue
            try:
                if width > 3 and sum(map(bool, row)) < 2:
                    raise BadCell("Only one cell is filled: this looks like a total or a page number, not a record.")
                if len(row) > width and any(row[width:]):
                    raise BadCell(f"{len(row)} cells in {width} columns. Is a text with a comma not in quotes?")
                made = make(number, row)
            except BadCell as error:
                self.reject(number, str(error))
                continue
            if made is not None:
                yield made

    def reject(self, number: int, why: str) -> None:
        self._bad.add(number)
        self.rejected.append(Rejected(number, why))

    # Fields

    def has(self, field: str) -> bool:
        return field in self.fit.at or field in self._constants

    def cell(self, row: Row, field: str) -> Cell:
        at = self.fit.at.get(field)
        if at is None:
            return self._constants.get(field, "")
        return row[at] if at < len(row) else ""

    def read(self, row: Row, field: str, parse: Callable[[Cell], T]) -> T:
        try:
            return parse(self.cell(row, field))
        except BadCell as error:
            raise BadCell(f"Column {self.column(field)!r}: {error}") from None

    def needed(self, row: Row, field: str, parse: Callable[[Cell], T]) -> T:
        value = self.read(row, field, parse)
        if value in ("", None):
            raise BadCell(f"Column {self.column(field)!r} is empty. Fill it in, or take the row out.")
        return value

    def column(self, field: str) -> str:
        at = self.fit.at.get(field)
        return self.table.columns[at] if at is not None else field

    def text(self, row: Row, field: str) -> str:
        return cells.text(self.cell(row, field))

    def word(self, row: Row, field: str) -> str:
        """The source's word, or what the mapping says that it means."""
        return self.translated(field, self.text(row, field))

    def translated(self, field: str, said: str) -> str:
        words = self._words.get(field)
        if not words or not said:
            return said
        found = self._said.get((field, said))
        if found is None:
            found = self._said[field, said] = words.get(clean(said), said)
        return found

    def unknown(self, field: str, said: str) -> None:
        word = f"{self.column(field)}: {said}"
        self.unknown_words[word] = self.unknown_words.get(word, 0) + 1

    def moment(self, row: Row, field: str) -> datetime | None:
        return self.read(row, field, lambda cell: self.moment_in(cell, field)) if self.has(field) else None

    def moment_in(self, cell: Cell, field: str) -> datetime | None:
        return dates.moment(cell, self._zone, self._order.get(field))

    def day(self, row: Row, field: str) -> date | None:
        at = self.moment(row, field)
        return at.astimezone(self._zone).date() if at else None

    def amount(self, row: Row, field: str) -> tuple[int | None, str]:
        """(hundredths, currency), with what the column's name says of its unit: 金额（万元）, Amount (USD)."""
        return self.read(row, field, lambda cell: self.amount_in(cell, field)) if self.has(field) else (None, "")

    def amount_in(self, cell: Cell, field: str) -> tuple[int | None, str]:
        unit, currency = _unit(self.column(field))
        value, own = cells.amount(cell, decimal=self.fit.mapping.decimal or "", unit=unit)
        return value, own or currency

    def currency(self, said: str) -> str:
        """ISO 4217; "" for what is none, or for the workspace's own."""
        if not said:
            return ""
        known = cells.CURRENCIES.get(clean(said), "")
        return known or (said.upper() if len(said) == 3 and said.isalpha() and said.isascii() else "")

    # Day or month first

    def _orders(self, said: str) -> Mapping[str, dates.Order | None]:
        fields = [field for field in self.fit.at if field in DATES]
        if said in ("dmy", "mdy"):
            order: dates.Order = "dmy" if said == "dmy" else "mdy"
            return dict.fromkeys(fields, order)
        columns = {field: dates.Column(self.column(field)) for field in fields}
        watched = [(columns[field].see, self.fit.at[field]) for field in fields]
        for number, row in self.table.rows() if watched else ():
            for see, at in watched:
                if at < len(row):
                    see(number, row[at])
        try:
            clear = {column.order() for column in columns.values() if not column.open} - {None}
            others = next(iter(clear)) if len(clear) == 1 else None
            return {field: column.order(others) for field, column in columns.items()}
        except BadCell as error:
            raise CornermanError(f"{self.table.path}: {error}") from None


@cache
def _unit(column: str) -> tuple[int, str]:
    """金额（万元） → 10,000; Amount (USD) → 1 and USD; Wert (k€) → 1,000 and EUR."""
    said = in_brackets(column)
    for mark, currency in cells.CURRENCIES.items():
        for unit in (said.removesuffix(mark).strip(), said.removeprefix(mark).strip()):
            if unit in cells.UNITS and unit != said:
                return cells.UNITS[unit], currency
    return cells.UNITS.get(said, 1), ""

"""One table of a file, row by row: a million of them never lie in memory."""

import csv
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import CornermanError
from bot.sheets.cells import Cell, is_empty
from bot.sheets.encodings import NAMES, Written, how_written

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LOOK = 20
"""So many rows from the top, the names of the columns are looked for."""

UNPACKED_MAX = 2 * 1024**3
"""Bytes: a workbook is read whole, and a million rows with a dozen columns unpack to less."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How XLSX and XLS files begin."""

Row = Sequence[Cell]


@dataclass
class Table:
    path: Path
    columns: tuple[str, ...]
    """As the file writes them; "" for one without a name."""
    header: int
    """The row with their names."""
    notes: tuple[str, ...]
    """How the file was read, where that is not plain from looking at it."""
    _written: Written | None
    _sheet: int = 0
    blank: int = 0
    """Rows without anything in them, so far as was read."""

    def rows(self) -> Iterator[tuple[int, Row]]:
        """(row number as a spreadsheet counts, cells). May be called again: the file is read anew."""
        self.blank = 0
        for number, row in enumerate(_all_rows(self.path, self._written, self._sheet), start=1):
            if number <= self.header:
                continue
            if all(map(is_empty, row)):
                self.blank += 1
            else:
                yield number, row


def read(path: Path) -> Table:
    """Raises a sentence for what is no table."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise CornermanError(f"{path} is empty.")
    written, sheet, notes = (None, *_sheet(path)) if start in _WORKBOOKS else (how_written(path), 0, [])
    if written and written.encoding not in ("utf-8", "utf-8-sig"):
        notes = [f"Read as {NAMES[written.encoding]}."]
    top = [row for row, _ in zip(_all_rows(path, written, sheet), range(LOOK), strict=False)]
    header = _header(path, top)
    if header > 1:
        notes.append(f"The names of the columns are in row {header}; what stands above them was left out.")
    columns = tuple(str(cell).replace("\n", " ").strip() for cell in top[header - 1])
    return Table(path, columns, header, (*notes, *_twice(columns)), written, sheet)


def _header(path: Path, top: Sequence[Row]) -> int:
    """The first row that is about as wide as the table: above it stand titles and remarks."""
    filled = [sum(1 for cell in row if not is_empty(cell)) for row in top]
    widest = max(filled, default=0)
    if not widest:
        raise CornermanError(f"{path} has no names of columns in its first {LOOK} rows.")
    return next(n for n, width in enumerate(filled, start=1) if width >= max(1, widest / 2) and width >= min(2, widest))


def _twice(columns: Sequence[str]) -> list[str]:
    found = sorted(name for name, n in Counter(columns).items() if name and n > 1)
    return [f"The column {name!r} is there twice; the first one counts." for name in found]


def _all_rows(path: Path, written: Written | None, sheet: int) -> Iterator[Row]:
    return _csv_rows(path, written) if written else _sheet_rows(path, sheet)


def _csv_rows(path: Path, written: Written) -> Iterator[Row]:
    with path.open(encoding=written.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=written.delimiter)
        try:
            yield from reader
        except csv.Error as error:
            raise CornermanError(f"{path}, line {reader.line_num}: {error}. Is a quotation mark missing?") from error


# Workbooks


@contextmanager
def _opened(path: Path) -> Iterator[list["CalamineSheet"]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    _not_too_big(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            yield [book.get_sheet_by_name(name) for name in book.sheet_names]
    except PasswordError as error:
        raise CornermanError(f"{path} has a password. Save it without one and import that.") from error
    except CalamineError as error:
        raise CornermanError(f"{path} cannot be read as a workbook: {error}. Save it as XLSX or CSV again.") from error


def _not_too_big(path: Path) -> None:
    """A small file can unpack to more than the machine holds."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, OSError):
        return  # XLS, or what the reader of workbooks has a word on
    if size > UNPACKED_MAX:
        raise CornermanError(f"{path} unpacks to {size / 1024**3:.0f} GiB, too much to read. Save it as CSV.")


def _sheet(path: Path) -> tuple[int, list[str]]:
    """The first sheet with something in it."""
    with _opened(path) as sheets:
        full = [n for n, sheet in enumerate(sheets) if sheet.height]
        if not full:
            raise CornermanError(f"{path} is empty.")
        taken = sheets[full[0]]
        others = ", ".join(repr(sheets[n].name) for n in full[1:])
        notes = [f"Only the sheet {taken.name!r} was read; there are also {others}."] if others else []
        merged = len(taken.merged_cell_ranges or ())
        if merged:
            notes.append(f"{merged} merged areas were read as if each cell held what the area shows.")
        return full[0], notes


def _sheet_rows(path: Path, number: int) -> Iterator[Row]:
    with _opened(path) as sheets:
        sheet = sheets[number]
        left = sheet.start[1] if sheet.start else 0
        merged = _merged(sheet, left)
        shown: dict[tuple[int, int], Cell] = {}
        for n, row in enumerate(sheet.iter_rows()):
            for column, source in merged.get(n, {}).items():
                if source[0] == n:
                    shown[source] = row[source[1]]
                row[column] = shown.get(source, "")
            yield row


def _merged(sheet: "CalamineSheet", left: int) -> Mapping[int, Mapping[int, tuple[int, int]]]:
    """row → column → the cell that holds what the area shows."""
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        for row in range(top, bottom + 1):
            columns = {column - left: (top, first - left) for column in range(first, last + 1)}
            found.setdefault(row, {}).update(columns)
    return found

"""What we write into a sheet is text there: a cell that begins like a formula is never one."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeGuard

from bot.errors import CornermanError

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_HIDDEN = {code: None for code in range(32) if chr(code) not in "\t\n\r"}
_LONGEST = 32_767
"""Characters that a cell of a workbook holds."""

Rows = Iterable[Iterable[object]]


def write(path: Path, rows: Rows) -> None:
    """A CSV or a workbook, as the file's name says."""
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise CornermanError(f"{path.name} should end in .csv or .xlsx.")
    (_write_workbook if kind == ".xlsx" else _write_csv)(path, rows)


def safe(value: object) -> str | int | float:
    """A cell for CSV. Numbers stay numbers; a text that a spreadsheet would compute gets an apostrophe."""
    if _is_number(value):
        return value
    said = _said(value)
    return f"'{said}" if said.lstrip(" ").startswith(_FORMULA) else said


def csv_lines(rows: Rows) -> Iterator[str]:
    """Lines of a CSV that Excel opens as UTF-8, where the first is written with a BOM."""
    mark = "\ufeff"
    for row in rows:
        cells = (str(safe(value)).replace('"', '""') for value in row)
        yield mark + ",".join(f'"{cell}"' for cell in cells) + "\r\n"
        mark = ""


def _write_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(rows))


def _write_workbook(path: Path, rows: Rows) -> None:
    """A cell says there what kind it is: a text is one, whatever it begins with."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if _is_number(value):
                    sheet.write_number(number, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif said := _said(value)[:_LONGEST]:
                    sheet.write_string(number, column, said)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _said(value: object) -> str:
    return "" if value is None else str(value).translate(_HIDDEN)

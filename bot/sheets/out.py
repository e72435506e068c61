"""What we write into a sheet is text there: a cell that begins like a formula is never one."""

from collections.abc import Iterable, Iterator

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_HIDDEN = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def safe(value: object) -> str | int | float:
    """A cell for CSV or XLSX. Numbers stay numbers; a text that a spreadsheet would compute gets an apostrophe."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    said = "" if value is None else str(value).translate(_HIDDEN)
    return f"'{said}" if said.lstrip(" ").startswith(_FORMULA) else said


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Lines of a CSV that Excel opens as UTF-8, where the first is written with a BOM."""
    mark = "\ufeff"
    for row in rows:
        cells = (str(safe(value)).replace('"', '""') for value in row)
        yield mark + ",".join(f'"{cell}"' for cell in cells) + "\r\n"
        mark = ""

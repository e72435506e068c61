"""How a CSV file is written: its characters and what stands between its cells."""

import codecs
import csv
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from bot.errors import CornermanError

SAMPLE = 1 << 16
CHUNK = 1 << 20
DELIMITERS = (",", ";", "\t")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")

NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
         "gb18030": "GB18030", "cp1252": "Windows-1252"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    encoding: str
    delimiter: str
    skip: int = 0
    """Lines before the table: Excel's `sep=;`."""


def how_written(path: Path) -> Written:
    """Raises a sentence for a file that is no text."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    encoding = _encoding(path, head)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        start = text.read(SAMPLE)
    said = re.match(r"sep=([,;\t])\r?\n", start)
    if said:
        return Written(encoding, said[1], skip=1)
    return Written(encoding, _delimiter(start))


def _encoding(path: Path, head: bytes) -> str:
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if marked:
        return marked
    if b"\0" in head:
        return _without_mark(path, head)
    if _decodes(path, "utf-8"):
        return "utf-8"
    if _looks_western(head):
        return "cp1252"
    if _decodes(path, "gb18030"):
        return "gb18030"
    raise CornermanError(f"{path} is neither UTF-8, UTF-16 nor GB18030 text. Save it as “CSV UTF-8” and import that.")


def _without_mark(path: Path, head: bytes) -> str:
    """UTF-16 whose mark somebody cut off: every other byte of a comma or a digit is 0."""
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) > len(zeros) // 10 and _decodes(path, name):
            return name
    raise CornermanError(f"{path} is no table: there are bytes in it that no text has. Export it again as CSV or XLSX.")


def _looks_western(head: bytes) -> bool:
    """Letters with accents stand alone between plain ones; Chinese bytes come in pairs."""
    runs = _HIGH.findall(head)
    return bool(runs) and sum(len(run) == 1 for run in runs) > len(runs) // 2


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(start: str) -> str:
    """The one that makes the most columns of the widest of the first lines."""
    return max(DELIMITERS, key=lambda delimiter: _columns(start, delimiter))


def _columns(start: str, delimiter: str) -> int:
    try:
        rows = [row for row, _ in zip(csv.reader(StringIO(start), delimiter=delimiter), range(20), strict=False)]
    except csv.Error:
        return 0
    widest = max((sum(1 for cell in row if cell.strip()) for row in rows), default=0)
    return widest if widest > 1 else 0

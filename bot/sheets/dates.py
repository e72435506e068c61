"""Days and times as people and programs write them. Whether 3/4 is in March or April, a whole column decides. Pure."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from math import isfinite
from typing import Literal, TypeAlias

from bot.sheets.cells import BadCell, Cell, text

Order: TypeAlias = Literal["dmy", "mdy"]

EXCEL_DAY_0 = datetime.combine(date(1899, 12, 30), time())
_SERIALS = range(20_000, 80_000)
"""1954 to 2119 as Excel counts days."""

_MONTHS = {
    name: n
    for n, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), start=1
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAY = re.compile(
    r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|nesday|rsday|urday)?\b,?"
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s*(?:[-/.]|年)\s*(?P<m>\d{1,2})\s*(?:[-/.]|月)\s*(?P<d>\d{1,2})\s*[日号]?")
_NUMBERS = re.compile(r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4}|\d{2})(?!\d)")
_NAMED = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*(?P<m>[a-z]{3,9})[\s\-/.,]*(?P<y>\d{4}|\d{2})(?!\d)"
    r"|(?P<m2>[a-z]{3,9})[\s\-/.]*(?P<d2>\d{1,2})(?:st|nd|rd|th)?[\s,]+(?P<y2>\d{4})"
)
_PACKED = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?P<rest>\d{6}|\d{4})?")
_TIME = re.compile(
    r"[t,\s]*(?P<half>上午|下午|中午|晚上|凌晨|am|pm)?\s*(?P<h>\d{1,2})\s*[:时点]\s*(?P<m>\d{1,2})?"
    r"(?:\s*[:分]\s*(?P<s>\d{1,2})?(?:[.,]\d+)?)?\s*秒?\s*(?P<half2>am|pm)?\s*"
    r"(?P<zone>z|(?:utc|gmt)?\s*(?P<sign>[+-])(?P<zh>\d{1,2}):?(?P<zm>\d{2})?|utc|gmt)?\s*"
)
WANTED = "Write it like 2026-03-05 or 2026年3月5日."


class Column:
    """Sees every cell of one column, then knows which comes first in it, day or month."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._seen: dict[Order, int] = {}
        self._unclear: tuple[int, str] | None = None

    def see(self, row: int, cell: Cell) -> None:
        if not isinstance(cell, str) or (cell[4:5] == "-" and cell[:4].isdigit()):
            return
        found = _NUMBERS.match(unicodedata.normalize("NFKC", cell).strip())
        if found is None or found["a"] == found["b"]:
            return
        if int(found["a"]) > 12:
            self._seen.setdefault("dmy", row)
        elif int(found["b"]) > 12:
            self._seen.setdefault("mdy", row)
        else:
            self._unclear = self._unclear or (row, cell.strip())

    @property
    def open(self) -> bool:
        """Whether it needs an order and no cell tells which."""
        return self._unclear is not None and not self._seen

    def order(self, others: Order | None = None) -> Order | None:
        """None where no cell needs it. Raises a sentence where it stays open, or where cells contradict each other.

        `others`: the order of the table's other columns; one export writes all its dates alike.
        """
        if len(self._seen) == 2:
            raise BadCell(
                f"In {self.name!r} row {self._seen['dmy']} has the day first and row {self._seen['mdy']} the month. "
                "Make them one, such as 2026-03-05, and import it again."
            )
        if self.open and others is None:
            assert self._unclear
            row, said = self._unclear
            raise BadCell(
                f"In {self.name!r} no row tells whether the day or the month comes first (row {row}: {said}). "
                "Say it with --dates dmy or --dates mdy."
            )
        return next(iter(self._seen), others)


def moment(cell: Cell, zone: tzinfo, order: Order | None = None) -> datetime | None:
    """In UTC; a time without a zone is the workspace's, a day alone its first moment there."""
    if isinstance(cell, str):
        fast = _iso(cell)
        if fast is None and not text(cell):
            return None
        at = fast or _parsed(cell, order)
    else:
        at = _typed(cell)
    try:
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        raise BadCell(f"{text(cell)!r} is no date. {WANTED}") from None


def day(cell: Cell, zone: tzinfo, order: Order | None = None) -> date | None:
    """The day there."""
    at = moment(cell, zone, order)
    return at.astimezone(zone).date() if at else None


def _iso(said: str) -> datetime | None:
    if len(said) < 10 or said[4] != "-" or said[7] != "-":
        return None
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


def _typed(cell: Cell) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(float(cell), text(cell))
    raise BadCell(f"{text(cell)!r} is no date. {WANTED}")


def _from_number(value: float, said: str) -> datetime:
    packed = _PACKED.fullmatch(said)
    if packed:
        return _packed(packed, said)
    if isfinite(value) and int(value) in _SERIALS:
        return EXCEL_DAY_0 + timedelta(seconds=round(value * 86_400))
    if 1e12 <= value < 5e12:
        return datetime.fromtimestamp(value / 1000, UTC)
    raise BadCell(f"{said!r} is no date. {WANTED}")


def _packed(found: re.Match[str], said: str) -> datetime:
    rest = (found["rest"] or "0000").ljust(6, "0")
    return _at(found["y"], found["m"], found["d"], said).replace(
        hour=min(int(rest[:2]), 23), minute=min(int(rest[2:4]), 59), second=min(int(rest[4:]), 59)
    )


def _parsed(cell: str, order: Order | None) -> datetime:
    said = unicodedata.normalize("NFKC", cell).strip().lower()
    if re.fullmatch(r"\d+(\.\d+)?", said) and "." not in said[:5]:
        return _from_number(float(said), said)
    bare = _WEEKDAY.sub(" ", said).strip()
    found = _YEAR_FIRST.match(bare)
    if found:
        at = _at(found["y"], found["m"], found["d"], cell)
    elif found := _NUMBERS.match(bare):
        at = _by_order(found, order, cell)
    elif found := _NAMED.match(bare):
        named = _MONTHS.get(found["m"] or found["m2"], 0)
        at = _at(found["y"] or found["y2"], str(named), found["d"] or found["d2"], cell)
    else:
        raise BadCell(f"{cell.strip()!r} is no date. {WANTED}")
    return _with_time(at, bare[found.end() :], cell)


def _by_order(found: re.Match[str], order: Order | None, said: str) -> datetime:
    first, second = found["a"], found["b"]
    if order is None and first != second and int(first) <= 12 and int(second) <= 12:
        raise BadCell(f"{said.strip()!r} may be two days. {WANTED}")
    day_first = order == "dmy" if order else int(first) > 12
    return _at(found["y"], second, first, said) if day_first else _at(found["y"], first, second, said)


def _at(year: str, month: str, day: str, said: str) -> datetime:
    try:
        return datetime.combine(date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)), time())
    except ValueError:
        raise BadCell(f"{said.strip()!r} is no date of any calendar. {WANTED}") from None


def _with_time(at: datetime, rest: str, said: str) -> datetime:
    if not rest.strip():
        return at
    found = _TIME.fullmatch(rest)
    hour, minute, second = (int(found[part] or 0) for part in ("h", "m", "s")) if found else (99, 0, 0)
    half = (found["half"] or found["half2"] or "") if found else ""
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half in ("凌晨", "am", "上午") and hour == 12:
        hour = 0
    if found is None or hour > 23 or minute > 59 or second > 59:
        raise BadCell(f"{said.strip()!r} has no time that can be read. Write it like 2026-03-05 14:30.")
    return at.replace(hour=hour, minute=minute, second=second, tzinfo=_zone(found))


def _zone(found: re.Match[str]) -> tzinfo | None:
    if not found["zone"]:
        return None
    if not found["sign"]:
        return UTC
    ahead = timedelta(hours=int(found["zh"]), minutes=int(found["zm"] or 0))
    return timezone(ahead if found["sign"] == "+" else -ahead) if ahead < timedelta(hours=24) else UTC

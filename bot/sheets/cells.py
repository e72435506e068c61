"""What a cell says: an amount, a share, a phone, a yes. Each returns a value or raises a sentence. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeAlias

from bot.errors import CornermanError

Cell: TypeAlias = str | int | float | bool | datetime | date | time | timedelta


class BadCell(CornermanError):
    """Why a cell cannot be read, and what would be right."""


EMPTY = frozenset({
    "", "-", "--", "—", "——", "/", "n/a", "na", "#n/a", "null", "none", "nan", "tbd", "(blank)",
    "无", "暂无", "未知", "空", "待定",
})  # fmt: skip
"""What people and programs write where there is nothing."""

UNITS = {
    "": 1, "百": 10**2, "千": 10**3, "k": 10**3, "thousand": 10**3, "万": 10**4, "萬": 10**4, "w": 10**4,
    "十万": 10**5, "百万": 10**6, "m": 10**6, "mn": 10**6, "million": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8,
    "b": 10**9, "bn": 10**9, "billion": 10**9,
}  # fmt: skip
CURRENCIES = {
    "元": "", "¥": "", "人民币": "CNY", "rmb": "CNY", "cny": "CNY", "$": "USD", "us$": "USD", "usd": "USD",
    "美元": "USD", "美金": "USD", "€": "EUR", "eur": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "英镑": "GBP",
    "hk$": "HKD", "hkd": "HKD", "港币": "HKD", "港元": "HKD", "jpy": "JPY", "日元": "JPY", "円": "JPY", "sgd": "SGD",
    "s$": "SGD", "nt$": "TWD", "twd": "TWD", "新台币": "TWD", "chf": "CHF", "aud": "AUD", "cad": "CAD",
    "krw": "KRW", "inr": "INR",
}  # fmt: skip
"""How a currency is written. ¥ and 元 say no more than the workspace's own does."""

_CURRENCY = "|".join(map(re.escape, sorted(CURRENCIES, key=len, reverse=True)))
_UNIT = "|".join(map(re.escape, sorted((unit for unit in UNITS if unit), key=len, reverse=True)))
_AMOUNT = re.compile(
    rf"(?:约|~|≈|approx\.?\s)?\s*(?P<open>\()?\s*(?P<minus>[-−])?\s*(?P<before>{_CURRENCY})?\s*(?P<minus2>[-−])?\s*"
    rf"(?P<number>\d[\d.,'\s]*?)\s*(?P<unit>{_UNIT})?\s*(?P<after>{_CURRENCY})?\s*(?P<minus3>[-−])?\s*(?(open)\))"
)
_PLAIN = re.compile(r"\d{1,15}")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().\-/]{5,}(?:\s*(?:转|ext\.?|x|#)\s*\d+)?", re.IGNORECASE)
MOST = 10**17
LONGEST = 60

YES = frozenset({"是", "有", "对", "√", "✓", "yes", "y", "true", "1", "t", "有效"})
NO = frozenset({"否", "无", "没有", "不", "×", "x", "no", "n", "false", "0", "f", "无效"})


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().lower() in EMPTY


def text(cell: Cell) -> str:
    """As people read it; a whole number has no point, and "" is all that stands for nothing."""
    if isinstance(cell, str):
        cell = cell.strip()
        return "" if cell.lower() in EMPTY else cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


def identifier(cell: Cell) -> str:
    """An id is text: one that a spreadsheet has made a rounded number of is no id any more."""
    said = text(cell)
    if _SHORTENED.fullmatch(said) or (isinstance(cell, float) and abs(cell) >= 2**53):
        raise BadCell(
            f"{said} has lost digits of an id. Set the column to text in the spreadsheet and export it again."
        )
    return said


def amount(cell: Cell, *, decimal: str = "", unit: int = 1) -> tuple[int | None, str]:
    """(hundredths, currency or ""). `unit`: what the column's name says, 10,000 for 万元; a cell's own comes before it.

    `decimal` is the point where cells alone do not tell: "356.000" is 356 or 356,000.
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _hundredths(Decimal(str(cell)) * unit, cell), ""
    said = text(cell)
    if not said:
        return None, ""
    if _PLAIN.fullmatch(said):
        return _hundredths(Decimal(said) * unit, said), ""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", said[:LONGEST]).lower())
    if found is None:
        raise BadCell(f"{said!r} is no amount. Write it like 356000, 35.6万 or 12k.")
    own = UNITS[found["unit"]] if found["unit"] else unit
    value = _number(found["number"], decimal, said) * own
    minus = found["open"] or found["minus"] or found["minus2"] or found["minus3"]
    sign = found["before"] or found["after"] or ""
    return _hundredths(-value if minus else value, said), CURRENCIES.get(sign, "")


def _hundredths(value: Decimal, said: object) -> int:
    try:
        whole = int((value * 100).to_integral_value(ROUND_HALF_UP))
    except (InvalidOperation, ValueError, OverflowError):
        whole = MOST
    if abs(whole) >= MOST:
        raise BadCell(f"{said!r} is no amount that a deal can have.")
    return whole


def _number(digits: str, decimal: str, said: str) -> Decimal:
    """1,234.5 and 1.234,5: what stands last and once is the decimal point; groups of three have none."""
    bare = re.sub(r"[\s']", "", digits)
    if "," in bare and "." in bare:
        point = max(",.", key=bare.rfind)
    else:
        point = next((mark for mark in ",." if mark in bare), "")
        if point and _is_grouping(bare, point, decimal, said):
            point = ""
    whole, _, rest = bare.rpartition(point) if point else (bare, "", "")
    groups = re.split(r"[.,]", whole)
    if (point and not rest.isdigit()) or (len(groups) > 1 and any(len(group) != 3 for group in groups[1:])):
        raise BadCell(f"{said!r} is no amount: its points and commas do not make groups of three.")
    return Decimal(f"{''.join(groups)}.{rest or 0}")


def _is_grouping(bare: str, point: str, decimal: str, said: str) -> bool:
    if bare.count(point) > 1:
        return True
    whole, _, rest = bare.partition(point)
    if decimal:
        return point != decimal
    if len(rest) != 3 or len(whole) > 3 or whole.strip("0") == "":
        return False
    if point == "." and "€" not in said:
        raise BadCell(f'{said!r} may be {bare} or {whole}{rest}. Say `decimal: ","` or `decimal: "."` in the mapping.')
    return True


def share(cell: Cell) -> float | None:
    """32%, 0.32 and 32 are all 0.32."""
    said = text(cell)
    if not said:
        return None
    bare = unicodedata.normalize("NFKC", said).replace(" ", "")
    try:
        value = float(bare.rstrip("%"))
    except ValueError:
        raise BadCell(f"{said!r} is no percentage. Write it like 32%.") from None
    if bare.endswith("%") or abs(value) > 1:
        value /= 100
    if not abs(value) <= 10:
        raise BadCell(f"{said!r} is no percentage. Write it like 32%.")
    return value


def whole(cell: Cell) -> int | None:
    said = text(cell)
    if not said:
        return None
    bare = unicodedata.normalize("NFKC", said).replace(",", "").removesuffix(".0")
    if not re.fullmatch(r"-?\d{1,9}", bare):
        raise BadCell(f"{said!r} is no whole number.")
    return int(bare)


def phone(cell: Cell) -> str:
    said = unicodedata.normalize("NFKC", text(cell))
    if not said:
        return ""
    if _SHORTENED.fullmatch(said):
        raise BadCell(f"{said} has lost digits of a phone number. Set the column to text and export it again.")
    if not _PHONE.fullmatch(said) or not 5 <= sum(c.isdigit() for c in said) <= 20:
        raise BadCell(f"{said!r} is no phone number.")
    return said


def yes_no(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    said = "无" if str(cell).strip() == "无" else unicodedata.normalize("NFKC", text(cell)).lower()
    if not said:
        return None
    if said in YES or said in NO:
        return said in YES
    raise BadCell(f"{said!r} is neither yes nor no. Write 是 or 否, yes or no.")

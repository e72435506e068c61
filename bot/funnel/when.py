"""Periods in words, zh and en: 本月, last quarter, Oct, 2026年三季度, 最近30天. Text is clean()."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.signals import Period

_DAY = timedelta(days=1)
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNITS = {
    "day": "天日", "week": "周星期礼拜", "month": "月", "quarter": "季季度", "year": "年",
}  # fmt: skip
_N = r"\d{1,3}|[一二两三四五六七八九十]{1,3}"
_UNIT = r"周|星期|礼拜|月|季度?|年|week|month|quarter|year"


def find_period(text: str, today: date) -> tuple[Period | None, str]:
    """The first period that a text names, and the text without it. One that is not over yet ends today."""
    for pattern, read in _RULES:
        for found in pattern.finditer(text):
            named = read(found, today)
            if named is not None:
                cut = f"{text[: found.start()]} {text[found.end() :]}"
                return Period(named.start, max(named.start, min(named.end, today))), cut
    return None, text


def this(unit: str, today: date) -> Period:
    """The calendar's week (from Monday), month, quarter or year around a day."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        return Period(monday, monday + timedelta(days=6))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    return Period(first, _later(first, months) - _DAY)


def _last(unit: str, today: date) -> Period:
    return this(unit, this(unit, today).start - _DAY)


def _later(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _unit(word: str) -> str:
    english = word.rstrip("s")
    return english if english in _UNITS else next(unit for unit, said in _UNITS.items() if word in said)


def _number(word: str) -> int:
    """Up to 99, in digits or as one says it: 十二, 三十."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _span(found: re.Match[str], today: date) -> Period | None:
    try:
        return Period(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    except ValueError:
        return None


def _past(found: re.Match[str], today: date) -> Period | None:
    """最近30天: they end today."""
    n, unit = _number(found[1]), _unit(found[2])
    if unit in ("day", "week"):
        return Period(today - timedelta(days=n * (7 if unit == "week" else 1) - 1), today)
    months = n * {"month": 1, "quarter": 3, "year": 12}[unit]
    if not 0 < months <= 120:
        return None
    back = _later(today.replace(day=1), -months)
    return Period(back + timedelta(days=min(today.day, (_later(back, 1) - back).days)), today)


def _named_quarter(found: re.Match[str], today: date) -> Period:
    quarter = _number(found[2] or found[3])
    year = next((int(year) for year in (found[1], found[4]) if year), None)
    return _month_in(year, quarter * 3 - 2, 3, today)


def _month_zh(found: re.Match[str], today: date) -> Period | None:
    month = _number(found[2])
    return _month_in(int(found[1]) if found[1] else None, month, 1, today) if 1 <= month <= 12 else None


def _month_en(found: re.Match[str], today: date) -> Period:
    return _month_in(int(found[2]) if found[2] else None, _MONTHS.index(found[1][:3]) + 1, 1, today)


def _month_in(year: int | None, month: int, months: int, today: date) -> Period:
    """Without a year the last one that has begun."""
    first = date(year or today.year, month, 1)
    if year is None and first > today:
        first = date(today.year - 1, month, 1)
    return Period(first, _later(first, months) - _DAY)


def _year(found: re.Match[str], today: date) -> Period:
    return this("year", date(int(found[1]), 1, 1))


def _rule(pattern: str, read: "Read") -> "tuple[re.Pattern[str], Read]":
    return re.compile(pattern), read


Read = Callable[["re.Match[str]", date], Period | None]

_RULES: tuple[tuple[re.Pattern[str], Read], ...] = (
    _rule(r"(\d{4}-\d\d-\d\d)\s*(?:到|至|~|–|—|-|to|until)?\s*(\d{4}-\d\d-\d\d)", _span),
    _rule(rf"(?:最近|近|过去|\b(?:last|past|previous)\s+)\s*({_N})\s*个?\s*"
          r"((?:天|日|周|星期|礼拜|月|季度?|年)|(?:day|week|month|quarter|year)s?\b)", _past),
    _rule(rf"(?:上一个?|上个?|\b(?:last|previous)\s+)({_UNIT})", lambda m, today: _last(_unit(m[1]), today)),
    _rule("去年", lambda m, today: _last("year", today)),
    _rule(rf"(?:本|这一?个?|当|\b(?:this|current)\s+)({_UNIT})", lambda m, today: this(_unit(m[1]), today)),
    _rule("今年", lambda m, today: this("year", today)),
    _rule(r"(?:(20\d\d)年?\s*)?(?:第?([一二三四1-4])季度?|\bq([1-4])\b)(?:\s*(20\d\d)\b)?", _named_quarter),
    _rule(r"(?:(20\d\d)年\s*)?(?<![\d一二三四五六七八九十个])(1?\d|十?[一二三四五六七八九十])月份?", _month_zh),
    _rule(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
          r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b(?:\s+(20\d\d)\b)?", _month_en),
    _rule(r"\b(20\d\d)\b年?", _year),
    _rule("今天|\\btoday\\b", lambda m, today: Period(today, today)),
    _rule("昨天|\\byesterday\\b", lambda m, today: Period(today - _DAY, today - _DAY)),
    _rule(r"(?<!\S)(周|月|季度?|年|week|month|quarter|year)(?!\S)", lambda m, today: this(_unit(m[1]), today)),
)  # fmt: skip

"""Numbers as people write them: 30万, 300,000 and 三十万 are one; 5 %, 5个点 and 九五折 are one."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.drills.scoring.words import plain

Kind = Literal["percent", "money", "days", "hours", "count", "plain"]

DIGIT = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
PLACE = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
NAMED = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "half": 0.5, "dozen": 12,
}  # fmt: skip
TIMES = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000, "thousand": 1_000, "百": 100, "m": 1_000_000,
         "million": 1_000_000, "百万": 1_000_000, "亿": 100_000_000, "hundred": 100}  # fmt: skip
DAYS = {
    "天": 1, "日": 1, "day": 1, "工作日": 1, "周": 7, "星期": 7, "礼拜": 7, "week": 7, "月": 30, "month": 30,
    "季": 90, "季度": 90, "quarter": 90, "年": 365, "year": 365,
}  # fmt: skip
HOURS = {"小时": 1.0, "钟头": 1.0, "hour": 1.0, "hr": 1.0, "分钟": 1 / 60, "minute": 1 / 60, "min": 1 / 60}
COUNTED = "家|人|个人|位|单|台|套|次|倍|门店|客户|项|张|条|用户|账号|门|页|sku|users?|people|customers?|clients?|plants?|sites?|stores?|shops?|orders?|companies|firms|staff|modules?|seats?|licen[cs]es?|times|clerks?|countries"  # noqa: E501

NUMBER = (
    r"\d+(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:[零〇一二两俩三仨四五六七八九十百千万亿]+半?)|\b(?:"
    + "|".join(NAMED)
    + r")\b"
)
_TIMES = r"百万|万|千|亿|百|k\b|w\b|thousand\b|million\b|hundred\b|m\b"
_SHARE = r"%|percent|per cent|个点|个百分点|成(?!本|功|交|立|为|了|员|都|品|型|果|长|套|熟|单|天|绩)|折"
_MONEY = r"块钱?|元|rmb|dollars?|euros?|usd|eur|sgd|pounds?|gbp"
_SPAN = (
    r"个?工作日|天|日|个?星期|个?礼拜|周|个?月|个?季度?|年|(?:working |business )?days?|weeks?|months?|quarters?|years?"
    r"|个?小时|个?钟头|分钟|hours?|hrs?|minutes?|mins?"
)
FIGURE = re.compile(
    rf"(?P<sign>[$€£¥])?\s?(?P<number>{NUMBER})\s?-?(?P<times>{_TIMES})?(?P<half>半)?\s?-?"
    rf"(?P<unit>{_SHARE}|{_MONEY}|{_SPAN}|{COUNTED})?",
    re.IGNORECASE,
)
PERCENT_OF = re.compile(r"百分之(?P<number>[零一二两三四五六七八九十百点\d.]+)")
# Of a clock, a calendar or an order these say nothing about the world.
_N = "[一二三四五六七八九十\\d]"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_AFTER_AT = r"(?![\d,.%]|\s?(%|k|weeks?|days?|months?|users?|people|percent))"
NOT_CLAIMS = re.compile(
    rf"(周|星期|礼拜)[一二三四五六日天]|(上午|下午|晚上|早上|中午|今晚|明早)?[一二两三四五六七八九十\d]+点(半|钟|{_N}+分?)?(?!钟?[个%])"
    rf"|{_N}+(月份?{_N}+[号日]|[号](?!线|库|仓|机))|\d{{1,2}}[:：]\d{{2}}|\d{{1,2}}月\d{{1,2}}日?|20\d\d(-\d+-\d+|年)?|第{_N}+"
    r"|\b\d{1,2}(st|nd|rd|th)\b|\b\d{1,2}\s?(am|pm|a\.m\.|p\.m\.|o'clock)\b"
    rf"|\b(at|by|until|before|after|around|from) \d{{1,2}}{_AFTER_AT}"
    rf"|\b({_MONTHS})\.? \d{{1,2}}\b|\b\d{{1,2}} ({_MONTHS})\b|\biso ?\d+|24/7|7[x×*]24|q[1-4]\b|\d+-in-\d+",
    re.IGNORECASE,
)
SHORT_TENTHS = re.compile(r"(?<![\d.])(\d+)万(\d)(?![\d.千百万年个天])")
"""6万8 is 6.8万."""
SMALL = 1.0
"""一 in 一个 or 一下 counts nothing."""
NEAR = 0.02


@dataclass(frozen=True, slots=True)
class Figure:
    value: float
    kind: Kind
    text: str

    def same(self, other: "Figure") -> bool:
        """Equal in value; a bare number fits any unit, and a length of time may be told in weeks or months."""
        loose = "plain" in (self.kind, other.kind)
        near = 0.08 if self.kind == other.kind == "days" else NEAR
        return (loose or self.kind == other.kind) and abs(self.value - other.value) <= near * max(
            self.value, other.value
        )


@lru_cache(maxsize=20_000)
def figures(text: str) -> tuple[Figure, ...]:
    """Every number that says something about the world; dates, clock times and ordinals are left out."""
    shown = SHORT_TENTHS.sub(r"\1.\2万", NOT_CLAIMS.sub(" ", plain(text)))
    found = [
        Figure(value, "percent", m.group())
        for m in PERCENT_OF.finditer(shown)
        if (value := _number(m["number"])) is not None
    ]
    shown = PERCENT_OF.sub(" ", shown)
    return (*found, *(figure for match in FIGURE.finditer(shown) if (figure := _figure(match)) is not None))


def _figure(match: re.Match[str]) -> Figure | None:
    value = _number(match["number"])
    if value is None:
        return None
    chinese = not match["number"][0].isascii()
    value = value * TIMES.get((match["times"] or "").lower(), 1) + (
        0.5 * TIMES.get(match["times"] or "", 1) if match["half"] else 0
    )
    kind, value = _unit((match["unit"] or "").lower(), bool(match["sign"]), value)
    bare = kind == "plain" and not match["times"]
    if (chinese or match["number"].lower() in NAMED) and bare and value < 10:
        return None
    if chinese and (match["number"] == "一" or (value <= SMALL and kind in ("count", "plain"))):
        return None
    return Figure(value, kind, match.group().strip())


def _unit(unit: str, sign: bool, value: float) -> tuple[Kind, float]:
    if unit in ("%", "percent", "per cent", "个点", "个百分点"):
        return "percent", value
    if unit == "成":
        return "percent", value * 10
    if unit == "折":
        return "percent", 100 - value * (10 if value < 10 else 1)
    if (
        sign
        or unit in ("块", "块钱", "元", "rmb", "usd", "eur", "sgd", "gbp")
        or unit.startswith(("dollar", "euro", "pound"))
    ):
        return "money", value
    return _span(unit.removeprefix("个").removeprefix("working ").removeprefix("business ").rstrip("s"), unit, value)


def _span(name: str, unit: str, value: float) -> tuple[Kind, float]:
    if name in DAYS:
        return "days", value * DAYS[name]
    if name in HOURS:
        return "hours", value * HOURS[name]
    return ("count", value) if unit else ("plain", value)


def _number(text: str) -> float | None:
    text = text.replace(",", "").replace("，", "").strip().lower()
    if text in NAMED:
        return float(NAMED[text])
    if text[:1].isdigit():
        return float(text)
    return _chinese(text)


def _chinese(text: str) -> float | None:
    """三十万 → 300,000; 九五 (of 九五折) → 95; 两千八 → 2,800; 三点五 → 3.5."""
    if "点" in text:
        whole, _, part = text.partition("点")
        decimals = "".join(str(DIGIT.get(char, 0)) for char in part)
        return float(f"{int(_chinese(whole) or 0)}.{decimals or 0}")
    half = 0.5 if text.endswith("半") and len(text) > 1 else 0.0
    text = text.rstrip("半")
    if len(text) > 1 and all(char in DIGIT for char in text):
        return float("".join(str(DIGIT[char]) for char in text))
    total = section = digit = 0.0
    last = 1
    for char in text:
        if char in DIGIT:
            digit = DIGIT[char]
        elif (place := PLACE.get(char, 0)) >= 10_000:
            total, section, digit, last = (total + section + digit or 1) * place, 0.0, 0.0, place
        elif place:
            section, digit, last = section + (digit or 1) * place, 0.0, place
        else:
            return None
    shortened = digit * last / 10 if last >= 100 and text[-1] in DIGIT and "零" not in text else digit
    return total + section + shortened + half * last

"""What in a text says whom and how much: e-mail, phones, cards, amounts; each with the mask that keeps its reading.

Better one number too many than one too few, but dates, times, versions, shares and counted things stay as they are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["email", "phone", "id", "bank", "number", "amount"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text may give away, and how it is masked. A group `cue` is the words before it, which stay."""

    kind: Kind
    pattern: re.Pattern[str]
    mask: Callable[[re.Match[str]], str]


# Numbers that belong to somebody

_FROM, _TO = r"(?<!\d)(?<!\d\.)", r"(?!\d)(?!\.\d)"
_GAP = r"[-. \t\u00a0\u2009\u2010-\u2013·]?"
_DATED = r"(?!(?:19|20)\d\d[01]\d[0-3]\d)"
"""A number that begins with a date is an order or a moment."""
_YEARS = r"(?!(?:(?:19|20)\d\d[ -]){3})"
_CUE = r"(?P<cue>(?:电话|座机|固话|手机|传真|(?i:phone|tel|mobile|fax))(?:号码?)?[:：.\s是]{0,3})"

_EMAIL = r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_MOBILE = rf"{_FROM}((?:\+|00)?86{_GAP})?(1[3-9]\d){_GAP}\d{{4}}{_GAP}(\d{{4}})(?!\d)"
_ID_CARD = rf"{_FROM}{_DATED}\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx]{_TO}"
_BANK_CARD = rf"{_FROM}{_YEARS}(?:\d{{4}}[ -]){{3}}\d{{4}}(?:[ -]?\d{{1,3}})?{_TO}"
_LONG = rf"{_FROM}{_DATED}\d{{11,}}(?!\d)"
_PHONES = (
    r"(?<!\d)(?:\+|00(?=[1-9]))\d(?:[ ().-]{0,2}\d){7,14}(?!\d)",  # with a country's code
    rf"{_FROM}[(（]?0\d{{2,3}}[)）]?{_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}(?!\d)",  # a Chinese landline
    rf"{_FROM}[48]00(?:-?\d{{3}}-?\d{{4}}|-?\d{{4}}-?\d{{3}}){_TO}",
    rf"{_FROM}(?:\([2-9]\d\d\) ?[2-9]\d\d[-. ]|[2-9]\d\d-[2-9]\d\d-|[2-9]\d\d\.[2-9]\d\d\.)\d{{4}}{_TO}",
    rf"{_FROM}\d{{3}}-\d{{2}}-\d{{4}}{_TO}",  # a social security number
)


def _hidden(number: str, head: int = 3, tail: int = 2) -> str:
    digits = "".join(c for c in number if c.isalnum())
    return f"{'+' if number.startswith('+') else ''}{digits[:head]}****{digits[-tail:]}"


# Amounts

_DIGITS = r"\d+(?:[,，]\d{3})*+(?:\.\d+)?+"
_MORE = r"[〇零一二两三四五六七八九十百千万亿点半几多来余壹贰叁肆伍陆柒捌玖拾佰仟]"
_SAID = rf"[一二两三四五六七八九十几半壹贰叁肆伍陆柒捌玖拾]{_MORE}{{0,20}}+"
_SPELT = (
    r"(?i:\b(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|and)[\s-]+)++)"
)
_TIMES = r"\s?(?:[万亿千百]+|(?:thousand|million|billion|mio|bn|mn|[kmw])(?![A-Za-z]))"
_BIG = r"\s?(?:[万亿千]+|(?i:thousand|million|billion|mio|bn|k|w)(?![A-Za-z]))"
_RANGE = rf"(?:{_DIGITS}(?i:{_TIMES})?\s?(?:[-~–—～至到]|to)\s?)?"
_SIGN = r"(?:人民币|港币|美元|美金|欧元|[¥￥€£]|(?:US|HK|NT)?[$＄]|(?<![A-Za-z])(?i:RMB|CNY|USD|EUR|GBP|HKD|JPY))"
_UNIT = (
    r"\s?(?:元(?![素件组宵旦器年])|圆|块钱|人民币|美元|美金|欧元|英镑|港币|港元|日元"
    r"|(?i:RMB|CNY|USD|EUR|GBP|HKD|JPY|yuan|kuai|dollars?|bucks|euros?|pounds)(?![A-Za-z]))"
)
_NOT_COUNTED = (
    r"(?![\s+]?[多来余]?\s?(?:[人次条个家台件张份名位户字吨亩天步种套箱辆火屏]|用户|客户|员工|公里|小时|分钟|粉丝|订单|物料|SKU"
    r"|行(?![不吗么啊])|单(?![价子])|平(?!台)|[年月](?![薪底初末费])|只(?![要能是有卖收给]))"
    r"|\s(?i:users?|people|records?|rows?|lines?|orders?|items?|parts?|articles?|skus?|employees|customers|companies|km"
    r"|hours|days|times|screens?|monitors?|resolution|video|watts?|requests|messages|pages|words|units|pieces|tons)\b)"
)
"""After a number: it does not count people, things or time, so it is taken for money."""
_NOT_A_PIECE = r"(?![屏板地砖电])"
_AMOUNTS = (
    rf"(?:(?<!\d){_RANGE}{_DIGITS}(?i:{_TIMES})?|{_SPELT}|{_SAID})(?P<unit>{_UNIT})",
    rf"(?<![A-Za-z\d.]){_RANGE}{_DIGITS}{_BIG}{_NOT_COUNTED}(?P<unit>)",
    rf"(?={_MORE}{{0,20}}[万亿千]){_SAID}{_NOT_COUNTED}(?P<unit>)",
    rf"(?:(?<!\d)\d{{2,20}}(?:\.\d{{1,4}})?|[一二两三四五六七八九几][十百千]{_MORE}{{0,6}}+)(?P<unit>\s?块){_NOT_A_PIECE}",
)


def _amount(unit: str) -> str:
    return f"*** {unit}" if unit and unit.isascii() else f"***{unit}"


RULES: tuple[Rule, ...] = (
    Rule("email", re.compile(_EMAIL), lambda m: f"{m[0][0]}***@***"),
    Rule("phone", re.compile(_MOBILE), lambda m: f"{m[1] or ''}{m[2]}****{m[3]}"),
    Rule("id", re.compile(_ID_CARD), lambda m: _hidden(m[0])),
    Rule("bank", re.compile(_BANK_CARD), lambda m: _hidden(m[0], 4, 4)),
    *(Rule("phone", re.compile(phone), lambda m: _hidden(m[0])) for phone in _PHONES),
    Rule("number", re.compile(_LONG), lambda m: _hidden(m[0])),
    Rule("phone", re.compile(rf"{_CUE}(\d{{3,4}}[- ]?\d{{4}})(?!\d)"), lambda m: f"{m[1]}****{m[2][-2:]}"),
    Rule(
        "amount",
        re.compile(rf"({_SIGN}\s?){_RANGE}(?:{_DIGITS}|{_SAID})(?i:{_TIMES})?(?:{_UNIT})?"),
        lambda m: f"{m[1].strip()}***",
    ),
    *(Rule("amount", re.compile(amount), lambda m: _amount(m["unit"].strip())) for amount in _AMOUNTS),
)

"""What somebody wants to see of the funnel, from their words: a period, whose deals, and which of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.funnel.metrics.cuts import Dimension
from bot.funnel.when import find_period, this
from bot.search.normalise import clean
from bot.signals import Period

Whose = Literal["", "mine", "team", "all"]

ALIKE: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split("|"))
    for group in (
        "华东|east|east china|eastern", "华南|south|south china|southern", "华北|north|north china|northern",
        "华中|central|central china", "西南|southwest", "西北|northwest", "东北|northeast",
        "海外|overseas|international|abroad", "制造|manufacturing|manufacturer", "快消|快消品|消费品|fmcg",
        "零售|retail", "软件|software", "电子|electronics", "机械|machinery", "汽车|automotive", "食品|food",
        "医药|医疗|pharma|healthcare|medical", "化工|chemicals|chemical", "教育|education", "金融|finance|financial",
        "物流|logistics", "建筑|construction", "能源|energy", "大型|large|big", "中型|medium|mid-size",
        "小型|small", "展会|exhibition|fair|trade fair|trade show", "转介绍|介绍|referral", "官网|website|web",
        "广告|ads|advertising", "电话|陌拜|cold call|telesales", "老客户|existing customer|existing",
    )
)  # fmt: skip
"""What rows may say in one language and people in the other."""

_SUFFIX = r"(?:行业|业|大区|地区|区域|区|团队|组)"
_TRAILING = re.compile(rf"{_SUFFIX}$| (?:region|team|industry|sector)$")
_MINE = re.compile(r"我自己的?|我的|\b(?:my own|my|mine)\b")
_TEAM = re.compile(r"我们组|我们团队|本组|本团队|全组|团队|\b(?:our team|my team|team)\b")
_ALL = re.compile(r"全公司|公司|全部|所有|\b(?:company|everything|everyone|all)\b")
_FILLER = re.compile(
    r"漏斗|销售|商机|单子|情况|怎么样|怎样|如何|看一下|看看|看下|一下|给我|数据|报表|行业|大区|地区|区域|来源|产品|客户|转化率?|赢单率?"
    r"|[的和与在是吗呢啊按看]"
    r"|\b(?:the|of|for|in|by|and|deals?|funnel|pipeline|show|me|how|is|are|was|were|what|about|our|with|from|please"
    r"|region|industry|sector|source|product|size|customers?|sales|numbers)\b"
)
_WORD = re.compile(r"[^\s,，.。;；:：!！?？、/·]+")
_ORDER: tuple[Dimension | Literal["team"], ...] = ("region", "sector", "size", "product", "origin", "team", "owner")


@dataclass(frozen=True, slots=True)
class Asked:
    period: Period
    whose: Whose = ""
    """ "" where the words do not say."""
    team: str = ""
    values: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()
    """Dimension → what the rows write."""
    unknown: tuple[str, ...] = ()
    """What was not understood: the answer says so."""


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a value; `exact` where the rows write it so."""

    text: str
    by: Dimension | Literal["team"]
    value: str
    exact: bool

    def found_in(self, text: str) -> re.Match[str] | None:
        edge = r"(?<![a-z0-9])", r"(?![a-z0-9])"
        left, right = edge if self.text.isascii() else ("", f"{_SUFFIX}?")
        return re.search(f"{left}{re.escape(self.text)}{right}", text)


def understand(
    text: str, values: Mapping[Dimension, Sequence[str]], teams: Iterable[str], today: date
) -> Asked:  # fmt: skip
    """`values` are those that exist in the rows that the asker may see; without a period it is this quarter."""
    named, rest = find_period(clean(text), today)
    period = named or Period(this("quarter", today).start, today)
    found, rest = _take(rest, list(_forms(values, teams)))
    team = next((form.value for form in found if form.by == "team"), "")
    whose, rest = _whose(rest)
    by = {form.by for form in found}
    chosen = tuple(
        (dimension, tuple(sorted({form.value for form in found if form.by == dimension})))
        for dimension in _ORDER if dimension in by and dimension != "team"
    )  # fmt: skip
    unknown = tuple(dict.fromkeys(_WORD.findall(_FILLER.sub(" ", rest))))
    return Asked(period, whose, team, chosen, unknown)


def _whose(text: str) -> tuple[Whose, str]:
    found: Whose = ""
    patterns: tuple[tuple[Whose, re.Pattern[str]], ...] = (("team", _TEAM), ("mine", _MINE), ("all", _ALL))
    for name, pattern in patterns:
        without = pattern.sub(" ", text)
        if without != text and not found:
            found, text = name, without
    return found, text


def _forms(values: Mapping[Dimension, Sequence[str]], teams: Iterable[str]) -> Iterator[_Form]:
    for by in _ORDER:
        for value in teams if by == "team" else values.get(by, ()):
            written = clean(value)
            short = _TRAILING.sub("", written)
            others = {
                short,
                written.replace(" ", ""),
                *(alike for group in ALIKE if {written, short} & group for alike in group),
            } - {written}
            yield _Form(written, by, value, True)
            yield from (_Form(form, by, value, False) for form in others if len(form) > 1)


def _take(text: str, forms: list[_Form]) -> tuple[list[_Form], str]:
    """Every value that the text names, the longest first, and the text without them.

    Where one word names values of several kinds, the exact one counts, then the first kind in order.
    """
    forms.sort(key=lambda form: (-len(form.text), not form.exact, _ORDER.index(form.by)))
    found: list[_Form] = []
    for form in forms:
        match = form.found_in(text) if form.text else None
        if match is not None:
            texts = {form.text, _TRAILING.sub("", form.text)}
            same = [other for other in forms if other.text in texts and other.by == form.by]
            found += same
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return found, text

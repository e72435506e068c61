"""Names, companies, numbers and amounts out of a real talk, before anything of it is kept.

Each gets a placeholder, the same thing the same one, so that a talk still reads as one and a score still holds.
Shares, days, dates and counts stay.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from bot.drills.real import names
from bot.people.personal import RULES

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "rep": "销售", "customer": "客户", "colleague": "同事", "company": "公司", "amount": "金额", "phone": "电话",
        "email": "邮箱", "wechat": "微信", "url": "网址", "id": "证件号", "bank": "账号", "number": "号码",
        "plate": "车牌", "address": "地址",
    },
    "en": {
        "rep": "Rep", "customer": "Customer", "colleague": "Colleague", "company": "Company", "amount": "amount",
        "phone": "phone", "email": "e-mail", "wechat": "WeChat", "url": "link", "id": "ID", "bank": "account",
        "number": "number", "plate": "plate", "address": "address",
    },
}  # fmt: skip
_LETTERED, _NUMBERED = frozenset({"customer", "colleague"}), frozenset({"company", "amount"})
_STEMS = {"zh": "甲乙丙丁戊己庚辛壬癸", "en": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
PLACEHOLDER = re.compile(
    r"\[(?:(?:客户|同事)(?:[甲乙丙丁戊己庚辛壬癸]|\d{1,3})|(?:公司|金额)\d{1,3}|(?:Customer|Colleague) "
    r"(?:[A-Z]|\d{1,3})"
    r"|(?:Company|amount) \d{1,3}|"
    + "|".join(
        re.escape(word) for said in WORDS.values() for kind, word in said.items() if kind not in _LETTERED | _NUMBERED
    )
    + r")\]"
)
_FIRST = 0xF0000
"""Placeholders are single characters of a private plane while rules run: no rule can see into one."""
_PRIVATE = re.compile("[\U000f0000-\U000ffffd]")
_WIDE = {ord("０") + n: str(n) for n in range(10)} | {ord("＠"): "@", ord("＋"): "+", ord("－"): "-"}

_STREET = r"[^\W\d_A-Za-z在到是去来从的了我你您他她们往送寄住]"
_DOMAIN = r"(?:[\w-]+\.)+(?:com|cn|net|org|io|de|co\.uk)"
_OWN_RULES = (
    ("url", r"(?:(?i:https?://|www\.)[^\s\u4e00-\u9fff，。；）)\]]+(?<![.,;:!?])"
            rf"|(?<![@\w.-]){_DOMAIN}(?:/[^\s\u4e00-\u9fff，。；）)\]]*(?<![.,;:!?]))?(?![\w@]))"),
    ("wechat", r"(?P<cue>(?:微信|(?<![A-Za-z])(?i:wx|vx|qq))(?i:号码?|\s?id)?[:：是\s]{0,3})"
               r"(?a:[A-Za-z][-\w]{5,19}|\d{5,11})"),
    ("wechat", r"(?P<cue>(?<![A-Za-z])(?i:wechat|weixin|whatsapp|telegram)(?i:\s?id)?(?: is|:)?\s?)"
               r"(?a:@?[A-Za-z](?=[-\w]*[\d_])[-\w]{4,19}|@\w{4,20}|\d{5,11})"),
    ("plate", r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
              r"[A-Z][·• ]?[A-Z0-9]{5,6}(?![A-Za-z0-9])"),
    ("address", rf"(?:{_STREET}{{2,7}}?(?:省|自治区))?(?:{_STREET}{{2,6}}?[市州])?(?:{_STREET}{{1,6}}?[区县镇乡])?"
                rf"{_STREET}{{1,8}}?(?:路|街|大道|巷|弄)\s?\d+\s?[号弄]"
                r"(?:[\dA-Za-z一二三四五六七八九十-]+(?:号楼|栋|幢|座|单元|楼|层|室|房|号))*"),
    ("address", r"(?<![\w.])\d{1,5}[A-Za-z]? (?:[A-Z][\w'.-]+ ){1,3}"
                r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Square|Sq|Parkway)\b"),
    ("address", r"(?<!\w)[A-Z][a-zäöüß-]+(?:straße|strasse|weg|platz|laan|straat)\s\d{1,4}\b"),
    ("amount", r"(?<![\d.A-Za-z])\d+(?:\.\d+)?\s?[万千]\s?\d{1,4}千?(?:元|块)?(?![\d.%％年月日天周号点个人])"),
)  # fmt: skip
_EMAIL = next(rule for rule in RULES if rule.kind == "email")
_FIRST_RULES = tuple((kind, re.compile(pattern)) for kind, pattern in _OWN_RULES)
_LATER_RULES = tuple((rule.kind, rule.pattern) for rule in RULES)
_LAST = re.compile(r"\d{7,}")
"""Whatever it is, nobody needs it for a score."""


class Mask:
    """One talk's placeholders. `rep` and `customers` are the speakers' names, `known` the people of the directory."""

    def __init__(
        self, language: str, *, rep: str = "", customers: Sequence[str] = (), known: Collection[str] = (), own: str = ""
    ) -> None:
        self._language = language if language in WORDS else "en"
        self._keys: dict[tuple[str, str], str] = {}
        self._marks: dict[str, str] = {}
        self._literals: dict[str, str] = {}
        self._surnames: dict[str, set[str]] = {}
        for name in (rep, own):
            self._learn("rep", "", name)
        for name in customers:
            self._learn("customer", name, name)
        for name in sorted(known):
            self._learn("colleague", name, name)

    def texts(self, texts: Sequence[str]) -> list[str]:
        """All of a talk at once: who is named in one line is hidden in all. Masking twice is masking once."""
        found = [self._coded(text) for text in texts]
        before: list[str] = []
        while found != before:  # what is gone lays bare what stood too close; each round leaves less
            before = found
            for text in found:
                self._look(text)
            found = [self._round(text) for text in found]
        return [self._shown(text) for text in found]

    def again(self, text: str) -> str:
        """A part of what was masked, by what is known from the whole."""
        found, before = self._coded(text), ""
        while found != before:
            before, found = found, self._round(found)
        return self._shown(found)

    # What is known

    def _look(self, text: str) -> None:
        for name in names.people(text):
            if name not in self._literals:
                self._learn("customer", self._same(name), name)
        for firm in names.firms(text):
            mark = next((self._literals[name] for name in firm if name in self._literals), "")
            for name in firm:
                self._literals.setdefault(name, mark or self._mark("company", firm[-1]))

    def _same(self, name: str) -> str:
        """The one speaker of that surname, or the name itself."""
        speakers = self._surnames.get(names.surname(name), set())
        return next(iter(speakers)) if len(speakers) == 1 else name

    def _learn(self, kind: str, key: str, name: str) -> None:
        if len(name) < 2 or PLACEHOLDER.fullmatch(name):
            return
        mark = self._mark(kind, key)
        for piece in names.pieces(name):
            self._literals.setdefault(piece, mark)
        if kind == "customer" and key == name and names.surname(name):
            self._surnames.setdefault(names.surname(name), set()).add(name)

    # Placeholders

    def _mark(self, kind: str, key: str = "") -> str:
        if (kind, key) not in self._keys:
            self._keys[kind, key] = self._code(self._new(kind))
        return self._keys[kind, key]

    def _new(self, kind: str) -> str:
        said = WORDS[self._language][kind]
        if kind not in _LETTERED | _NUMBERED:
            return f"[{said}]"
        n, gap = 0, " " if self._language == "en" else ""
        while (placeholder := f"[{said}{gap}{self._ordinal(kind, n)}]") in self._marks:
            n += 1
        return placeholder

    def _ordinal(self, kind: str, n: int) -> str:
        stems = _STEMS[self._language] if kind in _LETTERED else ""
        return stems[n] if n < len(stems) else str(n + 1)

    def _code(self, placeholder: str) -> str:
        return self._marks.setdefault(placeholder, chr(_FIRST + len(self._marks)))

    def _coded(self, text: str) -> str:
        text = _PRIVATE.sub("", text).translate(_WIDE)
        return PLACEHOLDER.sub(lambda found: self._code(found[0]), text)

    def _shown(self, text: str) -> str:
        shown = {code: placeholder for placeholder, code in self._marks.items()}
        return _PRIVATE.sub(lambda found: shown[found[0]], text)

    # One round

    def _round(self, text: str) -> str:
        for kind, pattern in (("email", _EMAIL.pattern), *_FIRST_RULES):
            text = pattern.sub(partial(self._replaced, kind), text)
        if self._literals:
            text = self._pattern().sub(lambda found: self._literal(found[0]), text)
        for kind, pattern in _LATER_RULES:
            text = pattern.sub(partial(self._replaced, kind), text)
        return _LAST.sub(self._mark("number"), text)

    def _replaced(self, kind: str, found: re.Match[str]) -> str:
        cue = found.groupdict().get("cue") or ""
        return cue + self._mark(kind, amount_key(found[0]) if kind == "amount" else "")

    def _literal(self, said: str) -> str:
        return self._literals.get(said) or self._folded[said.casefold()]

    def _pattern(self) -> re.Pattern[str]:
        """Made anew when something was learned. The longest first; Latin letters not inside a word."""
        if getattr(self, "_made_of", 0) != len(self._literals):
            self._made_of = len(self._literals)
            self._folded = {name.casefold(): mark for name, mark in self._literals.items()}
            known = sorted(self._literals, key=lambda name: (-len(name), name))
            self._compiled = re.compile("|".join(map(_literal_pattern, known)))
        return self._compiled


def _literal_pattern(name: str) -> str:
    if not name[0].isascii():
        return re.escape(name)
    escaped = re.escape(name)
    anyhow = len(name) > 3
    return rf"(?<![A-Za-z])(?i:{escaped})(?![A-Za-z])" if anyhow else rf"(?<![A-Za-z]){escaped}(?![A-Za-z])"


# How much

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TIMES = {
    "万": 1e4, "亿": 1e8, "千": 1e3, "百": 100, "百万": 1e6, "千万": 1e7, "k": 1e3, "w": 1e4, "m": 1e6, "mn": 1e6,
    "mio": 1e6, "bn": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9, "": 1,
}  # fmt: skip
_MONEY = re.compile(
    r"人民币|港币|美元|美金|欧元|英镑|港元|日元|元|圆|块钱|块|us|hk|nt|rmb|cny|usd|eur|gbp|hkd|jpy|yuan|kuai"
    r"|dollars?|bucks"
    r"|euros?|pounds|[¥￥€£$＄,，\s]"
)


def amount_key(text: str) -> str:
    """The same for every way to write an amount: 35.6万, ¥356,000, 三十五万六."""
    bare = _MONEY.sub("", text.casefold())
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)([万亿千百]*|[a-z]*)", bare):
        times = _TIMES.get(found[2])
        return f"{float(found[1]) * times:.10g}" if times else bare
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)([万千])(\d+)(千?)", bare):
        unit = 1e3 if found[4] else _TIMES[found[2]] / 10 ** len(found[3])
        return f"{float(found[1]) * _TIMES[found[2]] + int(found[3]) * unit:.10g}"
    if re.fullmatch("[零〇一二两三四五六七八九十百千万亿]+", bare):
        return f"{_chinese(bare):.10g}"
    return bare


def _chinese(text: str) -> float:
    for big, times in (("亿", 1e8), ("万", 1e4)):
        if big in text:
            head, _, tail = text.partition(big)
            return _chinese(head) * times + (_chinese(tail) * (times / 10 if len(tail) == 1 else 1) if tail else 0)
    total, digit = 0.0, 0.0
    for char in text:
        if char in _DIGITS:
            digit = float(_DIGITS[char])
        else:
            total, digit = total + (digit or 1) * _UNITS[char], 0.0
    return total + digit

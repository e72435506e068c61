"""The customers' names as people say them: short forms, derived from the full name, and how they sound."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.playbooks.log.dates import fold
from bot.playbooks.log.heard import Known, World
from bot.playbooks.log.known_words import LEGAL_EN, LEGAL_ZH, PLACES_ZH, TRADES_EN, TRADES_ZH
from bot.search.normalise import clean, simplified, sound

_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]")
_WORD = re.compile(r"[a-z0-9&]+(?:'s)?")
_CJK = re.compile(r"[\u3400-\u9fff]+")
_NEAR_ENOUGH = 84
_NEAR_WITH_MORE = 78
"""Of a name written otherwise, when another word of the full name stands behind it."""

_CONFUSABLE = 70
_IN_MANY_NAMES = frozenset(
    "科技 技术 管理 制品 制造 商业 材料 设备 信息 智能 数据 网络 工业 实业 services systems group".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words that name a company."""

    start: int
    end: int
    customers: frozenset[int]
    exact: bool
    """As it is written, not only as it sounds."""
    wide: bool = False
    """More of the full name was said than the short form."""
    alike: frozenset[int] = frozenset()
    """Other customers whose name sounds so: dictation writes the one that it knows."""


@dataclass(frozen=True, slots=True)
class Short:
    """What is left of a full name when people talk."""

    brand: str
    rest: tuple[str, ...]
    place: str = ""


def short_zh(name: str) -> Short:
    inside = "".join(_BRACKETS.findall(name))
    name = _BRACKETS.sub("", name).strip()
    while legal := next((word for word in LEGAL_ZH if name.endswith(word) and len(name) > len(word) + 1), ""):
        name = name.removesuffix(legal)
    place = next((word for word in PLACES_ZH if name.startswith(word) and len(name) >= len(word) + 2), "")
    name = re.sub(rf"^{place}[省市]?", "", name) if place else name
    starts = [at for word in TRADES_ZH if (at := name.find(word, 2)) >= 2]
    brand = name[: min(starts)] if starts else name if len(name) <= 4 else name[:2]
    rest = name[len(brand) :]
    inner = tuple(word for word in TRADES_ZH if word in rest)
    return Short(brand, (rest, *inner) if rest else (), place or inside.strip("（()）[]【】"))


def short_en(name: str) -> Short:
    tokens = [token for token in _WORD.findall(name.replace("-", " ")) if token not in ("&", "and")]
    while len(tokens) > 1 and tokens[-1] in LEGAL_EN:
        tokens.pop()
    if len(tokens) > 1 and tokens[0] == "the":
        tokens.pop(0)
    at = next((place for place, token in enumerate(tokens) if place and token in TRADES_EN), len(tokens))
    return Short("".join(tokens[:at]), tuple(tokens[at:]))


class Companies:
    """The short forms of a world's customers; those that several share name all of them."""

    def __init__(self, customers: Iterable[Known]) -> None:
        self._written: dict[str, set[int]] = defaultdict(set)
        self._sounding: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self._latin: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._rest: dict[int, set[str]] = defaultdict(set)
        for known in customers:
            for name in known.names:
                self._learn(known.id, clean(name))
        self._lengths = sorted({len(form) for form in self._written}, reverse=True)

    def _learn(self, id: int, name: str) -> None:
        if not _CJK.search(name):
            short = short_en(name)
            if short.brand:
                self._latin[short.brand[0]][short.brand].add(id)
            self._rest[id].update(short.rest)
            return
        short = short_zh(name)
        for form in {short.brand, short.brand[:2] if len(short.brand) > 3 else short.brand}:
            self._written[form].add(id)
            self._sounding[tuple(map(sound, form))].add(id)
        self._rest[id].update((*short.rest, short.place))

    def find(self, text: str) -> list[Said]:
        """Every company named in folded text, in order; those that only sound so, too."""
        found = [*self._by_letters(text), *(self._by_characters(text) if self._lengths else ())]
        return sorted(found, key=lambda said: (said.start, -said.end))

    def _by_characters(self, text: str) -> list[Said]:
        found: list[Said] = []
        sounds = [sound(char) if _CJK.match(char) else char for char in text]
        at = 0
        while at < len(text):
            said = next((said for size in self._lengths if (said := self._at(text, sounds, at, size))), None)
            if said:
                found.append(said)
            at = said.end if said and said.exact else at + 1
        return found

    def _at(self, text: str, sounds: list[str], at: int, size: int) -> Said | None:
        written = self._written.get(text[at : at + size])
        ids = written or self._sounding.get(tuple(sounds[at : at + size]))
        if not ids:
            return None
        end = at + size
        wider = {id: self._longer(text, end, id) for id in ids}
        longest = max(wider.values())
        if longest > end:
            ids = {id for id, until in wider.items() if until == longest}
        alike = frozenset(self._sounding[tuple(sounds[at : at + size])] - ids)
        return Said(at, longest, frozenset(ids), bool(written), longest > end, alike)

    def _longer(self, text: str, end: int, id: int) -> int:
        ends = [end + len(word) for word in self._rest[id] if word and text.startswith(word, end)]
        return max(ends, default=end)

    def _by_letters(self, text: str) -> list[Said]:
        found: list[Said] = []
        words = list(_WORD.finditer(text.replace("-", " ")))
        for place in range(len(words)):
            said = max(
                (s for size in (3, 2, 1) if (s := self._spelt(words[place : place + size]))), key=_weight, default=None
            )
            if said and not (found and said.start < found[-1].end and _weight(found[-1]) >= _weight(said)):
                found.append(self._with_rest(said, words, place))
        return found

    def _spelt(self, words: list[re.Match[str]]) -> Said | None:
        tokens = [word[0].removesuffix("'s") for word in words]
        joined = "".join(token for token in tokens if token not in ("and", "&"))
        if len(joined) < 3 or tokens[-1] in ("and", "&") or tokens[0] in ("and", "&"):
            return None
        forms = self._latin.get(joined[0])
        if not forms:
            return None
        span = (words[0].start(), words[-1].end() - 2 * words[-1][0].endswith("'s"))
        if joined in forms:
            others = [form for form in forms if form != joined and fuzz.ratio(joined, form) >= _CONFUSABLE]
            return Said(
                *span, frozenset(forms[joined]), True, alike=frozenset(id for form in others for id in forms[form])
            )
        if len(joined) < 4:
            return None
        near = {form: _nearness(joined, form, len(words)) for form in forms if abs(len(form) - len(joined)) < 6}
        best = max(near.values(), default=0)
        if best < _NEAR_WITH_MORE:
            return None
        ids = {id for form, score in near.items() if score > best - 4 for id in forms[form]}
        return Said(*span, frozenset(ids), False, best >= _NEAR_ENOUGH)

    def _with_rest(self, said: Said, words: list[re.Match[str]], place: int) -> Said:
        """Takes in the words of the full name behind the short one; between two customers they decide."""
        after = [word for word in words[place:] if word.start() >= said.end][:4]
        ids, end = said.customers, said.end
        for word in after:
            token = word[0].removesuffix("'s")
            having = {id for id in ids if any(_same(token, rest) for rest in self._rest[id])}
            if having:
                ids, end = frozenset(having), word.end() - 2 * word[0].endswith("'s")
            elif token not in ("and", "&", "the"):
                break
        wide = end > said.end
        return Said(said.start, end, ids, said.exact or (wide and said.wide), said.wide or wide, said.alike)

    def by_other_words(self, text: str, ids: Iterable[int]) -> set[int]:
        """Those of `ids` of whose full name another word is somewhere in the text: "Halvorsen, the pump people"."""
        tokens = _WORD.findall(text)
        return {id for id in ids if any(self._in(word, text, tokens) for word in self._rest[id] - _IN_MANY_NAMES)}

    def _in(self, word: str, text: str, tokens: list[str]) -> bool:
        if _CJK.match(word):
            return word in text
        return any(_same(token, word) for token in tokens)


def _same(token: str, word: str) -> bool:
    return token == word or (len(token) > 3 and len(word) > 3 and (token.rstrip("s") == word.rstrip("s")))


def _nearness(joined: str, form: str, words: int) -> float:
    if len(joined) >= 5 and form.startswith(joined):
        return 90 if words > 1 else _NEAR_WITH_MORE  # "tri co"; but "north" need not be Northgate
    if len(joined) >= 5 and _skeleton(joined) == _skeleton(form):
        return 88
    return fuzz.ratio(joined, form)


def _weight(said: Said) -> tuple[bool, bool, int]:
    return said.exact, said.wide, said.end - said.start


@lru_cache(maxsize=20_000)
def _skeleton(word: str) -> str:
    for a, b in (("ph", "f"), ("ck", "k"), ("qu", "kw"), ("c", "k"), ("q", "k"), ("z", "s")):
        word = word.replace(a, b)
    return re.sub(r"(.)\1+", r"\1", word[0] + re.sub(r"[aeiouyhw]", "", word[1:]))


@lru_cache(maxsize=64)
def companies(world: World) -> Companies:
    return Companies(world.customers)


def folded(text: str) -> str:
    """`fold`, and simplified characters where none is lost by it."""
    plain = fold(text)
    simple = simplified(plain)
    return simple if len(simple) == len(plain) else plain

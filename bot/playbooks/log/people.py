"""The people named in a sentence, and which of the world's contacts each may be."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from bot.playbooks.log.heard import Known, World
from bot.playbooks.log.known_words import CEO_WORDS, FIRST_NAMES, SURNAMES, TITLES_ZH
from bot.search.normalise import clean, sound

_CJK = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+")
_TITLED = re.compile(
    rf"([老小阿]?)([\u3400-\u9fff])({'|'.join(TITLES_ZH)})(?![位体部计价量额结算账钱司共书院学人程作业具厂])"
)
# 实施经理: the second half of a word, and no surname.
_NO_NAME_BEFORE = re.compile(r"[关对由属鉴等至在位实]$")
_CALLED = re.compile(r"(?<![\u3400-\u9fff])?([老小])([\u3400-\u9fff])")
_HONORED = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof)\.? ([a-z]+)", re.ASCII)
# 小魏接待的, 有个小夏打来; not 小时, 小程序.
_BY_NAME = re.compile(
    rf"(?<![大最缩])([小老](?![时师区程米车路孔家房单门])[{''.join(sorted(SURNAMES))}])(?=[\s，,。说打来接在给加带也问跟和的找]|$)"
)
_BOSS_ZH = re.compile(r"老板娘(?![\u3400-\u9fff](?:姐|总|经理|女士))")
_NAMED_EN = re.compile(
    r"\b(?:(?:guy|somebody|someone|woman|lady|man|fellow|bloke|girl|kid)(?: there)? (?:named|called)|named"
    r"|(?:owner|buyer|manager|foreman|assistant|successor|boss|receptionist|secretary|colleague)(?:'s name is"
    r"|,)?) ([a-z]+)\b",
    re.ASCII,
)
_FIRST_NAME = re.compile(r"\b[a-z]{2,}\b")
_OFFICE = re.compile(
    r"\b(c[efoit]o|owner|buyer|controller|purchasing manager|plant manager|foreman|partner)\b", re.ASCII
)
# Said of nobody who does not hold the office, as 总 is out of politeness.
_ONE_OFFICE = frozenset(("厂长", "厂", "科长", "科", "会计", "董事长", "董", "主任", "院长", "店长"))
# First names that are words of the language besides.
_WORDS_TOO = frozenset(
    "grace frank will mark bill may june april art hope rob sue pat grant chase drew max rich faith joy".split()  # noqa: SIM905
)
_NAME_BEFORE = re.compile(
    r"(?:^|[,.;:!?] |\b(?:with|to|called|met|saw|see|from|and|phoned|rang|texted|emailed"
    r"|e-mailed|for|by) )$"
)


@dataclass(frozen=True, slots=True)
class Who:
    """One contact of one customer."""

    customer: int
    id: int
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Person:
    """Words that name somebody. `may_be` is empty for one whom nobody knows."""

    start: int
    end: int
    may_be: tuple[Who, ...]
    full: bool = False
    """Whether the whole name was said, so that few can be meant."""


class People:
    def __init__(self, customers: Iterable[Known]) -> None:
        self._full: dict[str, list[Who]] = defaultdict(list)
        self._sounding: dict[tuple[str, ...], list[Who]] = defaultdict(list)
        self._surname: dict[str, list[Who]] = defaultdict(list)
        self._given: dict[str, list[Who]] = defaultdict(list)
        self._latin: dict[str, list[Who]] = defaultdict(list)
        self._offices: dict[str, list[Who]] = defaultdict(list)
        for known in customers:
            for id, name, title in known.contacts:
                self._learn(Who(known.id, id, clean(name), clean(title)))

    def _learn(self, who: Who) -> None:
        if not _CJK.search(who.name):
            for part in _WORD.findall(who.name):
                self._latin[part].append(who)
            for office in _offices(who.title):
                self._offices[office].append(who)
            return
        self._full[who.name].append(who)
        self._sounding[tuple(map(sound, who.name))].append(who)
        self._surname[who.name[0]].append(who)
        if len(who.name) > 2:
            self._given[who.name[1:]].append(who)

    def find(self, text: str) -> list[Person]:
        """Everybody named in folded text, in order; the longer reading where two overlap."""
        found: list[Person] = []
        every = [*self._by_characters(text), *self._by_letters(text)]
        for person in sorted(every, key=lambda p: (not p.full, p.start - p.end, p.start)):
            if all(person.end <= other.start or other.end <= person.start for other in found):
                found.append(person)
        return _run_together(sorted(found, key=lambda person: person.start), text)

    def _by_characters(self, text: str) -> Iterable[Person]:
        if text.isascii():
            return
        sounds = [sound(char) if _CJK.match(char) else char for char in text]
        for at in range(len(text)):
            for size in (4, 3, 2):
                name = text[at : at + size]
                if len(name) == size and (who := self._full.get(name) or self._sounding_so(text, sounds, at, size)):
                    yield Person(at, at + size, tuple(who), full=True)
                if len(name) == size and name in self._given:
                    yield Person(at, at + size, tuple(self._given[name]), full=True)
        yield from self._by_surname(text)

    def _by_surname(self, text: str) -> Iterable[Person]:
        for match in _TITLED.finditer(text):
            if match[2] in SURNAMES and not _NO_NAME_BEFORE.search(text[: match.start(2)]):
                yield Person(match.start(), match.end(), tuple(self._titled(match[2], match[3])))
        for match in _CALLED.finditer(text):
            if match[2] in self._surname:
                yield Person(match.start(), match.end(), tuple(self._surname[match[2]]))
        for match in _BY_NAME.finditer(text):
            yield Person(match.start(), match.end(), tuple(self._surname.get(match[1][1], ())))
        for match in _BOSS_ZH.finditer(text):
            yield Person(match.start(), match.end(), ())

    def _sounding_so(self, text: str, sounds: list[str], at: int, size: int) -> list[Who]:
        """照明 is not 赵明, nor 徐经理 徐静: a surname, that one if the name is short, and no title behind."""
        if text[at] not in SURNAMES or _TITLED.match(text, at):
            return []
        alike = self._sounding.get(tuple(sounds[at : at + size]), [])
        return alike if size > 2 else [who for who in alike if who.name[0] == text[at]]

    def _titled(self, surname: str, title: str) -> list[Who]:
        """Those of the surname whom the title fits; one written otherwise only where nobody is written so."""
        same = self._surname.get(surname, [])
        fitting = [who for who in same if _fits(title, who.title)]
        alike = [
            who
            for other, people in self._surname.items()
            if other != surname and sound(other) == sound(surname)
            for who in people
        ]
        certain = fitting and title in _ONE_OFFICE
        return [
            *fitting,
            *(who for who in same if who not in fitting and not certain),
            *(who for who in alike if _fits(title, who.title)),
        ]

    def _by_letters(self, text: str) -> Iterable[Person]:
        words = list(_WORD.finditer(text))
        for place, match in enumerate(words):
            after = words[place + 1] if place + 1 < len(words) else None
            who = self._first_name(text, match)
            if who and after and (both := _with_surname(who, match, after, text)):
                yield both
            elif who:
                yield Person(match.start(), match.end(), tuple(who))
        for match in _HONORED.finditer(text):
            yield Person(
                match.start(), match.end(), tuple(w for w in self._latin.get(match[1], ()) if w.name.endswith(match[1]))
            )
        yield from self._unknown(text)
        for match in _OFFICE.finditer(text):
            if match[1] in self._offices:
                yield Person(match.start(), match.end(), tuple(self._offices[match[1]]))

    def _unknown(self, text: str) -> Iterable[Person]:
        """Somebody whom nobody knows yet, by a first name."""
        for match in _NAMED_EN.finditer(text):
            if match[1] in FIRST_NAMES and match[1] not in self._latin:
                yield Person(match.start(1), match.end(1), ())
        for match in _FIRST_NAME.finditer(text):
            if match[0] in FIRST_NAMES - _WORDS_TOO and match[0] not in self._latin:
                yield Person(match.start(), match.end(), ())

    def _first_name(self, text: str, match: re.Match[str]) -> list[Who]:
        word = match[0]
        if word in _WORDS_TOO and not _NAME_BEFORE.search(text[: match.start()]):
            return self._latin.get(word, []) if len(text) < 1 or _followed_by_name(text, match, self._latin) else []
        if word in self._latin:
            return self._latin[word]
        if len(word) < 4:
            return []
        return [who for name, people in self._latin.items() if _nearly(word, name) for who in people]


def _followed_by_name(text: str, match: re.Match[str], names: dict[str, list[Who]]) -> bool:
    after = _WORD.match(text, match.end() + 1)
    return bool(after and after[0] in names) or not re.match(r" (?:and|to|it|is|of|the|be|a)\b", text[match.end() :])


def _nearly(word: str, name: str) -> bool:
    return name[0] == word[0] and len(name) > 3 and abs(len(name) - len(word)) < 2 and fuzz.ratio(word, name) >= 88


def _with_surname(who: list[Who], first: re.Match[str], after: re.Match[str], text: str) -> Person | None:
    if text[first.end() : after.start()].strip(" '") or after.start() - first.end() > 1:
        return None
    surname = after[0]
    both = [
        w
        for w in who
        if w.name.split()[-1][0] == surname[0] and (len(surname) == 1 or fuzz.ratio(w.name.split()[-1], surname) >= 80)
    ]
    return Person(first.start(), after.end(), tuple(both), full=True) if both and w_first(both, first[0]) else None


def w_first(who: list[Who], word: str) -> bool:
    return any(w.name.split()[0][0] == word[0] and not w.name.endswith(word) for w in who)


def _run_together(people: list[Person], text: str) -> list[Person]:
    """王秀兰王总 and 沈洁沈会计 are one person."""
    found: list[Person] = []
    for person in people:
        before = found[-1] if found else None
        same = (
            before
            and before.full
            and not text[before.end : person.start].strip()
            and text[before.start] == text[person.start]
        )
        if before and same and not text[person.start].isascii():
            found[-1] = Person(before.start, person.end, before.may_be, full=True)
        else:
            found.append(person)
    return found


def _fits(said: str, title: str) -> bool:
    """Whether one with this title is called so to the face."""
    if said in ("总", "董", "副总", "老板"):
        return any(word in title for word in CEO_WORDS)
    if said == "工":
        return any(word in title for word in ("工", "技术", "研发", "设备", "it", "信息", "cto"))
    if said in ("科", "处", "局", "厂"):
        return said in title
    if said in ("会计", "出纳"):
        return "财务" in title or "会计" in title
    if said in ("先生", "女士", "小姐", "姐", "哥", "叔", "嫂", "阿姨", "大姐", "师傅", "老师"):
        return True
    if said == "经理":
        return title.endswith("经理") and "总经理" not in title
    return said in title


def _offices(title: str) -> list[str]:
    words = title.split()
    initials = "".join(word[0] for word in words if word not in ("of", "and"))
    return [title, *([initials] if title.startswith("chief") else ())]


@lru_cache(maxsize=64)
def people(world: World) -> People:
    return People(world.customers)

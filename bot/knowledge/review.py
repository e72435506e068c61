"""What is not wrong in a card but makes it worse: the warnings of `cornerman check`."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.knowledge.cards import Card, Shelf
from bot.knowledge.collisions import Pair, nearly_same, phrases, same
from bot.knowledge.facts import Fact

ENOUGH = 20
"""Phrases a language from which a card is usually found."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One warning: where it is, what is doubtful, what would be better."""

    path: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: warning: {self.problem}"


Look = Callable[[Shelf], Iterator[Remark]]
"""Looks through all cards for one thing."""


def review(shelf: Shelf) -> list[Remark]:
    """Every warning, by file and line."""
    found = [remark for look in LOOKS for remark in look(shelf)]
    return sorted(found, key=lambda remark: (remark.path, remark.line))


def _rows(card: Card) -> Iterator[tuple[str, int, str]]:
    """(section, line of the file, text) of every row."""
    for name, text in card.sections.items():
        for line, row in enumerate(text.split("\n"), card.lines[name]):
            yield name, line, row


# Words

SLOGANS = re.compile(
    r"降本增效|提质增效|赋能|一站式|抓手(?!机)|闭环|数字化转型|数智化|全方位|全链路|全面提升|全新升级|保驾护航|量身定制"
    r"|降维打击|顶层设计|组合拳|行业领先|业界领先|遥遥领先|引领行业|革命性|颠覆性"
    r"|\b(?:seamless(?:ly)?|world[- ]class|empower(?:s|ed|ing|ment)?|leverag(?:e|es|ed|ing)|synerg(?:y|ies|istic)"
    r"|best[- ](?:in[- ]class|of[- ]breed)|cutting[- ]edge|state[- ]of[- ]the[- ]art|bleeding[- ]edge|one[- ]stop"
    r"|game[- ]chang(?:er|ing)|next[- ]gen(?:eration)?|industry[- ]leading|market[- ]leading|holistic(?:ally)?"
    r"|paradigm shift|digital transformation|revolutioni[sz](?:e|es|ing)|disruptive|value[- ]added|future[- ]proof"
    r"|unlock(?:s|ing)? (?:the |its |your )?(?:value|potential|growth))\b",
    re.IGNORECASE,
)


def slogans(shelf: Shelf) -> Iterator[Remark]:
    for card in shelf.cards.values():
        for name, line, row in _rows(card):
            for word in dict.fromkeys(SLOGANS.findall(row)):
                problem = f"{name} says “{word}”, a slogan. Write what somebody sees or does, or a number."
                yield Remark(card.path, line, problem)


# Places and tools that everybody works with (DingTalk, WeCom, Excel) are not among them.
COMPANIES = re.compile(
    r"用友|金蝶|鼎捷|管家婆|畅捷通|浪潮(?:ERP|通软|软件|集团)|速达软件|纷享销客|销售易(?![于懂被手])|聚水潭|旺店通|泛微"
    r"|简道云|明道云|神州云动|思爱普|甲骨文"
    r"|(?<![A-Za-z])(?:SAP|[Oo]racle|[Nn]et[Ss]uite|[Oo]doo|[Ss]alesforce|[Yy]onyou|[Kk]ingdee|[Ii]nspur|UFIDA|Infor"
    r"|Epicor|HubSpot|Zoho|Microsoft Dynamics|Dynamics 365)(?![A-Za-z])"
)


def companies(shelf: Shelf) -> Iterator[Remark]:
    """A card that names a competitor is read as a judgement, and sent on; a customer who names one is quoted."""
    for card in shelf.cards.values():
        for name, line, row in (("title", card.lines["title"], card.title), *_rows(card)):
            for word in dict.fromkeys(COMPANIES.findall(row)):
                problem = (
                    f"{name} names {word}, a real company. Write “the other vendor”; "
                    f"{card.id}.says.txt may name it, since people search for it."
                )
                yield Remark(card.path, line, problem)


# Figures

FIGURE = re.compile(r"\d[\d,.]*\d|\d")
PERCENT = re.compile(r"(?:\d[\d,.]*\d|\d)(?= ?%)")


def _text(fact: Fact, card: Card) -> str:
    return fact.zh if card.language == "zh" else fact.en


def _named(card: Card, shelf: Shelf) -> list[Fact]:
    return [shelf.facts[id] for id in card.facts if id in shelf.facts]


def figures(shelf: Shelf) -> Iterator[Remark]:
    """A figure stands in facts.yaml once, and the card names that fact: so that no two cards contradict each other."""
    for card in shelf.cards.values():
        known = {figure for fact in _named(card, shelf) for figure in FIGURE.findall(_text(fact, card))}
        for name, line, row in _rows(card):
            for figure in dict.fromkeys(FIGURE.findall(row)):
                if figure not in known:
                    problem = (
                        f"{name} says {figure}, which no fact of this card holds. {_where_from(figure, card, shelf)}"
                    )
                    yield Remark(card.path, line, problem)


def _where_from(figure: str, card: Card, shelf: Shelf) -> str:
    holders = [fact.id for fact in shelf.facts.values() if figure in FIGURE.findall(_text(fact, card))]
    if not holders:
        return "Write it into knowledge/facts.yaml and name that fact in `facts:`, or leave it out."
    if len(holders) == 1:
        return f"The fact {holders[0]!r} does: name it in `facts:`."
    return f"Name the right one in `facts:`: {', '.join(holders[:3])}{', …' if len(holders) > 3 else ''}."


# What is sent to the customer

APPOINTMENT = re.compile(
    r"[这下本上]个?(?:周|星期|礼拜)[一二三四五六日天](?![起块同])|(?:周|星期|礼拜)[一二三四五六日天](?:或|还是|前|之前|见|我|咱)"
    r"|\b(?:on|by|next|this|last|until|before) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day or\b",
    re.IGNORECASE,
)
INTERNAL = re.compile(r"内部|\binternal", re.IGNORECASE)
OUR_LIMIT = re.compile(
    r"(?:折扣|价格|优惠|让价|审批|我的|我这边|我手里的?)权限|权限(?:内|范围|只有|最多)|底价|(?:我们|给您)的?最低价"
    r"|内部(?:价|折扣|政策|资料|规定)"
    r"|\b(?:discount|price|approval|my|our) limits?\b|\b(?:floor|bottom) price\b"
    r"|\binternal (?:price|pricing|discount|figure|limit|rule|use)",
    re.IGNORECASE,
)


def sent(shelf: Shelf) -> Iterator[Remark]:
    """What goes out is read on another day, and by the customer's whole company."""
    for card in shelf.cards.values():
        for name, line, row in _rows(card):
            if name == "send":
                yield from (Remark(card.path, line, f"send says {problem}") for problem in _sent(row, card, shelf))


def _sent(row: str, card: Card, shelf: Shelf) -> Iterator[str]:
    if found := APPOINTMENT.search(row):
        yield f"“{found[0]}”, which is wrong next week. Ask for a day, or write “this week”."
    if found := OUR_LIMIT.search(row):
        yield f"“{found[0]}”, which is for us alone. The customer forwards this text: leave it out."
    for figure, fact in _given_away(row, card, shelf.facts).items():
        yield f"{figure}, which only the internal fact {fact!r} holds. The customer forwards this text: leave it out."


def _given_away(row: str, card: Card, facts: Mapping[str, Fact]) -> dict[str, str]:
    """Figure → the internal fact it comes from. A percentage is looked for in all of them: it may be a discount."""
    texts = {id: _text(fact, card) for id, fact in facts.items()}
    public = " ".join(texts[id] for id in card.facts if id in texts and not INTERNAL.search(texts[id]))
    percents, others = (set(kind.findall(row)).difference(kind.findall(public)) for kind in (PERCENT, FIGURE))
    found: dict[str, str] = {}
    for id, text in texts.items():
        if INTERNAL.search(text):
            given = percents.intersection(PERCENT.findall(text))
            given |= others.intersection(FIGURE.findall(text)) if id in card.facts else set()
            found |= {figure: id for figure in given if figure not in found}
    return found


# Phrases


def few_phrases(shelf: Shelf) -> Iterator[Remark]:
    for card in shelf.cards.values():
        if len(card.says) >= ENOUGH:
            continue
        path = card.says_path if card.says else card.path
        count = {0: "no phrases", 1: "1 phrase"}.get(len(card.says), f"{len(card.says)} phrases")
        yield Remark(path, 1, f"{count}; twenty make it findable: cornerman says draft {card.id}")


def same_phrases(shelf: Shelf) -> Iterator[Remark]:
    yield from (_pair(pair, "also in") for pair in same(phrases(shelf)))


def alike_phrases(shelf: Shelf) -> Iterator[Remark]:
    yield from (_pair(pair, f"nearly “{pair[0].written}” in") for pair in nearly_same(phrases(shelf)))


def _pair(pair: Pair, how: str) -> Remark:
    first, second = pair
    problem = f"“{second.written}” is {how} {first.place}. Keep it where it fits better."
    return Remark(second.path, second.line, problem)


LOOKS: tuple[Look, ...] = (
    slogans, companies, figures, sent, few_phrases, same_phrases, alike_phrases,
)  # fmt: skip

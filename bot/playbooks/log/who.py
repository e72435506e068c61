"""With which customer and with whom it was: what the names in a sentence come to together."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.playbooks.log import strangers
from bot.playbooks.log.days import Span
from bot.playbooks.log.heard import World
from bot.playbooks.log.known_words import OUTFITS_ZH, TRADES_EN
from bot.playbooks.log.names import Said, companies
from bot.playbooks.log.people import Person, Who, people
from bot.playbooks.log.step_words import any_of

_ABSENT = any_of(
    r"^的(?:同事|助理|秘书|手下|下属|徒弟)",
    r"^'s (?:colleague|assistant|boss|successor|replacement|deputy|secretary)\b",
    r"^[^,，。.；; ]{0,3}(?:没空|没见|没在|不在|出差|出国|请假|临时|休假|在外|外出|没来)",
    r"^[,.]? (?:\w+ )?(?:not (?:there|in|around|available)|wasn't|was not|isn't|was out|was off|is out|was away"
    r"|is away|'s in [a-z]+ (?:till|until)|(?:was|is) in (?:a|another) meeting|couldn't make|was tied up|was sick"
    r"|no[- ]show)",
)
_NOT_MET = re.compile(
    r"(?:没见着|没见到|没碰到|没碰上|没遇到|没找到|不是)$|(?:\bno|\bnot|\bwithout"
    r"|\bdidn't (?:see|get|meet)) ?$"
)


@dataclass(frozen=True, slots=True)
class With:
    customer: int | None = None
    said: str = ""
    among: tuple[int, ...] = ()
    contact: int | None = None
    contact_said: str = ""
    ask: bool = False
    ask_contact: bool = False
    """Whether two people of that customer are called so."""
    people: tuple[Person, ...] = ()
    companies: tuple[Said, ...] = ()

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where in the text a name stands."""
        people = [(person.start, person.end) for person in self.people]
        return [*people, *((said.start, said.end) for said in self.companies)]


def find(text: str, original: str, world: World, spans: Sequence[Span]) -> With:
    everybody = people(world).find(text)
    named = [said for said in companies(world).find(text) if not _among(said, spans)]
    believed = _believed(text, named, everybody)
    everybody = [person for person in everybody if not any(_taken(person, said, text) for said in believed)]
    met = _those_met(text, everybody)
    stranger = "" if believed else strangers.stranger(text, everybody)
    ids, ask = _customers(text, believed, [*met, *(p for p in everybody if p not in met)], world, stranger)
    customer = ids[0] if len(ids) == 1 else None
    said = _first_of(believed, customer)
    who = _contact(text, met, ids if len(ids) == 1 else ())
    known = who[1] if who else None
    span = who[0] if who else None
    return With(
        customer,
        original[said.start : said.end].strip() if said else _as_written(text, original, stranger),
        tuple(ids) if len(ids) > 1 else (),
        known.id if known else None,
        original[span.start : span.end] if span else "",
        ask or len(ids) > 1,
        who is not None and customer is not None and _two_there(text, who[0], customer),
        tuple(everybody),
        tuple(believed),
    )


def _believed(text: str, named: list[Said], everybody: list[Person]) -> list[Said]:
    """Written names are believed; one that only sounds so needs its place in the sentence or one of its people."""
    exact = [said for said in named if said.exact]
    if exact:
        return exact
    backed = [said for said in named if _backed(said, everybody)]
    return backed or [said for said in named if said.wide or _placed(text, said)]


def _backed(said: Said, everybody: list[Person]) -> bool:
    return any(who.customer in said.customers for person in everybody for who in person.may_be)


def _placed(text: str, said: Said) -> bool:
    if text[said.start].isascii():
        return False
    return bool(strangers.MET_AT.search(text[: said.start])) and not set(text[said.start : said.end]) & set(
        "的了是我他她们个"
    )


def _customers(text: str, named: list[Said], met: list[Person], world: World, stranger: str) -> tuple[list[int], bool]:
    """The customers it may be, likeliest first, and whether one has to ask even of a single one."""
    if not named:
        return ([], False) if stranger else _by_people(text, met, world)
    backed = [said for said in named if _backed(said, met)]
    said = (backed or named)[0]
    ids = set(said.customers)
    if not backed and not said.wide and (meant := _meant(said, met)):
        return [meant], False
    if len(ids) > 1:
        ids = _narrowed(text, ids, met, world)
    others = {frozenset(other.customers) for other in backed or named} - {said.customers}
    doubtful = not said.exact and not backed and any(person.may_be for person in met)
    doubtful = doubtful or (not backed and not said.wide and _another_trade(text[said.end :]))
    torn = bool(others) and not any(ids & other for other in others)
    return sorted(ids, key=_mine_first(world)), torn or doubtful


def _meant(said: Said, met: list[Person]) -> int | None:
    """天宇罗工: who is named works at 天禹, which sounds the same."""
    there = {who.customer for person in met for who in person.may_be} & said.alike
    return there.pop() if len(there) == 1 else None


def _another_trade(after: str) -> bool:
    """Apex Logistics is not Apex Tool & Die."""
    word = re.match(r" ([a-z]+)", after)
    return after.startswith(tuple(OUTFITS_ZH)) or bool(
        word and word[1] in TRADES_EN - {"store", "plant", "line", "works", "power"}
    )


def _narrowed(text: str, ids: set[int], met: list[Person], world: World) -> set[int]:
    for person in met:
        best = _likeliest(person, ids)
        if best and len({who.customer for who in best}) == 1:
            return {best[0].customer}
    by_words = companies(world).by_other_words(text, ids)
    if len(by_words) == 1:
        return by_words
    return _mine(ids, world)


def _by_people(text: str, met: list[Person], world: World) -> tuple[list[int], bool]:
    known = [person for person in met if person.may_be]
    if not known:
        return [], True
    together = [set(_ids(person)) for person in known]
    ids = set.intersection(*together) or next(
        (ids for p, ids in zip(known, together, strict=True) if p.full), together[0]
    )
    if len(ids) > 1:
        by_words = companies(world).by_other_words(text, ids)
        ids = by_words if len(by_words) == 1 else _mine(ids, world)
    strange = not known[0].full and strangers.elsewhere(text, met, ())
    doubtful = strange or strangers.from_elsewhere(text, known[0]) or _misnamed(known[0], ids)
    return sorted(ids, key=_mine_first(world)), doubtful or all(_by_office(text, person) for person in known)


def _by_office(text: str, person: Person) -> bool:
    """Whether only an office was named, as there is one at every company: "the owner", "the CFO"."""
    said = text[person.start : person.end]
    return said.isascii() and not any(word in who.name.split() for who in person.may_be for word in _near(said, who))


def _near(said: str, who: Who) -> list[str]:
    return [name for name in who.name.split() for word in said.split() if word[:1] == name[:1]]


def _ids(person: Person) -> list[int]:
    return [who.customer for who in person.may_be]


def _misnamed(person: Person, ids: set[int]) -> bool:
    return not any(who.customer in ids for who in person.may_be)


def _mine(ids: set[int], world: World) -> set[int]:
    mine = {id for id in ids if (known := world.get(id)) and known.mine}
    return mine if len(mine) == 1 else ids


def _mine_first(world: World) -> Callable[[int], tuple[bool, int]]:
    return lambda id: (not ((known := world.get(id)) and known.mine), id)


def _contact(text: str, met: list[Person], ids: Sequence[int]) -> tuple[Person, Who | None] | None:
    for person in met:
        best = _by_title(text, person, [who for who in _likeliest(person, set(ids)) if who.customer in ids])
        if best:
            return person, best[0]
    return (met[0], None) if met else None


def _two_there(text: str, person: Person, customer: int) -> bool:
    return len(_by_title(text, person, [who for who in person.may_be if who.customer == customer])) > 1


def _by_title(text: str, person: Person, there: list[Who]) -> list[Who]:
    """梁小姐 市场部的: of two of one name the one whose office is named beside."""
    named = [who for who in there if who.title[:2] in text[person.start : person.end + 8]]
    return named if len(named) == 1 else there


def _likeliest(person: Person, ids: set[int]) -> list[Who]:
    return [who for who in person.may_be if who.customer in ids]


def _those_met(text: str, everybody: list[Person]) -> list[Person]:
    """Who was not there is not met for being named once more: "Greg wasn't there, Dale was, calling Greg"."""
    absent = {who.id for person in everybody if not _was_met(text, person) for who in person.may_be}
    met = [person for person in everybody if _was_met(text, person)]
    there = [person for person in met if not (person.may_be and {who.id for who in person.may_be} <= absent)]
    return there or met or everybody


def _was_met(text: str, person: Person) -> bool:
    return not _ABSENT.search(text[person.end :]) and not _NOT_MET.search(text[: person.start])


def _as_written(text: str, original: str, name: str) -> str:
    at = text.find(name) if name else -1
    return original[at : at + len(name)] if at >= 0 else ""


def _first_of(named: list[Said], customer: int | None) -> Said | None:
    return next((said for said in named if customer in said.customers), named[0] if named else None)


def _among(said: Said, spans: Sequence[Span]) -> bool:
    return any(span.start < said.end and said.start < span.end for span in spans)


def _taken(person: Person, said: Said, text: str) -> bool:
    """Words of a company's name are nobody's: the Tilley of "Boss and Tilley"."""
    believed = said.exact or text[person.start : person.end].isascii()
    return believed and person.start < said.end and said.start < person.end

"""What no schema sees of a playbook: names that must be there, or there once, and stages in the order of the six."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from bot.content import Lines, line_at, nearest
from bot.errors import ContentError
from bot.playbooks.playbook import STAGE_IDS, Condition, Playbook, Stage
from bot.search.normalise import clean

Where = tuple[str | int, ...]
Finding = tuple[str, Where]
"""A sentence, and where in the file what it is about stands."""


def wrong(book: Playbook, stem: str, cards: Collection[str], shown: str, places: Lines) -> list[ContentError]:
    return [ContentError(shown, line_at(places, *where), text) for text, where in _findings(book, stem, cards)]


def claimed_twice(books: Iterable[tuple[Playbook, str, Lines]]) -> Iterator[ContentError]:
    """Of two playbooks for one industry the second would never be taken."""
    first: dict[str, str] = {}
    for book, shown, places in books:
        for industry in book.industries:
            if first.setdefault(industry, book.id) != book.id:
                text = f"industries: {industry!r} already takes the playbook {first[industry]!r}."
                yield ContentError(shown, line_at(places, "industries"), text)


def _findings(book: Playbook, stem: str, cards: Collection[str]) -> Iterator[Finding]:
    if book.id != stem:
        yield f"id: {book.id!r} should be the file's name, {stem!r}.", ("id",)
    if book.first_at("contract") is None:
        yield "stages: none counts `at: contract`, so no deal would ever be won.", ("stages",)
    yield from _order(book.stages)
    yield from _names(book.stages)
    for n, stage in enumerate(book.stages):
        for text, where in _stage(stage, cards):
            yield text, ("stages", n, *where)


def _order(stages: list[Stage]) -> Iterator[Finding]:
    furthest = 0
    for n, stage in enumerate(stages):
        if STAGE_IDS.index(stage.at) < furthest:
            text = f"at: {stage.at!r} comes before {STAGE_IDS[furthest]!r} of a stage above; stages stand in order."
            yield text, ("stages", n, "at")
        furthest = max(furthest, STAGE_IDS.index(stage.at))


def _names(stages: list[Stage]) -> Iterator[Finding]:
    """An export's word has to lead to one stage."""
    ids: set[str] = set()
    owner: dict[str, int] = {}
    for n, stage in enumerate(stages):
        if stage.id in ids:
            yield f"id: the stage {stage.id!r} is there twice.", ("stages", n, "id")
            continue
        ids.add(stage.id)
        for name, where in _called(stage):
            other = owner.setdefault(clean(name), n)
            if other != n:
                yield f"{where[0]}: {name!r} is also a name of the stage {stages[other].id!r}.", ("stages", n, *where)


def _called(stage: Stage) -> Iterator[tuple[str, Where]]:
    yield stage.id, ("id",)
    yield stage.title.zh, ("title", "zh")
    yield stage.title.en, ("title", "en")
    for m, alias in enumerate(stage.aliases):
        yield alias, ("aliases", m)


def _stage(stage: Stage, cards: Collection[str]) -> Iterator[Finding]:
    for gate, conditions in (("enter", stage.enter), ("exit", stage.exit)):
        for m, condition in enumerate(conditions):
            yield from ((text, (gate, m, *where)) for text, where in _condition(condition))
        yield from _twice(conditions, gate, "need", "this condition is there twice.")
    yield from _twice([action.id for action in stage.must], "must", "id", "a must-do above has this id already.")
    yield from _twice(stage.materials, "materials", "card", "this card is there twice for the same people.")
    for m, material in enumerate(stage.materials):
        if material.card not in cards:
            text = f"card: there is no card {material.card!r}.{nearest(material.card, cards)}"
            yield text, ("materials", m, "card")


def _condition(condition: Condition) -> Iterator[Finding]:
    if condition.role and condition.need != "contact":
        yield f"role: is read with `need: contact` alone, not with {condition.need!r}.", ("role",)
    if condition.kind and condition.need != "touch":
        yield f"kind: is read with `need: touch` alone, not with {condition.need!r}.", ("kind",)


def _twice(values: Iterable[object], name: str, field: str, text: str) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for m, value in enumerate(map(repr, values)):
        seen[value] += 1
        if seen[value] == 2:
            yield f"{field}: {text}", (name, m, field)

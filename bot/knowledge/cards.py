"""Script cards: how a file says them, and the frozen values that the rest of the program uses.

A card is `knowledge/<language>/<id>.md` with its phrases in `<id>.says.txt` beside it. One id, up to two languages.
"""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bot.content import (
    Document,
    Lines,
    Schema,
    Section,
    checked,
    line_at,
    nearest,
    read_document,
    read_text,
)
from bot.errors import ContentError
from bot.knowledge.facts import Fact, read_facts
from bot.knowledge.scenes import Buyer, Scene, read_scenes

LANGUAGES = ("zh", "en")

Kind = Literal["objection", "value", "battle", "case", "persona", "process"]
Stage = Literal["lead", "discovery", "proposal", "negotiation", "contract", "payment"]
Industry = Literal["manufacturing", "distribution", "retail"]
Topic = Literal["", "price", "tax", "legal"]
"""What goes wrong when a card on it is old; "" = nothing that costs money."""

LINE_MAX_ZH, LINE_MAX_EN, SEND_MAX = 80, 50, 100
"""Characters, words, characters: what can be said in one breath, and pasted without scrolling."""

COMMON = ("line", "send", "next")
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "objection": (*COMMON, "acknowledge", "ask", "answer", "proof", "step"),
    "value": (*COMMON, "scene", "answer", "proof", "step"),
    "battle": (*COMMON, "scene", "answer", "proof", "step"),
    "case": (*COMMON, "scene", "answer", "proof", "step"),
    "persona": (*COMMON, "scene", "ask", "answer", "step"),
    "process": (*COMMON, "answer", "step"),
}
"""The sections of each kind of card, in the order in which they are read."""

CHINESE_HEADINGS = {
    "一句话": "line", "发给客户": "send", "接着问": "next", "先认同": "acknowledge", "先问清": "ask", "场景": "scene",
    "回答": "answer", "证据": "proof", "下一步": "step",
}  # fmt: skip


PHRASE_MAX = 300
"""Characters of one phrase in a says file; more is a story, and no customer says it."""

Said = Field(min_length=1, pattern=r"\S")
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


class CardFields(Schema):
    """The front matter of a card."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    kind: Kind
    title: Annotated[str, Field(max_length=60), Said]
    roles: list[Buyer]
    stages: list[Stage]
    industries: list[Industry] = Field(default_factory=list)
    owner: Annotated[str, Field(max_length=40), Said]
    deputy: Annotated[str, Field(max_length=40)] = ""
    reviewed: Annotated[date, Field(ge=FIRST, le=LAST)]
    review_every: Annotated[int, Field(ge=1, le=1000)]
    related: list[str] = Field(default_factory=list)
    drill: str = ""
    facts: list[str] = Field(default_factory=list)
    topic: Topic = ""
    scenes: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Card:
    """One card in one language."""

    id: str
    language: str
    kind: Kind
    title: str
    roles: tuple[str, ...]
    stages: tuple[str, ...]
    industries: tuple[str, ...]
    owner: str
    deputy: str
    reviewed: date
    review_every: int
    related: tuple[str, ...]
    drill: str
    facts: tuple[str, ...]
    topic: Topic
    scenes: tuple[str, ...]
    sections: Mapping[str, str]
    says: tuple[str, ...]
    path: str
    lines: Mapping[str, int]
    """Where its file says the title and the drill, and where each section's text begins."""
    says_lines: tuple[int, ...]
    """The line of each phrase in the file beside it; 0 for one that lies over the files."""

    @property
    def says_path(self) -> str:
        return self.path.removesuffix(".md") + ".says.txt"

    @property
    def due(self) -> date:
        """When it should be looked at again."""
        return self.reviewed + timedelta(days=self.review_every)

    def age(self, today: date) -> int:
        """Days since somebody last checked it."""
        return max(0, (today - self.reviewed).days)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All cards of a workspace that could be read, and what is wrong with the others."""

    cards: Mapping[tuple[str, str], Card]
    """(id, language) → card"""
    facts: Mapping[str, Fact]
    scenes: tuple[Scene, ...]
    """What pitches are planned for; empty where nobody planned."""
    problems: tuple[ContentError, ...]

    @property
    def ids(self) -> list[str]:
        return sorted({id for id, _ in self.cards})

    def get(self, id: str, language: str) -> Card | None:
        """The card in this language, or in the one there is."""
        found = self.cards.get((id, language))
        return found or next((c for other in LANGUAGES if (c := self.cards.get((id, other)))), None)

    def versions(self, id: str) -> list[Card]:
        return [card for language in LANGUAGES if (card := self.cards.get((id, language)))]

    def in_language(self, language: str) -> list[Card]:
        """Every card once, in this language where there is one."""
        return [card for id in self.ids if (card := self.get(id, language))]


def read_shelf(workspace: Path) -> Shelf:
    """Reads every card; a broken one is a problem in the list and the others still serve."""
    problems: list[ContentError] = []
    folder = workspace / "knowledge"
    facts, known_facts = read_facts(folder / "facts.yaml", workspace, problems)
    scenes, known_scenes = read_scenes(folder / "matrix.yaml", workspace, problems)
    named = Named(known_facts, known_scenes)
    cards: dict[tuple[str, str], Card] = {}
    places: dict[str, Lines] = {}
    files = list(card_files(folder))
    for language, path in files:
        shown = path.relative_to(workspace).as_posix()
        says = _says(path, shown, problems)
        try:
            card, places[shown] = read_card(path, language, shown, named, says)
            if (card.id, language) in cards:
                raise ContentError(shown, 1, f"{cards[card.id, language].path} is a card of the same name.")
        except ContentError as error:
            problems.append(error)
            continue
        cards[card.id, language] = card
    ids = {path.stem for _, path in files}  # also the broken ones: their neighbours are not at fault
    problems += _across(cards, ids, places)
    problems += _orphans(folder, workspace)
    return Shelf(cards, facts, scenes, tuple(sorted(problems, key=lambda p: (p.path, p.line))))


def card_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("**/*.md")):
            yield language, path


@dataclass(frozen=True, slots=True)
class Named:
    """The ids of other files that a card may name; None: any, for nobody knows them today."""

    facts: Collection[str] | None
    scenes: Collection[str] | None


def read_card(path: Path, language: str, shown: str, named: Named, says: Mapping[str, int]) -> tuple[Card, Lines]:
    """A card and where its fields stand."""
    document = read_document(path, shown)
    lines = document.lines
    fields = checked(CardFields, document.front, lines, shown)
    if fields.id != path.stem:
        line = line_at(lines, "id")
        raise ContentError(shown, line, f"id: {fields.id!r} should be the file's name, {path.stem!r}.")
    _check_names("facts", fields.facts, named.facts, "knowledge/facts.yaml", lines, shown)
    _check_names("scenes", fields.scenes, named.scenes, "knowledge/matrix.yaml", lines, shown)
    if fields.scenes and fields.kind != "value":
        raise ContentError(shown, line_at(lines, "scenes"), "scenes: only a card of kind value is a pitch for a scene.")
    sections = _sections(document, fields.kind)
    places = {_name(section): section.text_line for section in document.sections}
    places |= {field: line_at(lines, field) for field in ("title", "drill")}
    _check_lengths(document, sections, language)
    card = Card(
        id=fields.id, language=language, kind=fields.kind, title=fields.title, roles=tuple(fields.roles),
        stages=tuple(fields.stages), industries=tuple(fields.industries), owner=fields.owner, deputy=fields.deputy,
        reviewed=fields.reviewed, review_every=fields.review_every, related=tuple(fields.related), drill=fields.drill,
        facts=tuple(fields.facts), topic=fields.topic, scenes=tuple(fields.scenes), sections=sections,
        says=tuple(says), path=shown, lines=places, says_lines=tuple(says.values()),
    )  # fmt: skip
    return card, lines


def _check_names(
    field: str, ids: Sequence[str], known: Collection[str] | None, file: str, lines: Lines, shown: str
) -> None:
    for n, id in enumerate(ids):
        if known is not None and id not in known:
            raise ContentError(
                shown, line_at(lines, field, n), f"{field}: {id!r} is not in {file}.{nearest(id, known)}"
            )


def _sections(document: Document, kind: str) -> dict[str, str]:
    expected = SECTIONS[kind]
    found: dict[str, str] = {}
    for section in document.sections:
        name = _name(section)
        problem = ""
        if name not in expected:
            problem = f"a card of kind {kind} has no section {section.heading!r}.{nearest(name, expected)}"
        elif name in found:
            problem = f"the section {section.heading!r} is there twice."
        elif not section.text:
            problem = f"the section {section.heading!r} is empty."
        elif found and expected.index(name) < expected.index(list(found)[-1]):
            problem = (
                f"{section.heading!r} should come before {list(found)[-1]!r}. The order is: {', '.join(expected)}."
            )
        if problem:
            raise ContentError(document.path, section.line, problem)
        found[name] = section.text
    missing = [name for name in expected if name not in found]
    if missing:
        raise ContentError(document.path, 1, f"the section `## {missing[0]}` is missing.")
    return found


def _name(section: Section) -> str:
    return CHINESE_HEADINGS.get(section.heading, section.heading.lower())


def _check_lengths(document: Document, sections: Mapping[str, str], language: str) -> None:
    lines = {_name(section): section.line for section in document.sections}
    said, sent = sections["line"], sections["send"]
    if language == "zh" and len(said) > LINE_MAX_ZH:
        raise ContentError(document.path, lines["line"], f"line has {len(said)} characters; {LINE_MAX_ZH} can be said.")
    if language == "en" and len(said.split()) > LINE_MAX_EN:
        raise ContentError(
            document.path, lines["line"], f"line has {len(said.split())} words; {LINE_MAX_EN} can be said."
        )
    if len(sent) > SEND_MAX:
        raise ContentError(document.path, lines["send"], f"send has {len(sent)} characters; {SEND_MAX} is the most.")


def _says(path: Path, shown: str, problems: list[ContentError]) -> dict[str, int]:
    """The phrases a card is found by, each once, and their lines. A bad one is left out: the card still serves."""
    file, shown = path.with_suffix(".says.txt"), shown.removesuffix(".md") + ".says.txt"
    if not os.path.lexists(file):
        return {}
    try:
        lines = [line.strip() for line in read_text(file, shown).split("\n")]
    except ContentError as error:
        problems.append(error)
        return {}
    found: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if len(line) > PHRASE_MAX:
            problem = f"the phrase has {len(line)} characters; {PHRASE_MAX} is the most."
            problems.append(ContentError(shown, number, problem))
        elif line:
            found.setdefault(line, number)
    return found


def _across(
    cards: Mapping[tuple[str, str], Card], ids: set[str], places: Mapping[str, Lines]
) -> Iterator[ContentError]:
    """What only shows when all cards are there: references to cards that do not exist."""
    for card in cards.values():
        for n, other in enumerate(card.related):
            if other not in ids:
                line = line_at(places[card.path], "related", n)
                yield ContentError(card.path, line, f"related: there is no card {other!r}.{nearest(other, ids)}")


def _orphans(folder: Path, workspace: Path) -> Iterator[ContentError]:
    """Phrases that find nothing: their card was renamed, or never written."""
    for language in LANGUAGES:
        for path in sorted((folder / language).glob("**/*.says.txt")):
            card = path.with_name(path.name.removesuffix(".says.txt") + ".md")
            if not os.path.lexists(card):
                shown = path.relative_to(workspace).as_posix()
                yield ContentError(shown, 1, f"there is no card {card.name!r} beside it.")

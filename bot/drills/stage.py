"""Where drills are played: the workspace's scenarios, reread when a file changes, and what reads the messages."""

import threading
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from bot.drills.ears import Ears
from bot.drills.moves import Reader, load_reader
from bot.drills.repertoire import EMPTY, Repertoire, drill_files, read_repertoire
from bot.drills.scenario import Scenario
from bot.drills.talk import Line, Talk
from bot.knowledge.cards import Card, Shelf
from bot.knowledge.facts import Fact
from bot.knowledge.library import Library

DISCOUNT_LIMIT = 5.0
"""Percent, for talks that no scenario sets a limit for: real ones."""


class Stage:
    """The one service of this room."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._opening = threading.Lock()
        self._repertoire = EMPTY
        self._fingerprint: Hashable = None
        self._reader: Reader | None = None
        self._ears: dict[tuple[str, str], tuple[Hashable, Ears]] = {}
        """Made anew when a scenario, the cards or the reader changed."""
        self._whole: tuple[Shelf | None, dict[str, Talk]] = (None, {})

    @property
    def repertoire(self) -> Repertoire:
        """As the files say now; looked at whenever somebody opens a drill, not at every message."""
        shelf = self._library.shelf
        print_ = (id(shelf), self._files())
        if print_ != self._fingerprint:
            self._repertoire, self._fingerprint = read_repertoire(self._library.workspace, frozenset(shelf.ids)), print_
        return self._repertoire

    @property
    def reader(self) -> Reader:
        """Reads by meaning as soon as the library has its encoder, by words until then."""
        encoder = self._library.encoder
        with self._opening:
            if self._reader is None or (encoder is not None and self._reader.by == "words"):
                self._reader = load_reader(encoder)
        return self._reader

    def scenario(self, id: str) -> Scenario | None:
        return self._repertoire.scenarios.get(id) or self.repertoire.scenarios.get(id)

    def ears(self, scenario: Scenario, language: str) -> Ears:
        """The customer of a scenario, as far as understanding goes."""
        key = (scenario.id, language)
        made_for = (id(scenario), id(self._library.shelf), id(self.reader))
        kept = self._ears.get(key)
        if kept is None or kept[0] != made_for:
            kept = (made_for, Ears(self.talk(scenario, language, (), {}), self.reader))
            self._ears[key] = kept
        return kept[1]

    def talk(self, scenario: Scenario, language: str, lines: Sequence[Line], weights: Mapping[str, int]) -> Talk:
        return talk_of(scenario, self._library.shelf, language, lines, weights)

    def real_talk(self, language: str, lines: Sequence[Line]) -> Talk:
        """A talk that really happened: every card may be drawn upon."""
        shelf = self._library.shelf
        if self._whole[0] is not shelf:
            self._whole = (shelf, {})
        whole = self._whole[1]
        if language not in whole:
            found = shelf.in_language(language)
            whole[language] = Talk(
                language=language, lines=(), knowledge=tuple(dict.fromkeys(sentences(found, shelf, language))),
                cards=tuple(map(_whole, found)), discount_limit_pct=DISCOUNT_LIMIT,
            )  # fmt: skip
        return replace(whole[language], lines=tuple(lines))

    def _files(self) -> Hashable:
        found = []
        for file in drill_files(self._library.workspace):
            stat = file.stat()
            found.append((str(file), stat.st_mtime_ns, stat.st_size))
        return tuple(found)


def talk_of(scenario: Scenario, shelf: Shelf, language: str, lines: Sequence[Line], weights: Mapping[str, int]) -> Talk:
    """A played talk with all that its score depends on."""
    return Talk(
        language=language, lines=tuple(lines), knowledge=tuple(knowledge(scenario, shelf, language)),
        cards=tuple(_whole(card) for card in cards(scenario, shelf, language)),
        discount_limit_pct=scenario.discount_limit_pct, weights=weights,
    )  # fmt: skip


def card_ids(scenario: Scenario) -> list[str]:
    return list(dict.fromkeys([*(objection.id for objection in scenario.objections), *scenario.cards]))


def cards(scenario: Scenario, shelf: Shelf, language: str) -> list[Card]:
    return [card for id in card_ids(scenario) if (card := shelf.get(id, language))]


def knowledge(scenario: Scenario, shelf: Shelf, language: str) -> list[str]:
    """The sentences that a rep may state here: the cards' own, the facts they rest on, and the scenario's."""
    found = list(scenario.knowledge.of(language)) if scenario.knowledge else []
    found += sentences(cards(scenario, shelf, language), shelf, language)
    return list(dict.fromkeys(found))


def sentences(among: Sequence[Card], shelf: Shelf, language: str) -> list[str]:
    """What cards say, and the facts they rest on."""
    found: list[str] = []
    for card in among:
        found += [row.lstrip("- ") for text in card.sections.values() for row in text.split("\n") if row.strip()]
        found += [_said(fact, language) for id in card.facts if (fact := shelf.facts.get(id))]
    return found


def _said(fact: Fact, language: str) -> str:
    return (fact.zh or fact.en) if language == "zh" else (fact.en or fact.zh)


def _whole(card: Card) -> str:
    return "\n".join(card.sections.values())

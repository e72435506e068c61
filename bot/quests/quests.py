"""The quests of a workspace, reread when a file changes; and what a quest is as far as people in it are concerned."""

import json
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bot.content import read_each, strays
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.quests.quest import Quest
from bot.quests.review import wrong


@dataclass(frozen=True, slots=True)
class Shelf:
    """All quests that can be read, and what is wrong with the rest."""

    quests: Mapping[str, Quest]
    problems: tuple[ContentError, ...] = ()


EMPTY = Shelf({})


class Quests:
    """The one service of this room."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._shelf = EMPTY
        self._fingerprint: Hashable = None
        self._kept: dict[int, Quest] = {}
        self._shapes: dict[str, tuple[Quest, str]] = {}

    @property
    def shelf(self) -> Shelf:
        """As the files say now. A quest is read though a card of it is gone: people are in it."""
        found = tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files(self._library.workspace))
        if found != self._fingerprint:
            self._shelf, self._fingerprint = read_quests(self._library.workspace), found
        return self._shelf

    def get(self, id: str) -> Quest | None:
        return self.shelf.quests.get(id)

    def all(self) -> tuple[Quest, ...]:
        return tuple(self.shelf.quests.values())

    def as_begun(self, version_id: int, id: str, shape: str, said: Callable[[], Mapping[str, Any]]) -> Quest:
        """What somebody is in: what decides is as it was when they began; the words are today's where nothing else is
        new. Only else is it asked what the quest said then."""
        now = self.get(id)
        if now is not None and self._shape(now) == shape:
            return now
        kept = self._kept.get(version_id)
        if kept is None:
            kept = self._kept[version_id] = Quest.model_validate(said())
        return kept

    def _shape(self, quest: Quest) -> str:
        """Counted once for each time that a file is read: it takes a millisecond."""
        found = self._shapes.get(quest.id)
        if found is None or found[0] is not quest:
            found = self._shapes[quest.id] = (quest, shape_of(quest))
        return found[1]


def files(workspace: Path) -> list[Path]:
    return sorted((workspace / "drills" / "quests").glob("*.yaml"))


def read_quests(
    workspace: Path, cards: Collection[str] | None = None, scenarios: Collection[str] | None = None
) -> Shelf:
    """Reads every file; a broken one is a problem in the list, and the others serve.

    Cards and scenarios are looked for where they are given, as `check` does; who is in a quest is told at the step.
    """
    quests: dict[str, Quest] = {}
    problems = list(strays(workspace / "drills" / "quests", workspace, "a quest"))
    for quest, shown, places in read_each(Quest, files(workspace), workspace, problems):
        found = wrong(quest, Path(shown).stem, cards, scenarios, shown, places)
        problems += found
        if not found:
            quests[quest.id] = quest
    return Shelf(quests, tuple(sorted(problems, key=lambda p: (p.path, p.line))))


_WORDS = frozenset({"title", "about", "able", "why", "phrase", "because", "task", "said", "minutes", "roles", "enrols"})
"""Fields that may change under people's feet: they decide nothing for who is in it."""


def shape_of(quest: Quest) -> str:
    """The same for two quests that differ in words alone."""
    told = json.dumps(decisive(quest.model_dump()), sort_keys=True)
    return blake2b(told.encode(), digest_size=12).hexdigest()


def decisive(value: Any) -> Any:
    """Of what a file says, what may not change under people's feet."""
    if isinstance(value, dict):
        return {name: _counted(name, inner) for name, inner in value.items() if name not in _WORDS}
    return [decisive(each) for each in value] if isinstance(value, list) else value


def _counted(name: str, value: Any) -> Any:
    """Of a question only how many options it has."""
    if name == "questions":
        return [len(question["options"]) for question in value]
    return decisive(value)

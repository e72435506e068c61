"""The playbooks of a workspace, reread when a file changes; and what a stage is called elsewhere."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content import Lines, read_each, strays
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.playbooks.playbook import Playbook, Stage
from bot.playbooks.review import claimed_twice, wrong
from bot.search.normalise import clean

DEFAULT = "general-b2b"
"""Taken where nothing says otherwise and the workspace has it; else its first one."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All playbooks that can be read, and what is wrong with the rest."""

    playbooks: Mapping[str, Playbook]
    problems: tuple[ContentError, ...] = ()

    def default(self, industry: str = "") -> Playbook:
        """For a customer's industry; raises StopIteration where there is none at all."""
        books = self.playbooks
        fitting = next((book for book in books.values() if industry and industry in book.industries), None)
        return fitting or books.get(DEFAULT) or next(iter(books.values()))


EMPTY = Shelf({})


class Playbooks:
    """The one service of this room."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._shelf = EMPTY
        self._fingerprint: Hashable = None

    @property
    def shelf(self) -> Shelf:
        """As the files say now."""
        cards = frozenset(self._library.shelf.ids)
        found = (cards, tuple((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in files(self._library.workspace)))
        if found != self._fingerprint:
            self._shelf, self._fingerprint = read_playbooks(self._library.workspace, cards), found
        return self._shelf

    def get(self, id: str) -> Playbook | None:
        return self.shelf.playbooks.get(id)

    def all(self) -> tuple[Playbook, ...]:
        return tuple(self.shelf.playbooks.values())

    def of(self, id: str) -> Playbook:
        """The playbook of a deal; where the file is gone, the one that is taken when nobody chooses."""
        return self.get(id) or self.default()

    def default(self, industry: str = "") -> Playbook:
        """For a customer's industry; raises StopIteration in a workspace without any (`any` tells)."""
        return self.shelf.default(industry)

    def any(self) -> bool:
        return bool(self.shelf.playbooks)

    def called(self, name: str, book: Playbook) -> Stage | None:
        """The stage that somebody, or an export, calls so in this playbook."""
        return next((stage for stage in book.stages if clean(name) in names(stage)), None)


def names(stage: Stage) -> frozenset[str]:
    return frozenset(map(clean, (stage.id, stage.title.zh, stage.title.en, *stage.aliases)))


def files(workspace: Path) -> list[Path]:
    return sorted((workspace / "playbooks").glob("*.yaml"))


def read_playbooks(workspace: Path, cards: Collection[str]) -> Shelf:
    """Reads every file; a broken one is a problem in the list, and the others serve."""
    read: list[tuple[Playbook, str, Lines]] = []
    problems = list(strays(workspace / "playbooks", workspace, "a playbook"))
    for book, shown, places in read_each(Playbook, files(workspace), workspace, problems):
        found = wrong(book, Path(shown).stem, cards, shown, places)
        problems += found
        if not found:
            read.append((book, shown, places))
    problems += claimed_twice(read)
    return Shelf({book.id: book for book, _, _ in read}, tuple(sorted(problems, key=lambda p: (p.path, p.line))))

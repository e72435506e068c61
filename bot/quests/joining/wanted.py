"""What a row of a table of people asks for, what is here already, and what of it goes in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.quests.quest import Quest


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row. What is "" or None says nothing, and changes nothing."""

    row: int
    name: str
    role: str = ""
    team: str = ""
    parent: str = ""
    """The team above theirs: a new team comes with it."""
    language: str = ""
    time_zone: str = ""
    start: date | None = None
    mentor: str = ""
    quest: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    id: int
    quest: str
    started_on: date
    state: str
    mentor: str


@dataclass(frozen=True, slots=True)
class Known:
    id: int
    role: str
    team: str
    language: str
    time_zone: str
    joined_at: datetime | None
    gone: bool = False
    enrolled: tuple[Enrolled, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """What is here before the file is read."""

    people: Mapping[str, Known]
    teams: frozenset[str]
    quests: tuple[Quest, ...]
    today: date
    time_zone: str
    columns: Mapping[str, str] = field(default_factory=dict)
    """Field → what the file calls it."""


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.what}: {self.before or 'none'} → {self.after}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that goes in."""

    wanted: Wanted
    known: Known | None
    begins: tuple[Quest, ...]
    goes_on: tuple[Enrolled, ...]
    """What they are in already, where the row may change the first day or the mentor."""
    changes: tuple[Change, ...]

    @property
    def zone(self) -> str:
        return self.wanted.time_zone or (self.known.time_zone if self.known else "")

    @property
    def role(self) -> str:
        return self.wanted.role or (self.known.role if self.known else "rep")


@dataclass(frozen=True, slots=True)
class Plan:
    entries: tuple[Entry, ...]
    errors: Mapping[int, str]
    """Row → the sentence for whoever mends it."""
    teams: tuple[tuple[str, str], ...]
    """(team, the one above it) of those that are new, in the order in which they can be made."""
    undated: int = 0
    """Rows whose role has a quest, without a first day to begin it."""

"""What was understood of one dictated sentence, and what it is understood against. Pure values."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from bot.playbooks.playbook import StageId, TouchKind

Part = Literal["customer", "contact", "kind", "day", "next_day"]


@dataclass(frozen=True, slots=True)
class Known:
    """A customer whom the speaker may mean."""

    id: int
    names: tuple[str, ...]
    """The full name and what else it goes by."""
    contacts: tuple[tuple[int, str, str], ...] = ()
    """(id, name, title)"""
    mine: bool = True
    """Whether the speaker has an open deal there: then a doubtful name rather means this one."""


@dataclass(frozen=True, slots=True)
class World:
    customers: tuple[Known, ...]

    def get(self, id: int) -> Known | None:
        return next((known for known in self.customers if known.id == id), None)


@dataclass(frozen=True, slots=True)
class Next:
    """Our next step. `title` in the speaker's words."""

    title: str
    kind: TouchKind | Literal["quote", "contract", "material", ""] = ""
    day: date | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    text: str
    customer: int | None = None
    """Id in the world; None where it is not in it, or nothing was said."""
    customer_said: str = ""
    """As it was said; of somebody new this is the name."""
    among: tuple[int, ...] = ()
    """The customers it may be, likeliest first, where the words do not decide."""
    contact: int | None = None
    contact_said: str = ""
    kind: TouchKind = "other"
    day: date = field(default=date.min)
    at: time | None = None
    """When on that day, where it was said."""
    next: Next | None = None
    objection: str = ""
    """The words in which the customer's worry was told, to find its card by; "" where none was."""
    stage_hint: StageId | Literal["lost", ""] = ""
    """What the sentence says of where the deal stands: they want a quote, the contract is signed."""
    ask: frozenset[Part] = frozenset()
    """What the words leave open: it is asked, and never guessed in silence."""

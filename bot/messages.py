"""The values that travel: what comes in, what goes out, and who is speaking.

A `Reply` is plain data. Each channel renders its parts natively; text is never markup, so nothing that a user or a card
says can become a mention, a link or a button.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from bot.words import N_


class Role(StrEnum):
    REP = "rep"
    NEWHIRE = "newhire"
    MANAGER = "manager"
    EDITOR = "editor"
    ADMIN = "admin"


EVERYONE = frozenset(Role)
LEADERS = frozenset({Role.MANAGER, Role.ADMIN})

ROLE_NAMES: Mapping[Role, str] = {
    Role.REP: N_("Rep"),
    Role.NEWHIRE: N_("New hire"),
    Role.MANAGER: N_("Manager"),
    Role.EDITOR: N_("Editor"),
    Role.ADMIN: N_("Admin"),
}


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    role: Role
    language: str
    """"zh", "en", or "" while the person has not chosen."""
    time_zone: str
    team: str = ""
    features: frozenset[str] = frozenset()
    """Names of the features switched on for the person's team."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button or a form's submit: the message's opaque token, and which of its actions."""

    token: str
    index: int


Place = Literal["dm", "group", "private", "home"]
"""Where a message is said: between us two, before others, before others but seen by one, or on the person's home."""


@dataclass(frozen=True, slots=True)
class File:
    """Something that came with a message: a voice note, a picture, a document."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    channel: str
    account: str
    """The platform's id of who speaks."""
    event: str
    """The platform's unique id of this event: handled once, however often it is delivered."""
    text: str = ""
    press: Press | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    """What was filled in, when `press` submits a form."""
    conversation: str = ""
    """The chat or thread; "" where a channel has only one per person."""
    name: str = ""
    forms: bool = True
    """Whether the channel can show a form; where not, its fields are asked one by one."""
    place: Place = "dm"
    files: tuple[File, ...] = ()
    arrival: int = 0
    """The row that keeps the raw event until this turn is committed; 0 where nothing was kept."""


Tone = Literal["plain", "title", "quote", "muted", "warning"]


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    tone: Tone = "plain"
    copyable: bool = False
    """Shown alone, with one tap to copy where the channel can."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    action: str
    """`feature.name` of a button handler."""
    args: Mapping[str, str] = field(default_factory=dict)
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    """(value, label) pairs; none means free text."""
    value: str = ""
    max_length: int = 200
    multiline: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    title: str
    action: str
    fields: tuple[Field, ...]
    submit: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Progress:
    label: str
    done: int
    total: int


Part = Text | Facts | Choices | Form | Picture | Progress


@dataclass(frozen=True, slots=True)
class Reply:
    parts: tuple[Part, ...]
    edit: bool = False
    """Replaces the message whose button was pressed, where the channel can."""

    def actions(self) -> Iterator[Button | Form]:
        """What can be pressed, in the order that `Press.index` counts."""
        for part in self.parts:
            match part:
                case Choices(buttons):
                    yield from buttons
                case Form():
                    yield part
                case Text() | Facts() | Picture() | Progress():
                    pass


@dataclass(frozen=True, slots=True)
class Message:
    """A reply on its way: the row that holds it, and the token that its buttons carry."""

    id: int
    token: str
    reply: Reply
    edits: str = ""
    """Token of the message it replaces."""
    fresh: bool = True
    """False: what was answered when the same event came before."""


TEXT_MAX = 10_000
"""Characters of one message that are stored and read; nobody types more, and a pasted book should cost nothing."""


def readable(text: str) -> str:
    """Without control characters, every other blank a space, and no longer than anyone types."""
    text = text[:TEXT_MAX].replace("\r\n", "\n").replace("\r", "\n")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else " " if c.isspace() else "" for c in text)


def say(*texts: str) -> Reply:
    return Reply(tuple(Text(text) for text in texts))

"""`foreign_channel_pii = "mask"`: names, phones and amounts do not leave for a platform abroad as they are.

Names cannot be guessed from a text, so whoever masks brings them: `names_of` are the people of the directory.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from bot.channels.port import Bot
from bot.messages import Choices, Facts, Field, Form, Part, Picture, Progress, Reply, Text
from bot.people.directory import names_of
from bot.people.personal import RULES

NAME_MIN = 2
"""A single character is a word of every second sentence."""
NAMES_LAST = timedelta(minutes=1)
"""How long somebody new may be called by name; a pattern of all names is not made for every message."""


class Mask:
    """What of a reply may leave the house, as the settings say now."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._names: frozenset[str] = frozenset()
        self._read_at: datetime | None = None

    def __call__(self, reply: Reply) -> Reply:
        if self._bot.settings.foreign_pii != "mask":
            return reply
        now = self._bot.clock()
        if self._read_at is None or now - self._read_at > NAMES_LAST:
            with self._bot.store.read() as db:
                self._names, self._read_at = names_of(db), now
        return masked_reply(reply, self._names)


def masked(text: str, names: Collection[str] = ()) -> str:
    """The text with what says whom and how much hidden; what is masked already stays as it is."""
    before = None
    while text != before:  # a mask may lay bare what stood too close to be told apart; each round leaves less
        before = text
        for rule in RULES:
            text = rule.pattern.sub(rule.mask, text)
        text = _named(frozenset(names)).sub(lambda found: _initial(found[0]), text)
    return text


def masked_reply(reply: Reply, names: Collection[str] = ()) -> Reply:
    return replace(reply, parts=tuple(_part(part, names) for part in reply.parts))


def _part(part: Part, names: Collection[str]) -> Part:
    match part:
        case Text(text):
            return replace(part, text=masked(text, names))
        case Facts(rows):
            return Facts(tuple((masked(label, names), masked(value, names)) for label, value in rows))
        case Choices(buttons):
            return Choices(tuple(replace(button, label=masked(button.label, names)) for button in buttons))
        case Form(title, _, fields):
            shown = tuple(_field(field, names) for field in fields)
            return replace(part, title=masked(title, names), fields=shown, submit=masked(part.submit, names))
        case Picture(_, alt):
            return replace(part, alt=masked(alt, names))
        case Progress(label):
            return replace(part, label=masked(label, names))


def _field(field: Field, names: Collection[str]) -> Field:
    """Values stay: they come back when the form is sent, and a masked one would be saved."""
    options = tuple((value, masked(label, names)) for value, label in field.options)
    return replace(field, label=masked(field.label, names), options=options)


@lru_cache(maxsize=8)
def _named(names: frozenset[str]) -> re.Pattern[str]:
    """Any of the names, the longest first; a Latin one not inside a word. Case counts: Will is no will."""
    known = [name for name in names if len(name) >= NAME_MIN and "*" not in name]
    known.sort(key=lambda name: (-len(name), name))
    latin = "|".join(re.escape(name) for name in known if name[0].isascii())
    other = "|".join(re.escape(name) for name in known if not name[0].isascii())
    return re.compile(rf"(?<![A-Za-z])(?:{latin or '(?!)'})(?![A-Za-z])|{other or '(?!)'}")


def _initial(name: str) -> str:
    return " ".join(f"{word[0]}**" for word in name.split())

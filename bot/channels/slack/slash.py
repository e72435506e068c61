"""Slack keeps what begins with a slash for its own commands; ours are words of the one that it gives us."""

import re
from collections.abc import Collection
from dataclasses import replace

from bot.messages import Facts, Part, Reply, Text

WITH_MORE = frozenset({"link"})
"""Commands that are also meant when something follows; of the others only the word alone is surely one."""


class Slash:
    """`/help` in what the bot says becomes `/sales help`; `help` in what somebody types becomes `/help`."""

    def __init__(self, command: str, words: Collection[str]) -> None:
        self._command, self._words = command, frozenset(word for word in words if word.isascii())
        known = "|".join(sorted(self._words, key=len, reverse=True))
        self._said = re.compile(rf"(?<![\w/.])/({known})\b")

    def shown(self, reply: Reply) -> Reply:
        return replace(reply, parts=tuple(self._part(part) for part in reply.parts))

    def typed(self, text: str) -> str:
        word, _, more = text.strip().partition(" ")
        meant = word.lower() in (WITH_MORE if more else self._words)
        return f"/{text.strip()}" if meant else text

    def _part(self, part: Part) -> Part:
        match part:
            case Text(text, copyable=False):
                return replace(part, text=self._text(text))
            case Facts(rows):
                return Facts(tuple((self._text(label), self._text(value)) for label, value in rows))
        return part  # what is copied is for somewhere else

    def _text(self, text: str) -> str:
        return self._said.sub(lambda found: f"{self._command} {found[1]}", text)

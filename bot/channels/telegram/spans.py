"""Styled text, and how a long one becomes several messages: split at a line, a sentence, a character, never cut.

Telegram counts UTF-16 units, Python characters; whatever is styled says so beside the text, never inside it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from telegram import MessageEntity

TEXT_MAX, CAPTION_MAX = 4096, 1024
ENTITIES_MAX = 100

_SENTENCE_ENDS = ("。", "！", "？", "…", "；", ". ", "! ", "? ")
_JOINER = "\u200d"
_STICKS = {_JOINER, "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))}
_LONGEST_CHARACTER = 32


@dataclass(frozen=True, slots=True)
class Span:
    """From character `start` to `end` in one style."""

    start: int
    end: int
    style: str


@dataclass(slots=True)
class Draft:
    """A text that grows block by block, and what is styled in it."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def block(self, text: str, style: str = "", *, gap: str = "\n\n") -> None:
        """Starts a new block: `gap` sets it off from what is there."""
        if self.text:
            self.text += gap
        self.add(text, style)

    def add(self, text: str, style: str = "") -> None:
        text = text.encode("utf-8", "replace").decode()  # half an emoji is no text that can be sent
        if style and text.strip():
            self.spans.append(Span(len(self.text), len(self.text) + len(text), style))
        self.text += text


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    entities: tuple[MessageEntity, ...]


def units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


def pieces(draft: Draft, most: int = TEXT_MAX) -> list[Piece]:
    """The messages that a text becomes; blank ones say nothing and Telegram takes none."""
    return [
        Piece(draft.text[start:end], entities(draft, start, end))
        for start, end in cuts(draft.text, most)
        if draft.text[start:end].strip()
    ]


def entities(draft: Draft, start: int, end: int) -> tuple[MessageEntity, ...]:
    """What is styled between two places of the text, counted from the first of them in UTF-16 units."""
    found = []
    for span in draft.spans:
        first, last = max(start, span.start), min(end, span.end)
        if draft.text[first:last].strip():
            offset, length = units(draft.text[start:first]), units(draft.text[first:last])
            found.append(MessageEntity(span.style, offset, length))
    return tuple(found[:ENTITIES_MAX])


def cuts(text: str, most: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the pieces, each of at most `most` units; together they are the whole text."""
    start = 0
    while start < len(text):
        room = _room(text, start, most)
        end = room if room == len(text) else _boundary(text, start, room)
        yield start, end
        start = end


def _room(text: str, start: int, most: int) -> int:
    """How far the text may go from `start`."""
    end = min(len(text), start + most)
    while (over := units(text[start:end]) - most) > 0:
        end -= (over + 1) // 2
    return end


def _boundary(text: str, start: int, room: int) -> int:
    """The last good place to split: after a line, else after a sentence, else after a word, else between characters."""
    soonest = start + (room - start) // 3
    for ends in (("\n",), _SENTENCE_ENDS, (" ",)):
        if found := [at + len(end) for end in ends if (at := text.rfind(end, soonest, room)) >= 0]:
            return max(found)
    return _between_characters(text, start, room)


def _between_characters(text: str, start: int, end: int) -> int:
    """Not inside what is one character to the eye: an accent, a family, a flag."""
    for at in range(end, max(start, end - _LONGEST_CHARACTER), -1):
        if not _sticks(text[at - 1], text[at]):
            return at
    return end


def _sticks(before: str, after: str) -> bool:
    flag = "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff"
    return flag or before == _JOINER or after in _STICKS or bool(unicodedata.combining(after))

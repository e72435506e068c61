"""A reply as messages of Telegram: entities beside the text, never markup in it; the buttons on the last message."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.channels.telegram.spans import CAPTION_MAX, Draft, entities, pieces, units
from bot.messages import Button, Choices, Facts, Form, Part, Picture, Press, Progress, Reply, Text
from bot.words import language_of, words

IN_A_ROW, ROW_COLUMNS = 3, 24
BUTTONS_MAX = 100
NOTHING_SAID = "…"
"""What stands over buttons that come without a word."""
BAR = 10
LINE = 60
"""Units of a value that makes its fact a paragraph."""

STYLES = {
    "plain": "", "title": MessageEntity.BOLD, "quote": MessageEntity.BLOCKQUOTE, "muted": MessageEntity.ITALIC,
    "warning": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One message: a text, or a picture with its caption."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    png: bytes = b""
    keyboard: InlineKeyboardMarkup | None = None


def render(reply: Reply, token: str) -> tuple[Card, ...]:
    """The messages that a reply becomes, in order."""
    cards = _cards(reply)
    buttons = keyboard(reply, token)
    if buttons is None:
        return tuple(cards)
    cards = cards or [Card(NOTHING_SAID)]
    return (*cards[:-1], replace(cards[-1], keyboard=buttons))


def _cards(reply: Reply) -> list[Card]:
    pictures = [part for part in reply.parts if isinstance(part, Picture)]
    if len(pictures) == 1:
        draft = written(reply.parts, Draft(_alt(pictures[0])))
        if units(draft.text) <= CAPTION_MAX:
            return [Card(draft.text, entities(draft, 0, len(draft.text)), pictures[0].png)]
    texts = [Card(piece.text, piece.entities) for piece in pieces(written(reply.parts, Draft()))]
    return [card for picture in pictures for card in _picture(picture)] + texts


def _picture(picture: Picture) -> list[Card]:
    """The picture under its alt text; what is too long for a caption follows."""
    said = pieces(Draft(_alt(picture)), CAPTION_MAX)
    caption = said[0].text if said else ""
    return [Card(caption, png=picture.png), *(Card(piece.text) for piece in said[1:])]


def _alt(picture: Picture) -> str:
    return picture.alt.encode("utf-8", "replace").decode()


def written(parts: Iterable[Part], draft: Draft) -> Draft:
    """All that a reply says in words, put under what the draft says already."""
    titled = False
    for part in parts:
        _write(part, draft, "\n" if titled else "\n\n")
        titled = isinstance(part, Text) and part.tone == "title"
    return draft


def _write(part: Part, draft: Draft, gap: str) -> None:
    match part:
        case Text(text):
            draft.block("⚠ " + text if part.tone == "warning" else text, _style(part), gap=gap)
        case Facts(rows):
            between = "\n\n" if any(units(value) > LINE for _, value in rows) else "\n"
            for number, (label, value) in enumerate(rows):
                _fact(draft, label, value, between if number else gap)
        case Form(title):  # the core asks its fields one by one; a form that got here anyway has a name at least
            draft.block(title, MessageEntity.BOLD, gap=gap)
        case Progress(label, done, total):
            draft.block(f"{label} {_bar(done, total)} {done}/{total}", gap=gap)
        case Choices() | Picture():
            pass
        case _:
            assert_never(part)


def _style(part: Text) -> str:
    """One tap copies code; a box of it keeps its lines."""
    if part.copyable:
        return MessageEntity.PRE if "\n" in part.text else MessageEntity.CODE
    return STYLES[part.tone]


def _fact(draft: Draft, label: str, value: str, gap: str) -> None:
    said = words(language_of(label))
    head = said("{label}: {value}", label=label, value="").rstrip(" ")
    draft.block(head, MessageEntity.BOLD, gap=gap)
    draft.add(("\n" if "\n" in value else "" if head.endswith("：") else " ") + value)


def _bar(done: int, total: int) -> str:
    full = min(BAR, max(0, round(BAR * done / total))) if total > 0 else 0
    return "▰" * full + "▱" * (BAR - full)


# Buttons


def keyboard(reply: Reply, token: str) -> InlineKeyboardMarkup | None:
    """Short labels beside each other, a long one on a line of its own."""
    if not token:
        return None
    buttons = [(n, action) for n, action in enumerate(reply.actions()) if isinstance(action, Button)]
    rows: list[list[InlineKeyboardButton]] = []
    width = 0
    for index, button in buttons[:BUTTONS_MAX]:
        needs = columns(button.label)
        if not rows or len(rows[-1]) == IN_A_ROW or width + needs > ROW_COLUMNS:
            rows.append([])
            width = 0
        rows[-1].append(_button(button, f"{token}:{index}"))
        width += needs
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button, data: str) -> InlineKeyboardButton:
    label = button.label.encode("utf-8", "replace").decode().strip() or NOTHING_SAID
    return InlineKeyboardButton(label, callback_data=data)


def columns(text: str) -> int:
    """How wide a text is: a Chinese character takes two columns."""
    return sum(2 if c > "\u2e80" else 1 for c in text)


def press_in(data: str | None) -> Press:
    """What a button's payload says; one that we never made is as good as an old button."""
    token, _, index = (data or "").rpartition(":")
    known = token.isascii() and len(token) <= 32 and index.isascii() and index.isdecimal() and len(index) <= 3
    return Press(token, int(index)) if token and known else Press("", -1)

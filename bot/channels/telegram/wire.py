"""One message to Telegram, and what became of it."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import httpx
from telegram import Bot, InputMediaPhoto, LinkPreviewOptions, Message, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.application import SlowDown
from bot.channels.telegram.render import Card, render
from bot.channels.telegram.translate import CHANNEL, place_of
from bot.messages import Reply
from bot.pushes.states import Outgoing
from bot.pushes.wire import NotSent, Piece, Refused, TryLater, Unsure

T = TypeVar("T")

QUOTED_MAX = 5_000
"""Messages of groups whose answers are on their way."""
BAD_TOKEN_SECONDS = 60.0
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
PHOTO = "photo:"
"""Before the id of a message that is a picture: a text cannot be edited into one."""

_BEFORE_IT_WAS_OUT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "input_user_deactivated")
_CANNOT_BE_EDITED = (
    "message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in the message",
    "there is no media in the message", "there is no caption in the message",
)  # fmt: skip


class TelegramWire:
    """The Bot API as delivery needs it: every call once, every error one of four."""

    name = CHANNEL

    def __init__(self, bot: Bot, mask: Callable[[Reply], Reply]) -> None:
        self.bot, self._shown = bot, mask
        self._quoted: OrderedDict[str, int] = OrderedDict()
        self._moved: dict[int, int] = {}

    def quote(self, token: str, message_id: int) -> None:
        """The message with this token answers that one: in a group it says so."""
        self._quoted[token] = message_id
        while len(self._quoted) > QUOTED_MAX:
            self._quoted.popitem(last=False)

    def pieces(self, out: Outgoing) -> Sequence[Piece]:
        return [Piece(card) for card in render(self._shown(out.reply), out.token)]

    def is_group(self, out: Outgoing) -> bool:
        return out.chat.startswith("-")

    async def send(self, out: Outgoing, piece: Piece, number: int) -> str:
        card: Card = piece.body
        chat, thread = _where(out)
        more: dict[str, Any] = {"reply_markup": card.keyboard, "message_thread_id": thread}
        quoted = self._quoted.get(out.token) if number == 0 else None
        if quoted is not None:
            more["reply_parameters"] = ReplyParameters(quoted, allow_sending_without_reply=True)
        return _ref(card, await self._call(out, chat, lambda here: self._new(here, card, more)))

    def _new(self, chat: int, card: Card, more: dict[str, Any]) -> Awaitable[Message]:
        if card.png:
            named = {"caption": card.text or None, "caption_entities": card.entities, "filename": "picture.png"}
            return self.bot.send_photo(chat, card.png, **named, **more)  # type: ignore[arg-type]
        return self.bot.send_message(
            chat, card.text, entities=card.entities, link_preview_options=NO_PREVIEW, **more
        )  # fmt: skip

    async def edit(self, out: Outgoing, ref: str, piece: Piece) -> str:
        """In place where both are texts or both pictures; else, or when the old one is gone, as a new message."""
        card: Card = piece.body
        if bool(card.png) != ref.startswith(PHOTO):
            await self.remove(out, ref)
            return await self.send(out, piece, 1)
        chat, _ = _where(out)
        try:
            await self._call(out, chat, lambda here: self._changed(here, _number(ref), card))
        except Refused as error:
            why = str(error).casefold()
            if "not modified" in why:
                return ref
            if any(reason in why for reason in _CANNOT_BE_EDITED):
                return await self.send(out, piece, 1)
            raise
        return ref

    def _changed(self, chat: int, message_id: int, card: Card) -> Awaitable[Any]:
        where = {"chat_id": chat, "message_id": message_id, "reply_markup": card.keyboard}
        if card.png:
            picture = InputMediaPhoto(card.png, card.text or None, caption_entities=card.entities)
            return self.bot.edit_message_media(picture, **where)  # type: ignore[arg-type]
        return self.bot.edit_message_text(
            card.text, entities=card.entities, link_preview_options=NO_PREVIEW, **where  # type: ignore[arg-type]
        )  # fmt: skip

    async def remove(self, out: Outgoing, ref: str) -> None:
        """Telegram deletes nothing that is older than two days; then it stays."""
        chat, _ = _where(out)
        with suppress(Refused):
            await self._call(out, chat, lambda here: self.bot.delete_message(here, _number(ref)))

    async def find(self, out: Outgoing) -> Sequence[str] | None:
        return None  # a bot cannot read back what it said

    async def _call(self, out: Outgoing, chat: int, call: Callable[[int], Awaitable[T]]) -> T:
        """A call to a chat; a group that became a supergroup is followed to its new number."""
        try:
            return await call(self._moved.get(chat, chat))
        except ChatMigrated as error:
            self._moved[chat] = error.new_chat_id
        except TelegramError as error:
            raise translated(error, private=not out.conversation) from error
        try:
            return await call(self._moved[chat])
        except TelegramError as error:
            raise translated(error, private=not out.conversation) from error


def translated(error: TelegramError, *, private: bool) -> Exception:
    """What an error says about the message: later, not sent, unsure or never. No token is in any of them."""
    match error:
        case SlowDown(seconds=seconds):
            return TryLater(seconds)
        case RetryAfter():  # from another transport; reading its attribute warns
            return TryLater(float(error.__reduce__()[1][0]))
        case InvalidToken():
            return TryLater(BAD_TOKEN_SECONDS, "Telegram does not accept the bot's token")
        case Forbidden():
            return Refused(error.message, gone=private)
        case BadRequest():
            return Refused(error.message, gone=private and error.message.casefold().endswith(_NOBODY_THERE))
        case NetworkError():
            return _network(error)
    return Unsure(type(error).__name__)


def _network(error: NetworkError) -> Exception:
    """The library has one error for a 5xx, which was not done, and for a line that broke, which may have been."""
    cause = error.__cause__
    if isinstance(cause, _BEFORE_IT_WAS_OUT):
        return NotSent(f"Telegram cannot be reached ({type(cause).__name__})")
    if cause is None or isinstance(cause, TelegramError):
        return NotSent(error.message)
    return Unsure(f"the line to Telegram broke ({type(cause).__name__})")


def _where(out: Outgoing) -> tuple[int, int | None]:
    """(chat, topic): between us two the chat is the account."""
    return place_of(out.conversation or out.account)


def _ref(card: Card, message: Message) -> str:
    return f"{PHOTO}{message.message_id}" if card.png else str(message.message_id)


def _number(ref: str) -> int:
    return int(ref.removeprefix(PHOTO))

"""What an update of Telegram asks of us: decided from the update alone, and translated.

By rule we are silent at edited messages (the first version was answered), channel posts, other bots, service notes,
and in groups at whatever is not addressed to us.
"""

import re
from collections.abc import Collection
from typing import Any, Literal

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ForumTopicCreated,
    Message,
    MessageEntity,
    Update,
    User,
)

from bot.channels.telegram.render import press_in
from bot.messages import File, Incoming

CHANNEL = "telegram"
Kind = Literal["message", "unread", "press", "blocked", "inline", "nothing"]

_COMMAND = re.compile(r"[/／]([a-zA-Z0-9_]+|[\u4e00-\u9fff]+)(?:@(\w+))?")
_MENTIONS: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]


def read(raw: Any) -> Update | None:
    """An update from its JSON; None where nobody can read it."""
    try:
        return Update.de_json(raw, None) if isinstance(raw, dict) and isinstance(raw["update_id"], int) else None
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def kind_of(update: Update, me: User, commands: Collection[str]) -> Kind:
    """What is to be done about an update; `commands` are the words of ours that a slash may be put before."""
    if update.callback_query:
        return "press"
    if update.inline_query:
        return "inline"
    if change := update.my_chat_member:
        left = change.chat.type == Chat.PRIVATE and change.new_chat_member.status == ChatMember.BANNED
        return "blocked" if left else "nothing"
    message = update.message
    if message is None or not _by_a_person(message, me):
        return "nothing"
    if message.chat.type == Chat.PRIVATE:
        return _private(message)
    return "message" if _has_words_or_file(message) and is_addressed(message, me, commands) else "nothing"


def _by_a_person(message: Message, me: User) -> bool:
    person, by_us = message.from_user, message.via_bot is not None and message.via_bot.id == me.id
    return person is not None and not person.is_bot and message.sender_chat is None and not by_us


def _private(message: Message) -> Kind:
    if _has_words_or_file(message):
        return "message"
    return "unread" if message.effective_attachment is not None or message.checklist else "nothing"


def _has_words_or_file(message: Message) -> bool:
    return bool(message.text or message.caption or attached(message))


def attached(message: Message) -> Any:
    """The file of a message, as the library knows it: the largest of a photo's sizes."""
    if message.photo:
        return message.photo[-1]
    return message.voice or message.document or message.video or message.audio or message.video_note


# Groups


def is_addressed(message: Message, me: User, commands: Collection[str]) -> bool:
    """Whether a group's message is for us: a command, our name in it, or a reply to what we said."""
    if command := _COMMAND.match(_words(message)):
        word, whose = command[1], command[2]
        if whose:
            return whose.casefold() == (me.username or "").casefold()
        if word.lower() in commands:
            return True
    return bool(_mentions(message, me)) or _replies_to(message, me)


def _replies_to(message: Message, me: User) -> bool:
    """In a forum every message is a reply to the note that opened its topic; that one does not count."""
    above = message.reply_to_message
    if above is None or above.from_user is None or isinstance(above.forum_topic_created, ForumTopicCreated):
        return False
    return above.from_user.id == me.id


def _mentions(message: Message, me: User) -> list[MessageEntity]:
    marked = message.parse_entities(_MENTIONS) if message.text else message.parse_caption_entities(_MENTIONS)
    name = f"@{me.username}".casefold()
    return [e for e, text in marked.items() if (e.user.id == me.id if e.user else text.casefold() == name)]


def said(message: Message, me: User) -> str:
    """The words of a message, without our name."""
    text = _words(message)
    if message.chat.type == Chat.PRIVATE:
        return text
    found = sorted(_mentions(message, me), key=lambda entity: entity.offset, reverse=True)
    for entity in found:
        encoded = text.encode("utf-16-le")
        before, after = encoded[: entity.offset * 2], encoded[(entity.offset + entity.length) * 2 :]
        text = before.decode("utf-16-le").rstrip(" ") + " " + after.decode("utf-16-le").lstrip(" ")
    return text.strip() if found else text


def _words(message: Message) -> str:
    return message.text or message.caption or ""


# Who and where


def queue_of(update: Update) -> str:
    """What is handled in order together: a chat, in a forum a topic."""
    if update.my_chat_member:
        return str(update.my_chat_member.chat.id)
    if query := update.callback_query:
        return conversation(query.message) or str(query.from_user.id)
    message = update.message
    return (conversation(message) or str(message.chat.id)) if message else ""


def conversation(message: Any) -> str:
    """ "" between us two; else the group, and the topic in it."""
    if message is None or message.chat.type == Chat.PRIVATE:
        return ""
    thread = getattr(message, "message_thread_id", None) if getattr(message, "is_topic_message", None) else None
    return f"{message.chat.id}:{thread}" if thread else str(message.chat.id)


def place_of(conversation: str) -> tuple[int, int | None]:
    """(chat, topic) of a conversation, or of the account that stands for a private chat."""
    chat, _, thread = conversation.partition(":")
    return int(chat), int(thread) if thread else None


def from_message(message: Message, me: User, event: str, arrival: int, files: tuple[File, ...] = ()) -> Incoming:
    assert message.from_user is not None
    return _incoming(message.from_user, message, event, arrival, text=said(message, me), files=files)


def from_press(query: CallbackQuery, event: str, arrival: int) -> Incoming:
    return _incoming(query.from_user, query.message, event, arrival, press=press_in(query.data))


def _incoming(person: User, where: Any, event: str, arrival: int, **more: Any) -> Incoming:
    here = conversation(where)
    return Incoming(
        CHANNEL, str(person.id), event, conversation=here, name=person.full_name, forms=False,
        place="group" if here else "dm", arrival=arrival, **more,
    )  # fmt: skip

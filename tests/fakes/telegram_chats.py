"""People and chats on the fake Telegram: what somebody does becomes an update, what the bot does is seen in a chat."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.telegram_rules import Json, utf16

if TYPE_CHECKING:
    from tests.fakes.telegram_world import World

_ENTITIES = {"bot_command": r"(?<!\S)/\w+(@\w+)?", "mention": r"(?<!\w)@\w{5,}"}


@dataclass
class Message:
    """A message as everybody in the chat sees it now; an edit changes it in place."""

    raw: Json
    file: bytes = b""
    """What the photo or document holds."""
    from_bot: bool = False
    """By the bot itself; other bots are people here."""

    @property
    def id(self) -> int:
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """The text, or the caption of a photo or file."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        return list(self.raw.get("entities", self.raw.get("caption_entities", [])))

    @property
    def rows(self) -> list[list[Json]]:
        return list(self.raw.get("reply_markup", {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> list[Json]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    def __repr__(self) -> str:
        who = "bot" if self.from_bot else self.raw["from"]["first_name"]
        kind = next((kind for kind in ("photo", "document", "voice", "sticker") if kind in self.raw), "")
        return " ".join(filter(None, [f"{who}:", kind and f"[{kind}]", self.text, str(self.labels or "")]))


@dataclass
class Chat:
    """`messages` is what the chat shows: edited in place, deleted gone."""

    fake: "World"
    id: int
    about: Json
    messages: list[Message] = field(default_factory=list)
    refuses: str = ""
    """Why the bot may not write here, as the platform says it."""
    actions: list[str] = field(default_factory=list)
    """The "typing …" that were shown."""

    @property
    def group(self) -> bool:
        return self.id < 0

    @property
    def from_bot(self) -> list[Message]:
        return [message for message in self.messages if message.from_bot]

    def find(self, message_id: int) -> Message | None:
        return next((message for message in self.messages if message.id == message_id), None)

    def add(self, sender: Json, content: Json, file: bytes = b"") -> Message:
        with self.fake.changed:
            raw = {"message_id": self.fake.new_id(), "date": self.fake.date(), "chat": self.about, "from": sender}
            message = Message(raw | content, file, sender is self.fake.me)
            self.messages.append(message)
            self.fake.changed.notify_all()
            return message


@dataclass
class User:
    """Somebody with the app open. Everything they do returns the update that goes to the bot.

    In a group the bot hears everything, as one whose privacy mode is off: whom it answers is its own rule."""

    fake: "World"
    about: Json

    @property
    def id(self) -> int:
        return int(self.about["id"])

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.fake.chat(self.id)

    def start(self, payload: str = "") -> Json:
        """Presses Start, as from a link t.me/bot?start=payload."""
        return self.say(f"/start {payload}".rstrip())

    def say(self, text: str, chat: Chat | None = None, *, reply_to: Message | None = None) -> Json:
        return self.send({"text": text, "entities": list(entities(text))}, chat, reply_to=reply_to)

    def send(
        self, content: Json, chat: Chat | None = None, *, file: bytes = b"", reply_to: Message | None = None
    ) -> Json:
        """Any content of a message, spelled as the Bot API spells it."""
        chat = chat or self.chat
        if chat is self.chat:
            chat.refuses = ""
        replied = {"reply_to_message": reply_to.raw} if reply_to else {}
        return self.fake.deliver({"message": chat.add(self.about, content | replied, file).raw})

    def send_voice(self, content: bytes = b"OggS", chat: Chat | None = None) -> Json:
        return self._send_file("voice", content, {"duration": 2, "mime_type": "audio/ogg"}, chat)

    def send_document(self, name: str, content: bytes, mime: str = "text/plain", chat: Chat | None = None) -> Json:
        return self._send_file("document", content, {"file_name": name, "mime_type": mime}, chat)

    def send_sticker(self, chat: Chat | None = None) -> Json:
        about = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": "👍"}
        return self._send_file("sticker", b"RIFF", about, chat)

    def send_photo(self, content: bytes, caption: str = "", chat: Chat | None = None) -> Json:
        photo = self.fake.keep(content, "photos") | {"width": 320, "height": 240}
        words = {"caption": caption, "caption_entities": list(entities(caption))} if caption else {}
        return self.send({"photo": [photo], **words}, chat, file=content)

    def _send_file(self, kind: str, content: bytes, about: Json, chat: Chat | None) -> Json:
        return self.send({kind: self.fake.keep(content, f"{kind}s") | about}, chat, file=content)

    def edit(self, update: Json, text: str) -> Json:
        """Changes something said earlier. A bot is never told when somebody deletes a message."""
        raw = update["message"]
        message = self.fake.chat(raw["chat"]["id"]).find(raw["message_id"])
        assert message, "only a message that is there can be edited"
        with self.fake.changed:
            message.raw = raw | {"text": text, "entities": list(entities(text)), "edit_date": self.fake.date()}
            self.fake.changed.notify_all()
        return self.fake.deliver({"edited_message": message.raw})

    def press(self, message: Message, button: str | int = 0, *, data: str = "", gone: bool = False) -> Json:
        """Presses a button by its label or place. `data` stands for one the message does not have;
        `gone` sends it as after two days, without what the message said."""
        raw = message.raw
        if gone:
            raw = {"chat": raw["chat"], "message_id": raw["message_id"], "date": 0}
        query = self.fake.new_query(self, chat_instance=str(-abs(raw["chat"]["id"])))
        return self.fake.deliver(
            {"callback_query": query | {"message": raw, "data": data or _data(message, button)}}, query["id"]
        )

    def inline(self, text: str) -> Json:
        """Types "@bot text" somewhere; the answer is in `fake.inline_answers[update["inline_query"]["id"]]`."""
        query = self.fake.new_query(self, query=text, offset="", chat_type="private")
        return self.fake.deliver({"inline_query": query})

    def block(self) -> Json:
        self.chat.refuses = "Forbidden: bot was blocked by the user"
        return self._bot_is(self.chat, "kicked", was="member")

    def unblock(self) -> Json:
        self.chat.refuses = ""
        return self._bot_is(self.chat, "member", was="kicked")

    def add_bot(self, chat: Chat) -> Json:
        chat.refuses = ""
        self._bot_is(chat, "member", was="left")
        return self.send({"new_chat_members": [self.fake.me]}, chat)

    def remove_bot(self, chat: Chat) -> Json:
        chat.refuses = "Forbidden: bot was kicked from the supergroup chat"
        return self._bot_is(chat, "kicked", was="member")

    def join(self, chat: Chat) -> Json:
        return self.send({"new_chat_members": [self.about]}, chat)

    def _bot_is(self, chat: Chat, status: str, *, was: str) -> Json:
        old, new = ({"user": self.fake.me, "status": one} for one in (was, status))
        if status == "kicked":
            new["until_date"] = 0
        if was == "kicked":
            old["until_date"] = 0
        change = {"chat": chat.about, "from": self.about, "date": self.fake.date()}
        return self.fake.deliver({"my_chat_member": change | {"old_chat_member": old, "new_chat_member": new}})


def _data(message: Message, button: str | int) -> str:
    if isinstance(button, str):
        assert button in message.labels, f"no button {button!r} on: {message!r}"
        button = message.labels.index(button)
    found = message.buttons[button]
    assert "callback_data" in found, f"{found['text']!r} opens a page, nothing is sent"
    return str(found["callback_data"])


def entities(text: str) -> Iterator[Json]:
    """What the app marks by itself: commands and names."""
    for kind, pattern in _ENTITIES.items():
        for match in re.finditer(pattern, text, re.ASCII):
            yield {"type": kind, "offset": utf16(text[: match.start()]), "length": utf16(match[0])}

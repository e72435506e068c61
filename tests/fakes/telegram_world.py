"""What there is on the fake Telegram: people, chats, files, what the bot said about itself, and ways to look at it."""

import asyncio
import itertools
import random
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TypeVar

from bot.clock import Clock
from tests.fakes.telegram_chats import Chat, Message, User
from tests.fakes.telegram_rules import Json
from tests.fakes.telegram_updates import Updates

T = TypeVar("T")
NOT_STARTED = "Forbidden: bot can't initiate conversation with a user"


class World:
    def __init__(self, number: int, username: str, clock: Clock) -> None:
        self.me: Json = {"id": number, "is_bot": True, "first_name": "Cornerman", "username": username}
        self.chats: dict[int | str, Chat] = {}
        self.changed = threading.Condition()
        """Held while anything here changes, and told when it did."""
        self.updates = Updates(self.changed, self.date)
        self.files: dict[str, tuple[str, bytes]] = {}
        """id → where it is fetched, and what it holds."""
        self.unanswered: set[str] = set()
        """Presses whose button still shows that it waits."""
        self.answers: dict[str, Json] = {}
        self.inline_answers: dict[str, Json] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        """(scope, language) → what the menu shows."""
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self._clock = clock
        self.new_id, self._new_update = itertools.count(1).__next__, itertools.count(1000).__next__

    def user(
        self, number: int, name: str, language_code: str = "en", *, username: str = "", started: bool = False,
        bot: bool = False,
    ) -> User:  # fmt: skip
        """Somebody; until they spoke the bot may not write to them, unless they have `started` it before."""
        about = {"id": number, "is_bot": bot, "first_name": name, "language_code": language_code}
        named = {"username": username} if username else {}
        private = {"id": number, "type": "private", "first_name": name, **named}
        self.chats[number] = Chat(self, number, private, refuses="" if started else NOT_STARTED)
        return User(self, about | named)

    def group(self, number: int, title: str = "Sales", *, kind: str = "supergroup") -> Chat:
        assert number < 0, "the id of a group is negative"
        self.chats[number] = chat = Chat(self, number, {"id": number, "type": kind, "title": title})
        return chat

    def chat(self, number: int) -> Chat:
        return self.chats[number]

    def keep(self, content: bytes, folder: str) -> Json:
        """A file that can be fetched with getFile."""
        number = len(self.files) + 1
        self.files[f"F{number}"] = (f"{folder}/file_{number}", content)
        return {"file_id": f"F{number}", "file_unique_id": f"uF{number}", "file_size": len(content)}

    def new_query(self, user: User, **about: object) -> Json:
        return {"id": str(random.getrandbits(60)), "from": user.about, **about}

    def date(self) -> int:
        return int(self._clock().timestamp())

    def wait(self, seen: Callable[[], T], seconds: float = 10) -> T:
        """What `seen` returns as soon as that is true; fails after `seconds`, showing all chats.
        Blocks its thread: a test inside a loop awaits `until`."""
        with self.changed:
            if self.changed.wait_for(seen, seconds):
                return seen()
        shown = {chat.about.get("title", chat.id): chat.messages for chat in self.chats.values() if chat.messages}
        raise AssertionError(f"not seen in {seconds} s; chats: {shown}; breaches: {self.breaches}; {self.refusals}")

    async def until(self, seen: Callable[[], T], seconds: float = 10) -> T:
        return await asyncio.to_thread(self.wait, seen, seconds)

    def sent(self) -> list[Message]:
        """Everything of the bot that chats show, in the order it came."""
        found = [message for chat in self.chats.values() for message in chat.from_bot]
        return sorted(found, key=lambda message: message.id)

    def deliver(self, what: Json, query_id: str = "") -> Json:
        """Sends the bot an update, and returns it."""
        if query_id:
            self.unanswered.add(query_id)
        return self.updates.deliver({"update_id": self._new_update(), **what})

    def redeliver(self, update: Json) -> None:
        """The same update once more, confirmed or not: what a bot gets that died before it confirmed."""
        self.updates.redeliver(update)

    def held(self, order: Callable[[list[Json]], list[Json]] = list) -> AbstractContextManager[None]:
        """What happens meanwhile arrives together afterwards, in the order that `order` puts it in."""
        return self.updates.held(order)

"""A Slack workspace: its people, channels, messages, files and views, and what has been noticed about the app."""

import json
import mimetypes
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bot.clock import Clock, system_clock

from . import slack_rules
from .faults import Rates

Json = dict[str, Any]
Found = TypeVar("Found")

TEAM, APP, BOT, BOT_USER = "T000HOME", "A0000APP", "B0000BOT", "U0000BOT"


class Refused(Exception):
    """Answered with `{"ok": false, "error": …}`, and what was wrong in sentences."""

    def __init__(self, error: str, found: list[str] | None = None) -> None:
        super().__init__(error)
        self.found = found or []


class Faulty(Protocol):
    def next(self, method: str) -> Any:
        """None, ("429", seconds), ("500",), ("reset",) or ("stall", seconds)."""


@dataclass
class Shown:
    """Something with blocks: a message or a view."""

    blocks: list[Json] = field(default_factory=list)

    def elements(self) -> list[tuple[Json, Json]]:
        """(block, element) of everything that can be pressed or filled in."""
        found = []
        for block in self.blocks:
            inside = [*block.get("elements", ()), block.get("element"), block.get("accessory")]
            found += [(block, each) for each in inside if each and "action_id" in each]
        return found

    @property
    def labels(self) -> list[str]:
        return [each["text"]["text"] for _, each in self.elements() if each["type"] == "button"]

    def element(self, name: str) -> tuple[Json, Json]:
        """By the label of a button, or by action_id."""
        for block, each in self.elements():
            if name in (each["action_id"], (each.get("text") or {}).get("text")):
                return block, each
        raise AssertionError(f"nothing here is called {name!r}; there are {self.labels}")

    @property
    def words(self) -> str:
        """All text of the blocks, a line each."""
        return "\n".join(slack_rules.texts(self.blocks))


@dataclass(kw_only=True)
class Message(Shown):
    channel: str
    ts: str
    text: str
    user: str
    team: str = TEAM
    bot: str = ""
    thread_ts: str = ""
    metadata: Json | None = None
    ephemeral_to: str = ""
    files: list[Json] = field(default_factory=list)
    edited: str = ""
    history: list[Json] = field(default_factory=list)
    """What it was before each edit."""

    def to_json(self, *, metadata: bool = False) -> Json:
        data: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts, "team": self.team}
        if self.bot:
            data |= {"bot_id": self.bot, "app_id": APP if self.bot == BOT else "A00OTHER"}
        optional = {"blocks": self.blocks, "thread_ts": self.thread_ts, "files": self.files}
        data |= {name: value for name, value in optional.items() if value}
        if self.edited:
            data["edited"] = {"user": self.user, "ts": self.edited}
        return data | ({"metadata": self.metadata} if metadata and self.metadata else {})


@dataclass
class Channel:
    id: str
    name: str
    user: str = ""
    """The other side of a DM."""
    here: bool = True
    """Whether the bot is a member."""
    messages: list[Message] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "im" if self.user else "channel"

    def find(self, ts: str) -> Message:
        for message in self.messages:
            if message.ts == ts:
                return message
        raise Refused("message_not_found")

    def to_json(self) -> Json:
        if self.user:
            return {"id": self.id, "is_im": True, "user": self.user, "is_open": True}
        return {"id": self.id, "name": self.name, "is_channel": True, "is_member": self.here, "is_im": False}


@dataclass
class File:
    id: str
    name: str
    size: int
    url: str
    title: str = ""
    alt_txt: str = ""
    content: bytes = b""
    ready_at: datetime | None = None
    """When Slack has looked at it; until then its mimetype is empty and no block can show it."""

    def to_json(self, now: datetime) -> Json:
        ready = self.ready_at is not None and now >= self.ready_at
        kind = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        return {
            "id": self.id, "name": self.name, "title": self.title or self.name, "size": self.size,
            "mimetype": kind if ready else "", "filetype": kind.split("/")[1] if ready else "",
            "alt_txt": self.alt_txt, "user": BOT_USER, "url_private": self.url, "url_private_download": self.url,
            "mode": "hosted", "is_external": False,
        }  # fmt: skip


@dataclass(kw_only=True)
class ShownView(Shown):
    """A modal, or a published Home."""

    id: str
    user: str
    given: Json
    hash: str
    root: str = ""
    previous: str | None = None
    values: Json = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.given.get("title", {}).get("text", ""))

    def to_json(self) -> Json:
        base = {"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False}
        base |= {"notify_on_close": False, "title": None, "submit": None, "close": None}
        ids = {"id": self.id, "team_id": TEAM, "app_id": APP, "bot_id": BOT, "app_installed_team_id": TEAM}
        tree = {"hash": self.hash, "root_view_id": self.root or self.id, "previous_view_id": self.previous}
        return base | self.given | ids | tree | {"state": {"values": self.values}}


@dataclass(frozen=True)
class Posted:
    channel_second: int
    """Most posts into one channel within any second; Slack allows about one."""
    workspace_minute: int


class World:
    """State behind one lock: the server's thread and the test's both come here."""

    def __init__(self, clock: Clock = system_clock, log: Path | None = None) -> None:
        self.clock, self.log = clock, log
        self.changed = threading.Condition()
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.modals: dict[str, list[ShownView]] = {}
        self.homes: dict[str, ShownView] = {}
        self.triggers: dict[str, tuple[str, datetime]] = {}
        """trigger_id → (user, issued); a spent one has no user."""
        self.hooks: dict[str, Json] = {}
        self.refusals: dict[str, str] = {}
        self.calls: list[tuple[str, Json]] = []
        self.posts: list[tuple[float, str]] = []
        """(seconds, channel)"""
        self.breaches: list[str] = []
        self.pauses = Rates(now=lambda: clock().timestamp())
        self.late_acks: list[Json] = []
        self.unanswered: list[Json] = []
        """Payloads that Slack gave up on."""
        self.mrkdwn: list[str] = []
        self.markup: list[str] = []
        """Mentions and links the app sent; a test says which it expects."""
        self._last_ts = self._last_id = 0

    def next_ts(self) -> str:
        with self.changed:
            self._last_ts = max(self._last_ts + 1, round(self.clock().timestamp() * 1_000_000))
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def next_id(self, letter: str) -> str:
        with self.changed:
            self._last_id += 1
            return f"{letter}{self._last_id:08d}"

    def wait(self, predicate: Callable[[], Found], seconds: float = 5) -> Found:
        """The first true answer; asked again when something changed here, and every 50 ms."""
        deadline = time.monotonic() + seconds
        with self.changed:
            while not (found := predicate()) and time.monotonic() < deadline:
                self.changed.wait(0.05)
        if found:
            return found
        raise AssertionError(f"not within {seconds} s; breaches: {self.breaches}; last calls: {self.calls[-3:]}")

    def channel(self, id: str, name: str = "") -> Channel:
        """A public channel with the bot in it is made when it is first named; `U…` is that user's DM."""
        with self.changed:
            if id in self.users:
                return self.channels.setdefault(f"D{id}", Channel(f"D{id}", "directmessage", id))
            return self.channels.setdefault(id, Channel(id, name or id.lower()))

    def home(self, user: str) -> ShownView | None:
        return self.homes.get(user)

    def rates(self) -> Posted:
        per: dict[str, list[float]] = defaultdict(list)
        with self.changed:
            for at, channel in self.posts:
                per[channel].append(at)
            everything = [at for at, _ in self.posts]
        second = 1 - self.pauses.jitter
        return Posted(max((_most(times, second) for times in per.values()), default=0), _most(everything, 60 * second))

    @property
    def early(self) -> int:
        """Calls of a method whose Retry-After was still running."""
        return self.pauses.early

    def refuse(self, channel: str, error: str = "") -> None:
        """From now on posts there are answered with this error; "" ends it."""
        self.refusals[channel] = error

    def trigger(self, user: str) -> str:
        id = f"{self.next_id('')}.{random.randrange(10**9)}.{self._last_id}"
        self.triggers[id] = (user, self.clock())
        return id

    def hook(self, url: str, user: str, channel: str, message: Message | None = None) -> str:
        """A new response_url: five uses within 30 minutes."""
        id = self.next_id("R")
        until = self.clock() + timedelta(minutes=30)
        self.hooks[id] = {"user": user, "channel": channel, "message": message, "left": 5, "until": until}
        return f"{url}/response/{id}"

    def post(self, message: Message) -> Message:
        self.channels[message.channel].messages.append(message)
        self.changed.notify_all()
        return message

    def accept(self, method: str, args: Json, channel: str = "", ts: str = "") -> None:
        """Written down before the answer goes out, so that a killed reader of the answer cannot hide it."""
        self.calls.append((method, args))
        self.changed.notify_all()
        if self.log is None:
            return
        line = {"at": self.clock().isoformat(), "method": method, "channel": channel, "ts": ts, "args": args}
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def read(self, text: str, blocks: Any) -> None:
        """Remembers what of a message is markup."""
        self.mrkdwn += slack_rules.mrkdwn(text, blocks)
        self.markup += slack_rules.markup(text, blocks)


def _most(times: list[float], width: float) -> int:
    """The most moments that lie within one window."""
    first = most = 0
    for last, at in enumerate(times):
        while at - times[first] >= width:
            first += 1
        most = max(most, last - first + 1)
    return most

"""Somebody on the fake Telegram, for the stories: says things, presses what stands there, sees what the chat shows.

with Player(app, language="zh") as lin:
    lin.say("太贵了")
    lin.press("展开")
"""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

import uvicorn
from sqlalchemy import select
from starlette.applications import Starlette

from bot.app import App
from bot.channels.telegram import Telegram
from bot.messages import Message, Role, say
from bot.pushes import outbox
from bot.pushes.pace import TELEGRAM
from bot.settings.values import Secret, TelegramSettings
from bot.store import leases
from tests.fakes import telegram as fakes
from tests.fakes.telegram_chats import Message as Shown

T = TypeVar("T")
FAST = TELEGRAM.times(1000)
SECRET = "a-secret-of-the-tests-0123456789-abcdef"


def settings_for(fake: fakes.Telegram, **more: Any) -> TelegramSettings:
    given = {"bot_token": Secret(fake.token), "webhook_secret": Secret(SECRET), "api": fake.root, "strangers": True}
    return TelegramSettings(**(given | more))


class Stage:
    """The channel on a loop of its own, against a fake Telegram; what is said waits until all is answered."""

    def __init__(self, app: App, fake: fakes.Telegram | None = None, *, limits: Any = FAST, **settings: Any) -> None:
        self.app, self.fake = app, fake or fakes.Telegram()
        self._mine = fake is None
        self._limits, self._settings = limits, settings
        self._listener: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="Telegram channel")

    def __enter__(self) -> "Stage":
        if self._mine:
            self.fake.start()
        self._thread.start()
        try:
            self.app.settings = replace(self.app.settings, telegram=settings_for(self.fake, **self._settings))
            if self.app.settings.telegram.transport == "webhook":
                self._listen()
            self.channel = self.run(self._build())
            self._serve()
            self.run(self.channel.start())
        except BaseException:
            self._end()
            raise
        return self

    async def _build(self) -> Telegram:
        return Telegram(self.app, limits=self._limits)

    # The web app's part, for a webhook

    def _listen(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.app.settings = replace(self.app.settings, public_url=address)

    def _serve(self) -> None:
        if self._listener is None:
            return
        web = Starlette(routes=self.channel.routes)
        self._server = uvicorn.Server(uvicorn.Config(web, log_level="warning", access_log=False, lifespan="off"))
        self._serving = self.submit(self._server.serve(sockets=[self._listener]))

    def _close_server(self) -> None:
        if self._server:
            self._server.should_exit = True
            self._serving.result(10)

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._loop.is_closed():
            return
        self._close_server()
        self.run(self.channel.stop())
        self._end()
        with self.app.store.write() as db:
            leases.release(db, self.app.process)

    def _end(self) -> None:
        with suppress(Exception):
            self.run(_cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        if self._mine:
            self.fake.stop()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.submit(work).result(30)

    def submit(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def settle(self) -> None:
        """Returns when all that people did is confirmed and answered, and nothing that is due waits to go out."""
        self.fake.wait(lambda: not self.fake.updates.pending and not self.fake.updates._again)
        until = time.monotonic() + 20
        while self.run(self._busy()):
            assert time.monotonic() < until, "the bot does not come to rest"
            time.sleep(0.01)

    async def _busy(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.channel.intake.idle(), 5)
        return await asyncio.to_thread(self._waiting)

    def _waiting(self) -> bool:
        self.app.flush()
        now = self.app.clock()
        with self.app.store.read() as db:
            rows = outbox.outbox.c
            due = (rows.channel == "telegram", rows.due <= now, rows.status.in_(("ready", "claimed", "sending")))
            return db.execute(select(rows.id).where(*due)).first() is not None

    def someone(self, name: str = "Lin", *, number: int = 7, **who: Any) -> "Player":
        """Somebody more on this stage."""
        found = Player(self.app, name, number=number, **who)
        found.enter(self)
        return found


async def _cancel_all() -> None:
    """What asyncio.run does at its end."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


@dataclass(frozen=True)
class Seen:
    """What changed in the chat when somebody did something, or was told something."""

    text: str = ""
    labels: tuple[str, ...] = ()
    edits: bool = False
    """Whether a message that was there says something else now."""


class Player:
    """`with Player(app, language="zh") as lin:` is `tests.talk.Someone` in a private chat with the bot."""

    def __init__(
        self, app: App, name: str = "Lin", *, role: Role = Role.REP, language: str = "zh", team: str = "",
        channel: str = "telegram", forms: bool = False, number: int = 7,
    ) -> None:  # fmt: skip
        self.app, self.channel, self.forms, self.account = app, channel, forms, str(number)
        with app.store.write() as db:
            self.person = app.directory.add(db, name, now=app.clock(), role=role, language=language, team_name=team)
            app.directory.attach(db, channel, self.account, self.person.id)
        self.seen = Seen()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self.enter(self._open.enter_context(Stage(self.app)))
        return self

    def __exit__(self, *error: Any) -> None:
        self._open.__exit__(*error)
        assert self.stage.fake.breaches == []

    def enter(self, stage: Stage) -> None:
        """Goes on here; on the stage of a bot that was started anew the chat is still there."""
        self.stage, self.app = stage, stage.app
        if int(self.account) not in stage.fake.chats:
            language = self.person.language or "en"
            self.user = stage.fake.user(int(self.account), self.person.name, language, started=True)

    # What the person does

    def say(self, text: str) -> str:
        return self._do(lambda: self.user.say(text))

    def press(self, label: str, values: Mapping[str, str] | None = None) -> str:
        """A button by its label on the newest message that has it; a form's values are said one by one."""
        offering = next((m for m in reversed(self.user.chat.from_bot) if label in m.labels), None)
        if offering is not None:
            return self._do(lambda: self.user.press(offering, label))
        assert values, f"nobody offers a button {label!r}; the last message: {self.text}"
        return [self.say(value) for value in values.values()][-1]

    def hear(self, text: str) -> str:
        """Something that the bot starts."""
        return self._do(lambda: self._tell(text))

    def _tell(self, text: str) -> None:
        with self.app.store.write() as db:
            self.app.tell(db, self.person.id, say(text), "alert", self.app.clock())
        self.app.notify(self.person.id)

    # What the person sees

    @property
    def text(self) -> str:
        return self.seen.text

    @property
    def labels(self) -> list[str]:
        return list(self.seen.labels)

    @property
    def messages(self) -> list[Message]:
        """What was said to the person, as the bot means it."""
        with self.app.store.read() as db:
            rows = db.execute(select(outbox.outbox).where(outbox.outbox.c.person_id == self.person.id))
            return [outbox.message(row) for row in sorted(rows, key=lambda row: row.id)]

    def _do(self, act: Callable[[], object]) -> str:
        before = {message.id: _shown(message) for message in self.user.chat.from_bot}
        act()
        self.stage.settle()
        changed = [m for m in self.user.chat.from_bot if before.get(m.id) != _shown(m)]
        labels = tuple(label for message in changed for label in message.labels)
        edits = any(message.id in before for message in changed)
        lines = [line for message in changed for line in (message.text, *(f"[{label}]" for label in message.labels))]
        self.seen = Seen("\n".join(lines), labels, edits)
        meant = self.messages
        assert not meant or edits == bool(meant[-1].edits), "what is to replace a message replaces it in the chat"
        return self.text


def _shown(message: Shown) -> tuple[str, tuple[str, ...], bytes]:
    return message.text, tuple(message.labels), message.file

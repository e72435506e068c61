"""Server-sent events: what arrives while the page is open, and how far the background work is."""

import asyncio
import json
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from bot.channels.port import Bot

BEAT = 15.0
"""Seconds between two signs of life; proxies close a silent stream after 30 to 60."""
WORKING = 1.0
"""Seconds between two looks at running background work."""
FLUSH_EVERY = 2.0
RETRY = 2000
"""Milliseconds after which a browser asks again when the stream broke."""


@dataclass(frozen=True, slots=True)
class News:
    """What a page that is open should know now."""

    view: str
    bubbles: tuple[tuple[int, str], ...]
    """(id, HTML), oldest first."""


Look = Callable[[str, int], News | None]
"""(session, last id seen) → the news; None when the session is over."""


class Live:
    def __init__(self, bot: Bot, look: Look) -> None:
        self.bot, self._look = bot, look
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._closing = asyncio.Event()
        bot.listen(self._heard)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        flushing = asyncio.create_task(self._flush())
        with self._told_to_stop():
            yield
        self.close()
        self._loop = None
        flushing.cancel()
        with suppress(asyncio.CancelledError):
            await flushing

    def close(self) -> None:
        """Ends every stream; without it a server waits for its open pages forever."""
        self._closing.set()
        for events in self._waiting.values():
            for event in events:
                event.set()

    @property
    def open_pages(self) -> int:
        return sum(len(events) for events in self._waiting.values())

    @contextmanager
    def _told_to_stop(self) -> Iterator[None]:
        """A server ends the lifespan only after its open streams: they have to hear of Ctrl-C themselves."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

        def stop(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self.close)
            handler = before[signal.Signals(number)]
            if callable(handler):
                handler(number, frame)

        mine = [number for number, handler in before.items() if callable(handler)]
        for number in mine:
            signal.signal(number, stop)
        try:
            yield
        finally:
            for number in mine:
                signal.signal(number, before[number])

    async def _flush(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            await run_in_threadpool(self.bot.flush)

    def _heard(self, person_id: int) -> None:
        """Called from any thread after a commit."""
        if self._loop is not None and person_id in self._waiting:
            with suppress(RuntimeError):  # the loop closed in this moment
                self._loop.call_soon_threadsafe(self.wake, person_id)

    def wake(self, person_id: int) -> None:
        for event in self._waiting.get(person_id, ()):
            event.set()

    async def events(self, session: str, person_id: int, after: int) -> AsyncIterator[str]:
        """The stream of one open page, until the page, the session or the server ends."""
        event = asyncio.Event()
        self._waiting.setdefault(person_id, set()).add(event)
        view = working = ""
        yield f"retry: {RETRY}\n\n"
        try:
            while not self._closing.is_set():
                event.clear()  # before looking: what is committed while we look wakes us again
                news = await run_in_threadpool(self._look, session, after)
                if news is None:
                    yield _event("view", "-")
                    return
                if news.view != view:
                    view = news.view
                    yield _event("view", view)
                for after, html in news.bubbles:
                    yield _event("message", html, after)
                state, done, total = self.bot.progress()
                if state != "ready" or working:
                    working = "" if state == "ready" else state
                    yield _event("work", json.dumps({"state": state, "done": done, "total": total}))
                await self._news(event, WORKING if working else BEAT)
                yield ":\n\n"
        finally:
            self._waiting[person_id].discard(event)
            if not self._waiting[person_id]:
                del self._waiting[person_id]

    async def _news(self, event: asyncio.Event, seconds: float) -> None:
        if not self._closing.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), seconds)


def _event(name: str, data: str, id: int | None = None) -> str:
    lines = "".join(f"data: {line}\n" for line in data.replace("\r", "").split("\n"))
    return f"event: {name}\n" + (f"id: {id}\n" if id else "") + lines + "\n"

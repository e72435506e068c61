"""Server-sent events: what arrives while the page is open, and how far the background work is."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from bot.channels.port import Bot
from bot.channels.web.page import Page
from bot.messages import Person
from bot.words import words

BEAT = 15.0
"""Seconds between two signs of life; proxies close a silent stream after 30 to 60."""
WORKING = 1.0
"""Seconds between two looks at running background work."""
FLUSH_EVERY = 2.0


class Live:
    def __init__(self, bot: Bot, page: Page) -> None:
        self.bot, self.page = bot, page
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._closing = asyncio.Event()
        bot.listen(self._heard)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        flushing = asyncio.create_task(self._flush())
        yield
        self.close()
        flushing.cancel()
        with suppress(asyncio.CancelledError):
            await flushing

    def close(self) -> None:
        """Ends every stream; without it a server waits for its open pages forever."""
        self._closing.set()
        for events in self._waiting.values():
            for event in events:
                event.set()

    async def _flush(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            await run_in_threadpool(self.bot.flush)

    def _heard(self, person_id: int) -> None:
        """Called from any thread after a commit."""
        if self._loop is not None and person_id in self._waiting:
            self._loop.call_soon_threadsafe(self._wake, person_id)

    def _wake(self, person_id: int) -> None:
        for event in self._waiting.get(person_id, ()):
            event.set()

    def stream(self, me: Person, request: Request) -> StreamingResponse:
        asked = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
        after = int(asked) if asked.isdecimal() else 0
        csrf = request.query_params.get("csrf", "")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(me, after, csrf), media_type="text/event-stream", headers=headers)

    async def _events(self, me: Person, after: int, csrf: str) -> AsyncIterator[str]:
        event = asyncio.Event()
        self._waiting.setdefault(me.id, set()).add(event)
        said = words(me.language or self.bot.settings.language)
        working = ""
        try:
            while not self._closing.is_set():
                for bubble in await run_in_threadpool(self.page.history, me.id, after):
                    after = bubble.id
                    yield _event("message", self.page.bubbles([bubble], said, csrf), after)
                state, done, total = self.bot.progress()
                if state != "ready" or working:
                    working = "" if state == "ready" else state
                    yield _event("work", json.dumps({"state": state, "done": done, "total": total}))
                event.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), WORKING if working else BEAT)
                yield ": \n\n"
        finally:
            self._waiting[me.id].discard(event)
            if not self._waiting[me.id]:
                del self._waiting[me.id]


def _event(name: str, data: str, id: int | None = None) -> str:
    lines = "".join(f"data: {line}\n" for line in data.split("\n"))
    return f"event: {name}\n" + (f"id: {id}\n" if id else "") + lines + "\n"

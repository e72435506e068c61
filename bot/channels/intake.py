"""Raw events of a platform on their way in: kept before the ack, handled in order per conversation, never lost.

A process that finds what another left behind when it died takes it over.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from bot.channels.port import Bot
from bot.errors import CornermanError
from bot.store import StoreFault, arrivals, leases
from bot.store.arrivals import Arrival

log = logging.getLogger("cornerman")

Handle = Callable[[Arrival], Awaitable[None]]
"""Turns a raw event into an answer and delivers it. After a StoreFault it comes again; any other error is its end."""

SLOWEST = 10.0
"""Seconds between two tries while the database is away."""
BEHIND = 0.1
"""Seconds between two looks whether another process is done with the conversation's earlier event."""
STOP_SECONDS = 10


class Intake:
    def __init__(self, bot: Bot, channel: str, handle: Handle) -> None:
        self.bot, self.channel, self._handle = bot, channel, handle
        self._queues: dict[str, deque[Arrival]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    async def keep(self, event: str, conversation: str, body: Any) -> bool:
        """Returns once the event is safe, so that it may be acknowledged; False: it was here before.

        Raises CornermanError where it could not be kept: then it must not be acknowledged.
        """
        found = await asyncio.to_thread(self._keep, event, conversation, body)
        if found is None:
            return False
        self._queue(Arrival(found, event, conversation, body))
        return True

    def _keep(self, event: str, conversation: str, body: Any) -> int | None:
        with self.bot.store.write() as db:
            return arrivals.arrive(
                db, channel=self.channel, event=event, conversation=conversation, body=body, owner=self.bot.process,
                now=self.bot.clock(),
            )  # fmt: skip

    async def run(self) -> None:
        """Says that this process lives, and takes over what dead ones left, until it is cancelled."""
        while True:
            try:
                for arrival in await asyncio.to_thread(self._take_over):
                    self._queue(arrival)
            except CornermanError as error:
                log.warning("%s: %s", self.channel, error)
            await asyncio.sleep(leases.RENEW_SECONDS)

    def _take_over(self) -> list[Arrival]:
        now = self.bot.clock()
        with self.bot.store.write() as db:
            leases.live(db, self.bot.process, now)
            return arrivals.take_over(db, self.channel, self.bot.process, leases.alive(db, now))

    async def stop(self) -> None:
        """Lets what is being answered end; the rest stays where it is kept."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)

    async def idle(self) -> None:
        """Returns when nothing is left to handle."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _queue(self, arrival: Arrival) -> None:
        waiting = self._queues.setdefault(arrival.conversation, deque())
        waiting.append(arrival)
        if len(waiting) == 1:
            task = asyncio.create_task(self._drain(arrival.conversation, waiting))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drain(self, conversation: str, waiting: deque[Arrival]) -> None:
        while waiting and not self._closing:
            await self._one(waiting[0])
            waiting.popleft()
        if not waiting:
            self._queues.pop(conversation, None)

    async def _one(self, arrival: Arrival) -> None:
        wait = BEHIND
        while not self._closing:
            try:
                if await self._is_behind(arrival):
                    await asyncio.sleep(BEHIND)
                    continue
                if arrival.left and not await asyncio.to_thread(self._begin_again, arrival):
                    return log.error("%s: an event that brought processes down is dropped", self.channel)
                return await self._handle(arrival)
            except StoreFault as error:
                log.warning("%s: an event waits: %s", self.channel, error)
                await asyncio.sleep(wait)
                wait = min(SLOWEST, wait * 2)
            except Exception:
                log.exception("%s: an event could not be handled and is dropped", self.channel)
                with suppress(CornermanError):
                    await asyncio.to_thread(self.bot.drop, arrival.id)
                return

    async def _is_behind(self, arrival: Arrival) -> bool:
        """Whether another process has an earlier event of this conversation; one alone keeps the order by itself."""
        if self.bot.store.is_sqlite:
            return False
        return await asyncio.to_thread(self._earlier, arrival)

    def _begin_again(self, arrival: Arrival) -> bool:
        with self.bot.store.write() as db:
            return arrivals.begin_again(db, arrival.id)

    def _earlier(self, arrival: Arrival) -> bool:
        with self.bot.store.read() as db:
            return arrivals.earlier(db, self.channel, arrival.conversation, arrival.id)

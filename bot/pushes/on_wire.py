"""No more pushes on the wire than the rate needs: whatever is there when the process dies is in doubt afterwards."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LATE = 1.0
"""Seconds after which a call makes room for the next: one that hangs must not hold up all others."""
MOST = 40
WEIGHT = 0.2
"""Of the newest call in the average of how long one takes."""


class OnWire:
    """`rate` is what the platform takes a second; with calls of 60 ms 25 a second need two at a time."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._takes = 0.0
        self._open = 0
        self._changed = asyncio.Condition()

    @property
    def room(self) -> int:
        return min(MOST, max(1, math.ceil(self._rate * self._takes)))

    @asynccontextmanager
    async def call(self) -> AsyncIterator[None]:
        """Around one call; waits for room."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._open < self.room)
            self._open += 1
        loop = asyncio.get_running_loop()
        started, held = loop.time(), _Held()
        late = loop.call_later(LATE, self._let_go_late, held)
        try:
            yield
        finally:
            late.cancel()
            took = min(LATE, loop.time() - started)
            self._takes += WEIGHT * (took - self._takes)
            await self._let_go(held)

    def _let_go_late(self, held: "_Held") -> None:
        held.task = asyncio.ensure_future(self._let_go(held))

    async def _let_go(self, held: "_Held") -> None:
        async with self._changed:
            if held.yes:
                held.yes = False
                self._open -= 1
            self._changed.notify_all()


class _Held:
    """Whether a call still counts."""

    def __init__(self) -> None:
        self.yes = True
        self.task: asyncio.Future[None] | None = None

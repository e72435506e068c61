"""10,000 pushes at the real limits on a virtual clock, with people asking meanwhile: `python -m benchmarks.pace`.

Printed: how long the pushes take, how long replies wait, and the busiest second at the platform.
"""

import asyncio
import random
import selectors
from bisect import bisect_left
from collections.abc import Coroutine
from typing import Any

from benchmarks._row import Row
from bot.pushes.delivery import AT_ONCE
from bot.pushes.pace import SLACK, TELEGRAM, Gate, Limits, Pace

PUSHES = 10_000
REPLIES = 0.04
"""Of the platform's rate: somebody asks once a second while Telegram gets its pushes. Each takes a push's place."""
ON_THE_WIRE = (0.05, 0.3)
"""Seconds that one call takes."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """Time passes only by being waited for: an hour of sending takes as long as its computing."""

    def __init__(self) -> None:
        super().__init__(_NoWaiting(self))
        self.passed = 0.0

    def time(self) -> float:
        return self.passed


class _NoWaiting(selectors.SelectSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._owner = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout:
            self._owner.passed += timeout
        return ready


class Run:
    """What one platform sees: when each call went out, and how long each reply had waited by then."""

    def __init__(self, limits: Limits) -> None:
        self.replies = limits.per_second * REPLIES
        self.gate = Gate(Pace(limits))
        self.out: list[float] = []
        self.waited: list[float] = []
        self.random = random.Random(1)

    async def send(self, priority: int, chat: str) -> None:
        loop = asyncio.get_running_loop()
        asked = loop.time()
        await self.gate.turn(priority, chat)
        self.out.append(loop.time())
        if priority == 0:
            self.waited.append(loop.time() - asked)
        await asyncio.sleep(self.random.uniform(*ON_THE_WIRE))

    async def pushes(self) -> float:
        """As delivery does it: so many on their way at a time."""
        room = asyncio.Semaphore(AT_ONCE)

        async def one(n: int) -> None:
            async with room:
                await self.send(3, f"p{n}")

        await asyncio.gather(*(one(n) for n in range(PUSHES)))
        return asyncio.get_running_loop().time()

    async def people(self) -> None:
        asking: set[asyncio.Task[None]] = set()
        while True:
            await asyncio.sleep(self.random.expovariate(self.replies))
            task = asyncio.ensure_future(self.send(0, f"p{self.random.randrange(PUSHES)}"))
            asking.add(task)
            task.add_done_callback(asking.discard)

    async def whole(self) -> float:
        people = asyncio.ensure_future(self.people())
        took = await self.pushes()
        people.cancel()
        return took

    def busiest(self, seconds: float) -> int:
        return max(n - bisect_left(self.out, at - seconds + 1e-9) + 1 for n, at in enumerate(self.out))


def virtually(work: Coroutine[Any, Any, float]) -> float:
    loop = VirtualLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def main() -> None:
    print(f"{f'{PUSHES:,} pushes, {REPLIES:.0%} replies':<46}{'floor':>10}{'aim':>10}{'found':>10}")
    for name, limits, minutes, most in (("Telegram", TELEGRAM, 7, 30), ("Slack", SLACK, 35, 10)):
        run = Run(limits)
        took = virtually(run.whole())
        waited = sorted(run.waited)
        print(Row(f"{name}: minutes for all", took / 60, floor=minutes, up=False))
        print(Row(f"{name}: reply waits, p99, seconds", waited[int(len(waited) * 0.99)], floor=2.0, up=False))
        print(Row(f"{name}: sends in the busiest second", run.busiest(1.0), floor=most, up=False))


if __name__ == "__main__":
    main()

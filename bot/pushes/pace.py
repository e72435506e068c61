"""How fast one bot token may send: a bucket for the token, one for each chat, and a halt when the platform says so.

PTB's own limiter let 59 to 92 sends into a second that takes 30, and ends a halt early; so pace is decided here.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

RAMP_SECONDS = 30.0
"""After a halt the rate starts at half and is whole again so much later."""
CHATS_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    per_second: float
    burst: float
    chat_per_second: float
    chat_burst: float
    group_per_minute: float = 0.0
    """0: groups are chats like others."""

    def times(self, factor: float) -> "Limits":
        """The same shape, faster: for tests whose platform is as much faster."""
        return Limits(
            self.per_second * factor, self.burst * factor, self.chat_per_second * factor, self.chat_burst * factor,
            self.group_per_minute * factor,
        )  # fmt: skip


TELEGRAM = Limits(per_second=25, burst=5, chat_per_second=1, chat_burst=1, group_per_minute=18)
SLACK = Limits(per_second=5, burst=5, chat_per_second=1, chat_burst=1)


@dataclass(slots=True)
class Bucket:
    rate: float
    size: float
    level: float
    at: float

    def wait(self, now: float, rate: float | None = None) -> float:
        """Seconds until one fits; 0 when it does."""
        speed = self.rate if rate is None else rate
        self.level = min(self.size, self.level + max(0.0, now - self.at) * speed)
        self.at = max(self.at, now)
        return 0.0 if self.level >= 1 - 1e-9 else (1 - self.level) / speed

    def take(self) -> None:
        self.level -= 1


class Pace:
    """Decides when one more may go; knows no clock and no loop, only the seconds it is given."""

    def __init__(self, limits: Limits, now: float = 0.0) -> None:
        self.limits = limits
        self._token = Bucket(limits.per_second, max(1.0, limits.burst), max(1.0, limits.burst), now)
        self._chats: dict[str, list[Bucket]] = {}
        self._until = -1e9

    def wait(self, now: float, chat: str, *, group: bool = False) -> float:
        """Seconds until a message to this chat may go; 0: take it now."""
        if now < self._until:
            return self._until - now
        buckets = self._of(chat, now, group)
        return max(self._token.wait(now, self._rate(now)), *(bucket.wait(now) for bucket in buckets))

    def take(self, now: float, chat: str, *, group: bool = False) -> None:
        self._token.take()
        for bucket in self._of(chat, now, group):
            bucket.take()

    def halt(self, now: float, seconds: float) -> None:
        """The platform said 429: nothing at all until then, and half as fast for a while."""
        self._until = max(self._until, now + seconds)
        self._token.level, self._token.at = min(self._token.level, 1.0), self._until  # no burst when it begins again

    def halted(self, now: float) -> bool:
        return now < self._until

    def _rate(self, now: float) -> float:
        since = now - self._until
        whole = self.limits.per_second
        return whole if since >= RAMP_SECONDS else whole * (0.5 + 0.5 * max(0.0, since) / RAMP_SECONDS)

    def _of(self, chat: str, now: float, group: bool) -> list[Bucket]:
        found = self._chats.get(chat)
        if found is None:
            if len(self._chats) >= CHATS_KEPT:
                self._forget(now)
            limits = self.limits
            size = max(1.0, limits.chat_burst)
            found = [Bucket(limits.chat_per_second, size, size, now)]
            if group and limits.group_per_minute:
                size = max(1.0, limits.group_per_minute / 9)  # 18 and a burst of 2 are the 20 a minute that groups take
                found.append(Bucket(limits.group_per_minute / 60, size, size, now))
            self._chats[chat] = found
        return found

    def _forget(self, now: float) -> None:
        """A chat whose buckets are full again is as good as a new one."""
        full = [c for c, buckets in self._chats.items() if all(b.wait(now) == 0 and b.level >= b.size for b in buckets)]
        for chat in full:
            del self._chats[chat]


@dataclass(order=True, slots=True)
class _Waiter:
    priority: int
    number: int
    chat: str = field(compare=False)
    group: bool = field(compare=False)
    go: "asyncio.Future[None]" = field(compare=False)


class Gate:
    """Lets senders through at the pace, the most urgent first: a reply passes every push that still waits."""

    def __init__(
        self,
        pace: Pace,
        now: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.pace = pace
        self._now, self._sleep = now or (lambda: asyncio.get_running_loop().time()), sleep
        self._waiting: list[_Waiter] = []
        self._count = 0
        self._pump: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    async def turn(self, priority: int, chat: str, *, group: bool = False) -> None:
        """Returns when it is this message's turn."""
        now = self._now()
        if not self._waiting and not self.pace.wait(now, chat, group=group):
            self.pace.take(now, chat, group=group)
            return
        self._count += 1
        waiter = _Waiter(priority, self._count, chat, group, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        self._news.set()
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._run())
        await waiter.go

    def halt(self, seconds: float) -> None:
        self.pace.halt(self._now(), seconds)

    @property
    def halted(self) -> bool:
        return self.pace.halted(self._now())

    async def _run(self) -> None:
        while self._waiting:
            self._news.clear()
            wait = self._let_through()
            if wait:
                await self._until_news(wait)

    def _let_through(self) -> float:
        """Lets everyone pass whose turn it is; seconds until the next one's."""
        passed, soonest, now = set(), 3600.0, self._now()
        for waiter in sorted(self._waiting):
            wait = self.pace.wait(now, waiter.chat, group=waiter.group)
            if wait:
                soonest = min(soonest, wait)
                continue
            passed.add(waiter.number)
            if not waiter.go.done():  # given up while it waited
                self.pace.take(now, waiter.chat, group=waiter.group)
                waiter.go.set_result(None)
        self._waiting = [w for w in self._waiting if w.number not in passed and not w.go.done()]
        return soonest if self._waiting else 0.0

    async def _until_news(self, seconds: float) -> None:
        """Waits, but not past a newcomer: it may be more urgent, or its chat may be free."""
        news = asyncio.ensure_future(self._news.wait())
        pause = asyncio.ensure_future(self._sleep(seconds))
        _, open_ = await asyncio.wait({news, pause}, return_when=asyncio.FIRST_COMPLETED)
        for task in open_:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

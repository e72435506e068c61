"""Sends what is in the outbox to one platform: replies at once, everything else claimed, fenced and at the pace.

One process holds the lease on a bot token and delivers its pushes; the others only answer those who spoke to them.
"""

import asyncio
import logging
import random
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from bot.clock import Clock
from bot.errors import CornermanError
from bot.pushes import outbox, states
from bot.pushes.kinds import kind_of
from bot.pushes.marks import Marks
from bot.pushes.on_wire import OnWire
from bot.pushes.pace import Gate
from bot.pushes.states import Outgoing
from bot.pushes.wire import NotSent, Piece, Refused, TryLater, Unsure, Wire
from bot.store import Store, leases

log = logging.getLogger("cornerman")
T = TypeVar("T")

AT_ONCE = 40
"""Messages that are claimed at a time: what the fastest platform takes within a claim, and no chat holds up."""
LOOK_SECONDS = 1.0
MARK_SECONDS = 0.05
STOP_SECONDS = 10
RENEW = timedelta(seconds=leases.RENEW_SECONDS)
KEPT_REFS, KEPT_CHATS = 5_000, 5_000
UNSENT_EDIT = timedelta(seconds=2)
"""How soon an edit looks again whether the message it replaces has arrived."""


class Delivery:
    def __init__(
        self, store: Store, wire: Wire, clock: Clock, marks: Marks, gate: Gate, *, owner: str, bot: str
    ) -> None:
        self.store, self.wire, self.clock, self.marks, self.gate = store, wire, clock, marks, gate
        self.owner, self.lease = owner, f"{wire.name}:{bot}"
        self.on_wire = OnWire(gate.pace.limits.per_second)
        self.leads = False
        self._renewed: datetime | None = None
        self._doubtful: dict[int, Outgoing] = {}
        self._refs: OrderedDict[str, list[str]] = OrderedDict()
        self._chats: dict[str, asyncio.Lock] = {}
        self._mine: list[asyncio.Task[None]] = []
        self._marking: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    # What is answered at once

    async def reply(self, out: Outgoing) -> None:
        """Sends a reply that was born `sending`; whatever happens to it, its row knows."""
        await self._deliver(out)

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._news.set()

    # What waits

    async def run(self) -> None:
        """Delivers until it is cancelled; a database that is away for a minute does not end it."""
        try:
            while True:
                try:
                    await self._round()
                except CornermanError as error:
                    log.warning("%s: %s", self.wire.name, error)
                except Exception:
                    log.exception("%s: a round of deliveries failed", self.wire.name)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), LOOK_SECONDS)
                self._news.clear()
        finally:
            await self.stop()

    async def stop(self) -> None:
        """Lets what is on the wire end, and writes down how it did."""
        mine, self._mine = self._mine, []
        if mine:
            await asyncio.wait(mine, timeout=STOP_SECONDS)
        with suppress(CornermanError):
            await _inside(self.marks.flush)

    async def _round(self) -> None:
        await self._keep_lease()
        for out in list(self._doubtful.values()):
            await self._find_out(out)
        while self.leads and (claimed := await _inside(self._claim)):
            self._mine += [asyncio.create_task(self._guarded(out)) for out in claimed]
            await self._room()
            await self._keep_lease()

    async def _keep_lease(self) -> None:
        """Says that we live and asks to lead, every few seconds; a new leader looks at what the last one left."""
        if self._renewed is not None and self.clock() - self._renewed < RENEW:
            return
        self._renewed = self.clock()
        self.leads, left = await _inside(self._take_lease)
        self._doubtful |= {out.id: out for out in left}

    async def _room(self) -> None:
        """Waits until less than half of what was claimed is still on its way."""
        while True:
            self._mine = [task for task in self._mine if not task.done()]
            if len(self._mine) <= AT_ONCE // 2:
                return
            await asyncio.wait(self._mine, return_when=asyncio.FIRST_COMPLETED)

    def _take_lease(self) -> tuple[bool, list[Outgoing]]:
        now, name = self.clock(), self.wire.name
        with self.store.write() as db:
            leases.live(db, self.owner, now)
            if not leases.take(db, self.lease, self.owner, now):
                return False, []
            states.expire(db, now)
            return True, states.abandoned(db, name, self.owner, leases.alive(db, now), now)

    def _claim(self) -> list[Outgoing]:
        now, name = self.clock(), self.wire.name
        with self.store.read() as db:
            if not states.any_due(db, name, now):
                return []
        with self.store.write() as db:
            states.superseded(db, name, now)
            return states.claim(db, name, self.owner, now, AT_ONCE)

    async def _guarded(self, out: Outgoing) -> None:
        try:
            await self._deliver(out, fenced=False)
        except CornermanError as error:
            log.warning("%s: message %d: %s", self.wire.name, out.id, error)
        except Exception:
            log.exception("%s: message %d failed", self.wire.name, out.id)

    # One message

    async def _deliver(self, out: Outgoing, *, fenced: bool = True) -> None:
        """Sends what is left of a message, piece by piece; `fenced`: its row is `sending` and ours already."""
        if not out.chat:
            return await self._write(states.dead, out.id, "has no account there any more")
        old = await self._replaced(out)
        if old is None:
            return await self._write(states.again, out.id, self.clock() + UNSENT_EDIT, "", counts=False)
        try:
            refs = await self._send(out, old, fenced=fenced)
        except TryLater as error:
            self.gate.halt(error.seconds)
            await self._again(out, error, seconds=error.seconds, counts=False)
        except NotSent as error:
            await self._again(out, error, seconds=backoff(out.attempts), counts=True)
        except Unsure as error:
            await self._find_out(out, str(error))
        except Refused as error:
            await self._write(self._refused, out, error)
        else:
            if refs is not None:
                self._arrived(out, refs, marked=not fenced and len(refs) > len(out.refs))

    async def _send(self, out: Outgoing, old: Sequence[str], *, fenced: bool) -> list[str] | None:
        """The ids that the message has now; None when the fence says that it is not ours to send."""
        pieces, group = self.wire.pieces(out), self.wire.is_group(out)
        refs, push = list(out.refs), not fenced
        while (number := len(refs)) < len(pieces):
            await self.gate.turn(kind_of(out.kind).priority, out.chat, group=group)
            async with self._room_for(push), self._chat(out.chat):
                if self.gate.halted:
                    continue  # the platform said 429 while this one waited for room
                if not fenced and not await _inside(self._fence, out.id):
                    return None
                fenced = True
                refs.append(await self._one(out, old, pieces[number], number))
                if number + 1 == len(pieces):
                    for ref in old[len(pieces) :]:
                        await self.wire.remove(out, ref)
                if push and number + 1 == len(pieces):
                    await self._write(outbox.mark_sent, [(out.id, refs)], self.clock())
            if number + 1 < len(pieces):
                await self._write(states.part_sent, out.id, refs)
        return refs

    def _room_for(self, push: bool) -> AbstractAsyncContextManager[None]:
        """A reply goes at once: somebody waits for it."""
        return self.on_wire.call() if push else nullcontext()

    async def _one(self, out: Outgoing, old: Sequence[str], piece: Piece, number: int) -> str:
        if number < len(old):
            return await self.wire.edit(out, old[number], piece)
        return await self.wire.send(out, piece, number)

    async def _replaced(self, out: Outgoing) -> Sequence[str] | None:
        """The ids of the message that this one replaces; None while that one is still on its way."""
        if not out.edits:
            return ()
        if out.edits in self._refs:
            return self._refs[out.edits]
        state, refs = await _inside(self._refs_of, out.edits)
        waits = state in ("ready", "claimed", "sending") and not refs
        return None if waits else refs

    def _refs_of(self, token: str) -> tuple[str, tuple[str, ...]]:
        with self.store.read() as db:
            return states.refs_of(db, token)

    def _fence(self, id: int) -> bool:
        with self.store.write() as db:
            return states.fence(db, id, self.owner, self.clock())

    async def _find_out(self, out: Outgoing, why: str = "stopped in the middle of sending") -> None:
        """Whether a message in doubt arrived: the platform is asked; where it cannot tell, the kind's rule decides."""
        self._doubtful[out.id] = out
        try:
            found = await self.wire.find(out)
        except (TryLater, NotSent, Unsure) as error:
            log.warning("%s: whether message %d arrived cannot be asked now: %s", self.wire.name, out.id, error)
            return  # and is asked again in the next round
        except Refused:
            found = None
        if found is None:
            state = await self._write(states.in_doubt, out.id, out.kind, self.clock(), why)
            log.warning("%s: message %d may or may not have arrived; it is %s", self.wire.name, out.id, state)
        elif len(found) >= len(self.wire.pieces(out)):
            self._arrived(out, list(found))
        else:
            await self._write(states.resume, out.id, found, self.clock(), why)
        self._doubtful.pop(out.id, None)

    async def _again(self, out: Outgoing, error: Exception, *, seconds: float, counts: bool) -> None:
        due = self.clock() + timedelta(seconds=seconds)
        await self._write(states.again, out.id, due, str(error), counts=counts)

    def _refused(self, db: Connection, out: Outgoing, error: Refused) -> None:
        states.dead(db, out.id, str(error))
        if error.gone:
            states.pause(db, self.wire.name, out.account, self.clock())

    # What is written down

    def _arrived(self, out: Outgoing, refs: list[str], *, marked: bool = False) -> None:
        self._refs[out.token] = refs
        while len(self._refs) > KEPT_REFS:
            self._refs.popitem(last=False)
        if not out.id or marked:
            return
        full = self.marks.add(out.id, refs)
        if full or self._marking is None or self._marking.done():
            self._marking = asyncio.create_task(self._mark(0.0 if full else MARK_SECONDS))

    def _chat(self, chat: str) -> asyncio.Lock:
        """One call at a time for each chat, in the order of their turns."""
        if len(self._chats) > KEPT_CHATS:
            self._chats = {name: lock for name, lock in self._chats.items() if lock.locked()}
        return self._chats.setdefault(chat, asyncio.Lock())

    async def _write(self, act: Callable[..., T], *values: object, **named: object) -> T:
        return await _inside(self._transaction, act, values, named)

    def _transaction(self, act: Callable[..., T], values: Sequence[object], named: Mapping[str, object]) -> T:
        with self.store.write() as db:
            return act(db, *values, **named)

    async def _mark(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        try:
            await _inside(self.marks.flush)
        except CornermanError as error:
            log.warning("%s: %s", self.wire.name, error)


def backoff(attempts: int) -> float:
    """Seconds until the next try: 1, 2, 4 … up to five minutes, and never the same for all."""
    return float(min(300, 2**attempts) * random.uniform(0.8, 1.2))  # noqa: S311


async def _inside(act: Callable[..., T], *args: object) -> T:
    """In a thread: the database is behind sync code."""
    return await asyncio.to_thread(act, *args)

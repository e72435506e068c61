"""How updates reach the bot: it polls for them and confirms by asking for later ones, or they are posted to it."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import aiohttp

from tests.fakes.telegram_rules import Json

_UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
"""Updates that come only to who names them."""
_RETRY = 0.05
_WITH_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_SECOND_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass
class Refused(Exception):
    """An answer that is an error, in the platform's words."""

    code: int
    description: str


class Updates:
    def __init__(self, changed: threading.Condition, date: Callable[[], int]) -> None:
        self._changed, self._date = changed, date
        self.pending: list[Json] = []
        """What the bot did not confirm."""
        self.webhook: Json = {}
        self.conflicts = 0
        self._again: list[Json] = []
        self._held: list[Json] | None = None
        self._wanted: list[str] = []
        self._hook_error: Json = {}
        self._poll = 0
        self.polling = 0
        """Requests that wait for updates right now."""
        self._posting: set[asyncio.Task[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """In the server's loop; what is pending goes out again."""
        self._loop, self._news = asyncio.get_running_loop(), asyncio.Event()
        self._turn: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._connections = asyncio.Semaphore(40)
        self._post_all()

    async def close(self) -> None:
        self._loop = None
        for task in self._posting:
            task.cancel()
        await asyncio.gather(*self._posting, return_exceptions=True)

    def deliver(self, update: Json) -> Json:
        with self._changed:
            if self._held is not None:
                self._held.append(update)
            elif self._asked_for(update):
                self._queue(self.pending, update)
        return update

    def redeliver(self, update: Json) -> None:
        with self._changed:
            self._queue(self._again, update)

    @contextmanager
    def held(self, order: Callable[[list[Json]], list[Json]]) -> Iterator[None]:
        self._held = updates = []
        yield
        with self._changed:
            self._held = None
            for update in order(updates):
                self._queue(self.pending, update)

    def _asked_for(self, update: Json) -> bool:
        kind = next(name for name in update if name != "update_id")
        return kind in self._wanted if self._wanted else kind not in _UNASKED

    def _queue(self, queue: list[Json], update: Json) -> None:
        queue.append(update)
        self._changed.notify_all()
        if self._loop:
            self._loop.call_soon_threadsafe(self._arrived, queue, update)

    def _arrived(self, queue: list[Json], update: Json) -> None:
        self._news.set()
        if self.webhook:
            self._post_soon(queue, update)

    # Polling

    async def poll(self, given: Json) -> list[Json]:
        """Waits for updates up to the timeout; whoever polls later ends who polled before."""
        if self.webhook:
            raise Refused(409, _WITH_WEBHOOK)
        self._wanted = given.get("allowed_updates", self._wanted)
        self._poll = mine = self._poll + 1
        self._news.set()
        self._confirm(given.get("offset", 0))
        with self._counted():
            return await self._next(given, mine)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._poll_count(1)
        try:
            yield
        finally:
            self._poll_count(-1)

    def _poll_count(self, more: int) -> None:
        with self._changed:
            self.polling += more
            self._changed.notify_all()

    async def _next(self, given: Json, mine: int) -> list[Json]:
        until = asyncio.get_running_loop().time() + given.get("timeout", 0)
        while not (found := self._due(given.get("limit", 100))):
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                return []
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), left)
            if self._poll != mine:
                self.conflicts += 1
                raise Refused(409, _SECOND_POLLER)
        return found

    def _confirm(self, offset: int) -> None:
        with self._changed:
            if offset < 0:
                del self.pending[:offset]
            elif offset:
                self.pending[:] = [update for update in self.pending if update["update_id"] >= offset]
            self._changed.notify_all()

    def _due(self, limit: int) -> list[Json]:
        with self._changed:
            found = [*self._again, *self.pending][:limit]
            del self._again[:limit]
            return found

    # Webhook

    def set_webhook(self, given: Json) -> bool:
        self._wanted = given.get("allowed_updates", self._wanted)
        if given.get("drop_pending_updates"):
            self.pending.clear()
        self.webhook = {"max_connections": 40, **given} if given["url"] else {}
        self._hook_error = {}
        self._post_all()
        return True

    def about_webhook(self) -> Json:
        hook = {"max_connections": self.webhook["max_connections"]} if self.webhook else {}
        about = {"url": self.webhook.get("url", ""), "pending_update_count": len(self.pending)}
        return about | {"has_custom_certificate": False} | hook | self._hook_error

    def _post_all(self) -> None:
        if self.webhook:
            self._connections = asyncio.Semaphore(self.webhook["max_connections"])
            for update in self.pending:
                self._post_soon(self.pending, update)

    def _post_soon(self, queue: list[Json], update: Json) -> None:
        task = asyncio.create_task(self._post(queue, update, self.webhook))
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)

    async def _post(self, queue: list[Json], update: Json, hook: Json) -> None:
        """One chat's updates go one after the other, different chats' at once, each until it is taken."""
        secret = {"X-Telegram-Bot-Api-Secret-Token": hook["secret_token"]} if "secret_token" in hook else {}
        async with self._turn[_place(update)], self._connections, aiohttp.ClientSession(headers=secret) as session:
            while self.webhook is hook and not await self._taken(session, update):  # noqa: ASYNC110
                await asyncio.sleep(_RETRY)
            with self._changed:
                if self.webhook is hook and update in queue:
                    queue.remove(update)
                self._changed.notify_all()

    async def _taken(self, session: aiohttp.ClientSession, update: Json) -> bool:
        try:
            async with session.post(self.webhook["url"], json=update) as answer:
                if answer.status == 200:
                    return True
                error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError):
            error = "Connection failed"
        self._hook_error = {"last_error_date": self._date(), "last_error_message": error}
        return False


def _place(update: Json) -> int:
    """Whose turn an update waits for: the chat's, or the person's."""
    what = next(value for name, value in update.items() if name != "update_id")
    return int((what.get("message", what).get("chat") or what["from"])["id"])

"""The addresses that Slack gives with a command or a press: each takes five answers that only one person sees."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.channels.slack.calls import PAUSE, failures, retry_after
from bot.clock import Clock
from bot.pushes.wire import NotSent, Refused, TryLater

USES, LASTS, KEPT = 5, timedelta(minutes=29), 2_000


@dataclass(slots=True)
class Hook:
    url: str
    until: datetime
    left: int = USES


class Hooks:
    """By (account, channel) the newest; by the token of a reply the one whose message it replaces."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._newest: OrderedDict[tuple[str, str], Hook] = OrderedDict()
        self._original: OrderedDict[str, Hook] = OrderedDict()

    def came(self, account: str, channel: str, url: str) -> None:
        if url:
            self._keep(self._newest, (account, channel), Hook(url, self._clock() + LASTS))

    def replaces(self, token: str, account: str, channel: str) -> None:
        """The reply `token` stands in for the message that the newest press was on."""
        if hook := self.newest(account, channel):
            self._keep(self._original, token, hook)

    def newest(self, account: str, channel: str) -> Hook | None:
        return self._good(self._newest.get((account, channel)))

    def original(self, token: str) -> Hook | None:
        return self._good(self._original.get(token))

    def _good(self, hook: Hook | None) -> Hook | None:
        return hook if hook and hook.left and self._clock() < hook.until else None

    def _keep(self, hooks: OrderedDict[Any, Hook], key: Any, hook: Hook) -> None:
        hooks[key] = hook
        while len(hooks) > KEPT:
            hooks.popitem(last=False)


async def answer(session: aiohttp.ClientSession, proxy: str | None, hook: Hook, body: dict[str, Any]) -> bool:
    """Says it there; False when the address is used up or too old."""
    hook.left -= 1
    with failures():
        async with session.post(hook.url, json=body, proxy=proxy) as response:
            status, said, headers = response.status, await response.text(), response.headers
    if status == 200:
        return True
    if status == 429:
        raise TryLater(retry_after(headers) if "Retry-After" in headers else PAUSE)
    if status >= 500:
        raise NotSent(f"Slack says status {status}")
    if status == 404 or "expired_url" in said or "used_url" in said:
        return False
    raise Refused(f"Slack says {said[:80]}")

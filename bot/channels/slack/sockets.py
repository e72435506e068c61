"""Socket Mode: two connections or more, so that one that is renewed or deaf costs nothing, and a watch over them.

The SDK reconnects what it sees breaking. What it misses is a connection whose tasks hang, and one that answers pings
and delivers nothing: Slack deals its envelopes out at random, so silence beside a busy neighbour is deafness.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger("cornerman")

CONNECTIONS = 2
PING = 5.0
LOOK = 1.0
DEAF_SECONDS = 20.0
DEAF_ENVELOPES = 24
"""What the others heard meanwhile: by chance it happens to one of two once in 16 million."""
CONNECT_SECONDS = 15.0

Answer = Callable[[SocketModeRequest], Awaitable[Any | None]]
"""The payload of the acknowledgement ({} for none); None: do not acknowledge, so that Slack sends it again."""


@dataclass(eq=False, slots=True)
class _Link:
    client: SocketModeClient
    well_at: float
    missed: int = 0


class Sockets:
    def __init__(
        self,
        app_token: str,
        web: AsyncWebClient,
        new_session: Callable[[], ClientSession],
        answer: Answer,
        *,
        ping: float = PING,
        deaf_seconds: float = DEAF_SECONDS,
    ) -> None:
        self._token, self._web, self._new_session, self._answer = app_token, web, new_session, answer
        self._ping, self._deaf_seconds = ping, deaf_seconds
        self._links: list[_Link] = []
        self._watch: asyncio.Task[None] | None = None
        self._acks: set[asyncio.Task[None]] = set()

    async def start(self, first_url: str) -> None:
        """`first_url` was given when the token was tried, and is good for one connection."""
        for number in range(CONNECTIONS):
            self._links.append(await self._connected(first_url if number == 0 else None))
        self._watch = asyncio.create_task(self._watching())

    async def stop(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):  # it may be making a connection, which it closes first
                await self._watch
        links, self._links = self._links, []
        await asyncio.gather(*(_close(link.client) for link in links))
        if self._acks:
            await asyncio.wait(self._acks, timeout=3)

    async def _connected(self, url: str | None = None) -> _Link:
        client = SocketModeClient(self._token, web_client=self._web, ping_interval=self._ping, logger=_quiet)
        await client.aiohttp_client_session.close()
        client.aiohttp_client_session, client.proxy = self._new_session(), self._web.proxy
        client.wss_uri = url
        link = _Link(client, _now())
        client.socket_mode_request_listeners.append(self._hear(link))
        try:
            with suppress(TimeoutError):  # the watch goes on with what is not connected by then
                await asyncio.wait_for(client.connect(), CONNECT_SECONDS)  # type: ignore[no-untyped-call]
        except BaseException:  # nobody has it in a list yet, so nobody else would close it
            await _close(client)
            raise
        return link

    def _hear(self, link: _Link) -> Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]:
        async def hear(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
            link.missed = 0
            for other in self._links:
                other.missed += other is not link
            task = asyncio.create_task(self._acknowledge(client, request))
            self._acks.add(task)
            task.add_done_callback(self._acks.discard)
            await task

        return hear

    async def _acknowledge(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        payload = await self._answer(request)
        if payload is None:
            return
        with suppress(ConnectionError, AttributeError):  # it ended meanwhile: Slack sends the event again
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload or None))

    # The watch

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            for number, link in enumerate(list(self._links)):
                try:
                    if reason := await self._trouble(link):
                        log.warning("slack: connection %d %s and is made anew", number + 1, reason)
                        await _close(link.client)
                        self._links[number] = await self._connected()
                except Exception as error:  # the watch itself must outlive everything
                    log.warning("slack: connection %d: %s", number + 1, type(error).__name__)

    async def _trouble(self, link: _Link) -> str:
        now = _now()
        if await link.client.is_connected():
            link.well_at = now
        if now - link.well_at > self._deaf_seconds:
            return "gave no sign of life"
        if link.missed >= DEAF_ENVELOPES:
            return "heard nothing while others did"
        return ""


async def _close(client: SocketModeClient) -> None:
    with suppress(Exception):
        await asyncio.wait_for(client.close(), CONNECT_SECONDS)  # type: ignore[no-untyped-call]
    for task in (client.message_processor, client.current_session_monitor, client.message_receiver):
        if task is not None:
            task.cancel()


def _now() -> float:
    return asyncio.get_running_loop().time()


_quiet = logging.getLogger("cornerman.slack.socket")
"""The SDK reports each lost connection with a traceback; the watch says the same in a line."""
_quiet.setLevel(logging.CRITICAL)

"""The bot in Slack: connects, keeps what comes before it is acknowledged, and hands it on in order for each person."""

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute

from bot.channels.intake import Intake
from bot.channels.mask import Mask
from bot.channels.port import Bot
from bot.channels.slack import connection, modals
from bot.channels.slack.calls import TIMEOUT, Calls
from bot.channels.slack.files import Files
from bot.channels.slack.heard import Heard, Me, heard, is_form
from bot.channels.slack.hooks import Hooks
from bot.channels.slack.slash import Slash
from bot.channels.slack.sockets import DEAF_SECONDS, PING, Sockets
from bot.channels.slack.turns import CHANNEL, Turns
from bot.channels.slack.webhook import Webhook
from bot.channels.slack.wire import SlackWire
from bot.errors import CornermanError
from bot.features.forms import problems
from bot.pushes.delivery import Delivery
from bot.pushes.pace import SLACK, Gate, Limits, Pace
from bot.words import words

log = logging.getLogger("cornerman")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Timing:
    """What a test makes quicker."""

    limits: Limits = SLACK
    timeout: float = TIMEOUT
    ping: float = PING
    deaf_seconds: float = DEAF_SECONDS


@dataclass(slots=True)
class _Running:
    """What there is while we are connected."""

    me: Me
    app: AsyncApp
    turns: Turns
    intake: Intake
    delivery: Delivery
    session: aiohttp.ClientSession
    tasks: list["asyncio.Task[None]"]
    sockets: Sockets | None = None


class SlackChannel:
    name = CHANNEL

    def __init__(self, bot: Bot, timing: Timing) -> None:
        self.bot, self.settings, self.timing = bot, bot.settings.slack, timing
        self.routes: list[BaseRoute] = []
        if self.settings.transport == "http":
            self.routes.append(Webhook(self.settings.signing_secret.reveal(), bot.clock, self._dispatch).route())
        self._running: _Running | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._opening: set[asyncio.Task[None]] = set()
        bot.listen(self._news)

    async def start(self) -> None:
        session = connection.session(self.settings.proxy, self.timing.timeout)
        try:
            await self._start(session)
        except BaseException:
            await self.stop()
            await session.close()
            raise

    async def _start(self, session: aiohttp.ClientSession) -> None:
        settings, bot = self.settings, self.bot
        client = connection.client(settings.bot_token, settings, session)
        calls = Calls(client)
        known = await connection.who_am_i(calls)
        if known.missing:
            log.warning("slack: without the scopes %s some things do not work", ", ".join(sorted(known.missing)))
        proxy = connection.http_proxy(settings.proxy)
        slash, mask = Slash(settings.command, bot.routes.by_word), Mask(bot)
        wire = SlackWire(calls, Hooks(bot.clock), session, proxy, lambda reply: slash.shown(mask(reply)))
        gate = Gate(Pace(self.timing.limits, asyncio.get_running_loop().time()))
        delivery = Delivery(bot.store, wire, bot.clock, bot.marks, gate, owner=bot.process, bot=known.me.bot)
        files = Files(session, proxy, settings.api, settings.bot_token.reveal())
        turns = Turns(bot, known.me, calls, wire, delivery, files, slash)
        intake = Intake(bot, CHANNEL, turns.handle)
        tasks = [asyncio.create_task(intake.run()), asyncio.create_task(delivery.run())]
        self._loop = asyncio.get_running_loop()
        self._running = _Running(known.me, self._bolt(client), turns, intake, delivery, session, tasks)
        if settings.transport == "socket":
            await self._connect(session)

    def _bolt(self, client: AsyncWebClient) -> AsyncApp:
        """Everything ends in `_accept`, which stands before Bolt's own look at who speaks: we have looked at start.

        Bolt's listeners would acknowledge events before they ran; a signature is checked before Bolt parses anything.
        """
        return AsyncApp(client=client, request_verification_enabled=False, before_authorize=self._accept)

    async def _connect(self, session: aiohttp.ClientSession) -> None:
        web = connection.client(self.settings.app_token, self.settings, session)
        url = await connection.socket_url(Calls(web))
        assert self._running is not None
        self._running.sockets = Sockets(
            self.settings.app_token.reveal(), web, lambda: connection.session(self.settings.proxy), self._envelope,
            ping=self.timing.ping, deaf_seconds=self.timing.deaf_seconds,
        )  # fmt: skip
        await self._running.sockets.start(url)

    async def stop(self) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        if running.sockets is not None:
            await running.sockets.stop()
        await running.intake.stop()
        for task in running.tasks:
            task.cancel()
        await asyncio.gather(*running.tasks, *self._opening, return_exceptions=True)
        await running.session.close()

    def _news(self, _: int) -> None:
        """Called from any thread after a commit."""
        running, loop = self._running, self._loop
        if running is not None and loop is not None:
            with suppress(RuntimeError):  # the loop closed in this moment
                loop.call_soon_threadsafe(running.delivery.wake)

    # What comes in

    async def _dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        running = self._running
        return await running.app.async_dispatch(request) if running else BoltResponse(status=503)

    async def _envelope(self, request: SocketModeRequest) -> Json | None:
        asked = AsyncBoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        answer = await self._dispatch(asked)
        if answer.status != 200:
            return None
        return dict(json.loads(answer.body)) if answer.body else {}

    async def _accept(self, body: Json, ack: Any, next_: Any) -> BoltResponse | None:
        """Acknowledges what is safe. What could not be kept is not acknowledged, so that Slack sends it again."""
        running = self._running
        if body.get("type") == "url_verification":
            await next_()
            return None
        if running is None:
            return BoltResponse(status=503)
        found = heard(body, running.me, self.bot.clock().timestamp())
        try:
            said = await self._kept(running, found, is_form(body)) if found else {}
        except CornermanError as error:
            log.warning("slack: an event could not be kept: %s", error)
            return BoltResponse(status=503)
        answer: BoltResponse = await ack(**said)
        return answer

    async def _kept(self, running: _Running, found: Heard, is_form: bool) -> Mapping[str, Any]:
        """What the acknowledgement says."""
        if found.kind == "submit":
            wrong = await asyncio.to_thread(self._wrong, running, found)
            if wrong:
                return {"response_action": "errors", "errors": modals.errors(wrong)}
        if is_form:
            form = await asyncio.to_thread(running.turns.form, found.account, found.token, found.index)
            if form is not None:
                self._soon(running.turns.press_form(found, form))
                return {}
        await running.intake.keep(found.event, found.account, found.to_json())
        return {}

    def _wrong(self, running: _Running, found: Heard) -> dict[str, str]:
        form = running.turns.form(found.account, found.token, found.index)
        said = words(self.bot.language(CHANNEL, found.account))
        return problems(form, found.values, said) if form else {}

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        """After the acknowledgement, which it must not hold up."""
        task = asyncio.create_task(work)
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)


def build(bot: Bot, timing: Timing | None = None) -> SlackChannel:
    """The channel for `bot.settings.slack`; another server than Slack's is `settings.slack.api`."""
    return SlackChannel(bot, timing or Timing())

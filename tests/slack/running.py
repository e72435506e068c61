"""The bot's Slack channel, connected to the fake: an event loop of its own in a thread, and over HTTP a web server."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Literal, Self

import uvicorn
from starlette.applications import Starlette

from bot.app import App
from bot.channels.slack import SlackChannel, Timing, build
from bot.channels.slack.turns import Turns
from bot.pushes.pace import SLACK
from bot.settings.values import Secret, SlackSettings
from tests.fakes.slack import Slack

QUICK = Timing(limits=SLACK.times(100), timeout=2.0, ping=0.2, deaf_seconds=1.0)
Transport = Literal["socket", "http"]


def settings(slack: Slack, transport: Transport = "socket", **more: Any) -> SlackSettings:
    return SlackSettings(
        bot_token=Secret(slack.bot_token), app_token=Secret(slack.app_token),
        signing_secret=Secret(slack.signing_secret), transport=transport, api=slack.api_url, **more,
    )  # fmt: skip


class Running:
    """`with Running(app, slack):` answers whoever speaks in the fake."""

    def __init__(self, app: App, slack: Slack, timing: Timing = QUICK) -> None:
        self.app, self.slack = app, slack
        self.channel: SlackChannel = build(app, timing)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot in slack")
        self._server: uvicorn.Server | None = None

    def call(self, work: Coroutine[Any, Any, Any], seconds: float = 20) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self.call(self._up())
            if not self.channel.routes:
                self.slack.wait(lambda: len(self.slack.link.connections) >= 2)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.call(self._down())
        self._end()

    async def _up(self) -> None:
        await self.channel.start()
        if self.channel.routes:
            listener = socket.create_server(("127.0.0.1", 0))
            site = Starlette(routes=self.channel.routes)
            self._server = uvicorn.Server(uvicorn.Config(site, log_level="warning", access_log=False, lifespan="off"))
            self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
            while not self._server.started:  # noqa: ASYNC110 (uvicorn tells nobody)
                await asyncio.sleep(0.01)
            self.slack.link.request_url = f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events"

    async def _down(self) -> None:
        if self._server is not None:
            self._server.should_exit = True
            await self._serving
        await self.channel.stop()

    def die(self) -> None:
        """As a killed process: nothing is ended in order, nothing written down."""

        async def cut() -> None:
            rest = asyncio.all_tasks() - {asyncio.current_task()}
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
            running = self.channel._running
            if running is not None:
                await running.session.close()
                for link in running.sockets._links if running.sockets else ():
                    await link.client.aiohttp_client_session.close()

        self.call(cut())
        self._end()

    def _end(self) -> None:
        async def rest() -> None:
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        self.call(rest())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def turns(self) -> Turns:
        assert self.channel._running is not None
        return self.channel._running.turns

    def idle(self) -> None:
        """Returns when everything that came is answered."""

        async def quiet() -> None:
            running = self.channel._running
            assert running is not None
            await running.intake.idle()
            while self.channel._opening:
                await asyncio.wait(self.channel._opening)

        self.call(quiet())


Start = Callable[..., Running]


def with_slack(app: App, slack: Slack, transport: Transport = "socket", **more: Any) -> App:
    """The app with the settings that lead to the fake."""
    app.settings = replace(app.settings, slack=settings(slack, transport, **more))
    return app

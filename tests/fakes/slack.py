"""A Slack on loopback for the bot to talk to: Web API, Socket Mode and signed requests, and people who use it.

    with Slack() as slack:
        lin = slack.user("U1", "lin", "zh-CN")
        ...  # start the bot with slack.api_url, slack.bot_token, slack.app_token, slack.signing_secret
        lin.dm("太贵了")
        answer = slack.wait(lambda: lin.messages[1:])[0]
        lin.press(answer, "展开")
        assert slack.breaches == []

As a process of its own: `python -m tests.fakes.slack --port 9001 --log posts.jsonl`; there `POST /drive` with
{"user": "U1", "do": "dm", "text": "hello"} lets somebody act, and `GET /drive` says what was noticed.
"""

import argparse
import asyncio
import json
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from bot.clock import Clock, system_clock

from . import slack_rules
from .faults import Faults
from .slack_api import WebApi
from .slack_hooks import Hooks
from .slack_link import Delivery, Link
from .slack_people import User
from .slack_views import push, replace
from .slack_world import APP, BOT_USER, TEAM, Faulty, Json, Message, Refused, World


class Slack(World):
    bot_token, app_token, signing_secret = "xoxb-fake-bot", "xapp-fake-app", "fake-signing-secret"

    def __init__(
        self, *, port: int = 0, faults: Faulty | None = None, clock: Clock = system_clock, log: Path | None = None
    ) -> None:
        super().__init__(clock, log)
        self.port, self.faults = port, faults
        self.people: dict[str, User] = {}
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="fake-slack", daemon=True)
        self._started = threading.Event()
        self._deliveries: set[Future[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._started.wait(5):
            raise RuntimeError(f"the fake Slack did not start; is port {self.port} free?")
        return self

    def __exit__(self, *_: object) -> None:
        self.call(self._stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()

    def _run(self) -> None:
        self.loop.run_until_complete(self._serve())
        self._started.set()
        self.loop.run_forever()

    async def _serve(self) -> None:
        app = web.Application(client_max_size=64 * 1024**2)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self.link = Link(self, self.signing_secret, self._acked)
        self.api = WebApi(self, "", self.bot_token, self.app_token, self.faults)
        app.add_routes([web.post("/api/{method}", self.api.handle), web.get("/api/{method}", self.api.handle)])
        app.add_routes([web.get("/link/", self.link.handle), *Hooks(self.api).routes()])
        app.add_routes([web.post("/drive", self._drive), web.get("/drive", self._noticed)])
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.api.url = self.url

    async def _stop(self) -> None:
        await self.link.cut()
        for work in list(self._deliveries):
            work.cancel()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def call(self, work: Coroutine[Any, Any, Any], seconds: float = 10) -> Any:
        """Runs something in the server's loop, from a test's thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def user(self, id: str, name: str = "", locale: str = "en-US", team: str = TEAM) -> User:
        """Somebody, made when first named."""
        if id in self.people:
            return self.people[id]
        name = name or id.lower()
        profile = {"display_name": name, "real_name": name, "team": team}
        about = {"id": id, "team_id": team, "name": name, "real_name": name, "deleted": False, "is_bot": False}
        about |= {"is_stranger": team != TEAM, "tz": "Asia/Shanghai", "tz_offset": 28800}
        self.users[id] = about | {"locale": locale, "profile": profile}
        self.people[id] = User(self, id, name, locale, team)
        return self.people[id]

    def other_bot(self, channel: str, text: str) -> Delivery:
        """Another app says something."""
        where = self.channel(channel)
        with self.changed:
            ts = self.next_ts()
            message = self.post(Message(channel=where.id, ts=ts, text=text, user="U00OTHER", bot="B00OTHER"))
        event = message.to_json() | {"channel": where.id, "event_ts": ts, "channel_type": where.kind}
        return self.event(event, message)

    def event(self, event: Json, message: Message | None = None, shared: bool = False) -> Delivery:
        payload = {
            "token": "old", "team_id": TEAM, "context_team_id": TEAM, "context_enterprise_id": None, "api_app_id": APP,
            "event": event, "type": "event_callback", "event_id": self.next_id("Ev"),
            "event_time": int(self.clock().timestamp()), "is_ext_shared_channel": shared, "event_context": "4-fake",
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True,
                                "is_enterprise_install": False}],
        }  # fmt: skip
        return self.send(Delivery("events_api", payload, message))

    def send(self, delivery: Delivery) -> Delivery:
        work = asyncio.run_coroutine_threadsafe(self.link.deliver(delivery), self.loop)
        self._deliveries.add(work)
        work.add_done_callback(self._delivered)
        return delivery

    def redeliver(self, delivery: Delivery) -> Delivery:
        """The same once more, with the same event_id, though it was acknowledged."""
        return self.send(Delivery(delivery.kind, delivery.payload, delivery.message))

    def deafen(self, count: int = 1, *, mute: bool = False) -> None:
        """Connections that stay open and deliver nothing; with `mute` they answer no ping either."""
        for connection in self.link.connections[:count]:
            connection.deaf, connection.mute = True, mute

    def _delivered(self, work: "Future[None]") -> None:
        """A fault of ours must not pass for silence."""
        self._deliveries.discard(work)
        if not work.cancelled() and (error := work.exception()):
            self.breaches.append(f"the fake itself failed: {error!r}")

    def _acked(self, delivery: Delivery) -> None:
        """What an acknowledgement does in the user's window."""
        payload, answer = delivery.payload, delivery.answer
        if payload.get("type") == "view_submission":
            self._after_submit(payload, answer)
        elif delivery.kind == "slash_commands" and (answer.get("text") or answer.get("blocks")):
            hidden = "" if answer.get("response_type") == "in_channel" else payload["user_id"]
            self.breaches += slack_rules.of_message(answer)
            self.api.say(self.channels[payload["channel_id"]], answer, ephemeral_to=hidden)

    def _after_submit(self, payload: Json, answer: Json) -> None:
        stack = self.modals.get(payload["user"]["id"], [])
        if not stack or stack[-1].id != payload["view"]["id"]:
            return  # submitted twice: the window is gone
        match answer.get("response_action"):
            case None:
                stack.pop()
            case "clear":
                stack.clear()
            case "errors":
                self.breaches += _unknown_errors(answer["errors"], payload["view"])
            case "update" | "push" as action:
                self.breaches += slack_rules.of_view(answer["view"], ("modal",))
                self._show(payload["user"]["id"], action, answer["view"])
            case other:
                self.breaches.append(f"no such response_action {other!r}")

    def _show(self, user: str, action: str, view: Json) -> None:
        if action == "update":
            return replace(self, self.modals[user][-1], view)
        try:
            push(self, user, view)
        except Refused as refused:
            self.breaches.append(f"response_action push: {refused}")

    async def _drive(self, request: web.Request) -> web.Response:
        said = await request.json()
        act = getattr(self.user(said.pop("user")), said.pop("do"))
        await asyncio.to_thread(act, **said)
        return web.json_response({"ok": True})

    async def _noticed(self, _: web.Request) -> web.Response:
        rates = self.rates()
        return web.json_response({
            "calls": len(self.calls), "posts": len(self.posts), "breaches": self.breaches, "early": self.early,
            "late_acks": len(self.late_acks), "unanswered": len(self.unanswered), "markup": self.markup,
            "channel_second": rates.channel_second, "workspace_minute": rates.workspace_minute,
        })  # fmt: skip


def _unknown_errors(errors: Json, view: Json) -> list[str]:
    """Errors belong to input blocks; Slack shows none of them when one names another block."""
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    return [f"response_action errors: no input block {name!r}" for name in errors.keys() - inputs] + [
        f"response_action errors: nothing is said about {name!r}" for name, said in errors.items() if not said
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="A Slack on loopback.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--request-url", default="", help="events, commands and interactions go there; else by socket")
    parser.add_argument("--seed", type=int, help="with a seed calls fail now and then")
    given = parser.parse_args()
    faults = Faults.flaky(given.seed) if given.seed is not None else None
    with Slack(port=given.port, faults=faults, log=given.log) as slack:
        slack.link.request_url, slack.link.retries, slack.link.redeliver_after = given.request_url, 50, 1.0
        print(json.dumps({"url": slack.url}), flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()

"""A Telegram for tests: the Bot API over real HTTP on loopback, for one bot, and people who use it.

    with Telegram() as fake:
        lin = fake.user(7, "Lin", "zh-hans")
        lin.start()
        # a bot with .base_url(fake.base_url).base_file_url(fake.base_file_url) answers
        fake.wait(lambda: lin.chat.from_bot)
        assert fake.breaches == []

As a process of its own, for tests that kill the bot: python -m tests.fakes.telegram --port N --log FILE
"""

import argparse
import asyncio
import json
import math
import re
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.clock import Clock, system_clock
from tests.fakes.faults import Fault, Faults, Rated, Rates
from tests.fakes.telegram_chats import User
from tests.fakes.telegram_methods import METHODS
from tests.fakes.telegram_rules import Allowed, Json, Upload, breaches, decode
from tests.fakes.telegram_updates import Refused
from tests.fakes.telegram_world import World

TOKEN = "123456:a-bot-of-the-tests"
_SENDS = re.compile("send(?!ChatAction)|edit")


class Telegram(World):
    """Acting and looking is for the test's thread, the rest runs in a thread of its own."""

    def __init__(
        self, *, token: str = TOKEN, username: str = "cornerman_bot", port: int = 0, log: Path | None = None,
        faults: Faults | None = None, rates: Rates | None = None, allowed: Allowed | None = None,
        clock: Clock = system_clock,
    ) -> None:  # fmt: skip
        super().__init__(int(token.partition(":")[0]), username, clock)
        self.token, self.port, self.allowed, self.log = token, port, allowed or Allowed(), log
        self.faults, self._rates = faults or Faults(), rates or Rates()
        self.calls: list[tuple[str, Json]] = []
        """Everything asked for but getUpdates, as it came."""
        self.breaches: list[str] = []
        self.refusals: list[str] = []
        """What was answered with an error although the call was well formed."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    # The server

    def __enter__(self) -> "Telegram":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listens; again on the same port after `stop`, as after an outage."""
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), name="fake Telegram")
        self._thread.start()
        assert ready.wait(10), "the fake Telegram did not start"

    def stop(self) -> None:
        if self._loop and self._thread:
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(10)
            self._loop = None

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        return f"{self.root}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.root}/file/bot"

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_post("/fake/say", self._say)
        app.router.add_get("/fake/state", self._state)
        # A poller that went away must not count as a second one, so its request ends with its connection.
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
            self.port = runner.addresses[0][1]
            self.updates.open()
            ready.set()
            await self._stopped.wait()
        finally:
            await self.updates.close()
            await runner.cleanup()

    # A call

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            return await self._answer(request)
        except Exception as error:
            self.breaches.append(f"the fake itself failed at {request.path.rpartition('/')[2]}: {error!r}")
            raise

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _error(Refused(401, "Unauthorized"))
        method = request.match_info["method"]
        form = await request.json() if request.content_type == "application/json" else {}
        given, attached = _parts(method, form or {**request.query, **await request.post()})
        if found := self._checked(method, given, attached):
            return _error(Refused(400, f"Bad Request: {'; '.join(found)}"))
        if waiting := self._pause(method):
            return _wait(waiting)
        fault = self.faults.next(method)
        if refused := self._failed(fault, request):
            return refused
        try:
            polling = method == "getUpdates"
            result = await self.updates.poll(given) if polling else self._act(method, {**given, "attached": attached})
        except Refused as refusal:
            self.refusals.append(f"{method}: {refusal.description}")
            return _error(refusal)
        await self._lost(fault, request)
        return web.json_response({"ok": True, "result": result})

    def _checked(self, method: str, given: Json, attached: dict[str, Upload]) -> list[str]:
        """What is wrong with a call, recorded."""
        with self.changed:
            found = breaches(method, given, self.allowed)
            if method not in (*METHODS, "getUpdates"):
                found = found or [f"{method} is not served by the fake"]
            named = re.findall(r'"attach://([^"]+)"', json.dumps(given, default=repr))
            found += [f"{method}: no file {name!r} is attached" for name in named if name not in attached]
            self.breaches += found
            if method != "getUpdates":
                self.calls.append((method, given))
            self.changed.notify_all()
        return found

    def _pause(self, method: str) -> float:
        """After a 429 the token has to be silent; every send until then is refused, and counted."""
        return self._rates.paused(self.token) if _SENDS.match(method) else 0

    def _failed(self, fault: Fault | None, request: web.Request) -> web.StreamResponse | None:
        """A fault that keeps a call from being accepted."""
        match fault:
            case ("429", seconds):
                if _SENDS.match(request.match_info["method"]):
                    self._rates.pause(self.token, float(seconds))
                return _wait(float(seconds))
            case ("500",):
                return _error(Refused(500, "Internal Server Error"))
            case ("drop",):
                return _cut(request)
        return None

    async def _lost(self, fault: Fault | None, request: web.Request) -> None:
        """A fault that hides from the bot that its call was accepted."""
        match fault:
            case ("stall", seconds):
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), float(seconds))
            case ("reset",):
                _cut(request)

    def _act(self, method: str, given: Json) -> Any:
        with self.changed:
            if _SENDS.match(method) and not method.startswith("edit"):
                self._rates.sent(given["chat_id"], group=str(given["chat_id"]).startswith("-"))
            result = METHODS[method](self, given)
            self._write(method, given, result)
            self.changed.notify_all()
            return result

    def _write(self, method: str, given: Json, result: Any) -> None:
        """Accepted is what stands in the log, whether or not the bot hears of it."""
        if self.log and _SENDS.match(method):
            line = {"method": method, "chat": result["chat"]["id"], "message": result["message_id"],
                    "text": result.get("text", result.get("caption", "")), "at": time.monotonic()}  # fmt: skip
            with self.log.open("a") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    async def _download(self, request: web.Request) -> web.Response:
        held = dict(self.files.values())
        if request.match_info["token"] != self.token or request.match_info["path"] not in held:
            return web.Response(status=404)
        return web.Response(body=held[request.match_info["path"]])

    def rates(self) -> Rated:
        with self.changed:
            return self._rates.report()

    # From another process

    async def _say(self, request: web.Request) -> web.Response:
        """POST {"user": 7, "text": "…"}: somebody says something, and is made if need be."""
        asked = await request.json()
        with self.changed:
            user = User(self, {"id": asked["user"], "is_bot": False, "first_name": f"User {asked['user']}"})
            if asked["user"] not in self.chats:
                user = self.user(asked["user"], f"User {asked['user']}")
            return web.json_response(user.say(asked["text"]))

    async def _state(self, request: web.Request) -> web.Response:
        state = {"breaches": self.breaches, "refusals": self.refusals, "conflicts": self.updates.conflicts}
        counts = {"pending": len(self.updates.pending), "sent": len(self.sent()), "rates": asdict(self.rates())}
        return web.json_response(state | counts | {"faults": self.faults.happened})


def _parts(method: str, form: Json) -> tuple[Json, dict[str, Upload]]:
    """A form's values, and the files that came with it; a file named like a parameter is that parameter."""
    files = {name: Upload(part.filename, part.content_type, part.file.read())
             for name, part in form.items() if isinstance(part, web.FileField)}  # fmt: skip
    given = decode(method, {name: value for name, value in form.items() if name not in files})
    own = {"photo", "document"} & files.keys()
    return given | {name: files[name] for name in own}, files


def _error(refused: Refused, **parameters: int) -> web.Response:
    more = {"parameters": parameters} if parameters else {}
    body = {"ok": False, "error_code": refused.code, "description": refused.description, **more}
    return web.json_response(body, status=refused.code)


def _wait(seconds: float) -> web.Response:
    shown = math.ceil(seconds)
    return _error(Refused(429, f"Too Many Requests: retry after {shown}"), retry_after=shown)


def _cut(request: web.Request) -> web.Response:
    """The line goes dead in the middle of the request: a reset, not a close."""
    if request.transport:
        line = request.transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description="A Telegram on loopback.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--log", type=Path, help="gets a line of JSON for every accepted send before it is answered")
    parser.add_argument("--users", type=int, default=0, help="people 1 to N who have started the bot")
    parser.add_argument("--flaky", type=int, metavar="SEED", help="fail one call in nine somehow")
    asked = parser.parse_args()
    faults = Faults.flaky(asked.flaky) if asked.flaky is not None else Faults()
    fake = Telegram(token=asked.token, port=asked.port, log=asked.log, faults=faults)
    for number in range(1, asked.users + 1):
        fake.user(number, f"User {number}", started=True)
    with fake, suppress(KeyboardInterrupt):
        print(json.dumps({"base_url": fake.base_url, "base_file_url": fake.base_file_url}), flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()

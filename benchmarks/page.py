"""What a command turn costs on the page: CPU a `/help`, beside an empty handler measured in the same run.

    python benchmarks/page.py [rounds]

In process: through the ASGI app without a network. On loopback: through uvicorn, the server process's CPU alone.
"""

import asyncio
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from http.client import HTTPConnection
from multiprocessing import Pipe, Process
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.app import App, invite
from bot.channels.web import build
from bot.channels.web.visits import csrf
from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.messages import Incoming, Role
from bot.settings import load

ROOT = Path(__file__).parents[1]
BATCH = 100


def make_app(folder: Path) -> App:
    shutil.copy(ROOT / "cornerman.toml", folder)
    (folder / "knowledge").mkdir()
    library = Library(folder, folder / "state", system_clock, lexical=True)
    library.open()
    return App(load(folder, {}), library=library)


def session(app: App) -> str:
    site = build(app)
    token = invite(app, "Lin", Role.REP, "").partition("/login/")[2]
    return str(site.state.visits.enter(token, "").session)


async def empty(request: Request) -> PlainTextResponse:
    await request.body()
    return PlainTextResponse("ok")


EMPTY = Starlette(routes=[Route("/say", empty, methods=["POST"])])


def post(key: str, cookie: str, number: int) -> tuple[dict[str, str], bytes]:
    body = urlencode({"csrf": csrf(key), "text": "/help", "event": f"e-{number}-{time.monotonic_ns()}"}).encode()
    headers = {
        "Host": "127.0.0.1", "Cookie": f"{cookie}={key}", "X-Fragment": "en", "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", "Content-Length": str(len(body)),
    }  # fmt: skip
    return headers, body


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def per_turn(rounds: int, turn: Callable[[int], object], used: Callable[[], float] = cpu) -> float:
    """Median CPU milliseconds over batches, after one batch to warm up."""
    figures = []
    for batch in range(rounds + 1):
        before = used()
        for number in range(BATCH):
            turn(batch * BATCH + number)
        figures.append((used() - before) / BATCH * 1000)
    return median(figures[1:])


async def per_request(rounds: int, app: Any, key: str, cookie: str) -> float:
    async def one(number: int) -> None:
        headers, body = post(key, cookie, number)
        await call(app, headers, body)

    figures = []
    for batch in range(rounds + 1):
        before = cpu()
        for number in range(BATCH):
            await one(batch * BATCH + number)
        figures.append((cpu() - before) / BATCH * 1000)
    return median(figures[1:])


async def call(app: Callable[..., Awaitable[None]], headers: dict[str, str], body: bytes) -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": "/say", "raw_path": b"/say", "query_string": b"", "root_path": "", "headers": raw,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "state": {},
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        assert message.get("status", 200) == 200

    await app(scope, receive, send)


def serve(folder: str, pipe: Any) -> None:
    """A server process: serves the page or, without a folder, the empty handler; tells its CPU when asked."""
    import socket
    import threading

    import uvicorn

    app = make_app(Path(folder)) if folder else None
    key = session(app) if app else "x"
    cookie = f"cornerman-{app.settings.port}" if app else "x"
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build(app) if app else EMPTY, log_level="error", access_log=False))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    pipe.send((listener.getsockname()[1], key, cookie))
    while pipe.recv():
        pipe.send(cpu())


def on_loopback(rounds: int, folder: str) -> float:
    mine, theirs = Pipe()
    process = Process(target=serve, args=(folder, theirs), daemon=True)
    process.start()
    port, key, cookie = mine.recv()
    connection = HTTPConnection("127.0.0.1", port)

    def turn(number: int) -> None:
        headers, body = post(key, cookie, number)
        connection.request("POST", "/say", body, headers)
        answer = connection.getresponse()
        assert (answer.read(), answer.status)[1] == 200

    def used() -> float:
        mine.send(True)
        return float(mine.recv())

    try:
        return per_turn(rounds, turn, used)
    finally:
        mine.send(False)
        process.join(5)


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        app = make_app(Path(first))
        key = session(app)
        cookie = f"cornerman-{app.settings.port}"
        account = str(app.directory.named(app.store.engine.connect(), "Lin").id)

        def turn(number: int) -> None:
            app.sent(app.answer(Incoming("web", account, f"b-{number}", "/help")))

        figures = {
            "the turn alone, no page": per_turn(rounds, turn),
            "in process, empty handler": asyncio.run(per_request(rounds, EMPTY, key, cookie)),
            "in process, /help": asyncio.run(per_request(rounds, build(app), key, cookie)),
            "on loopback, empty handler": on_loopback(rounds, ""),
            "on loopback, /help": on_loopback(rounds, second),
        }
        app.close()
    for name, figure in figures.items():
        sys.stdout.write(f"{name:28} {figure:6.2f} ms CPU\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)

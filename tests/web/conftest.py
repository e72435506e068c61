"""The page on the bot: in process, and really served on a free loopback port."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.app import App, invite
from bot.channels.web import build
from bot.knowledge.library import Library
from bot.messages import Role

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


class Served:
    """A bot with its page, and ways in."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.site: Starlette = build(app)

    def link(self, name: str, language: str = "en", role: Role = Role.REP) -> str:
        """The path of a one-time link for `name`."""
        found = "/login/" + invite(self.app, name, role, "").partition("/login/")[2]
        with self.app.store.write() as db:
            self.app.directory.change(db, self.app.directory.named(db, name).id, language=language)
        return found

    def client(self, name: str = "", language: str = "en", **more: object) -> TestClient:
        """A browser without script; signed in when a name is given."""
        client = TestClient(self.site, base_url="http://127.0.0.1:8470", follow_redirects=False, **more)  # type: ignore[arg-type]
        if name:
            assert client.post(self.link(name, language)).status_code == 303
        return client


@pytest.fixture
def served(sqlite_app: App) -> Served:
    return Served(sqlite_app)


@pytest.fixture
def demo(make_app: Callable[..., App], fresh_sqlite: Path, tmp_path: Path) -> Served:
    file = tmp_path / "demo.db"
    shutil.copy(fresh_sqlite, file)
    return Served(make_app(f"sqlite:///{file}", demo=True))


@contextmanager
def serving(site: Starlette, port: int = 0) -> Iterator[str]:
    """Serves the page in a thread; gives its address."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    config = uvicorn.Config(site, log_level="error", access_log=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        site.state.live.close()
        server.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive(), "the server hangs on open pages"


def skip_or_fail(reason: str) -> None:
    """Skips where a new user lacks something; fails in CI, which installs it."""
    if os.environ.get("CORNERMAN_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)

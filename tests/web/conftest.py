"""A workspace of its own, the app on it, and the page really served on a free loopback port."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.app import App, invite
from bot.channels.web import build
from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.messages import Role
from bot.settings import Settings, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "knowledge", folder / "knowledge")
    shutil.copy(ROOT / "cornerman.toml", folder)
    return folder


@dataclass
class Bench:
    """The app with its page, and a way in."""

    app: App
    site: Starlette

    def login(self, name: str, language: str = "", role: Role = Role.REP) -> str:
        """The path of a one-time link for `name`."""
        path = invite(self.app, name, role, "").partition("/login/")[2]
        if language:
            with self.app.store.write() as db:
                person = self.app.directory.named(db, name)
                self.app.directory.change(db, person.id, language=language)
        return "/login/" + path


def make_bench(settings: Settings) -> Bench:
    """By words alone: the encoder takes seconds to load and the page does not care who finds a card."""
    library = Library(settings.workspace, settings.state, system_clock, lexical=True)
    library.open()
    app = App(settings, library=library)
    return Bench(app, build(app))


@pytest.fixture
def bench(workspace: Path, tmp_path: Path) -> Iterator[Bench]:
    found = make_bench(load(workspace, {"DATABASE_URL": f"sqlite:///{tmp_path / 'page.db'}"}))
    yield found
    found.app.close()


@contextmanager
def serving(bench: Bench, port: int = 0) -> Iterator[str]:
    """Serves the page in a thread; gives its address."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    config = uvicorn.Config(bench.site, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        bench.site.state.live.close()
        server.should_exit = True
        thread.join(timeout=10)

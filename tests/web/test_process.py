"""`cornerman run` as a process: it stops when told to, also with pages open."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.web.conftest import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_promptly_with_open_pages(tmp_path: Path, number: signal.Signals) -> None:
    with running(tmp_path) as (process, link), signed_in(link) as client, client.stream("GET", "/events") as stream:
        events = stream.iter_text()
        for chunk in events:
            if "event: view" in chunk:
                break
        started = time.monotonic()
        process.send_signal(number)
        assert "event: message" not in "".join(events)
        process.wait(timeout=10)
        assert time.monotonic() - started < 3
        said = process.stdout.read() if process.stdout else ""
        assert "Traceback" not in said
        assert "graceful" not in said


@contextmanager
def running(workspace: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The bot on an empty workspace, and the link that it prints."""
    shutil.copy(ROOT / "cornerman.toml", workspace)
    (workspace / "knowledge").mkdir()
    run = [sys.executable, "-m", "bot", "--workspace", str(workspace), "run", "--port", str(free_port())]
    with subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout
            lines = iter(process.stdout.readline, "")
            yield process, next(line.strip() for line in lines if "/login/" in line)
        finally:
            process.kill()


@contextmanager
def signed_in(link: str) -> Iterator[httpx2.Client]:
    base, _, token = link.partition("/login/")
    with httpx2.Client(base_url=base, timeout=20) as client:
        for _ in range(200):
            try:
                client.post(f"/login/{token}")
                break
            except httpx2.ConnectError:
                time.sleep(0.05)
        yield client


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])

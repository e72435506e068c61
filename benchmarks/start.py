"""Seconds from `cornerman run` to the first answer on the page, and what the process holds; the starter workspace.

`python -m benchmarks.start` prints a table: caches warm, and the very first start (nothing cached, head joins later).
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import psutil

from bot.content import STARTER, starter

QUESTION = "太贵了"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        for name in STARTER:
            source = starter() / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, workspace / name)
        print("cold start to first answer                 wall s   CPU s   RSS MB")
        _print("very first start (floor 5, aim 3)", workspace)
        _wait_until_trained(workspace)
        for _ in range(3):
            _print("caches warm (floor 1.5, aim 1.0)", workspace)


def _print(label: str, workspace: Path) -> None:
    wall, cpu, rss = first_answer(workspace)
    print(f"{label:42} {wall:6.2f}  {cpu:6.2f}   {rss:6.0f}", flush=True)


def first_answer(workspace: Path) -> tuple[float, float, float]:
    """Wall and CPU seconds until a question posted on the page is answered, and the RSS then."""
    start = time.perf_counter()
    process, link = _run(workspace)
    try:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        _answered(browser, link)
        wall = time.perf_counter() - start
        seen = psutil.Process(process.pid)
        times = seen.cpu_times()
        return wall, times.user + times.system, seen.memory_info().rss / 1e6
    finally:
        process.terminate()
        process.wait(timeout=20)


def _run(workspace: Path) -> tuple["subprocess.Popen[str]", str]:
    command = [sys.executable, "-u", "-m", "bot", "--workspace", str(workspace), "run", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+/login/\S+", line):
            return process, found[0]
    raise SystemExit("the bot did not start")


def _answered(browser: urllib.request.OpenerDirector, link: str) -> None:
    base = link.split("/login/")[0]
    page = browser.open(link, data=b"", timeout=30).read().decode()
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found, page
    data = urllib.parse.urlencode({"csrf": found[1], "text": QUESTION}).encode()
    request = urllib.request.Request(f"{base}/say", data, {"X-Fragment": "1"})
    answer = browser.open(request, timeout=60).read().decode()
    assert "<blockquote" in answer, answer


def _wait_until_trained(workspace: Path) -> None:
    """Lets the background finish once, so that the next start finds its head."""
    from bot.clock import system_clock
    from bot.knowledge.library import Library

    library = Library(workspace, workspace / ".cornerman", system_clock)
    library.open()
    library.learn()
    library.close()


if __name__ == "__main__":
    main()

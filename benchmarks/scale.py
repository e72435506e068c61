"""A whole `ask` turn, and what `run` holds, at 2,000 cards × 17 phrases. `python -m benchmarks.scale`."""

import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path
from time import process_time

import numpy as np
import psutil

from bot.app import App
from bot.clock import system_clock
from bot.content import starter
from bot.knowledge.cards import read_shelf
from bot.knowledge.library import Library
from bot.messages import Incoming, Role
from bot.settings import Settings

CARDS, PHRASES, QUESTIONS = 2000, 17, 400


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        asked = _workspace(workspace)
        print("building the index (25,000 sentences are encoded once) …", flush=True)
        library = Library(workspace, workspace / ".cornerman", system_clock)
        library.open()
        p50, p99 = _turns(workspace, library, asked)
        library.close()
        print(f"whole ask turn, CPU ms p50 / p99      {p50:.2f} / {p99:.2f}   (floor 5 / 12, aim 3 / 8)")
        print(f"run with the page, RSS MB             {_rss(workspace):.0f}   (floor 350, aim 300)")


def _workspace(folder: Path) -> list[str]:
    """Invented cards whose phrases are the starter's, cut and joined anew; returns questions for them."""
    rng = random.Random(7)
    phrases = [phrase for card in read_shelf(starter()).cards.values() for phrase in card.says]
    template = (starter() / "knowledge" / "zh" / "price-too-high.md").read_text("utf-8")
    template = re.sub(r"(?m)^(related|facts): .*$", r"\1: []", template)
    (folder / "cornerman.toml").write_text("[features]\nknowledge = true\n", "utf-8")
    cards = folder / "knowledge" / "zh"
    cards.mkdir(parents=True)
    for number in range(CARDS):
        id = f"card-{number}"
        (cards / f"{id}.md").write_text(template.replace("id: price-too-high", f"id: {id}"), "utf-8")
        says = [_joined(rng, phrases) for _ in range(PHRASES)]
        (cards / f"{id}.says.txt").write_text("\n".join(says), "utf-8")
    return [_joined(rng, phrases) for _ in range(QUESTIONS)]


def _joined(rng: random.Random, phrases: list[str]) -> str:
    first, second = rng.sample(phrases, 2)
    return first[: len(first) // 2] + " " + second[len(second) // 2 :]


def _turns(workspace: Path, library: Library, asked: list[str]) -> tuple[float, float]:
    settings = Settings(workspace, f"sqlite:///{workspace}/bench.db", features={"knowledge": True})
    app = App(settings, library=library)
    with app.store.write() as db:
        me = app.directory.add(db, "Bench", now=app.clock(), role=Role.REP, language="zh")
        app.directory.attach(db, "web", "1", me.id)
    costs = []
    for question in asked:
        start = process_time()
        app.answer(Incoming("web", "1", uuid.uuid4().hex, question))
        costs.append(1000 * (process_time() - start))
    app.store.close()
    p50, p99 = np.percentile(costs[20:], [50, 99])  # the first ones load what is loaded once
    return float(p50), float(p99)


def _rss(workspace: Path) -> float:
    """Megabytes of a running bot on this workspace, once it has read its cards."""
    command = [sys.executable, "-u", "-m", "bot", "--workspace", str(workspace), "run", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        address = next(found[0] for line in process.stdout if (found := re.search(r"http://[^/\s]+", line)))
        while b"reading" in urllib.request.urlopen(f"{address}/health", timeout=10).read():
            time.sleep(0.5)
        time.sleep(2)
        return psutil.Process(process.pid).memory_info().rss / 1e6
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()

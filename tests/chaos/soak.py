"""50,000 messages through one process: memory, the write-ahead log and file handles stay where they were."""

import gc
import os
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from sqlalchemy import text

from bot.app import App
from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.messages import Incoming, Press, Role
from bot.settings import Settings

PEOPLE, THREADS = 32, 4
GROWTH, WAL = 5 * 2**20, 64 * 2**20


def soak(messages: int) -> dict[str, Any]:
    with TemporaryDirectory(prefix="cornerman-soak-") as name:
        folder = Path(name)
        (folder / "knowledge").mkdir()
        settings = Settings(workspace=folder, database_url=f"sqlite:///{folder}/soak.db", features={"knowledge": True})
        app = App(settings, clock=system_clock, library=Library(folder, folder / "state", system_clock, lexical=True))
        app.library.open()
        with app.store.write() as db:
            for n in range(PEOPLE):
                person = app.directory.add(db, f"P{n}", now=app.clock(), role=Role.REP, language="zh")
                app.directory.attach(db, "telegram", str(n), person.id)
        warm, rest = messages // 5, messages - messages // 5
        fill(app)
        talk(app, warm, 1)
        before = measured(folder)
        talk(app, rest, 2)
        after = measured(folder)
        app.close()
    grown = after["rss"] - before["rss"]
    ok = grown < GROWTH and after["wal"] < WAL and after["files"] <= before["files"]
    return {
        "messages": messages, "rss_growth_mib": round(grown / 2**20, 2), "wal_mib": round(after["wal"] / 2**20, 2),
        "files_before": before["files"], "files_after": after["files"], "ok": ok,
    }  # fmt: skip


def fill(app: App) -> None:
    """Every connection that the pool keeps is opened: how many the warm-up opens by itself is chance."""
    with ExitStack() as held:
        for _ in range(app.store.engine.pool.size()):  # type: ignore[attr-defined]
            held.enter_context(app.store.read()).execute(text("SELECT count(*) FROM person"))


def talk(app: App, messages: int, seed: int) -> None:
    """A mix: commands, questions without a card, buttons, settings; each thread speaks for people of its own."""
    last: dict[int, str] = {}
    lock = threading.Lock()

    def one(thread: int) -> None:
        chosen = random.Random(seed * 100 + thread)
        for n in range(messages // THREADS):
            who = chosen.randrange(PEOPLE // THREADS) * THREADS + thread
            event = f"{seed}-{thread}-{n}"
            incoming = Incoming("telegram", str(who), event, chosen.choice(("/help", "/me", "/settings", "没有这张卡")))
            if n % 5 == 0 and who in last:
                incoming = Incoming("telegram", str(who), event, press=Press(last[who], 0))
            answer = app.answer(incoming)
            app.sent(answer)
            with lock:
                last[who] = answer.token

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, range(THREADS)))
    app.flush()


def measured(folder: Path) -> dict[str, int]:
    gc.collect()
    process, wal = psutil.Process(os.getpid()), folder / "soak.db-wal"
    return {
        "rss": process.memory_info().rss, "files": process.num_fds(),
        "wal": wal.stat().st_size if wal.exists() else 0,
    }  # fmt: skip

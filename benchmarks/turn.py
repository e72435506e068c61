"""CPU of one command turn (`/help`): read, decide, commit, no platform. Prints a table; `python -m benchmarks.turn`."""

import tempfile
import uuid
from pathlib import Path
from time import process_time

from bot.app import App
from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.messages import Incoming, Role
from bot.settings import Settings

ROUNDS = 1000
ROOT = Path(__file__).parent.parent


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        settings = Settings(workspace=ROOT, database_url=url, features={"knowledge": True})
        app = App(settings, library=Library(ROOT, Path(folder), system_clock, lexical=True))
        with app.store.write() as db:
            me = app.directory.add(db, "Bench", now=app.clock(), role=Role.REP, language="zh")
            app.directory.attach(db, "web", "1", me.id)
        print("command turn, SQLite, without platform (floor 0.6, aim 0.4 CPU-ms)")
        for text in ("/help", "/settings", "/cancel"):
            print(f"  {text:10} {turn_cost(app, text):.3f} CPU-ms")
        app.close()


def turn_cost(app: App, text: str) -> float:
    """CPU-milliseconds a turn, the median of five batches."""
    batches = []
    for _ in range(5):
        start = process_time()
        for _ in range(ROUNDS // 5):
            app.sent(app.answer(Incoming("web", "1", uuid.uuid4().hex, text)))
        batches.append((process_time() - start) / (ROUNDS // 5) * 1000)
    return sorted(batches)[2]


if __name__ == "__main__":
    main()

"""How long a turn takes when several people speak at once on SQLite: `python -m benchmarks.crowd`.

Wall time, so read it beside the first row of the same run. Above all: nobody may hear that the database is locked.
"""

import tempfile
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks._row import Row
from bot.app import App
from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.messages import Incoming, Role, Text
from bot.settings import Settings

MESSAGES = 20_000
CROWDS = (1, 8, 32)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(workspace=folder, database_url=f"sqlite:///{folder}/crowd.db", features={"knowledge": True})
        app = App(settings, clock=system_clock, library=Library(folder, folder / "state", system_clock, lexical=True))
        with app.store.write() as db:
            for n in range(max(CROWDS)):
                person = app.directory.add(db, f"P{n}", now=app.clock(), role=Role.REP, language="en")
                app.directory.attach(db, "web", str(n), person.id)
        locked = 0
        print(f"{'turns on SQLite':<46}{'floor':>10}{'aim':>10}{'found':>10}")
        for crowd in CROWDS:
            waits, failed = speak(app, crowd, MESSAGES // len(CROWDS) // crowd)
            locked += failed
            print(Row(f"{crowd} at once: p50, ms", percentile(waits, 0.5)))
            print(Row(f"{crowd} at once: p99, ms", percentile(waits, 0.99)))
        print(Row(f"“database is locked” in {MESSAGES:,}", float(locked), floor=0, up=False))
        app.close()


def speak(app: App, crowd: int, each: int) -> tuple[list[float], int]:
    """(milliseconds of each turn, how many failed); everybody speaks as soon as they are answered."""

    def one(who: int) -> tuple[list[float], int]:
        waits, failed = [], 0
        for _ in range(each):
            start = time.perf_counter()
            answer = app.answer(Incoming("web", str(who), uuid.uuid4().hex, "/help"))
            waits.append((time.perf_counter() - start) * 1000)
            app.sent(answer)
            part = answer.reply.parts[0]
            failed += isinstance(part, Text) and part.tone == "warning"
        return waits, failed

    with ThreadPoolExecutor(crowd) as pool:
        found = list(pool.map(one, range(crowd)))
    return sorted(wait for waits, _ in found for wait in waits), sum(failed for _, failed in found)


def percentile(sorted_: Sequence[float], share: float) -> float:
    return sorted_[min(len(sorted_) - 1, int(len(sorted_) * share))]


if __name__ == "__main__":
    main()

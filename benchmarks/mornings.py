"""Everybody's morning messages, from the look of the alerts to the rows of the outbox, while the company grows.

`python -m benchmarks.mornings [people …]`. A hundred stage events a rep, SQLite; CPU counts, as neighbours do not.
"""

import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import func, select

from benchmarks._row import Row
from bot.app import App
from bot.app.mornings import send_due
from bot.content import starter
from bot.knowledge.library import Library
from bot.pushes.morning import KIND
from bot.pushes.outbox import outbox
from bot.settings import Settings
from bot.simulate.bulk import bulk
from bot.store import Store
from bot.store.migrations import migrate

MONDAY = datetime(2026, 11, 23, 0, 15, tzinfo=UTC)
"""08:15 in Shanghai: everybody's morning, with what is said once a week."""
TUESDAY = MONDAY + timedelta(days=1)
EVENTS = 100
"""Stage events a rep."""
FEATURES = ("funnel", "playbooks", "knowledge", "drills", "feedback")


def main(*sizes: int) -> None:
    heads = (("", 8), ("CPU s", 8), ("wall s", 8), ("ms each", 9), ("messages", 10), ("MB", 7), ("peak RSS", 10))
    print(f"{'people':>7}{'events':>11}  " + "".join(f"{head:>{width}}" for head, width in heads))
    for people in sizes or (100, 1_000, 10_000):
        cpu = measure(people)
    print()
    print(Row("a look and Monday's mornings, CPU s", cpu, floor=120, aim=60, up=False))
    print(Row("peak RSS, MB", _peak(), floor=1024, aim=512, up=False))


def measure(people: int) -> float:
    """CPU seconds of the first look and Monday's messages."""
    with tempfile.TemporaryDirectory() as name:
        app = _app(Path(name), people)
        clock = app.clock
        look = _line(app, people, "look", lambda: app.alerts.look(clock()))
        monday = _line(app, people, "Monday", lambda: send_due(app))
        clock.now = TUESDAY
        _line(app, people, "look", lambda: app.alerts.look(clock()))
        _line(app, people, "Tuesday", lambda: send_due(app))
        app.close()
    return look + monday


class _Clock:
    now = MONDAY

    def __call__(self) -> datetime:
        return self.now


def _app(folder: Path, people: int) -> App:
    url = f"sqlite:///{folder}/mornings.db"
    store = Store(url)
    migrate(store)
    bulk(store, people=people, events=people * EVENTS, until=MONDAY)
    store.close()
    clock = _Clock()
    library = Library(starter(), folder / "state", clock, lexical=True)
    library.open()
    settings = Settings(folder, url, features=dict.fromkeys(FEATURES, True))
    return App(settings, clock=clock, library=library)


def _line(app: App, people: int, what: str, do: Callable[[], object]) -> float:
    before = _sent(app)
    cpu, wall = process_time(), perf_counter()
    do()
    cpu, wall = process_time() - cpu, perf_counter() - wall
    messages, size = (now - was for now, was in zip(_sent(app), before, strict=True))
    each = f"{1000 * cpu / messages:9.2f}" if messages else f"{'':9}"
    counted = f"{people:7,}{people * EVENTS:11,}  {what:<8}{cpu:8.2f}{wall:8.2f}{each}"
    print(f"{counted}{messages:10,}{size / 1e6:7.1f}{_peak():10.0f}", flush=True)
    return cpu


def _sent(app: App) -> tuple[int, int]:
    """Morning messages, and the bytes of them."""
    size = func.coalesce(func.sum(func.length(outbox.c.payload)), 0)
    with app.store.read() as db:
        count, length = db.execute(
            select(func.count(), size).where(outbox.c.kind == KIND, outbox.c.status == "sent")
        ).one()
    return count, length


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

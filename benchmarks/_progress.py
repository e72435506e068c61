"""/quest, answered by the whole bot to somebody in three quests with years of points behind them.

`python -m benchmarks.quests progress`: SQLite, the starter's own quests, each half done. CPU counts, as neighbours do
not.
"""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import Connection

from benchmarks._row import Row
from bot.app import App
from bot.channels import plain
from bot.content import starter
from bot.knowledge.library import Library
from bot.messages import Incoming, Role
from bot.people import ledger
from bot.quests import rows
from bot.quests.course import Happening
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.settings import Settings
from bot.store import Store
from bot.store.migrations import migrate
from bot.words import words

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LEDGER, TIMES, WARM_UP = 5_000, 220, 20
HISTORY: tuple[Happening, ...] = ("begun", "tried", "tried", "waived")
AIM = 15


def progress() -> None:
    with tempfile.TemporaryDirectory() as name:
        app, texts = _long_serving(Path(name))
        shown = plain.render(app.answer(Incoming("web", "lin", "first", texts[1])).reply, words("en"))
        assert "Opens next" in shown, shown
        for head in ("/quest", "/points"):
            asked = texts if head == "/quest" else [head]
            taken = [_answered(app, asked[n % len(asked)], f"{head}{n}") for n in range(TIMES)][WARM_UP:]
            for what, times in zip(("CPU", "wall"), zip(*taken, strict=True), strict=True):
                _print(f"{head}, 3 quests, {LEDGER:,} rows, {what} ms", sorted(times))
        app.close()


def _print(what: str, times: list[float]) -> None:
    print(Row(f"{what}, p50", times[len(times) // 2], up=False))
    print(Row(f"{what}, p95", times[len(times) * 95 // 100], floor=AIM, aim=AIM, up=False))


def _answered(app: App, text: str, event: str) -> tuple[float, float]:
    cpu, wall = process_time(), perf_counter()
    app.answer(Incoming("web", "lin", event, text))
    return (process_time() - cpu) * 1000, (perf_counter() - wall) * 1000


def _long_serving(folder: Path) -> tuple[App, list[str]]:
    """The bot, and what is asked of it: the list, and each quest by its name."""
    store = Store(f"sqlite:///{folder / 'progress.db'}")
    migrate(store)
    store.close()
    library = Library(starter(), folder / "state", lambda: NOW, lexical=True)
    library.open()
    features = dict.fromkeys(("quests", "drills", "playbooks", "knowledge", "funnel", "feedback"), True)
    settings = Settings(folder, f"sqlite:///{folder / 'progress.db'}", features=features)
    app = App(settings, clock=lambda: NOW, library=library)
    quests = app.service(Quests).all()[:3]
    with app.store.write() as db:
        me = app.directory.add(db, "Lin", now=NOW, role=Role.REP, language="en", team_name="")
        app.directory.attach(db, "web", "lin", me.id)
        _points(db, me.id)
        for quest in quests:
            _half_done(app, db, quest, me.id)
    return app, ["/quest", *(f"/quest {quest.title.en}" for quest in quests)]


def _points(db: Connection, who: int) -> None:
    for n in range(LEDGER):
        day = NOW - timedelta(days=n // 4)
        ledger.add(db, ledger.Row(who, 10, "step", f"old/{n}", f"old:{n}", day.date(), f"touch:{n}"), day)


def _half_done(app: App, db: Connection, quest: Quest, who: int) -> None:
    """The first half of the steps is over, each after two wrong answers."""
    made = rows.enrol(db, quest, who, NOW.date() - timedelta(days=20), NOW - timedelta(days=20))
    assert made is not None
    for step in list(quest.steps.values())[: len(quest.steps) // 2]:
        for kind in HISTORY:
            journey = rows.one(db, app.service(Quests), made, NOW)
            assert journey is not None
            rows.happen(db, journey, step, kind, NOW - timedelta(days=1), reason="before")

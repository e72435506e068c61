"""A company of 2,000 in the starter's quests: what an admin, a manager and the clock ask of all of them at once.

`python -m benchmarks.quests staff`: SQLite. CPU counts, as neighbours do not; a writer's longest turn is how long
everybody else waits.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Connection

from benchmarks._row import Row
from bot.app import App
from bot.content import starter
from bot.drills.stage import Stage
from bot.knowledge.library import Library
from bot.messages import Incoming, Role
from bot.people import ledger
from bot.people.tables import person, team
from bot.quests import daily, rows
from bot.quests.confirming import asking
from bot.quests.quest import CONFIRMED, Quest
from bot.quests.quests import Quests
from bot.quests.tables import enrolment, quest_choice, quest_event
from bot.settings import Settings
from bot.store import Store, insert_missing
from bot.store.migrations import migrate

PEOPLE, TEAMS, TIMES = 2_000, 40, 30
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ASKED = ("/mentees", "/enrol", "/board")
TURN, DAILY, HELD = 50, 5_000, 50


def staff() -> None:
    with tempfile.TemporaryDirectory() as name:
        app = _company(Path(name))
        for text in ASKED:
            for who in ("boss", "lead"):
                _print(f"{text} of {who}, {PEOPLE:,} people", sorted(_turns(app, who, text)))
        held: list[float] = []
        _timed("settle_daily, first tick of a day", app, held, _settle, DAILY)
        _timed("settle_daily, next tick", app, held, _settle, TURN)
        print(Row("longest turn of the writer, ms", max(held), floor=HELD, aim=HELD, up=False))
        _timed("pass_on, each tick", app, [], _pass_on, TURN)
        app.close()


def _turns(app: App, who: str, text: str) -> Iterator[float]:
    for n in range(TIMES):
        cpu = process_time()
        app.answer(Incoming("web", who, f"{who}{text}{n}", text))
        yield (process_time() - cpu) * 1000


def _print(what: str, times: list[float]) -> None:
    print(Row(f"{what}, CPU ms, p50", times[len(times) // 2], floor=TURN, aim=TURN, up=False))
    print(Row(f"{what}, CPU ms, max", times[-1], up=False))


def _timed(what: str, app: App, held: list[float], work: Callable[[App], object], aim: float) -> None:
    with _watched(app.store, held):
        cpu, wall = process_time(), perf_counter()
        work(app)
        cpu, wall = (process_time() - cpu) * 1000, (perf_counter() - wall) * 1000
    print(Row(f"{what}, CPU ms", cpu, floor=aim, aim=aim, up=False))
    print(Row(f"{what}, wall ms", wall, up=False))


def _settle(app: App) -> object:
    return daily.settle_daily(app.store, app.directory, app.service(Quests), app.service(Stage), NOW, "zh")


def _pass_on(app: App) -> object:
    return asking.pass_on(app.store, app.directory, app.service(Quests), NOW, "zh")


@contextmanager
def _watched(store: Store, held: list[float]) -> Iterator[None]:
    """How long each writer kept all others waiting."""
    write = store.write

    @contextmanager
    def watched() -> Iterator[Connection]:
        with write() as db:
            before = perf_counter()
            yield db
        held.append((perf_counter() - before) * 1000)

    store.write = watched  # type: ignore[method-assign]
    yield
    del store.write


# An invented company


def _company(folder: Path) -> App:
    url = f"sqlite:///{folder / 'staff.db'}"
    store = Store(url)
    migrate(store)
    store.close()
    library = Library(starter(), folder / "state", lambda: NOW, lexical=True)
    library.open()
    features = dict.fromkeys(("quests", "drills", "playbooks", "knowledge", "funnel", "feedback"), True)
    app = App(Settings(folder, url, features=features), clock=lambda: NOW, library=library)
    with app.store.write() as db:
        boss = app.directory.add(db, "Boss", now=NOW, role=Role.ADMIN, language="en")
        app.directory.attach(db, "web", "boss", boss.id)
        _fill(db, app.service(Quests))
        app.directory.attach(db, "web", "lead", LEAD)
    return app


FIRST = 100
LEAD = FIRST
"""The manager of the first team, with all teams below it."""


def _fill(db: Connection, quests: Quests) -> None:
    rng, chosen = Random(7), quests.all()[0]
    teams = [{"id": n, "name": f"Team {n}", "parent_id": 1 if n > 1 else None, "features": {}} for n in range(1, TEAMS)]
    insert_missing(db, team, teams)
    insert_missing(db, person, [_person(n) for n in range(PEOPLE)])
    version = rows.version(db, chosen, NOW)
    insert_missing(db, enrolment, [_enrolled(FIRST + n, chosen, version) for n in range(1, PEOPLE)])
    insert_missing(db, quest_event, [row for n in range(1, PEOPLE) for row in _events(rng, chosen, FIRST + n)])
    insert_missing(db, quest_choice, [
        {"person_id": FIRST + n, "on_boards": True, "radar_shared": False, "radar_since": None} for n in range(PEOPLE)
    ])  # fmt: skip
    for n in range(1, PEOPLE, 7):
        who = FIRST + n
        ledger.add(db, ledger.Row(who, 0, "step", "old/one", f"old:{who}", NOW.date(), held=10, why="again"), NOW)


def _person(n: int) -> Mapping[str, Any]:
    role = Role.MANAGER if n == 0 else Role.NEWHIRE
    return {"id": FIRST + n, "name": f"Person {n}", "role": role.value, "team_id": n % (TEAMS - 1) + 1,
            "language": "zh", "time_zone": "Asia/Shanghai", "joined_at": NOW, "left_at": None}  # fmt: skip


def _enrolled(who: int, quest: Quest, version: int) -> Mapping[str, Any]:
    began = NOW - timedelta(days=who % 40)
    return {"id": who, "person_id": who, "quest": quest.id, "version_id": version, "started_on": began.date(),
            "state": "going", "mentor_id": LEAD if who % 20 == 0 and who != LEAD else None, "by_id": None,
            "drills_before": 0, "touches_before": 0, "deals_before": 0, "enrolled_at": began, "finished_at": None,
            "settled_on": None}  # fmt: skip


def _events(rng: Random, quest: Quest, who: int) -> Iterator[Mapping[str, Any]]:
    """The first steps are done, each after a wrong answer; one that waits for a word is asked for."""
    for step in list(quest.steps.values())[: rng.randrange(len(quest.steps))]:
        last = "asked" if step.kind in CONFIRMED and rng.random() < 0.1 else "done"
        for number, kind in enumerate(("tried", last)):
            yield {"enrolment_id": who, "person_id": who, "step": step.id, "kind": kind, "score": None, "reason": "",
                   "by_id": LEAD if last == "asked" and kind == last else None, "evidence": "", "number": number,
                   "at": NOW - timedelta(hours=20)}  # fmt: skip

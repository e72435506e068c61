"""Quests with many people in them, and whether any order of things breaks a promise.

`python -m benchmarks.quests [ramp|progress|staff|machine] [lives] [steps]`; without a word, all that takes seconds.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection

from benchmarks._progress import progress
from benchmarks._row import Row
from benchmarks._staff import staff
from bot.clock import system_clock
from bot.drills.rubric import IDS
from bot.drills.tables import drill
from bot.knowledge.library import Library
from bot.people.tables import person, team
from bot.playbooks.tables import customer, deal, stage_event
from bot.quests import rows
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.ramp import telling
from bot.quests.ramp.figures import Whom, read
from bot.quests.ramp.report import report
from bot.quests.tables import enrolment, quest_event
from bot.store import Store, insert_missing
from bot.store.migrations import migrate
from bot.words import words

PEOPLE, GATES, STEPS, DRILLS, DEALS = 2000, 5, 6, 3, 4
"""Thirty steps a person: six in each of five gates."""
ROUNDS = 5
ZONE, NOW = "Asia/Shanghai", datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def ramp() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/quests.db")
        migrate(store)
        library = Library(Path(folder), Path(folder) / "state", system_clock)
        quests = Quests(library)
        with store.write() as db:
            seed(db)
        costs = [_cost(lambda: _report(store, quests)) for _ in range(ROUNDS)]
        read_only = [_cost(lambda: _read(store, quests)) for _ in range(ROUNDS)]
        store.close()
    print(f"{'ramp report, 2,000 people × 30 steps':<46}{'floor':>10}{'aim':>10}{'found':>10}")
    print(Row("first, seconds", costs[0][0], floor=1.0, aim=0.7, up=False))
    print(Row("best of 5, seconds", min(wall for wall, _ in costs), floor=1.0, aim=0.7, up=False))
    print(Row("best of 5, seconds of CPU", min(cpu for _, cpu in costs), floor=1.0, aim=0.7, up=False))
    print(Row("of which reading, seconds of CPU", min(cpu for _, cpu in read_only)))


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _read(store: Store, quests: Quests) -> Any:
    with store.read() as db:
        return read(db, quests, Whom(), NOW.date(), ZONE)


def _report(store: Store, quests: Quests) -> object:
    found = report(_read(store, quests), NOW, ZONE)
    assert found is not None
    assert len(found.places) == PEOPLE
    assert found.stuck
    assert found.mistakes
    said = words("zh")
    return telling.facts(said, found), telling.picture(said, found)


# An invented company


def a_quest() -> Quest:
    def step(gate: int, n: int) -> dict[str, Any]:
        both = {"zh": f"第 {gate}-{n} 步", "en": f"Step {gate}-{n}"}
        return {"id": f"step-{gate}-{n}", "kind": "reflect", "title": both, "why": both, "skill": "value",
                "points": 10, "minutes": 10, "day": gate * STEPS + n + 1, "task": both}  # fmt: skip

    both = {"zh": "前三十天", "en": "First 30 days"}
    gates = [
        {"id": f"gate-{n}", "title": both, "able": both, "steps": [step(n, m) for m in range(STEPS)]}
        for n in range(GATES)
    ]
    return Quest.model_validate({"id": "first", "title": both, "about": both, "roles": ["newhire"], "gates": gates})


def seed(db: Connection) -> None:
    """People of a year, most of whom do a step a day, with wrong answers, drills and deals."""
    rng, quest = Random(7), a_quest()
    version = rows.version(db, quest, NOW)
    starts = [NOW - timedelta(days=rng.randrange(1, 365)) for _ in range(PEOPLE)]
    insert_missing(db, team, [{"id": n, "name": f"Team {n}", "parent_id": None, "features": {}} for n in range(1, 41)])
    insert_missing(db, person, [
        {"id": n, "name": f"Person {n}", "role": "newhire", "team_id": n % 40 + 1, "language": "zh", "time_zone": ZONE,
         "joined_at": at, "left_at": NOW if n % 20 == 0 else None} for n, at in enumerate(starts, 1)
    ])  # fmt: skip
    insert_missing(db, enrolment, [
        {"id": n, "person_id": n, "quest": "first", "version_id": version, "started_on": at.date(), "state": "going",
         "mentor_id": None, "by_id": None, "drills_before": 0, "touches_before": 0, "deals_before": 0,
         "enrolled_at": at, "finished_at": None, "settled_on": None} for n, at in enumerate(starts, 1)
    ])  # fmt: skip
    insert_missing(db, quest_event, [event for n, at in enumerate(starts, 1) for event in _events(rng, quest, n, at)])
    insert_missing(db, drill, [each for n, at in enumerate(starts, 1) for each in _drills(rng, n, at)])
    _deals(db, rng, starts)


def _events(rng: Random, quest: Quest, who: int, start: datetime) -> Iterator[Mapping[str, Any]]:
    at, pace = start, rng.uniform(0.8, 2.5)
    for step in quest.steps:
        at += timedelta(days=rng.expovariate(1 / pace))
        if at > NOW:
            return
        for number, kind in enumerate(("tried", "done") if rng.random() < 0.3 else ("done",)):
            yield {"enrolment_id": who, "person_id": who, "step": step, "kind": kind, "by_id": None, "score": None,
                   "evidence": "", "reason": "", "number": number, "at": at}  # fmt: skip


def _drills(rng: Random, who: int, start: datetime) -> Iterator[Mapping[str, Any]]:
    for n in range(DRILLS):
        found = {"turn": 3, "text": "您说的这一点我记下了，能多讲讲吗？", "name": "asks_openly"}
        marks = [{"criterion": id, "level": rng.choice((None, 0, 1, 2, 3)), "evidence": [found]} for id in IDS]
        at = start + timedelta(days=10 * n)
        yield {"person_id": who, "scenario": "price", "version": 1, "rubric": 1, "weights": {}, "grade": "hard",
               "language": "zh", "seed": n, "exam": n > 0, "status": "ended", "played": {}, "moved": 9, "hints": 0,
               "ending": "agreed", "total": 70.0, "tier": "", "passed": rng.random() < 0.7,
               "scorecard": {"marks": marks, "blockers": [], "moves": [found] * 9}, "started_at": at,
               "moved_at": at}  # fmt: skip


def _deals(db: Connection, rng: Random, starts: list[datetime]) -> None:
    insert_missing(db, customer, [
        {"id": 1, "name": "Acme", "key": "acme", "called": [], "industry": "", "region": "", "size": "",
         "created_at": NOW},
    ])  # fmt: skip
    made: list[dict[str, Any]] = []
    entered: list[dict[str, Any]] = []
    for n in range(1, PEOPLE * DEALS + 1):
        who, won = n % PEOPLE + 1, rng.random() < 0.3
        at = starts[who - 1] + timedelta(days=rng.randrange(60))
        made.append({
            "id": n, "system": "local", "source_id": str(n), "number": "", "title": "ERP", "customer_id": 1,
            "owner_id": who, "owner": "", "playbook": "", "stage": "s", "at": "proposal",
            "status": "won" if won else "open", "kept_by": "local", "proposed": "", "proposed_at": None, "amount": None,
            "list_amount": None, "currency": "CNY", "origin": "", "product": "", "created_at": at, "stage_since": at,
            "closed_at": at + timedelta(days=40) if won else None, "expected_on": None, "lost_reason": "",
            "lost_to": "", "lost_note": "", "touched_at": None, "recorded_at": at, "fingerprint": "",
        })  # fmt: skip
        entered += [{"deal_id": n, "entered_at": at + timedelta(9 * k), "stage": stage, "at": stage, "amount": None}
                    for k, stage in enumerate(("lead", "discovery", "proposal"))]  # fmt: skip
    insert_missing(db, deal, made)
    insert_missing(db, stage_event, entered)


def machine(lives: int = 1000, steps: int = 50) -> None:
    """The state machine of tests/quests at length; it ends in an error where a promise breaks."""
    from tests.quests.machine import run

    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name) / "fresh.db"
        store = Store(f"sqlite:///{fresh}")
        migrate(store)
        store.close()
        before = time.perf_counter()
        run(lives, steps, fresh)
    print(Row(f"{lives:,} lives of {steps} steps, minutes", (time.perf_counter() - before) / 60, up=False))


WORDS: Mapping[str, Callable[[], None]] = {"ramp": ramp, "progress": progress, "staff": staff}


def main(*asked: str) -> None:
    if asked[:1] == ("machine",):
        machine(*map(int, asked[1:]))
        return
    for word in [word for word in asked if word in WORDS] or [*WORDS]:
        WORDS[word]()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the alerts cost ten thousand reps: a look over all of them, and the lines of all their mornings.

`python -m benchmarks.alerts [people]`. Seeded, on SQLite; in seconds of the processor, so that neighbours do not count.
"""

import random
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time

import psutil
from sqlalchemy import func, insert, select

from benchmarks._row import Row
from bot.app import App
from bot.content import starter
from bot.features import Turn
from bot.funnel.alerts.history import dry_run
from bot.funnel.alerts.morning import lines
from bot.funnel.tables import alert_case
from bot.knowledge.library import Library
from bot.messages import Incoming, Role
from bot.people.tables import person, team
from bot.playbooks.tables import customer, deal, stage_event, task, touch
from bot.settings import Settings
from bot.words import words

NOW = datetime(2026, 11, 23, 0, 15, tzinfo=UTC)
"""Monday 08:15 in Shanghai."""
TEAM, DEALS, CLOSED = 10, 12, 8
"""People a team; open deals, and closed ones with their past, a rep."""
STAGES = (("first-contact", "lead"), ("needs", "discovery"), ("solution", "proposal"), ("terms", "negotiation"))


def main(people: int = 10_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(folder, f"sqlite:///{folder}/alerts.db", features={"funnel": True, "playbooks": True})
        library = Library(starter(), folder / "state", lambda: NOW, lexical=True)
        library.open()
        app = App(settings, clock=lambda: NOW, library=library)
        seconds = _timed(lambda: seed(app, people))
        with app.store.read() as db:
            deals, events = (db.execute(select(func.count()).select_from(t)).scalar_one() for t in (deal, stage_event))
        print(f"{people:,} people, {deals:,} deals, {events:,} stage events, put in in {seconds:.0f} s of CPU\n")
        print(f"{'':<46}{'floor':>10}{'aim':>10}{'found':>10}")
        measure(app)


def measure(app: App) -> None:
    first, second = (_timed(lambda: app.alerts.look(NOW)) for _ in range(2))
    with app.store.read() as db:
        raised = db.execute(select(func.count()).select_from(alert_case)).scalar_one()
    said: list[int] = []
    morning = _timed(lambda: said.extend(mornings(app)))
    print(Row("first look, every case raised, CPU s", first))
    print(Row("second look, nothing new, CPU s", second))
    print(Row("everybody's morning lines, CPU s", morning))
    print(Row("a look and the mornings, CPU s", first + morning, floor=120, aim=60, up=False))
    print(Row("a month of one rule replayed, CPU s", _timed(lambda: replay(app))))
    print(Row("RSS, MB", psutil.Process().memory_info().rss / 1e6, floor=1024, up=False))
    print(f"\n{raised:,} cases, {sum(said):,} lines for {sum(map(bool, said)):,} people")


def mornings(app: App) -> list[int]:
    """How many lines each person reads."""
    with app.store.read() as db:
        everyone = app.directory.everyone(db)
        turns = (Turn(Incoming("", "", ""), each, NOW, words("zh"), db, app) for each in everyone)
        return [len(lines(turn)) for turn in turns]


def replay(app: App) -> None:
    with app.store.read() as db:
        known = app.alerts.known(db, NOW)
        dry_run(db, known.rules["quiet-deal"], known, 30, frozenset(known.org.members))


def seed(app: App, people: int) -> None:
    """Invented: teams of ten under one manager each, ten teams under a director, deals of any age."""
    rng = random.Random(7)
    teams = people // TEAM
    with app.store.write() as db:
        db.execute(insert(team), [{"name": f"D{n}", "parent_id": None, "features": {}} for n in range(teams // 10 + 1)])
        db.execute(insert(team), [_team(n, teams) for n in range(teams)])
        db.execute(insert(person), [_person(n, teams) for n in range(people)])
        db.execute(insert(customer), [_customer(n) for n in range(people)])
    for start in range(1, people + 1, 1000):
        with app.store.write() as db:
            for owner in range(start, min(start + 1000, people + 1)):
                if owner % TEAM != 1:
                    _deals(db, rng, owner)


def _team(n: int, teams: int) -> dict[str, object]:
    return {"name": f"T{n}", "parent_id": n // 10 + 1, "features": {}}


def _person(n: int, teams: int) -> dict[str, object]:
    """The first of ten manages; of every hundred the first is the director."""
    role, place = (Role.MANAGER if n % TEAM == 0 else Role.REP), teams // 10 + 2 + n // TEAM
    place = n // 100 + 1 if n % 100 == 0 else place
    return {"name": f"P{n}", "role": role.value, "team_id": place, "language": "zh", "time_zone": "Asia/Shanghai",
            "joined_at": NOW - timedelta(days=400), "left_at": None}  # fmt: skip


def _customer(n: int) -> dict[str, object]:
    text = dict.fromkeys(("industry", "region", "size"), "")
    return {"name": f"客户{n}", "key": f"客户{n}", "called": [], "created_at": NOW, **text}


def _deals(db, rng: random.Random, owner: int) -> None:  # type: ignore[no-untyped-def]
    rows = [_deal(rng, owner, n) for n in range(DEALS + CLOSED)]
    ids = list(db.execute(insert(deal).returning(deal.c.id, sort_by_parameter_order=True), rows).scalars())
    events, touches, steps = [], [], []
    for id, row in zip(ids, rows, strict=True):
        events += _events(rng, id, row)
        if row["touched_at"]:
            touches.append(_touch(id, row))
        if row["status"] == "open" and rng.random() < 0.6:
            steps.append(_step(rng, id, owner))
    db.execute(insert(stage_event), events)
    db.execute(insert(touch), touches)
    db.execute(insert(task), steps)


def _deal(rng: random.Random, owner: int, n: int) -> dict[str, object]:
    place = rng.randrange(len(STAGES))
    made = NOW - timedelta(days=rng.randrange(20, 300))
    since = made + (NOW - made) * rng.random()
    touched = since + (NOW - since) * (1 - rng.random() ** 3)
    text = dict.fromkeys(("proposed", "origin", "product", "lost_reason", "lost_to", "lost_note", "fingerprint"), "")
    return {
        "system": "local", "source_id": f"{owner}-{n}", "number": "", "title": "项目", "customer_id": owner,
        "owner_id": owner, "owner": f"P{owner}", "playbook": "general-b2b", "stage": STAGES[place][0],
        "at": STAGES[place][1], "status": "open" if n < DEALS else "lost", "kept_by": "local", "proposed_at": None,
        "amount": round(rng.lognormvariate(12, 1)) * 100, "list_amount": None, "currency": "CNY", "created_at": made,
        "stage_since": since, "closed_at": None if n < DEALS else NOW - timedelta(days=1), "expected_on": None,
        "touched_at": touched, "recorded_at": touched, **text,
    }  # fmt: skip


def _events(rng: random.Random, id: int, row: dict[str, object]) -> list[dict[str, object]]:
    """Its way through the stages up to where it stands."""
    made, since = row["created_at"], row["stage_since"]
    assert isinstance(made, datetime)
    assert isinstance(since, datetime)
    place = [stage for stage, _ in STAGES].index(str(row["stage"]))
    whens = [*sorted(made + (since - made) * rng.random() for _ in range(place)), since]
    found = [
        {"deal_id": id, "entered_at": when, "stage": stage, "at": at, "amount": None}
        for when, (stage, at) in zip(whens, STAGES, strict=False)
    ]
    closed = {"deal_id": id, "entered_at": row["closed_at"], "stage": "lost", "at": "lost", "amount": None}
    return found if row["status"] == "open" else [*found, closed]


def _touch(id: int, row: dict[str, object]) -> dict[str, object]:
    return {"system": "local", "source_id": f"t{id}", "person_id": row["owner_id"], "customer_id": row["customer_id"],
            "deal_id": id, "contact_id": None, "kind": "call", "at": row["touched_at"], "said": "", "objection": "",
            "effective": False, "report_due_at": None, "reported_at": None, "made_at": row["touched_at"]}  # fmt: skip


def _step(rng: random.Random, id: int, owner: int) -> dict[str, object]:
    return {"owner_id": owner, "deal_id": id, "touch_id": None, "kind": "next_step", "title": "回访", "department": "",
            "due_on": date(2026, 11, 23) + timedelta(days=rng.randrange(-10, 30)), "made_at": NOW - timedelta(days=5),
            "done_at": None, "dropped_at": None, "made_by": None}  # fmt: skip


def _timed(do) -> float:  # type: ignore[no-untyped-def]
    start = process_time()
    do()
    return process_time() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""The funnel's figures: right on a public log, and fast on a million stage events beside plain pandas.

`python -m benchmarks.funnel [pipedrive [FOLDER]]`; FOLDER holds deal_changes.csv (default ../shared/data/funnel).
"""

import csv
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pandas as pd
from sqlalchemy import insert

from bot.funnel.look import look
from bot.funnel.metrics import closing, conversion
from bot.funnel.metrics.dwell import dwell
from bot.funnel.metrics.figure import span_of
from bot.funnel.metrics.journeys import Event, Journey, walk
from bot.funnel.metrics.journeys import Path as Stages
from bot.funnel.overview import Overview
from bot.funnel.scope import Scope, under
from bot.knowledge.library import Library
from bot.people.directory import Directory
from bot.people.tables import person
from bot.playbooks.playbook import STAGE_IDS
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import customer, deal, stage_event
from bot.settings import Settings
from bot.signals import Period
from bot.store import Store
from bot.store.migrations import migrate

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data" / "funnel"

# The log of 1,990 deals, as counted once without this code (erp-crm research §3.2).
ENTERED = [1990, 1474, 1300, 1082, 892, 738, 586, 476, 322]
REACHED = [1990, 1985, 1946, 1857, 1688, 1419, 1076, 720, 322]
DWELL = [15.485, 15.427, 15.628, 15.804, 15.769, 15.501, 15.491, 15.842, 15.379]
LOST = {"1": 380, "2": 399, "3": 421, "4": 414, "5": 376}
COLLIDING = 5


def main() -> None:
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA
    if (folder / "deal_changes.csv").exists():
        pipedrive(folder / "deal_changes.csv")
    else:
        print(f"pipedrive: no {folder / 'deal_changes.csv'}")
    if "pipedrive" not in sys.argv[1:2]:
        growth()


def pipedrive(file: Path) -> None:
    path = Stages(tuple("123456789"), playbook="pipedrive")
    journeys, colliding = _log(file, path)
    always = span_of(Period(date(2000, 1, 1), date(2099, 12, 31)), "UTC")
    means = [round(stay.mean, 3) if stay else None for stay in dwell(journeys, path, always)]
    print(f"Pipedrive log, {len(journeys)} deals")
    _same("ids of two deals", colliding, COLLIDING)
    _same("entered", conversion.entered(journeys, path, always), ENTERED)
    _same("reached", conversion.reached(journeys, path, always), REACHED)
    _same("dwell, mean days", means, DWELL)
    _same("lost reasons", closing.lost_reasons(journeys, always), LOST)


def _same(what: str, found: object, expected: object) -> None:
    print(f"  {what:20}{'equal' if found == expected else 'DIFFERS'}  {found}")


def _log(file: Path, path: Stages) -> tuple[list[Journey], int]:
    """Its deals, and how many ids belong to two deals: those are left out."""
    changes: dict[str, list[tuple[datetime, str, str]]] = defaultdict(list)
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["change_time"]).replace(tzinfo=UTC)
            changes[row["deal_id"]].append((at, row["changed_field_key"], row["new_value"]))
    twice = [id for id, made in changes.items() if sum(key == "add_time" for _, key, _ in made) > 1]
    return [_deal(id, made, path) for id, made in changes.items() if id not in twice], len(twice)


def _deal(id: str, changes: list[tuple[datetime, str, str]], path: Stages) -> Journey:
    changes.sort(key=lambda change: change[0])
    created = next(at for at, key, _ in changes if key == "add_time")
    lost, reason = next((at, value) for at, key, value in changes if key == "lost_reason")
    events = [Event(at, value, "") for at, key, value in changes if key == "stage_id"]
    visits = walk(path, [*events, Event(lost, "lost", "lost")])
    return Journey(int(id), created, visits, "lost", lost, lost_reason=reason)


TEAMS, REPS = 20, 10
BEGIN, DAYS = datetime(2024, 10, 1, tzinfo=UTC), 760
NOW = BEGIN + timedelta(days=DAYS)
QUARTER = date(2026, 7, 1), date(2026, 9, 30)


def growth() -> None:
    print("one team-quarter and one company-quarter out of two years, SQLite (floor 1 s a team-quarter)")
    print(
        f"  {'events':>9}{'scope':>9}{'deals':>8}{'seconds':>9}{'CPU s':>8}{'pandas':>9}{'ratio':>7}  same  peak RSS MB"
    )
    for events in (10_000, 100_000, 1_000_000):
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), events)


def _measure(folder: Path, events: int) -> None:
    store = Store(f"sqlite:///{folder}/bench.db")
    migrate(store)
    _seed(store, events)
    settings = Settings(ROOT, "")
    playbooks = Playbooks(Library(ROOT, folder, lambda: NOW, lexical=True))
    with store.read() as db:
        for name in ("Team 3", ""):
            scope = Scope(teams=under(db, name)) if name else Scope()
            look_now = lambda s=scope: look(db, playbooks, settings, s, "", Period(*QUARTER), "UTC", NOW)  # noqa: E731
            wall, cpu, found = _best(look_now)
            plain, _, same = _best(lambda n=name: _pandas(f"{folder}/bench.db", n))
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            equal = "yes" if _counts(found) == same else "NO"
            print(f"  {events:9,}{'team' if name else 'company':>9}{found.deals:8,}{wall:9.3f}{cpu:8.3f}{plain:9.3f}"
                  f"{wall / plain:7.2f}  {equal:4}  {peak:.0f}")  # fmt: skip
    store.close()


def _best(work: Callable[[], T]) -> tuple[float, float, T]:
    """Wall and CPU seconds of the best of three, and what came of it."""
    times = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return *min(times), found


def _seed(store: Store, events: int) -> None:
    rng = random.Random(11)
    with store.write() as db:
        teams = _people(db)
        same = {"called": [], "industry": "m", "region": "e", "size": "", "created_at": BEGIN}
        db.execute(insert(customer), [{"name": f"C{n}", "key": f"c{n}", **same} for n in range(500)])
    made, id = 0, 0
    while made < events:
        deals, moves = [], []
        while made + len(moves) < events and len(moves) < 20_000:
            id += 1
            row, steps = _life(rng, id, rng.choice(teams))
            deals.append(row)
            moves += steps
        with store.write() as db:
            db.execute(insert(deal), deals)
            db.execute(insert(stage_event), moves)
        made += len(moves)
    with store.write() as db:
        db.exec_driver_sql("ANALYZE")


def _people(db) -> list[int]:  # type: ignore[no-untyped-def]
    directory = Directory({}, "UTC")
    for team in range(TEAMS):
        directory.add_team(db, f"Team {team}")
    people = [
        {"name": f"P{n}", "role": "rep", "team_id": n % TEAMS + 1, "language": "en", "time_zone": "UTC",
         "joined_at": BEGIN, "left_at": None} for n in range(TEAMS * REPS)
    ]  # fmt: skip
    db.execute(insert(person), people)
    return list(range(1, TEAMS * REPS + 1))


def _life(rng: random.Random, id: int, owner: int) -> tuple[dict[str, object], list[dict[str, object]]]:
    """A deal from its creation to its end, or to now."""
    at = created = BEGIN + timedelta(seconds=rng.randrange(DAYS * 86_400))
    steps: list[tuple[datetime, str]] = []
    status = "open"
    for stage in STAGE_IDS[:5]:
        if stage != "lead" and rng.random() < 0.08:
            continue
        steps.append((at, stage))
        status = "won" if stage == "contract" else "lost" if rng.random() < 0.12 else "open"
        if status == "won":
            steps.append((at, "won"))
        at += timedelta(seconds=rng.randrange(86_400, 40 * 86_400))
        if status == "lost":
            steps.append((at, "lost"))
        if status != "open":
            break
    steps = [step for step in steps if step[0] < NOW]
    closed = steps[-1] if steps[-1][1] in ("won", "lost") else None
    stage = next(name for _, name in reversed(steps) if name not in ("won", "lost"))
    amount = rng.randrange(10_000, 90_000_000)
    row: dict[str, object] = {
        "id": id, "system": "bench", "source_id": str(id), "number": "", "title": "", "customer_id": id % 500 + 1,
        "owner_id": owner, "owner": f"P{owner}", "playbook": "general-b2b" if id % 2 else "erp-six", "stage": stage,
        "at": stage, "status": closed[1] if closed else "open", "kept_by": "source", "proposed": "",
        "proposed_at": None, "amount": amount, "list_amount": round(amount * 1.1), "currency": "CNY",
        "origin": "fair", "product": "pump", "created_at": created, "stage_since": steps[-1][0],
        "closed_at": closed[0] if closed else None, "expected_on": None, "lost_reason": "", "lost_to": "",
        "lost_note": "", "touched_at": None, "recorded_at": steps[-1][0], "fingerprint": "",
    }  # fmt: skip
    return row, [{"deal_id": id, "entered_at": t, "stage": s, "at": s, "amount": amount} for t, s in steps]


Counts = tuple[list[int], list[int], list[float], int, int, int]


def _counts(found: Overview) -> Counts:
    stays = [round(s.dwell.median, 6) if s.dwell else 0.0 for s in found.standings]
    standings = found.standings
    return (
        [s.entered for s in standings], [s.reached for s in standings], stays, found.open, found.won, found.lost
    )  # fmt: skip


def _pandas(file: str, team: str) -> Counts:
    """The same counts as an analyst would write them: both tables read whole, then groups."""
    url = f"sqlite:///{file}"
    deals = pd.read_sql("SELECT id, owner_id, status, created_at, closed_at FROM deal", url)
    moves = pd.read_sql("SELECT deal_id, entered_at, at FROM stage_event ORDER BY id", url)
    if team:
        members = pd.read_sql(f"SELECT p.id FROM person p JOIN team t ON t.id = p.team_id WHERE t.name = '{team}'", url)
        deals = deals[deals.owner_id.isin(members.id)]
        moves = moves[moves.deal_id.isin(deals.id)]
    start, end = (pd.Timestamp(day) for day in (QUARTER[0], QUARTER[1] + timedelta(days=1)))
    deals["closed_at"] = pd.to_datetime(deals.closed_at, format="ISO8601")
    deals["created_at"] = pd.to_datetime(deals.created_at, format="ISO8601")
    moves["entered_at"] = pd.to_datetime(moves.entered_at, format="ISO8601")
    moves = moves.sort_values(["deal_id", "entered_at"], kind="stable")
    moves["left"] = moves.groupby("deal_id").entered_at.shift(-1)
    closing_ = moves["at"].isin(["won", "lost"])
    moves["left"] = moves.left.where(moves["at"] != "contract")
    moves["place"] = moves["at"].map({name: place for place, name in enumerate(STAGE_IDS)})
    stays = moves[~closing_ & (moves.left >= start) & (moves.left < end)]
    medians = (stays.left - stays.entered_at).dt.total_seconds().div(86_400).groupby(stays.place).median()
    firsts = moves[~closing_].groupby(["deal_id", "place"]).entered_at.min().reset_index()
    inside = firsts[(firsts.entered_at >= start) & (firsts.entered_at < end)]
    entered = inside.groupby("place").deal_id.nunique()
    furthest = inside.groupby("deal_id").place.max()
    closed = deals[(deals.closed_at >= start) & (deals.closed_at < end)]
    still = (deals.created_at < end) & (deals.closed_at.isna() | (deals.closed_at >= end))
    return (
        [int(entered.get(place, 0)) for place in range(6)],
        [int((furthest >= place).sum()) for place in range(6)],
        [round(float(medians.get(place, 0.0)), 6) for place in range(6)],
        int(still.sum()), int((closed.status == "won").sum()), int((closed.status == "lost").sum()),
    )  # fmt: skip


if __name__ == "__main__":
    main()

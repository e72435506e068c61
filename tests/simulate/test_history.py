"""What `run --demo` starts from: once a day, whole, in the past, with the morning that it promises."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, func, select

from bot.app import App
from bot.clock import MovedClock
from bot.funnel.conversions import since_last_quarter
from bot.funnel.scope import Scope, under
from bot.funnel.tables import figure
from bot.knowledge.library import Library
from bot.people.demo import EAST, OVERSEAS, TEAM
from bot.people.erasure import erase, export
from bot.playbooks.deals import Deal, open_of
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import deal, stage_event, task, touch
from bot.settings import Settings
from bot.signals import Finding
from bot.simulate.demo import begin, profiled
from tests.conftest import ROOT

ZONE = "Asia/Shanghai"
MONDAY = datetime(2026, 11, 23, 8, 14, tzinfo=ZoneInfo(ZONE))
FEATURES = {"knowledge": True, "drills": True, "playbooks": True, "funnel": True}


def started(file: Path, library: Library, at: datetime) -> App:
    settings = profiled(Settings(ROOT, f"sqlite:///{file}", features=FEATURES, demo=True))
    app = App(settings, clock=MovedClock(at, base=lambda: at), library=library)
    begin(app)
    return app


@pytest.fixture(scope="module")
def kept(by_words: Library, fresh_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(fresh_sqlite, file)
    started(file, by_words, MONDAY).store.close()
    return file


@pytest.fixture
def app(kept: Path, by_words: Library, tmp_path: Path) -> Iterator[App]:
    file = tmp_path / "demo.db"
    shutil.copy(kept, file)
    found = started(file, by_words, MONDAY)
    yield found
    found.store.close()


def counted(db: Connection) -> list[int]:
    tables = (deal, stage_event, touch, task, figure)
    return [db.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


def rep(app: App, db: Connection) -> list[Deal]:
    return open_of(db, app.directory.named(db, TEAM[0][0]).id)


def test_a_second_start_on_the_same_day_keeps_what_is_there(app: App) -> None:
    with app.store.read() as db:
        before, people = counted(db), app.directory.everyone(db)
    assert begin(app) is False
    with app.store.read() as db:
        assert (counted(db), app.directory.everyone(db)) == (before, people)
        assert {name for name, *_ in TEAM} < {person.name for person in people}


@pytest.mark.parametrize("days", [3, -40])
def test_on_another_day_it_begins_anew_and_nothing_lies_ahead(
    kept: Path, by_words: Library, tmp_path: Path, days: int
) -> None:
    file = tmp_path / "demo.db"
    shutil.copy(kept, file)
    at = MONDAY + timedelta(days=days)
    found = started(file, by_words, at)
    with found.store.read() as db:
        for column in (stage_event.c.entered_at, touch.c.at, touch.c.reported_at, task.c.done_at, deal.c.recorded_at):
            last = db.execute(select(func.max(column))).scalar_one()
            assert at - timedelta(days=12) < last <= at
        assert len(found.directory.everyone(db)) == 17
        months = sorted(set(db.execute(select(figure.c.month)).scalars()))
        assert months[-1] == f"{at:%Y-%m}"
    found.store.close()


def test_the_rep_finds_the_four_deals_of_this_morning(app: App) -> None:
    with app.store.read() as db:
        mine = rep(app, db)
        big = max(mine, key=lambda each: each.amount or 0)
        assert (big.amount, big.at, big.next_on) == (86_000_000, "negotiation", None)
        assert big.touched_at is not None
        assert big.touched_at.astimezone(ZoneInfo(ZONE)).date() == MONDAY.date() - timedelta(days=7), (
            "four working days lie between"
        )
        assert any(each.amount == 28_000_000 and each.next_on == MONDAY.date() for each in mine)
        stalled = next(each for each in mine if each.amount == 19_500_000)
        assert MONDAY - stalled.stage_since > timedelta(days=45)
        owed = db.execute(select(touch).where(touch.c.reported_at.is_(None), touch.c.kind == "visit")).all()
        ten = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo(ZONE))
        assert any(row.person_id == mine[0].owner_id and row.report_due_at == ten for row in owed)


def test_one_fall_is_real_and_the_others_are_not(app: App) -> None:
    def found(team: str) -> dict[str, Finding]:
        scope = Scope(teams=under(db, team))
        return dict(since_last_quarter(db, app.service(Playbooks), scope, MONDAY.date(), ZONE, "CNY"))

    with app.store.read() as db:
        assert {stage for stage, each in found(EAST).items() if each.verdict == "signal"} == {"discovery"}
        assert not [stage for stage, each in found(OVERSEAS).items() if each.verdict == "signal"]


def test_the_books_are_the_signed_deals_and_the_company_is_its_teams(app: App) -> None:
    with app.store.read() as db:
        rows = db.execute(select(figure)).all()
        signed = db.execute(select(deal.c.closed_at, deal.c.amount).where(deal.c.status == "won")).all()
    by_month = {row.month: row for row in rows if not row.team}
    for month, company in by_month.items():
        teams = [row for row in rows if row.month == month and row.team]
        assert company.target == sum(row.target for row in teams)
        if company.receivable is None:
            continue
        worth = [s.amount for s in signed if f"{s.closed_at.astimezone(ZoneInfo(ZONE)):%Y-%m}" == month]
        assert (company.receivable, company.new_customers) == (sum(worth), len(worth))
    assert len(by_month) > 6


def test_a_simulated_person_can_be_exported_and_erased(app: App) -> None:
    with app.store.write() as db:
        me = app.directory.named(db, TEAM[0][0]).id
        theirs = export(db, me)
        assert {"deal", "touch", "task", "person"} <= theirs.keys()
        before = counted(db)
        erase(db, me, app.clock())
        names = db.execute(select(deal.c.owner).where(deal.c.owner_id == me)).scalars().all()
        assert TEAM[0][0] not in names
        assert counted(db)[:2] == before[:2]
        said = db.execute(select(func.count()).where(touch.c.person_id == me, touch.c.said != "")).scalar_one()
        assert said == 0

"""`cornerman simulate`: the same seed, the same report; and the report is what the rows say."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from bot.cli import main
from bot.drills.tables import drill
from bot.playbooks.tables import deal, stage_event, task, touch
from bot.settings import load
from bot.simulate.report import Told
from bot.simulate.run import simulate
from bot.store import Store
from tests.conftest import ROOT

UNTIL = date(2026, 11, 20)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("workspace"))


def copied(folder: Path) -> Path:
    for name in ("knowledge", "playbooks", "drills"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "cornerman.toml", folder)
    return folder


@pytest.fixture(scope="module")
def report(workspace: Path) -> Told:
    return simulate(load(workspace, {}), people=10, days=45, seed=3)


def test_the_same_seed_lives_the_same_life(tmp_path: Path, report: Told) -> None:
    again = load(copied(tmp_path), {})
    assert simulate(again, people=10, days=45, seed=3) == report
    assert simulate(again, people=10, days=45, seed=4) != report


def test_the_report_is_what_the_rows_say(workspace: Path, report: Told) -> None:
    found = report
    store = Store(f"sqlite:///{workspace / '.cornerman' / 'simulated.db'}")
    end = datetime(2026, 11, 21, tzinfo=ZoneInfo("Asia/Shanghai"))
    with store.read() as db:
        assert sum(found["deals"].values()) == len(db.execute(select(deal.c.id)).all())
        assert sum(found["touches"].values()) == len(db.execute(select(touch.c.id)).all())
        assert sum(found["tasks"].values()) == len(db.execute(select(task.c.id)).all())
        assert sum(found["lost_reasons"].values()) == found["deals"]["lost"]
        for column in (stage_event.c.entered_at, touch.c.at, task.c.made_at):
            last = db.execute(select(func.max(column))).scalar_one()
            assert end - timedelta(days=1) < last < end, "the last day was lived, and none after it"
        closed = select(deal.c.id).where(deal.c.closed_at < stage_event.c.entered_at, deal.c.status == "lost")
        later = closed.join(stage_event, stage_event.c.deal_id == deal.c.id)
        assert db.execute(later).all() == []
        said = db.execute(select(func.count()).where(touch.c.system == "log")).scalar_one()
        assert said >= 3 * 3, "notes came through the chat"
        assert db.execute(select(func.count()).select_from(drill)).scalar_one() == sum(found["drills"].values())
    store.close()
    assert found["drills"]
    assert found["gates"] > 0
    assert found["confirmations"] > 0
    assert any(kind.startswith("morning") for kind in found["messages_out"])


def test_the_verb_prints_it_and_leaves_the_workspaces_own_database_alone(workspace: Path) -> None:
    arguments = ["--workspace", str(workspace), "simulate", "--people", "4", "--days", "14", "--json"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert '"stage_events"' in done.output
    assert not (workspace / ".cornerman" / "cornerman.db").exists()

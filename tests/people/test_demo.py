"""Demo mode: the clock moves, and one sees what another sees; nowhere else."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import MovedClock
from bot.knowledge.library import Library
from bot.people.demo import TEAM, seed
from bot.settings import Settings
from tests.conftest import NOW, StillClock
from tests.talk import Someone


@pytest.fixture
def demo_app(library: Library, fresh_sqlite: Path, tmp_path: Path) -> App:
    file = tmp_path / "demo.db"
    shutil.copy(fresh_sqlite, file)
    settings = Settings(tmp_path, f"sqlite:///{file}", features={"knowledge": True, "feedback": True}, demo=True)
    app = App(settings, clock=MovedClock(NOW, base=StillClock()), library=library)
    with app.store.write() as db:
        seed(db, app.directory, app.clock())
        seed(db, app.directory, app.clock())  # a second start adds nobody
    return app


def test_the_clock_moves_to_tomorrow_morning(demo_app: App) -> None:
    someone = Someone(demo_app)
    assert "2026-11-24 08:00" in someone.say("/demo tomorrow")
    assert demo_app.clock() == NOW + timedelta(hours=23)
    someone.say("演示")
    assert "2026-11-25 08:00" in someone.press("跳到明天 8 点")


def test_seeing_as_somebody_else_and_back(demo_app: App) -> None:
    me = Someone(demo_app, "Me")
    name = TEAM[2][0]
    assert name in me.say(f"/demo as {name}")
    assert "主管" in me.say("/settings")
    me.say("/demo as Me")
    assert "销售" in me.say("/settings")
    assert "没有叫" in me.say("/demo as Nobody")


def test_a_real_bot_has_no_demo(sqlite_app: App) -> None:
    assert "没有 /demo" in Someone(sqlite_app).say("/demo tomorrow")

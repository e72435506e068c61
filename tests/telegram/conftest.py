"""A bot that talks to a fake Telegram."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import App
from tests.fakes.telegram import Telegram
from tests.telegram.player import Player, Stage


@pytest.fixture
def stage(sqlite_app: App) -> Iterator[Stage]:
    with Stage(sqlite_app) as found:
        yield found
        found.settle()
        assert found.fake.breaches == []


@pytest.fixture
def lin(stage: Stage) -> Player:
    return stage.someone("Lin", language="en")


@pytest.fixture
def fake() -> Iterator[Telegram]:
    with Telegram() as found:
        yield found
        assert found.breaches == []


@pytest.fixture
def fresh_file(fresh_sqlite: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(fresh_sqlite, tmp_path / "again.db"))


@pytest.fixture
def new_app(make_app: Callable[..., App], fresh_file: Path) -> Callable[[], App]:
    """Builds the bot anew on one and the same database, as a restart does."""
    return lambda: make_app(f"sqlite:///{fresh_file}")

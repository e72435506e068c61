"""The bot in the fake Slack, on both transports; the cards are not read, since nothing here asks them."""

from collections.abc import Callable, Iterator

import pytest

from bot.app import App
from bot.clock import MovedClock, system_clock
from bot.knowledge.library import Library
from bot.messages import Role
from tests.fakes.slack import Slack
from tests.slack.running import Running, with_slack


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(tmp_path_factory.mktemp("unread"), tmp_path_factory.mktemp("library"), system_clock)


@pytest.fixture
def clock() -> MovedClock:
    """Slack and the bot have the same time, which goes on."""
    return MovedClock()


@pytest.fixture
def slack(clock: MovedClock) -> Iterator[Slack]:
    with Slack(clock=clock) as running:
        running.user("U1", "Lin", "zh-CN")
        yield running
        assert running.breaches == []


@pytest.fixture
def bot(sqlite_app: App, slack: Slack) -> Iterator[Running]:
    """Connected over Socket Mode."""
    with Running(with_slack(sqlite_app, slack), slack) as running:
        yield running


@pytest.fixture(params=["socket", "http"])
def either(request: pytest.FixtureRequest, sqlite_app: App, slack: Slack) -> Iterator[Running]:
    """Connected over Socket Mode, and over HTTP."""
    with Running(with_slack(sqlite_app, slack, request.param), slack) as running:
        yield running


@pytest.fixture
def known(sqlite_app: App) -> Callable[..., int]:
    """Makes somebody known before they write; their number."""

    def make(account: str, name: str, language: str = "en", *, role: Role = Role.REP, team: str = "") -> int:
        with sqlite_app.store.write() as db:
            if team:
                sqlite_app.directory.add_team(db, team)
            person = sqlite_app.directory.add(
                db, name, now=sqlite_app.clock(), language=language, role=role, team_name=team
            )
            sqlite_app.directory.attach(db, "slack", account, person.id)
        return person.id

    return make

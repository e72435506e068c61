"""Long work: begun by a turn, shown as progress in one message, ended once, carried on after a death."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.app import App
from bot.app.host import FEATURES
from bot.app.jobs import run_due
from bot.channels.web.bubbles import history
from bot.features import Feature, Turn, Work
from bot.knowledge.library import Library
from bot.messages import EVERYONE, Progress, Reply, Text, say
from bot.pushes import jobs
from bot.store import leases
from tests.conftest import StillClock
from tests.store.together import at_once
from tests.talk import Someone

trial = Feature("trial", "Trial", always=True)
clocks: list[StillClock] = []


@trial.command("count", roles=EVERYONE, help="counts")
def count(turn: Turn, _: Any) -> Reply:
    turn.start_job("trial.count", to=int(turn.text or 3))
    return Reply((Progress("Counting", 0, 3),))


@trial.job("count")
def work(work: Work) -> Reply:
    for n in range(work.args["to"]):
        clocks[-1].move(timedelta(seconds=3))
        work.report("Counting", n, work.args["to"])
    if work.args["to"] > 5:
        raise RuntimeError("cannot count that far")
    return say(f"counted to {work.args['to']}")


@pytest.fixture
def bot(database: str, make_app: Callable[..., App], clock: StillClock, library: Library) -> App:
    clocks.append(clock)
    app = make_app(database)
    app.routes = type(app.routes)((*FEATURES, trial))
    return app


def shown(bot: App, who: Someone) -> list[str]:
    """The conversation as the page shows it."""
    with bot.store.read() as db:
        bubbles = history(db, who.person.id)
    return [part.text if isinstance(part, Text) else type(part).__name__ for b in bubbles for part in b.reply.parts]


def test_a_job_ends_in_the_message_that_began_it(bot: App) -> None:
    lin = Someone(bot)
    lin.say("/count")
    assert shown(bot, lin) == ["Progress"]
    assert bot.work.is_set()
    assert run_due(bot) == 1
    assert run_due(bot) == 0
    assert shown(bot, lin) == ["counted to 3"]


def test_a_job_that_fails_says_so(bot: App, caplog: pytest.LogCaptureFixture) -> None:
    lin = Someone(bot, language="en")
    lin.say("/count 6")
    run_due(bot)
    assert "could not be finished" in shown(bot, lin)[0]
    assert "cannot count that far" in caplog.text


def test_the_job_of_a_dead_process_is_carried_on(bot: App, clock: StillClock) -> None:
    lin = Someone(bot)
    lin.say("/count")
    with bot.store.write() as db:
        leases.live(db, "dead", clock())
        left = jobs.take(db, "dead", {"dead"})
    assert left is not None
    assert run_due(bot) == 0, "it may live"
    clock.move(leases.LASTS * 2)
    assert run_due(bot) == 1
    assert shown(bot, lin) == ["counted to 3"]
    with bot.store.write() as db:
        assert not jobs.finish(db, left, "dead", "done"), "a second end"


def test_a_job_that_kills_processes_is_given_up(bot: App, clock: StillClock) -> None:
    lin = Someone(bot, language="en")
    lin.say("/count")
    for n in range(jobs.TRIES):
        with bot.store.write() as db:
            assert jobs.take(db, f"dead{n}", set())
    assert run_due(bot) == 1
    assert "could not be finished" in shown(bot, lin)[0]


def test_two_at_once_take_each_job_once(bot: App) -> None:

    lin = Someone(bot)
    for _ in range(4):
        lin.say("/count 1")
    assert sum(at_once(3, lambda _: run_due(bot))) == 4
    assert shown(bot, lin) == ["counted to 1"] * 4

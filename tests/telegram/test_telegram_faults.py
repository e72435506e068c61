"""Telegram on a bad day: asked to wait, broken lines, restarts in the middle, two programs on one token."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.app import App
from bot.channels.telegram import Telegram as Channel
from bot.channels.telegram.application import Line
from bot.errors import CornermanError
from bot.messages import say
from bot.pushes import outbox
from bot.pushes.states import Outgoing
from bot.pushes.wire import NotSent, Refused, TryLater, Unsure
from bot.settings.values import Secret
from bot.store import StoreFault, inbox
from bot.store.arrivals import Arrival
from tests.conftest import StillClock
from tests.fakes.faults import Faults
from tests.fakes.telegram import Telegram
from tests.telegram.player import Player, Stage, settings_for
from tests.telegram.test_telegram_talk import push, rows


def states(app: App) -> list[tuple[str, str]]:
    return [(row.kind, row.status) for row in rows(app, outbox.outbox)]


class Moving(StillClock):
    """Goes on by itself from where it is, so that what is due later becomes due."""

    def __init__(self) -> None:
        super().__init__()
        self._since = time.monotonic()

    def __call__(self) -> Any:
        return self.now + timedelta(seconds=time.monotonic() - self._since)


@pytest.fixture
def clock() -> StillClock:
    return Moving()


def test_nothing_is_sent_while_telegram_asks_to_wait(stage: Stage, lin: Player) -> None:
    """The reply that met the 429 arrives after it, and so does everything else."""
    ann = stage.someone("Ann", language="en", number=8)
    stage.fake.faults.once("429", "sendMessage", seconds=1)
    lin.user.say("/help")
    ann.user.say("/help")
    stage.fake.wait(lambda: lin.user.chat.from_bot and ann.user.chat.from_bot)
    stage.settle()
    assert len(lin.user.chat.from_bot) == len(ann.user.chat.from_bot) == 1
    assert stage.fake.rates().early == 0
    assert states(stage.app) == [("reply", "sent")] * 2


def test_a_5xx_is_tried_again(stage: Stage, lin: Player) -> None:
    stage.fake.faults.once("500", "sendMessage")
    lin.user.say("/help")
    stage.fake.wait(lambda: lin.user.chat.from_bot)
    stage.settle()
    assert len(lin.user.chat.from_bot) == 1
    assert states(stage.app) == [("reply", "sent")]


def test_a_line_that_broke_after_the_send(stage: Stage, lin: Player) -> None:
    """A reply is sent again, since somebody waits; a digest may be there already, so it is parked."""
    stage.fake.faults.once("reset", "sendMessage")
    lin.user.say("/help")
    stage.fake.wait(lambda: len(lin.user.chat.from_bot) == 2)
    stage.settle()
    assert states(stage.app) == [("reply", "sent")]
    stage.fake.faults.once("reset", "sendMessage")
    push(stage, lin, say("your week"), kind="weekly")
    assert len(lin.user.chat.from_bot) == 3
    assert states(stage.app)[1] == ("weekly", "unknown")


def test_a_flaky_day(sqlite_app: App) -> None:
    """Every reply arrives; more than once only where a line broke after it."""
    faults = Faults.flaky(3, rate_stall=0.0, retry_after=0.3)
    with Telegram(faults=faults) as fake, Stage(sqlite_app, fake) as stage:
        people = [stage.someone(f"P{n}", language="en", number=100 + n) for n in range(20)]
        for one in people:
            for word in ("/help", "/nothing"):
                one.user.say(word)
        fake.wait(lambda: all(len(one.user.chat.from_bot) >= 2 for one in people), 60)
        stage.settle()
        sent = [len(one.user.chat.from_bot) for one in people]
        assert sum(sent) - 40 <= faults.happened["reset"]
        assert fake.rates().early == 0
        assert fake.breaches == []
        assert set(states(sqlite_app)) == {("reply", "sent")}
        assert len(rows(sqlite_app, inbox.inbox)) == 40


# What stops and starts


def test_a_restart_in_the_middle(new_app: Callable[[], App], fake: Telegram) -> None:
    """What was said while nobody listened is answered once; what was answered is not answered again."""
    with Stage(new_app(), fake) as stage:
        lin = stage.someone(language="en")
        lin.say("/help")
    seen = [lin.user.say("/nothing1"), lin.user.say("/nothing2")]
    fake.redeliver(seen[0])
    with Stage(new_app(), fake) as stage:
        lin.enter(stage)
        stage.settle()
        fake.redeliver(seen[1])
        lin.say("/nothing3")
    told = [message.text.split(".")[0] for message in lin.user.chat.from_bot]
    assert told[1:] == [f"I have no command /nothing{n}" for n in (1, 2, 3)]
    assert len(told) == 4


def test_kept_and_not_answered_before_the_end(new_app: Callable[[], App], fake: Telegram) -> None:
    """An update whose turn never came is taken over by the next process, in its place."""
    first = new_app()
    with Stage(first, fake) as stage:
        lin = stage.someone(language="en")
        said = lin.user.say("/help")
        stage.settle()
        first.answer = failing  # type: ignore[method-assign]
        stage.run(stage.channel.receive(said | {"update_id": 5000}))
        assert len(lin.user.chat.from_bot) == 1
    with Stage(new_app(), fake) as stage:
        fake.wait(lambda: len(lin.user.chat.from_bot) == 2)
        stage.settle()
    assert len(lin.user.chat.from_bot) == 2


def test_not_kept_is_not_confirmed(stage: Stage, lin: Player, caplog: pytest.LogCaptureFixture) -> None:
    """While the database is away Telegram keeps the updates, and hands them out again."""
    keep = stage.channel.intake._keep

    def away(*_: object) -> Any:
        raise StoreFault("The database is away.")

    stage.channel.intake._keep = away  # type: ignore[method-assign]
    lin.user.say("/help")
    stage.fake.wait(lambda: "The database is away." in caplog.text or None)
    assert stage.fake.updates.pending
    stage.channel.intake._keep = keep  # type: ignore[method-assign]
    stage.settle()
    assert len(lin.user.chat.from_bot) == 1


def test_handled_by_another_process_meanwhile(stage: Stage, lin: Player) -> None:
    """An update that two processes have is answered by one; the other leaves its answer alone."""
    said = lin.user.say("/help")
    stage.settle()
    again = Arrival(0, f"123456:{said['update_id']}", "7", said)
    stage.run(stage.channel._answers.handle(again))
    assert len(lin.user.chat.from_bot) == 1


def failing(_: object) -> Any:
    raise StoreFault("the database is away")


def test_pushes_that_waited_go_out_after_a_start(new_app: Callable[[], App], fake: Telegram) -> None:
    first = new_app()
    with Stage(first, fake) as stage:
        lin = stage.someone(language="en")
    with first.store.write() as db:
        outbox.push(db, say("news"), person_id=lin.person.id, kind="alert", now=first.clock())
    with Stage(new_app(), fake) as stage:
        stage.settle()
    assert [message.text for message in lin.user.chat.from_bot] == ["news"]


def test_an_outage_of_telegram(stage: Stage, lin: Player) -> None:
    lin.say("/help")
    stage.fake.stop()
    lin.user.say("/nothing")
    stage.fake.start()
    stage.fake.wait(lambda: len(lin.user.chat.from_bot) == 2, 30)
    stage.settle()
    assert len(lin.user.chat.from_bot) == 2


def test_telegram_away_at_the_start(sqlite_app: App, caplog: pytest.LogCaptureFixture) -> None:
    fake = Telegram()
    fake.start()
    fake.stop()
    with Stage(sqlite_app, fake) as stage:
        assert not stage.channel.connected
        fake.start()
        lin = stage.someone(language="en")
        lin.user.say("/help")
        fake.wait(lambda: lin.user.chat.from_bot)
        stage.settle()
    fake.stop()
    assert "cannot be reached yet" in caplog.text
    assert fake.token not in caplog.text
    assert fake.breaches == []


def test_a_token_that_is_refused(sqlite_app: App, fake: Telegram) -> None:
    stage = Stage(sqlite_app, fake, bot_token=Secret("123456:another"))
    with pytest.raises(CornermanError, match="TELEGRAM_BOT_TOKEN") as caught, stage:
        pass
    assert caught.value.__cause__ is None
    assert "another" not in str(caught.value)


def test_two_programs_on_one_token(stage: Stage, lin: Player, caplog: pytest.LogCaptureFixture) -> None:
    """The other one takes the updates for a while; ours says so, and goes on when it is alone again."""
    caplog.set_level(logging.WARNING)
    stage.fake.wait(lambda: stage.fake.updates.polling)
    stage.run(stage.channel.application.bot.get_updates(timeout=0))
    stage.fake.wait(lambda: stage.fake.updates.conflicts and "another program takes" in caplog.text)
    assert "/settings" in lin.say("/help")
    assert stage.fake.token not in caplog.text


def test_one_of_two_processes_polls(app: App, make_app: Callable[..., App], fake: Telegram) -> None:
    """The second answers nothing until the first gives its lease back, and then all that comes."""
    other = make_app(app.settings.database_url)
    with Stage(app, fake) as first:
        lin = first.someone(language="en")
        lin.say("/help")
        with Stage(other, fake) as second:
            lin.say("/nothing1")
            assert (first.channel.delivery.leads, second.channel.delivery.leads) == (True, False)
            assert fake.updates.conflicts == 0
            first.stop()
            lin.user.say("/nothing2")
            fake.wait(lambda: len(lin.user.chat.from_bot) == 3)
            second.settle()
    assert len(lin.user.chat.from_bot) == 3


# What an error means


def test_errors_of_the_line(fake: Telegram, sqlite_app: App) -> None:
    """A refused connection was not sent; one that is cut, or too slow, may have been."""
    sqlite_app.settings = replace(sqlite_app.settings, telegram=settings_for(fake))
    out = Outgoing(1, "t", 1, "7", "", "dm", "reply", say("hello"))

    async def outcome(fault: str = "", seconds: float | None = None) -> BaseException | None:
        channel = Channel(sqlite_app, request=Line(sqlite_app.settings.telegram, connections=1, seconds=0.3))
        await channel.application.initialize()
        if fault:
            fake.faults.once(fault, "sendMessage", seconds)
        wire = channel.delivery.wire
        try:
            await wire.send(out, wire.pieces(out)[0], 0)
        except Exception as error:
            return error
        finally:
            await channel.application.shutdown()
        return None

    async def all_of_them() -> None:
        assert isinstance(await outcome(), Refused), "nobody is there"
        fake.user(7, "Lin", started=True)
        assert await outcome() is None
        assert isinstance(await outcome("500"), NotSent)
        for fault in ("reset", "drop"):
            assert isinstance(await outcome(fault), Unsure)
        assert isinstance(await outcome("stall", 1), Unsure)
        later = await outcome("429", 1)
        assert isinstance(later, TryLater)
        assert later.seconds == 1

    asyncio.run(all_of_them())


def test_a_refused_connection_was_not_sent(sqlite_app: App) -> None:
    fake = Telegram()
    fake.port = 9  # nothing listens there
    sqlite_app.settings = replace(sqlite_app.settings, telegram=settings_for(fake))

    async def send() -> None:
        channel = Channel(sqlite_app)
        wire = channel.delivery.wire
        out = Outgoing(1, "t", 1, "7", "", "dm", "reply", say("hello"))
        with pytest.raises(NotSent):
            await wire.send(out, wire.pieces(out)[0], 0)
        await channel.application.bot.shutdown()

    asyncio.run(send())

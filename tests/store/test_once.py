"""Each event is handled once, whole or not at all, however often and however fast it comes."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.app.host import FEATURES
from bot.features import Feature, Turn
from bot.knowledge.library import Library
from bot.knowledge.tables import gap
from bot.messages import EVERYONE, Incoming, Reply, say
from bot.people.tables import identity, person
from bot.pushes import outbox as outgoing
from bot.pushes.outbox import outbox
from bot.settings import Settings
from bot.store import StoreFault, arrivals
from bot.store.inbox import STEP_LASTS, inbox
from tests.conftest import StillClock
from tests.store.together import at_once
from tests.talk import Someone

trial = Feature("trial", "Trial", always=True)


def _gap(turn: Turn, text: str) -> None:
    turn.db.execute(
        gap.insert().values(person_id=turn.person.id, question=text, language="en", near=[], asked_at=turn.now)
    )


@trial.command("write", roles=EVERYONE, help="writes a row")
def write(turn: Turn, _: Any) -> Reply:
    _gap(turn, "once")
    return say("written")


@trial.command("crash", roles=EVERYONE, help="writes a row and crashes")
def crash(turn: Turn, _: Any) -> Reply:
    _gap(turn, "never")
    turn.ask_next("trial.counted", n=0)
    raise RuntimeError("the handler is broken")


@trial.command("count", roles=EVERYONE, help="opens a step that counts")
def count(turn: Turn, _: Any) -> Reply:
    turn.ask_next("trial.counted", n=0)
    return say("0")


@trial.step("counted", roles=EVERYONE)
def counted(turn: Turn, _: Any) -> Reply:
    assert turn.step is not None
    n = turn.step.state["n"] + 1
    turn.ask_next("trial.counted", n=n)
    return say(str(n))


@pytest.fixture
def bot(database: str, library: Library, clock: StillClock, tmp_path: Any) -> Iterator[App]:
    settings = Settings(workspace=tmp_path, database_url=database, features={"knowledge": True, "feedback": True})
    app = App(settings, clock=clock, library=library, features=(*FEATURES, trial))
    yield app
    app.flush()
    app.store.close()


def rows(app: App, table: Any) -> int:
    with app.store.read() as db:
        found: int = db.execute(select(func.count()).select_from(table)).scalar_one()
        return found


def test_a_repeated_event_has_one_effect_and_the_same_reply(bot: App) -> None:
    lin = Someone(bot)
    assert [lin.say("/write", event="e1") for _ in range(3)] == ["written"] * 3
    assert len({message.token for message in lin.messages}) == 1
    assert (rows(bot, gap), rows(bot, inbox), rows(bot, outbox)) == (1, 1, 1)


def test_ten_deliveries_at_once_have_one_effect(bot: App) -> None:
    lin = Someone(bot)
    messages = at_once(10, lambda _: bot.answer(Incoming("web", lin.account, "e1", "/write")))
    assert {message.token for message in messages} == {messages[0].token}
    assert messages[0].token
    assert {message.reply for message in messages} == {say("written")}
    assert (rows(bot, gap), rows(bot, inbox), rows(bot, outbox)) == (1, 1, 1)


def test_the_same_event_id_on_another_channel_is_another_event(bot: App) -> None:
    on_web, on_terminal = Someone(bot, "Web"), Someone(bot, "Terminal", channel="terminal")
    assert on_web.say("/write", event="e1") == on_terminal.say("/write", event="e1") == "written"
    assert rows(bot, gap) == 2


def test_ten_first_messages_at_once_are_one_person(bot: App) -> None:
    before = rows(bot, person)
    messages = at_once(10, lambda n: bot.answer(Incoming("web", "new", f"e{n}", "/write", name="Mei")))
    assert {message.reply for message in messages} == {say("written")}
    assert (rows(bot, person) - before, rows(bot, identity), rows(bot, gap)) == (1, 1, 10)


def test_ten_people_of_one_name_at_once_are_ten_people(bot: App) -> None:
    messages = at_once(10, lambda n: bot.answer(Incoming("web", f"account-{n}", f"e{n}", "/write", name="Mei")))
    assert {message.reply for message in messages} == {say("written")}
    assert (rows(bot, person), rows(bot, identity), rows(bot, inbox)) == (10, 10, 10)


def test_two_answers_to_one_open_step_are_both_counted(bot: App) -> None:
    """Each is decided on what the other left behind; none is lost and none counts twice."""
    lin = Someone(bot)
    lin.say("/count")
    for round_ in range(5):
        event = f"round-{round_}"
        messages = at_once(2, lambda n, event=event: bot.answer(Incoming("web", lin.account, f"{event}-{n}", "one")))
        said = {message.reply.parts[0].text for message in messages}  # type: ignore[union-attr]
        assert said == {str(2 * round_ + 1), str(2 * round_ + 2)}


def test_a_crash_leaves_nothing_and_the_event_can_be_sent_again(
    bot: App, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = Someone(bot)
    with caplog.at_level(logging.ERROR, "cornerman"):
        apology = lin.say("/crash", event="e1")
    assert re.search("什么都没丢|Nothing was lost", apology)
    assert "the handler is broken" in caplog.text
    number = re.search(r"[0-9a-f]{8}", apology)
    assert number is not None
    assert number[0] in caplog.text  # the apology leads to the log
    assert (rows(bot, gap), rows(bot, inbox), rows(bot, outbox)) == (0, 0, 0)
    assert "输入客户说的话" in lin.say("？")  # no step is open
    monkeypatch.setattr(bot.routes, "by_word", {**bot.routes.by_word, "crash": bot.routes.by_word["write"]})
    assert lin.say("/crash", event="e1") == "written"  # mended, and delivered again
    assert rows(bot, gap) == 1


def test_a_raw_event_is_gone_with_its_turn_and_not_before(bot: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is away in the middle of the turn leaves the raw event where it is kept, to be handled again."""
    lin = Someone(bot)
    with bot.store.write() as db:
        kept = arrivals.arrive(
            db, channel="web", event="e1", conversation="", body={}, owner=bot.process, now=bot.clock()
        )  # fmt: skip
    incoming = Incoming("web", lin.account, "e1", "/write", arrival=kept or 0)

    def away(*_: object, **__: object) -> None:
        raise StoreFault("The database is away.")

    with monkeypatch.context() as patched:
        patched.setattr(outgoing, "put", away)
        with pytest.raises(StoreFault):
            bot.answer(incoming)
    assert (rows(bot, gap), rows(bot, arrivals.arrival)) == (0, 1)
    assert bot.answer(incoming).reply == say("written")
    assert (rows(bot, gap), rows(bot, arrivals.arrival)) == (1, 0)


def test_a_step_is_forgotten_after_twelve_hours(bot: App, clock: StillClock) -> None:
    lin = Someone(bot)
    lin.say("/count")
    assert lin.say("x") == "1"
    clock.move(STEP_LASTS)
    assert lin.say("x") == "2"
    clock.move(STEP_LASTS * 1.01)
    assert "1" not in lin.say("？")
    lin.say("/count")
    assert lin.say("x") == "1"


def test_a_step_is_open_only_in_its_conversation(bot: App) -> None:
    lin = Someone(bot)
    lin.say("/count")
    elsewhere = bot.answer(Incoming("web", lin.account, "e", "？", conversation="thread 7"))
    assert elsewhere.reply != say("1")
    assert lin.say("？") == "1"


def test_a_restart_carries_on_mid_conversation(bot: App, library: Library, clock: StillClock) -> None:
    lin = Someone(bot)
    lin.say("/count")
    again = App(bot.settings, clock=clock, library=library, features=(*FEATURES, trial))
    assert again.answer(Incoming("web", lin.account, "e", "x")).reply == say("1")
    again.store.close()

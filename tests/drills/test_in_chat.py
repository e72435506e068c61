"""A drill in chat: it survives silence, a restart and a change of channel, and belongs to whoever plays it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.app import App
from bot.drills import rows
from bot.drills.rows import Drill
from bot.drills.scene import Said
from bot.drills.tables import drill as table
from bot.messages import Incoming
from tests.conftest import StillClock
from tests.drills.reps import Rep, script
from tests.talk import Someone

TALK = "/drill two-quotes-last-round"


def begin(someone: Someone, grade: str = "中等") -> Drill:
    someone.say(TALK)
    someone.press(grade)
    return playing(someone)


def playing(someone: Someone) -> Drill:
    with someone.app.store.read() as db:
        found = rows.playing(db, someone.person.id)
    assert found is not None
    return found


def said_by_rep(someone: Someone, id: int) -> list[str]:
    with someone.app.store.read() as db:
        return [each.line.text for each in rows.lines(db, id) if each.line.speaker == "rep"]


def test_another_process_carries_on_in_the_middle(database: str, make_app: Callable[..., App]) -> None:
    lin = Someone(make_app(database))
    drill = begin(lin)
    lin.say("您好，你们现在怎么对账？")
    lin.app = make_app(database)  # a restart, or another replica
    lin.say("那家的报价里含了什么？")
    assert said_by_rep(lin, drill.id) == ["您好，你们现在怎么对账？", "那家的报价里含了什么？"]


def test_it_goes_on_on_another_channel(app: App) -> None:
    lin = Someone(app)
    drill = begin(lin)
    lin.say("您好，你们现在怎么对账？")
    phone = "phone of lin"
    with app.store.write() as db:
        app.directory.attach(db, "terminal", phone, lin.person.id)
    lin.channel, lin.account = "terminal", phone
    lin.say("演练")
    lin.press("接着练")
    assert "刚才说到" in lin.text
    lin.say("那家的报价里含了什么？")
    assert len(said_by_rep(lin, drill.id)) == 2


def test_after_a_silence_nothing_goes_to_the_customer_unasked(app: App, clock: StillClock) -> None:
    lin = Someone(app)
    drill = begin(lin)
    clock.move(timedelta(minutes=31))
    assert "没发给客户" in lin.say("今天几号交周报？")
    assert said_by_rep(lin, drill.id) == []
    lin.press("接着练")
    lin.say("您好，你们现在怎么对账？")
    assert said_by_rep(lin, drill.id) == ["您好，你们现在怎么对账？"]


def test_the_same_message_twice_is_heard_once(app: App) -> None:
    lin = Someone(app)
    drill = begin(lin)
    first = lin.say("您好，你们现在怎么对账？", event="e1")
    assert lin.say("您好，你们现在怎么对账？", event="e1") == first
    assert len(said_by_rep(lin, drill.id)) == 1


def test_a_message_prepared_on_an_old_state_is_prepared_again(app: App) -> None:
    """Two channels at once: both are heard, one after the other."""
    lin = Someone(app)
    drill = begin(lin)
    with app.store.write() as db:
        app.directory.attach(db, "terminal", "other", lin.person.id)
    other = Incoming("terminal", "other", "x", "演练")
    app.answer(other)
    with app.store.read() as db:
        stale = rows.load(db, drill.id, lin.person.id)
    lin.say("您好，你们现在怎么对账？")
    assert stale is not None
    with app.store.write() as db:
        state = stale.state
        assert not rows.move(db, stale, "too late", state, Said(("嗯",), ()), (), app.clock())
    assert said_by_rep(lin, drill.id) == ["您好，你们现在怎么对账？"]


def test_a_slash_gets_out_and_the_drill_waits(app: App) -> None:
    lin = Someone(app)
    drill = begin(lin)
    lin.say("/me")
    lin.say("太贵了")
    assert said_by_rep(lin, drill.id) == []
    assert playing(lin).id == drill.id


def test_nobody_reads_or_ends_another_persons_drill(app: App) -> None:
    lin, mei = Someone(app), Someone(app, "Mei")
    drill = begin(lin)
    with app.store.read() as db:
        assert rows.load(db, drill.id, mei.person.id) is None
    mei.say(TALK)
    mei.press("中等")
    assert playing(lin).status == "playing"


def test_each_try_is_another_day_and_an_exam_cannot_be_left_for_a_better_one(app: App, clock: StillClock) -> None:
    lin = Someone(app)
    seeds = {begin(lin).seed for _ in range(5)}
    assert len(seeds) == 5
    begin(lin, "考通关")
    lin.say("您好")
    lin.say(TALK)
    assert "先把那场通关考完" in lin.press("考通关")
    lin.press("到此为止，看分数")
    lin.say(TALK)
    assert "下次考通关要到" in lin.press("考通关")
    clock.move(timedelta(hours=21))
    lin.say(TALK)
    assert "没有提示" in lin.press("考通关")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_whole_drill_ends_with_a_debrief_that_quotes(app: App, language: str) -> None:
    lin = Someone(app, language=language)
    drill = begin(lin, "中等" if language == "zh" else "Medium")
    rep = Rep(script("two-quotes-last-round", language, "good"))
    while playing_or_none(lin):
        with app.store.read() as db:
            last = rows.lines(db, drill.id)[-1]
        lin.say(rep.answer(Said((), tuple(last.line.cues or ()))))
    with app.store.read() as db:
        done = rows.load(db, drill.id, lin.person.id)
    assert done is not None
    assert done.status == "ended"
    assert done.total is not None
    assert done.scorecard is not None
    spoken = "\n".join(said_by_rep(lin, drill.id))
    for mark in done.scorecard.marks:
        for found in mark.evidence:
            assert found.quote in spoken or found.turn % 2 == 0
    assert ("保留" if language == "zh" else "Keep") in lin.text
    again = "十项细分" if language == "zh" else "All ten criteria"
    assert str(round(done.total)) in lin.press(again)


def playing_or_none(someone: Someone) -> Drill | None:
    with someone.app.store.read() as db:
        return rows.playing(db, someone.person.id)


def test_a_new_version_of_the_scenario_ends_what_was_begun_with_the_old_one(app: App) -> None:
    lin = Someone(app)
    drill = begin(lin)
    with app.store.write() as db:
        db.execute(update(table).where(table.c.id == drill.id).values(version=drill.version - 1))
    assert "已经没有了" in lin.say("您好，你们现在怎么对账？")
    assert said_by_rep(lin, drill.id) == []
    assert begin(lin).id != drill.id

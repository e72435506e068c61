"""A step in the field: said by one, confirmed by another, never by oneself, and never waiting for one person alone."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App
from bot.app.due import tick
from bot.messages import Role
from bot.people import ledger
from bot.pushes.rhythm import Rhythm
from bot.quests import rows
from bot.quests.confirming import confirmations
from bot.quests.confirming.confirmations import due
from bot.quests.finishing import waive
from bot.quests.quests import Quests
from tests.conftest import StillClock
from tests.quests.crew import NOTE, Crew, crew, enrol, push, read
from tests.talk import Someone


@pytest.fixture
def field(sqlite_app: App) -> Crew:
    return crew(sqlite_app)


def asking_args(field: Crew, step: str = "call") -> dict[str, str]:
    asked = field.state(step).asked
    return {"enrolment": str(field.enrolment), "step": step, "asked": str(asked.id if asked else 0)}


# The way it is meant


def test_a_call_gone_along_on_is_confirmed_by_the_mentor(field: Crew) -> None:
    assert "周航 确认" in push(field.hire, "quests.step", quest="field", step="call")
    field.ask()
    assert "已经请 周航 确认" in field.hire.text
    assert field.state("call").status == "asked"
    assert "小林 做完了“第call步”" in field.mentor.text
    assert NOTE in field.mentor.text
    assert not field.manager.messages
    assert "已确认" in field.mentor.press("确认")
    assert field.state("call").status == "done"
    assert field.points(field.hire) == 10
    heard = read(field.hire)
    assert "周航 确认了“第call步”" in heard
    assert "10" in heard


def test_the_same_in_english(sqlite_app: App) -> None:
    field = crew(sqlite_app, "en")
    field.ask("call", "Went along to Acme; they asked about delivery")
    assert "小林 has done “Step call” (Small quest)" in field.mentor.text
    assert "Confirmed" in field.mentor.press("Confirm")
    assert "周航 has confirmed “Step call”." in read(field.hire)


def test_a_task_in_the_field_is_the_managers_and_opens_the_next_gate(field: Crew) -> None:
    field.ask("visit")
    assert not field.mentor.messages
    field.manager.press("确认")
    assert field.state("visit").status == "done"
    assert field.state("offer").status == "shut"
    assert "还没开" in push(field.hire, "quests.tell", quest="field", step="offer")


def test_what_happened_takes_a_few_words(field: Crew) -> None:
    push(field.hire, "quests.step", quest="field", step="call")
    field.hire.press("做完了，告诉 周航")
    assert "至少 10 个字" in field.hire.say("去过了")
    assert field.state("call").status == "open"
    field.hire.say(NOTE)
    assert field.state("call").status == "asked"


def test_other_steps_stay_open_while_one_waits(field: Crew) -> None:
    field.ask("call")
    assert "已经请 陈立 确认" in (field.ask("visit") or field.hire.text)
    assert field.state("think").status == "open"


def test_not_yet_says_why_and_the_step_is_open_again(field: Crew) -> None:
    field.ask()
    assert "还差什么" in field.mentor.press("还没")
    field.mentor.say("还没单独讲过一次价值")
    heard = read(field.hire)
    assert "周航 觉得“第call步”还差一点" in heard
    assert "还没单独讲过一次价值" in heard
    assert field.state("call").status == "open"
    assert "还没到位" in field.mentor.press("确认")  # the old button
    field.ask("call", "这次自己讲了一遍价值，客户点头")
    field.mentor.press("确认")
    assert field.state("call").status == "done"


def test_a_button_of_an_earlier_request_shows_the_new_one(field: Crew) -> None:
    field.ask()
    old = asking_args(field)
    push(field.mentor, "quests.not_yet", **old)
    field.mentor.say("再去一次")
    field.ask("call", "第二次去，自己讲完了开场")
    assert "第二次去" in push(field.mentor, "quests.confirm", **old)
    assert field.state("call").status == "asked"


def test_a_confirmation_by_mistake_is_taken_back_within_a_week(field: Crew, clock: StillClock) -> None:
    field.ask()
    args = asking_args(field)
    field.mentor.press("确认")
    assert "只能撤回自己的" in push(field.manager, "quests.unconfirm", **args)
    assert "撤回了" in field.mentor.press("点错了，撤回")
    assert field.state("call").status == "open"
    assert field.points(field.hire) == 0
    assert "误确认" in read(field.hire)
    field.ask()
    field.mentor.press("确认")
    clock.move(timedelta(days=8))
    assert "7 天之内" in field.mentor.press("点错了，撤回")
    assert field.state("call").status == "done"


# Nobody confirms themselves


@pytest.mark.parametrize("action", ["quests.confirm", "quests.not_yet", "quests.unconfirm"])
def test_a_button_of_ones_own_request_does_nothing(field: Crew, action: str) -> None:
    field.ask()
    push(field.hire, action, **asking_args(field))
    assert field.state("call").status == "asked"


def test_an_answer_typed_to_a_question_for_somebody_else_declines_nothing(field: Crew) -> None:
    field.ask()
    field.mentor.press("还没")
    with field.app.store.write() as db:  # the mentor's conversation is open; the step was theirs to answer, once
        found = confirmations.waiting_for(db, field.app.service(Quests), field.mentor.person.id, field.app.clock())
        assert not confirmations.decline(db, found[0], field.hire.person.id, "no", field.app.clock())
        done = confirmations.confirm(db, field.app.service(Quests), found[0], field.hire.person.id, field.app.clock())
        assert done is None
    assert field.state("call").status == "asked"


def test_ones_own_mentor_is_nobody(field: Crew) -> None:
    with field.app.store.write() as db:
        rows.change(db, field.enrolment, mentor_id=field.hire.person.id)
    field.ask()
    assert "已经请 陈立 确认" in field.hire.text


def test_a_manager_asks_the_manager_above(sqlite_app: App) -> None:
    field = crew(sqlite_app)
    field.enrolment = enrol(sqlite_app, field.manager, None)
    push(field.manager, "quests.step", quest="field", step="visit")
    field.manager.press("做完了，告诉 何总")
    field.manager.say(NOTE)
    push(field.manager, "quests.confirm", **asking_args(field, "visit"))
    assert field.state("visit").status == "asked"


def test_a_manager_of_the_same_team_does_not_confirm_a_manager(sqlite_app: App) -> None:
    field = crew(sqlite_app)
    peer = Someone(sqlite_app, "钱进", role=Role.MANAGER, team="华东")
    field.enrolment = enrol(sqlite_app, field.manager, None)
    push(field.manager, "quests.tell", quest="field", step="visit")
    field.manager.say(NOTE)
    assert "由别人来确认" in push(peer, "quests.confirm", **asking_args(field, "visit"))
    assert field.state("visit").status == "asked"


@pytest.mark.parametrize("role", [Role.REP, Role.EDITOR, Role.NEWHIRE])
def test_a_colleague_with_the_right_args_may_not(field: Crew, role: Role) -> None:
    other = Someone(field.app, "路人", role=role, team="华东")
    field.ask()
    assert "由别人来确认" in push(other, "quests.confirm", **asking_args(field))
    assert field.state("call").status == "asked"


def test_a_manager_of_another_team_may_not(field: Crew) -> None:
    with field.app.store.write() as db:
        field.app.directory.add_team(db, "华南", "公司")
    other = Someone(field.app, "南总", role=Role.MANAGER, team="华南")
    field.ask()
    push(other, "quests.confirm", **asking_args(field))
    assert field.state("call").status == "asked"


@pytest.mark.parametrize(
    "args",
    [{}, {"enrolment": "9999", "step": "call", "asked": "1"}, {"enrolment": "x", "step": "call", "asked": ""},
     {"enrolment": "1", "step": "nothing", "asked": "1"}, {"enrolment": "²", "step": "call", "asked": "²"}],
)  # fmt: skip
def test_a_button_that_leads_nowhere_says_so(field: Crew, args: dict[str, str]) -> None:
    field.ask()
    for action in ("quests.confirm", "quests.not_yet", "quests.unconfirm"):
        assert "不在了" in push(field.mentor, action, **args)


def test_nobody_asks_before_the_step_is_open(field: Crew) -> None:
    with field.app.store.write() as db:
        asked = confirmations.ask(
            db, field.app.directory, field.journey, field.journey.quest.steps["offer"], NOTE, field.app.clock()
        )
    assert asked is None


# Twice, and two at once


def test_pressed_twice_it_counts_once(field: Crew) -> None:
    field.ask()
    args = asking_args(field)
    push(field.mentor, "quests.confirm", **args)
    assert "周航 已经在" in push(field.mentor, "quests.confirm", **args)
    assert field.points(field.hire) == 10


def test_the_second_who_answers_reads_who_did(field: Crew) -> None:
    field.ask()
    args = asking_args(field)
    push(field.manager, "quests.confirm", **args)
    assert "陈立 已经在" in push(field.mentor, "quests.confirm", **args)
    assert "陈立 已经在" in push(field.mentor, "quests.not_yet", **args)
    assert field.state("call").status == "done"


def test_two_who_confirm_at_the_same_moment_pay_once(app: App) -> None:
    field = crew(app)
    field.ask()
    args, ready = asking_args(field), threading.Barrier(2)
    heard: dict[str, str] = {}

    def answer(who: Someone) -> None:
        ready.wait(timeout=10)
        heard[who.person.name] = push(who, "quests.confirm", **args)

    threads = [threading.Thread(target=answer, args=(who,)) for who in (field.mentor, field.manager)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(heard) == 2
    assert sum("已确认：" in text for text in heard.values()) == 1
    assert field.points(field.hire) == 10
    with app.store.read() as db:
        kinds = [event.kind for event in rows.events(db, [field.enrolment])[field.enrolment]]
    assert kinds.count("done") == 1


def test_two_who_confirm_each_other_are_both_held_back(field: Crew) -> None:
    other = crew_pair(field)
    field.ask()
    field.mentor.press("确认")
    assert field.points(field.hire) == 10
    push(field.mentor, "quests.tell", quest="field", step="call")
    field.mentor.say("小林陪我去了一次客户那边，很顺")
    read(field.hire)
    field.hire.press("确认")
    with field.app.store.read() as db:
        mine = rows.one(db, field.app.service(Quests), other, field.app.clock())
        held = {row.person_id: row.why for row in ledger.waiting(db, field.app.clock() - timedelta(days=1))}
    assert mine is not None
    assert mine.standing.states["call"].status == "done"  # the step counts
    assert field.points(field.hire) == field.points(field.mentor) == 0
    assert held == {field.hire.person.id: "pair", field.mentor.person.id: "pair"}


def crew_pair(field: Crew) -> int:
    """The mentor is in the quest as well, and is mentored by their own mentee: written past what refuses it."""
    return enrol(field.app, field.mentor, field.hire)


# Waiting


MONDAY = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
"""Monday 09:00 in Shanghai; Friday the 25th to Sunday the 27th are the Mid-Autumn holidays of that year."""


@pytest.mark.parametrize(
    ("asked", "when"),
    [
        ("2026-09-21 09:00", "2026-09-23 09:00"),
        ("2026-09-21 21:00", "2026-09-24 08:00"),  # in quiet hours: read on Tuesday
        ("2026-09-23 10:00", "2026-09-28 10:00"),  # over Mid-Autumn
        ("2026-09-29 10:00", "2026-10-08 10:00"),  # over the National Day: Wednesday, then the eighth
        ("2026-10-09 10:00", "2026-10-12 10:00"),  # Saturday the tenth is worked
        ("2026-10-03 10:00", "2026-10-10 08:00"),  # asked on the holiday: read on the eighth
    ],
)
def test_two_working_days_on_the_asked_ones_calendar(asked: str, when: str) -> None:
    rhythm = Rhythm("Asia/Shanghai")
    since, until = (datetime.fromisoformat(f"{text}+08:00") for text in (asked, when))
    assert not due(rhythm, since, until - timedelta(minutes=1))
    assert due(rhythm, since, until)


def test_leave_holds_nobody_up() -> None:
    rhythm = Rhythm("Asia/Shanghai", away_until=datetime(2027, 3, 1, tzinfo=UTC).date())
    assert due(rhythm, MONDAY, MONDAY + timedelta(days=2))


def test_a_clock_set_back_passes_nothing_on() -> None:
    assert not due(Rhythm("Asia/Shanghai"), MONDAY, MONDAY - timedelta(days=300))


def test_what_waits_goes_to_the_manager_then_above_then_to_the_admins(field: Crew, clock: StillClock) -> None:
    field.ask()
    for who in (field.manager, field.director, field.admin):
        clock.move(timedelta(days=1))
        tick(field.app)
        assert "第call步" not in read(who)
        clock.move(timedelta(days=3))
        tick(field.app)
        assert "已经等了两个工作日" in read(who)
        asked = field.state("call").asked
        assert asked is not None
        assert asked.by == who.person.id
        clock.move(timedelta(hours=1))
    clock.move(timedelta(days=30))
    tick(field.app)
    assert field.state("call").asked is not None
    assert field.state("call").asked.by == field.admin.person.id  # type: ignore[union-attr]
    push(field.mentor, "quests.confirm", **asking_args(field))  # who was asked first may still answer
    assert field.state("call").status == "done"


def test_it_is_passed_on_once_however_often_and_wherever_time_is_looked_at(
    sqlite_app: App, clock: StillClock, make_app: Callable[..., App]
) -> None:
    field = crew(sqlite_app)
    second = make_app(sqlite_app.settings.database_url)
    field.ask()
    clock.move(timedelta(days=2))
    for app in (sqlite_app, second, sqlite_app):
        tick(app)
    with sqlite_app.store.read() as db:
        kinds = [event.kind for event in rows.events(db, [field.enrolment])[field.enrolment]]
    assert kinds == ["asked", "passed_on"]


def test_a_request_to_somebody_who_left_goes_on_at_once(field: Crew) -> None:
    field.ask()
    with field.app.store.write() as db:
        field.app.directory.leave(db, field.mentor.person.id, field.app.clock())
    tick(field.app)
    asked = field.state("call").asked
    assert asked is not None
    assert asked.by == field.manager.person.id


def test_without_a_mentor_the_manager_is_asked_and_without_anybody_it_is_said(field: Crew) -> None:
    with field.app.store.write() as db:
        field.app.directory.leave(db, field.mentor.person.id, field.app.clock())
    assert "陈立 确认" in push(field.hire, "quests.step", quest="field", step="call")
    with field.app.store.write() as db:
        for who in (field.manager, field.director, field.admin):
            field.app.directory.leave(db, who.person.id, field.app.clock())
    assert "还没人能确认" in push(field.hire, "quests.step", quest="field", step="call")
    push(field.hire, "quests.tell", quest="field", step="call")
    assert "还没人能确认" in field.hire.say(NOTE)
    assert field.state("call").status == "open"


def test_a_request_whose_step_is_shut_again_waits_with_it(field: Crew) -> None:
    for step, who in (("call", field.mentor), ("visit", field.manager)):
        field.ask(step)
        who.press("确认")
    with field.app.store.write() as db:
        quests, journey = field.app.service(Quests), field.journey
        waive(db, quests, journey, journey.quest.steps["think"], field.app.clock(),
              by_id=field.manager.person.id, reason="knows it well")  # fmt: skip
    field.ask("offer")
    args = asking_args(field, "offer")
    field.mentor.press("点错了，撤回")
    assert field.state("offer").status == "shut"
    assert "又关上了" in push(field.manager, "quests.confirm", **args)
    assert field.points(field.hire) == 10  # of the visit alone

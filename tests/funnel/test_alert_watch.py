"""The look, on both databases: cases are raised once, climb to the right people, and end by themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.app import App
from bot.app.due import tick
from bot.funnel.alerts.findings import Change
from bot.playbooks.tables import deal, task, touch
from bot.pushes.own_times import keep_rhythm
from bot.pushes.rhythm import Rhythm
from tests.conftest import StillClock
from tests.funnel.team import Team
from tests.store.together import at_once

DAY = timedelta(days=1)


def at(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


@pytest.fixture
def team(app: App) -> Team:
    """It is Monday, 23 November, 09:00 in Shanghai."""
    return Team(app)


def test_a_quiet_deal_climbs_to_the_managers_manager_and_ends_with_a_contact(team: Team, clock: StillClock) -> None:
    quiet = team.deal(team.lin, "华泵", "proposal", touched=at(10))
    team.deal(team.mei, "北泵", "proposal", touched=at(20))
    assert team.look() == set()
    about = f"deal:{quiet}"
    assert team.cases() == [("quiet-deal", about, 1, "open")]
    assert team.told("quiet-deal") == {"Lin"}
    team.look(timedelta(hours=2))
    assert team.cases() == [("quiet-deal", about, 1, "open")], "nobody is told over their head on the same day"
    team.look(DAY)
    assert team.cases()[0] == ("quiet-deal", about, 3, "open")
    assert team.told("quiet-deal") == {"Lin", "Zhao"}, "the manager's manager, not the manager"
    team.change(quiet, touched_at=clock(), recorded_at=clock())
    team.look(timedelta(hours=2))
    assert team.cases()[0][3] == "closed"
    team.look(7 * DAY)
    assert [state for rule, each, _, state in team.cases() if each == about] == ["closed", "open"], "armed again"


def test_a_dated_next_step_closes_it_and_its_passing_opens_it(team: Team) -> None:
    quiet = team.deal(team.lin, "华泵", "proposal", touched=at(10))
    team.look()
    team.step(team.lin, quiet, date(2026, 11, 25))
    team.look(timedelta(hours=1))
    assert [case[3] for case in team.cases()] == ["closed"]
    team.look(3 * DAY)
    assert [case[3] for case in team.cases()] == ["closed", "open"]


def test_a_big_deal_comes_alone_to_owner_and_manager_at_most_twice_a_day(team: Team) -> None:
    for n in range(3):
        team.deal(team.lin, f"大客户{n}", "negotiation", touched=at(22), amount=600_000 + n, since=at(22))
    told = team.look()
    assert told == {team.lin.person.id, team.manager.person.id}
    slots = [("Lin", "2026-11-23#1"), ("Lin", "2026-11-23#2"), ("Wang", "2026-11-23#1"), ("Wang", "2026-11-23#2")]
    assert sorted(team.pushes()) == slots
    assert team.told("big-deal-moves") == {"Lin", "Wang"}
    assert team.look(timedelta(hours=1)) == set()
    assert len(team.pushes()) == 4
    assert "大客户0" in team.lin.say("预警"), "the third waits in the list and in the morning"
    team.look(3 * DAY)
    assert {case[3] for case in team.cases("big-deal-moves")} == {"closed"}


def test_at_night_it_waits_until_they_may_be_disturbed(team: Team, clock: StillClock) -> None:
    clock.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 22:00
    team.deal(team.lin, "大客户", "negotiation", touched=at(23), amount=600_000, since=at(23))
    team.look()
    assert sorted(team.pushes()) == [("Lin", "2026-11-24#1"), ("Wang", "2026-11-24#1")]


def test_ten_processes_raise_each_case_and_tell_each_person_once(team: Team, app: App) -> None:
    for n in range(5):
        team.deal(team.lin, f"客户{n}", "proposal", touched=at(10))
    team.deal(team.mei, "大客户", "negotiation", touched=at(22), amount=600_000, since=at(22))
    at_once(10, lambda _: app.alerts.look(app.clock()))
    assert len(team.cases()) == 6
    assert sorted(team.pushes()) == [("Mei", "2026-11-23#1"), ("Wang", "2026-11-23#1")]


def test_the_tick_looks_once_an_hour(team: Team, app: App, clock: StillClock) -> None:
    tick(app)
    team.deal(team.lin, "华泵", "proposal", touched=at(10))
    clock.move(timedelta(minutes=59))
    tick(app)
    assert team.cases() == []
    clock.move(timedelta(minutes=1))
    tick(app)
    assert len(team.cases()) == 1


def test_a_team_without_the_funnel_gets_none(team: Team, app: App) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(10))
    with app.store.write() as db:
        app.directory.switch(db, "销售部", "funnel", False)
    team.look()
    assert team.cases() == []
    with app.store.write() as db:
        app.directory.switch(db, "华东组", "funnel", True)
    team.look()
    assert len(team.cases()) == 1
    with app.store.write() as db:
        app.directory.switch(db, "华东组", "funnel", False)
    team.look()
    assert team.cases()[0][3] == "closed"


def test_leave_stops_the_clock(team: Team, app: App, clock: StillClock) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(10))
    with app.store.write() as db:
        keep_rhythm(db, team.lin.person.id, Rhythm("Asia/Shanghai", away_until=date(2026, 11, 23)))
    team.look()
    assert team.cases() == []
    team.look(3 * DAY)
    assert len(team.cases()) == 1


def test_whoever_left_leaves_no_open_case(team: Team, app: App, clock: StillClock) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(10))
    team.look()
    with app.store.write() as db:
        app.directory.leave(db, team.lin.person.id, clock())
    team.look()
    assert team.cases()[0][3] == "closed"


def test_a_deal_handed_over_is_the_new_owners_case(team: Team) -> None:
    quiet = team.deal(team.lin, "华泵", "proposal", touched=at(10))
    team.look()
    team.change(quiet, owner_id=team.mei.person.id)
    team.look()
    assert [(about, state) for _, about, _, state in team.cases()] == [
        (f"deal:{quiet}", "closed"),
        (f"deal:{quiet}", "open"),
    ]
    assert team.told("quiet-deal") == {"Mei"}


def test_a_rule_that_is_gone_ends_its_cases(team: Team, app: App) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(10))
    team.look()
    app.alerts.rules._book = replace(app.alerts.rules.book, rules={})
    team.look()
    assert team.cases()[0][3] == "closed"


def test_a_low_figure_is_a_task_of_the_manager_until_it_recovers(team: Team, app: App, clock: StillClock) -> None:
    team.figures("华东组", {"2026-09": 0.24, "2026-10": 0.2, "2026-11": 0.1})
    team.look()
    assert [(rule, state) for rule, _, _, state in team.cases()] == [("margin-low", "open")]
    assert "毛利率连着 2 个月偏低" in team.manager.say("待办")
    assert "11月26日 周四" in team.manager.text
    team.look(timedelta(hours=1))
    assert len(team.cases()) == 1
    clock.now = datetime(2026, 12, 2, 2, tzinfo=UTC)
    with app.store.write() as db:
        from bot.funnel.tables import figure

        db.execute(update(figure).where(figure.c.month == "2026-11").values(gross_margin=0.3))
    team.look()
    assert team.cases()[0][3] == "closed"
    assert team.manager.say("待办") == "没有待办。"
    with app.store.read() as db:
        assert db.execute(select(task.c.dropped_at)).scalar() == clock()


def test_tasks_of_a_department_that_run_late(team: Team) -> None:
    for n in range(10):
        done = at(10) if n < 7 else None
        team.step(team.lin, None, date(2026, 11, 12), kind="other", department="华东组", done_at=done)
    team.look()
    assert [(rule, state) for rule, _, _, state in team.cases()] == [("tasks-late", "open")]
    assert "10 件任务按时完成 7 件，70 %" in team.manager.say("预警")
    for _ in range(5):
        team.step(team.lin, None, date(2026, 11, 12), kind="other", department="华东组", done_at=at(10))
    team.look(timedelta(hours=1))
    assert team.cases()[0][3] == "open", "80 % is not clearly above 80 %"


def test_a_conversion_that_fell_comes_from_whoever_knows_statistics(team: Team, app: App) -> None:
    change = Change("华东组", "proposal", 95, 150, 68, 150, date(2026, 10, 1), True)
    app.alerts.changes = lambda _db, _now: [change]
    team.look()
    assert team.told("conversion-drop") == {"Wang"}
    assert "150 单里的 68 单" in team.manager.say("预警")


def test_a_visits_report(team: Team, app: App, clock: StillClock) -> None:
    visit = team.visit(team.lin, "华泵", at(22), clock() + timedelta(hours=5))
    team.look()
    assert "昨天 拜访华泵的报告，今天 14:00 前要交" in team.lin.say("预警")
    with app.store.write() as db:
        db.execute(update(touch).where(touch.c.id == visit).values(reported_at=clock()))
    assert "没有要特别看的" in team.lin.say("预警"), "done is done, before the next look"
    team.look()
    assert team.cases()[0][3] == "closed"


def test_the_past_of_a_stage_is_what_deals_took(team: Team, app: App, clock: StillClock) -> None:
    """Twenty deals took 5 days each; the playbook would allow 15 working days."""
    from bot.playbooks.tables import stage_event

    for n in range(20):
        old = team.deal(team.mei, f"老客户{n}", "proposal", touched=None, since=at(1, 9), status="lost")
        with app.store.write() as db:
            gone = {"deal_id": old, "entered_at": at(6, 9), "stage": "lost", "at": "lost", "amount": None}
            db.execute(stage_event.insert().values(gone))
    slow = team.deal(team.lin, "华泵", "proposal", touched=at(20), since=at(16))
    team.look()
    assert team.cases("too-long") == [("too-long", f"deal:{slow}:solution", 1, "open")]
    assert "停了 7 天；以前的 20 单里九成不超过 5 天" in team.lin.say("预警")


def test_a_closed_deal_closes_its_cases(team: Team, app: App) -> None:
    quiet = team.deal(team.lin, "华泵", "proposal", touched=at(10))
    team.look()
    with app.store.write() as db:
        db.execute(update(deal).where(deal.c.id == quiet).values(status="won"))
    assert "没有要特别看的" in team.lin.say("预警")
    team.look()
    assert team.cases()[0][3] == "closed"

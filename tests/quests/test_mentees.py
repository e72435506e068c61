"""What a mentor and a manager see of their new hires, and what they may decide."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from bot.app import App
from bot.app.due import tick
from bot.drills.tables import drill
from bot.errors import CornermanError
from bot.messages import Role
from bot.people import audit, ledger
from bot.people.audit import audit as audit_rows
from bot.people.ledger import Row
from bot.quests import rows
from bot.quests.course import standing
from bot.quests.mentoring.brief import days_ahead
from bot.quests.mentoring.mentors import set_mentor
from bot.quests.quests import Quests
from bot.quests.skills.choices import change
from tests.conftest import StillClock
from tests.drills.after import STATE
from tests.quests.conftest import a_quest, a_step
from tests.quests.crew import NOTE, QUEST, Crew, crew, enrol, push, read
from tests.talk import Someone


@pytest.fixture
def field(sqlite_app: App) -> Crew:
    return crew(sqlite_app)


def page(field: Crew, who: Someone) -> str:
    return push(who, "quests.mentee", enrolment=str(field.enrolment))


# Who sees whom


def test_a_mentor_sees_where_each_one_is_and_what_waits(field: Crew) -> None:
    field.ask()
    heard = field.mentor.say("带教")
    assert "小林 · 小闯关 · 第 1/2 关 · 完成 0/4 步 · 按计划 · 等你确认 1 项" in heard
    shown = field.mentor.press("小林")
    assert "… 第call步（在等 周航）" in shown
    assert NOTE in shown
    assert "免做一步" not in field.mentor.labels
    field.mentor.press("确认")
    assert "✓ 第call步（周航 已确认）" in page(field, field.mentor)


def test_the_same_in_english(sqlite_app: App) -> None:
    field = crew(sqlite_app, "en")
    assert "小林 · Small quest · gate 1 of 2 · 0 of 4 steps · on plan" in field.manager.say("/mentees")
    assert "Mentor: 周航" in field.manager.press("小林")


def test_a_reflection_is_read_by_mentor_and_manager_as_the_step_said(field: Crew) -> None:
    """And by nobody else; of a long one the beginning is shown."""
    other = Someone(field.app, "路人", team="华东")
    assert "主管看得到" in push(field.hire, "quests.step", quest="field", step="think")
    written = "今天客户一提价钱我就急着解释功能，下次先问清他们哪一天最难受，再谈怎么办。"
    tail = "".join(chr(0x4E00 + 7 * n) for n in range(400))
    field.hire.say(written + tail)
    for who in (field.mentor, field.manager, field.admin):
        assert f"✓ 第think步\n   “{written}" in page(field, who)
        assert tail not in page(field, who)
    assert written not in page(field, other)


def test_managers_above_and_admins_see_them_and_others_do_not(field: Crew) -> None:
    other = Someone(field.app, "路人", team="华东")
    for who in (field.manager, field.director, field.admin):
        assert "小林" in who.say("/mentees")
    for who in (other, field.hire):
        assert "没有人在闯关" in who.say("/mentees")
        assert "只有导师和带他们的主管能看" in page(field, who)


def test_a_long_list_goes_on(field: Crew) -> None:
    for n in range(12):
        enrol(field.app, Someone(field.app, f"新人{n:02}", role=Role.NEWHIRE, team="华东"), None)
    field.manager.say("带教")
    more = next(label for label in field.manager.labels if "还有" in label)
    first = set(field.manager.labels)
    field.manager.press(more)
    assert not (set(field.manager.labels) & first)
    assert len(field.manager.text.splitlines()) > 2


# Letting off


def let_off(field: Crew, who: Someone, reason: str, step: str = "第visit步") -> str:
    page(field, who)
    who.press("免做一步")
    who.press(step)
    return who.press("免做", {"reason": reason})


def test_a_waiver_needs_a_reason_is_logged_and_shown_to_all(field: Crew) -> None:
    assert "理由请写至少 5 个字" in let_off(field, field.manager, "好")
    assert field.state("visit").status == "open"
    assert "小林 免做" in field.manager.press("免做", {"reason": "上家公司跑了三年客户"})
    assert field.state("visit").status == "waived"
    assert field.points(field.hire) == 0
    heard = read(field.hire)
    assert "陈立 让你免做“第visit步”" in heard
    assert "上家公司跑了三年客户" in heard
    assert "陈立 免做：上家公司跑了三年客户" in page(field, field.mentor)
    assert "上家公司跑了三年客户" in field.hire.say("/quest")
    with field.app.store.read() as db:
        logged = db.execute(select(audit_rows).where(audit_rows.c.action == "quests.waive")).all()
        assert len(logged) == 1
    with field.app.store.write() as db:
        assert not audit.verify(db).problem
    again = push(field.manager, "quests.let_off_step", enrolment=str(field.enrolment), step="visit")
    assert "免做" in again
    assert "已经结束了" in field.manager.press("免做", {"reason": "再免一次看看"})


@pytest.mark.parametrize("who", ["mentor", "hire"])
def test_only_who_leads_lets_off(field: Crew, who: str) -> None:
    me: Someone = getattr(field, who)
    for action in ("quests.let_off", "quests.let_off_step", "quests.waive", "quests.mentor", "quests.mentor_save"):
        assert "只对这些人开放：主管, 管理员" in push(me, action, enrolment=str(field.enrolment), step="visit")
    assert field.state("visit").status == "open"


def test_a_manager_lets_nobody_off_in_another_team_nor_themselves(field: Crew) -> None:
    with field.app.store.write() as db:
        field.app.directory.add_team(db, "华南", "公司")
    other = Someone(field.app, "南总", role=Role.MANAGER, team="华南")
    assert "由带他们的主管来定" in push(other, "quests.waive", enrolment=str(field.enrolment), step="visit")
    own = enrol(field.app, field.manager, None)
    assert "由带他们的主管来定" in push(field.manager, "quests.waive", enrolment=str(own), step="visit")


# Mentors


def test_a_manager_names_the_mentor_and_both_hear_of_it(field: Crew) -> None:
    new = Someone(field.app, "吴珊", team="华东")
    page(field, field.manager)
    field.manager.press("导师")
    assert "现在由 吴珊 带 小林" in field.manager.press("保存", {"mentor": str(new.person.id)})
    assert "你现在带 小林" in read(new)
    assert "吴珊" in read(field.hire)
    assert field.journey.enrolment.mentor_id == new.person.id


def test_a_mentor_from_outside_the_list_is_refused(field: Crew) -> None:
    for id in (str(field.hire.person.id), "999", ""):
        push(field.manager, "quests.mentor", enrolment=str(field.enrolment))
        field.manager.press("保存", {"mentor": id})
        assert field.journey.enrolment.mentor_id == field.mentor.person.id


def test_mentors_in_a_circle_are_refused_by_name(field: Crew) -> None:
    theirs = enrol(field.app, field.mentor, None)
    push(field.manager, "quests.mentor", enrolment=str(theirs))
    heard = field.manager.press("保存", {"mentor": str(field.hire.person.id)})
    assert "绕成一圈了：周航 → 小林 → 周航" in heard
    third = Someone(field.app, "吴珊", team="华东")
    last = enrol(field.app, third, field.hire)
    with field.app.store.write() as db, pytest.raises(CornermanError, match="周航 → 吴珊 → 小林 → 周航"):
        set_mentor(db, theirs, third.person)
    with field.app.store.write() as db, pytest.raises(CornermanError, match="their own mentor"):
        set_mentor(db, last, third.person)
    with field.app.store.write() as db:
        field.app.directory.leave(db, field.director.person.id, field.app.clock())
    with field.app.store.write() as db, pytest.raises(CornermanError, match="has left"):
        set_mentor(db, last, field.director.person)


# Points that wait


def hold(field: Crew, why: str = "speed", by: Someone | None = None, key: str = "k") -> int:
    with field.app.store.write() as db:
        made = ledger.add(db, Row(field.hire.person.id, 0, "step", "field/think", key, field.app.clock().date(), "",
                                  10, why, by.person.id if by else None), field.app.clock())  # fmt: skip
    assert made
    return made


def test_held_points_are_listed_without_a_reproach_and_paid_once(field: Crew) -> None:
    row = hold(field)
    field.manager.say("/mentees")
    heard = field.manager.press("等着看一眼的积分：1 笔")
    assert "小林" in heard
    assert not any(word in heard for word in ("作弊", "违规", "怀疑"))
    field.manager.press("给 小林 发 10 分")
    assert field.points(field.hire) == 10
    assert "10 分" in read(field.hire)
    assert "没有积分等着看" in push(field.manager, "quests.held")
    assert "已经发了" in push(field.director, "quests.pay", row=str(row))
    assert field.points(field.hire) == 10


def test_nobody_pays_themselves_nor_what_they_confirmed(field: Crew) -> None:
    row = hold(field, "pair", by=field.manager)
    for who in (field.manager, field.mentor, field.hire):
        push(who, "quests.pay", row=str(row))
    assert field.points(field.hire) == 0
    assert "没有积分等着看" in push(field.manager, "quests.held")
    with field.app.store.write() as db:
        field.app.directory.change(db, field.hire.person.id, role="manager")
        row = ledger.waiting(db, field.app.clock() - timedelta(days=1))[0].id
    assert "由别人来看" in push(field.hire, "quests.pay", row=str(row))
    assert field.points(field.hire) == 0
    push(field.director, "quests.pay", row=str(row))
    assert field.points(field.hire) == 10


def test_what_was_taken_back_or_is_a_month_old_waits_no_more(field: Crew, clock: StillClock) -> None:
    with field.app.store.write() as db:
        ledger.take_back(db, hold_in(field, db, "a"), clock().date(), clock())
        hold_in(field, db, "b")
    assert "等着看一眼的积分：1 笔" in field.manager.say("/mentees")
    clock.move(timedelta(days=31))
    assert "等着看一眼" not in field.manager.say("/mentees")


def hold_in(field: Crew, db: object, key: str) -> int:
    made = ledger.add(db, Row(field.hire.person.id, 0, "step", "field/think", key, field.app.clock().date(), "", 10,  # type: ignore[arg-type]
                              "speed"), field.app.clock())  # fmt: skip
    assert made
    return made


# The three lines


def test_three_lines_say_where_what_is_hard_and_what_to_do(field: Crew) -> None:
    heard = page(field, field.mentor)
    assert "小林：现在第 1/2 关，关1；近 7 天完成 0 步；按计划" in heard
    assert "难点：没有特别突出的" in heard
    assert "你可以：问问需要什么帮助" in heard
    with field.app.store.write() as db:
        for _ in range(3):
            journey = rows.one(db, field.app.service(Quests), field.enrolment, field.app.clock())
            assert journey
            rows.happen(db, journey, QUEST.steps["think"], "tried", field.app.clock())
    heard = page(field, field.mentor)
    assert "难点：“第think步”，近 7 天答错 3 次" in heard
    assert "你可以：一起过一遍“第think步”" in heard
    field.ask()
    assert "你可以：确认“第call步”，11-23 起在等你" in page(field, field.mentor)


def test_the_weakest_criterion_of_last_weeks_drills_with_its_number(field: Crew, clock: StillClock) -> None:
    played(field, {"acknowledge": 1, "next_step": 3}, clock)
    played(field, {"acknowledge": 0, "next_step": 3}, clock)
    assert "难点：没有特别突出的" in page(field, field.mentor), "its owner looks at it alone first"
    with field.app.store.write() as db:
        change(db, field.hire.person.id, radar_shared=True)
    heard = page(field, field.mentor)
    assert "难点：演练里的“接住异议”，平均 0.5 分（满分 3，看了 2 次）" in heard
    clock.move(timedelta(days=8))
    played(field, {"acknowledge": 3, "next_step": 3}, clock)
    heard = page(field, field.mentor)
    assert "这周一直停在“第call步”" in heard
    assert "从 0.5 升到 3.0" in heard


def played(field: Crew, levels: dict[str, int], clock: StillClock) -> None:
    marks = [{"criterion": id, "level": level, "evidence": []} for id, level in levels.items()]
    card = {"marks": marks, "blockers": [], "total": 50, "rubric": 1, "by": "rules", "moves": []}
    with field.app.store.write() as db:
        db.execute(insert(drill).values(
            person_id=field.hire.person.id, scenario="price", version=1, rubric=1, weights={}, grade="easy",
            language="zh", seed=1, exam=False, status="ended", played=STATE.as_json(), moved=8, hints=0,
            ending="talked",
            total=50, tier="", passed=False, scorecard=card, started_at=clock() - timedelta(minutes=9),
            moved_at=clock(),
        ))  # fmt: skip


def test_days_ahead_and_behind_are_of_the_first_step_that_is_missing() -> None:
    quest = a_quest([a_step("a", day=3), a_step("b", day=6), a_step("c", day=1, milestone=True)])
    here = standing(quest, [], StillClock()())
    assert [days_ahead(here, day) for day in (0, 1, 2, 3, 4, 9)] == [0, 1, 0, 0, -1, -6]


# In the morning


def test_on_the_first_working_day_of_the_week_a_mentor_reads_three_lines(field: Crew, clock: StillClock) -> None:
    clock.move(timedelta(days=7))
    tick(field.app)  # Monday 09:00: the message of 08:15
    assert "小林：现在第 1/2 关" in read(field.mentor)
    led = read(field.manager)
    assert "你带的人：\n· 小林 · 小闯关 · 第 1/2 关 · 完成 0/4 步 · 慢 " in led
    assert "难点" not in led
    clock.move(timedelta(days=1))
    tick(field.app)
    assert "小林：" not in read(field.mentor)
    assert "小林 · 小闯关" not in read(field.manager)
    clock.move(timedelta(days=6))
    tick(field.app)
    assert "小林：现在第 1/2 关" in read(field.mentor)


def test_whoever_finished_is_named_once_to_those_who_helped(field: Crew, clock: StillClock) -> None:
    with field.app.store.write() as db:
        at = clock() + timedelta(hours=2)
        rows.change(db, field.enrolment, state="done", finished_at=at)
    clock.move(timedelta(days=1))
    tick(field.app)
    for helper in (field.mentor, field.manager):
        assert "小林 走完了“小闯关”：完成 0 步，免做 0 步。" in read(helper)
    clock.move(timedelta(days=1))
    tick(field.app)
    assert "走完了" not in read(field.mentor) + read(field.manager)


def test_more_than_five_are_counted(field: Crew, clock: StillClock) -> None:
    for n in range(6):
        enrol(field.app, Someone(field.app, f"新人{n}", role=Role.NEWHIRE, team="华东"), field.mentor)
    clock.move(timedelta(days=7))
    tick(field.app)
    heard = read(field.mentor)
    assert heard.count("现在第 1/2 关") == 5
    assert "还有 2 人，发“带教”看全部" in heard


def test_what_waits_for_an_answer_is_the_first_thing_of_the_morning(field: Crew, clock: StillClock) -> None:
    field.ask()
    clock.move(timedelta(days=1))
    tick(field.app)
    assert "先做：小林 请你确认“第call步”" in read(field.mentor)
    field.mentor.press("确认")
    assert field.state("call").status == "done"
    clock.move(timedelta(days=1))
    tick(field.app)
    assert "请你确认" not in read(field.mentor)

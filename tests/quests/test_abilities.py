"""/radar in the chat: what it is made of, and whose eyes it is for, now and later."""

import uuid
from datetime import timedelta

import pytest

from bot.app import App
from bot.drills.rubric import CRITERIA
from bot.messages import Facts, Incoming, Picture, Role
from bot.pushes import outbox
from bot.quests import finishing, rows
from bot.quests.quests import Quests
from bot.quests.skills.observed import observed
from bot.quests.skills.radar import radar
from tests.conftest import StillClock
from tests.quests.conftest import a_quest, a_step
from tests.quests.seen import again, begun, drilled, visited
from tests.talk import Someone

DAY = timedelta(days=1)
LEVELS = {criterion.id: 2 for criterion in CRITERIA}


@pytest.fixture
def app(sqlite_app: App) -> App:
    with sqlite_app.store.write() as db:
        for name, parent in (("华东", ""), ("苏州", "华东"), ("华北", "")):
            sqlite_app.directory.add_team(db, name, parent)
    return sqlite_app


@pytest.fixture
def rep(app: App) -> Someone:
    somebody = Someone(app, "林悦", team="苏州")
    with app.store.write() as db:
        for n in range(3):
            drilled(db, somebody.person, app.clock() - n * DAY, LEVELS)
    return somebody


def facts(who: Someone) -> dict[str, str]:
    return dict(row for part in who.reply.parts if isinstance(part, Facts) for row in part.rows)


def pictures(who: Someone) -> list[Picture]:
    return [part for part in who.reply.parts if isinstance(part, Picture)]


# What is seen


def test_before_anything_is_seen_there_is_no_picture_and_a_way_to_begin(app: App) -> None:
    newcomer = Someone(app, "小林", team="苏州")
    assert "还没有内容" in newcomer.say("能力")
    assert pictures(newcomer) == []
    assert "想提“需求”" in newcomer.text


def test_the_picture_the_bars_and_the_alt_text_say_the_same(rep: Someone) -> None:
    rep.say("/radar")
    assert facts(rep)["处理异议"] == "███████░░░ 67 (n = 3)"
    assert facts(rep)["流程"] == "还不够（n = 0）"
    [picture] = pictures(rep)
    assert "处理异议: 67 (n = 3)" in picture.alt
    assert "流程: 还不够（n = 0）" in picture.alt


def test_a_month_ago_stands_beside_it(app: App, rep: Someone) -> None:
    with app.store.write() as db:
        for n in range(3):
            drilled(db, rep.person, app.clock() - (40 + n) * DAY, dict.fromkeys(LEVELS, 0))
    rep.say("/radar")
    assert facts(rep)["处理异议"].endswith(" · 30 天前 0")
    assert "30 天前 0" in pictures(rep)[0].alt


def test_the_lowest_axis_has_a_step_or_a_drill_that_moves_it(app: App, rep: Someone) -> None:
    with app.store.write() as db:
        for n in range(3):
            drilled(db, rep.person, app.clock(), {"next_step": 0}, seed=n)
    assert "想提“推进成交”" in rep.say("/radar")
    drill = rep.labels[0]
    begun(app, rep.person, a_quest([a_step("ask", skill="closing")]), app.clock())
    rep.say("/radar")
    assert rep.labels[0] == "第ask步" != drill


def test_what_counts(app: App, rep: Someone) -> None:
    """Wrong tries, taken-back steps, waivers, reports late and owed; a talk without a total says nothing."""
    now, person, boss = app.clock(), rep.person, Someone(app, "周敏", role=Role.MANAGER, team="苏州").person
    quiz = a_step("quiz", "quiz", skill="product", task=None, questions=[
        {"ask": {"zh": "问", "en": "ask"}, "options": [{"zh": "对", "en": "yes"}, {"zh": "错", "en": "no"}]},
    ])  # fmt: skip
    quest = a_quest([quiz, a_step("log", "touch", skill="process"), a_step("go", "field", skill="process"),
                     a_step("think", skill="product"), a_step("off", "field", skill="process")])  # fmt: skip
    journey = begun(app, person, quest, now)
    steps, quests = quest.steps, app.service(Quests)
    with app.store.write() as db:
        drilled(db, person, now, LEVELS, total=None)
        drilled(db, person, now, LEVELS, status="left")
        visited(db, person, now - DAY, now - 2 * DAY)
        visited(db, person, now - 2 * DAY, now - DAY)
        visited(db, person, now - 3 * DAY, None)
        visited(db, person, now + DAY, None)
        rows.happen(db, journey, steps["quiz"], "tried", now, score=30)
        for step in ("quiz", "log", "go", "think"):
            at = again(db, app, journey)
            by, score = boss.id if step == "go" else None, 90 if step == "quiz" else None
            assert finishing.finish(db, quests, at, steps[step], now, evidence=step, by_id=by, score=score)
        finishing.take_back(db, quests, again(db, app, journey), steps["log"], now)
        finishing.waive(db, quests, again(db, app, journey), steps["off"], now, by_id=boss.id, reason="x")
    with app.store.read() as db:
        seen = observed(db, quests, person.id, now)
    scores = {skill: sorted(each.score for each in seen if each.skill == skill) for skill in ("product", "process")}
    assert scores == {"product": [30, 90], "process": [0, 0, 100, 100]}
    assert radar(seen, now)["objections"].n == 3


# Whose eyes


def test_a_manager_waits_until_the_time_alone_is_over(app: App, rep: Someone, clock: StillClock) -> None:
    boss = Someone(app, "周敏", role=Role.MANAGER, team="华东")
    told = boss.say("/radar 林悦")
    assert "12月23日" in told
    assert pictures(boss) == []
    clock.move(29 * DAY)
    assert "12月23日" in boss.say("/radar 林悦")
    clock.move(2 * DAY)
    boss.say("/radar 林悦")
    mine, theirs = rep.say("/radar"), facts(boss)
    assert theirs == facts(rep)
    assert pictures(boss) == pictures(rep)
    assert "周敏" in mine


def test_who_is_asked_about_hears_of_it_once(app: App, rep: Someone) -> None:
    boss = Someone(app, "周敏", role=Role.MANAGER, team="华东")
    boss.say("/radar 林悦")
    boss.say("/radar 林悦")
    with app.store.read() as db:
        told = [message.reply.parts[0] for message in outbox.waiting(db, rep.person.id, "web", 0)]
    assert len(told) == 1
    assert "周敏" in str(told)


def test_shown_earlier_and_kept_again(app: App, rep: Someone) -> None:
    boss = Someone(app, "周敏", role=Role.MANAGER, team="苏州")
    assert "2026年12月23日之前只有你自己，之后还有周敏" in rep.say("/radar")
    rep.press("现在就给主管看")
    boss.say("/radar 林悦")
    assert pictures(boss) == pictures(rep) or len(pictures(boss)) == 1
    rep.press("2026年12月23日之前还是只给自己看")
    boss.say("/radar 林悦")
    assert pictures(boss) == []


@pytest.mark.parametrize(
    ("role", "team"),
    [(Role.REP, "苏州"), (Role.ADMIN, "苏州"), (Role.EDITOR, "苏州"), (Role.MANAGER, "华北"), (Role.MANAGER, ""),
     (Role.NEWHIRE, "苏州")],
)  # fmt: skip
def test_nobody_else_ever(app: App, rep: Someone, clock: StillClock, role: Role, team: str) -> None:
    rep.say("/radar")
    Someone(app, "周敏", role=Role.MANAGER, team="苏州")
    rep.say("/radar")
    rep.press("现在就给主管看")
    clock.move(90 * DAY)
    other = Someone(app, "别人", role=role, team=team)
    assert other.say("/radar 林悦") == other.say("/radar 没有这个人")
    assert pictures(other) == []
    assert "67" not in other.text


def test_a_manager_of_a_team_is_no_leader_of_the_team_above(app: App, clock: StillClock) -> None:
    below, above = (Someone(app, name, role=Role.MANAGER, team=team) for name, team in (("低", "苏州"), ("高", "华东")))
    above.say("/radar")
    clock.move(90 * DAY)
    assert below.say("/radar 高") == below.say("/radar 没有这个人")


def test_a_group_sees_nothing(app: App, rep: Someone) -> None:
    answer = app.answer(Incoming("web", rep.account, uuid.uuid4().hex, "/radar", place="group"))
    assert "单独来问我" in str(answer.reply)
    assert not any(isinstance(part, Picture) for part in answer.reply.parts)


def test_with_nobody_above_it_stays_ones_own(rep: Someone) -> None:
    assert "只有你自己" in rep.say("/radar")
    assert "现在就给主管看" not in rep.labels

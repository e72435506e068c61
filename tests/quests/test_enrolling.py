"""Getting into a quest: by oneself, by a manager, by a link; leaving it and going on."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from bot.app import App, invite
from bot.channels.web import build
from bot.messages import Picture, Role
from bot.pushes import outbox
from bot.quests.finishing import finish
from bot.quests.quests import Quests
from bot.quests.rows import Journey, of_person
from bot.quests.tables import enrolment
from bot.words import words
from tests.conftest import StillClock
from tests.quests.boot_camp import opened
from tests.talk import Someone


@pytest.fixture
def app(database: str, tmp_path: Path, clock: StillClock) -> Iterator[App]:
    app = opened(tmp_path, database, clock)
    with app.store.write() as db:
        app.directory.add_team(db, "华东")
    yield app
    app.close()


@pytest.fixture
def lin(app: App) -> Someone:
    return Someone(app, "小林", role=Role.NEWHIRE, team="华东")


@pytest.fixture
def chen(app: App) -> Someone:
    return Someone(app, "陈刚", role=Role.MANAGER, team="华东")


def journeys(someone: Someone) -> list[Journey]:
    with someone.app.store.read() as db:
        return of_person(db, someone.app.service(Quests), someone.person.id, someone.app.clock())


def news(someone: Someone) -> str:
    """What the bot has to say unasked; its buttons can be pressed."""
    with someone.app.store.read() as db:
        found = outbox.waiting(db, someone.person.id, "web", 0)
    someone.messages += found
    return someone.text if found else ""


def enrolments(app: App) -> int:
    with app.store.read() as db:
        return db.execute(select(func.count()).select_from(enrolment)).scalar_one()


# By oneself


def test_a_quest_is_begun_left_and_gone_on_with(lin: Someone) -> None:
    assert "新人训练营" in lin.say("闯关")
    assert "经理当教练" not in lin.text
    assert "第一关" in lin.press("开始：新人训练营")
    [mine] = journeys(lin)
    assert (mine.enrolment.started_on, mine.enrolment.state, mine.enrolment.by_id) == (
        date(2026, 11, 23),
        "going",
        None,
    )
    with lin.app.store.write() as db:
        finish(db, lin.app.service(Quests), mine, mine.quest.steps["think"], lin.app.clock(), evidence="text")
    lin.press("全部步骤")
    lin.press("退出这个闯关")
    assert journeys(lin)[0].enrolment.state == "going"  # nothing is left before the second press
    assert "你已经退出这个闯关" in lin.press("退出闯关")
    assert "没有" not in lin.press("开始：新人训练营")
    [again] = journeys(lin)
    assert (again.enrolment.state, again.enrolment.id) == ("going", mine.enrolment.id)
    assert again.standing.states["think"].status == "done"


def test_begun_twice_is_begun_once(lin: Someone) -> None:
    lin.say("闯关")
    token = lin.messages[-1].token
    lin.press_at(token, 0)
    assert "第一关" in lin.press_at(token, 0)
    assert enrolments(lin.app) == 1


def test_a_button_for_another_role_begins_nothing(app: App, chen: Someone) -> None:
    assert "经理当教练" in chen.say("/quest")
    with app.store.write() as db:
        app.directory.change(db, chen.person.id, role="editor")
    assert "是给这些角色的：主管" in chen.press("开始：经理当教练")
    assert enrolments(app) == 0


# By a manager


def test_a_manager_enrols_and_both_hear(app: App, lin: Someone, chen: Someone) -> None:
    ann = Someone(app, "Ann", language="en")
    chen.say("报名 小林")
    assert chen.labels == ["新人训练营"]
    chen.press("新人训练营")
    assert "没有叫“安”的人" in chen.press("报名", {"start": "2026-12-01", "mentor": "安"})
    assert "离今天超过一年" in chen.press("报名", {"start": "2036-12-01", "mentor": ""})
    assert "“哪天都行吧”" in chen.press("报名", {"start": "哪天都行吧", "mentor": ""})
    assert enrolments(app) == 0
    assert "小林 进了" in chen.press("报名", {"start": "12月1日", "mentor": "ann"})
    [mine] = journeys(lin)
    assert (mine.enrolment.started_on, mine.enrolment.mentor_id, mine.enrolment.by_id) == (
        date(2026, 12, 1), ann.person.id, chen.person.id,
    )  # fmt: skip
    assert "陈刚 给你报名了“新人训练营”" in news(lin)
    assert "你的导师：Ann" in lin.text
    assert "12月1日 周二开始" in lin.press("开始")
    assert "You mentor 小林 now" in news(ann)
    chen.press("报名", {"start": "2026-12-01", "mentor": ""})
    assert "已经在“新人训练营”里" in chen.text
    assert enrolments(app) == 1
    assert "没有别的闯关适合" in chen.say("/enrol 小林")


def test_a_manager_enrols_only_whom_they_lead(app: App, chen: Someone) -> None:
    Someone(app, "外人", role=Role.NEWHIRE)
    assert "你带的人里没有" in chen.say("报名 外人")
    boss = Someone(app, "Boss", role=Role.ADMIN)
    assert "新人训练营" in " ".join((boss.say("报名 外人"), *boss.labels))


def test_a_button_outlives_no_team(app: App, lin: Someone, chen: Someone) -> None:
    chen.say("报名 小林")
    chen.press("新人训练营")
    with app.store.write() as db:
        app.directory.change(db, lin.person.id, team_id=None)
    chen.press("报名", {"start": "2026-12-01", "mentor": ""})
    assert enrolments(app) == 0


def test_mentors_never_go_in_a_circle(app: App, lin: Someone, chen: Someone) -> None:
    wu = Someone(app, "小吴", role=Role.NEWHIRE, team="华东")
    for who, mentor in ((lin, "小吴"), (wu, "小林"), (wu, "小吴")):
        chen.say(f"报名 {who.person.name}")
        chen.press("新人训练营")
        chen.press("报名", {"start": "2026-11-23", "mentor": mentor})
    assert "小吴 不能当自己的导师" in chen.text
    assert "绕成一圈了：小吴 → 小林 → 小吴" in chen.messages[-4].reply.parts[0].text  # type: ignore[union-attr]
    assert (len(journeys(lin)), len(journeys(wu))) == (1, 0)


def test_reps_enrol_nobody(lin: Someone) -> None:
    assert "只对这些人开放：主管, 管理员" in lin.say("/enrol 陈刚")
    assert enrolments(lin.app) == 0


# By a link


def test_a_link_and_its_picture(database: str, tmp_path: Path, clock: StillClock) -> None:
    app = opened(tmp_path, database, clock, public_url="https://sales.example.com")
    chen = Someone(app, "陈刚", role=Role.MANAGER)
    chen.say("/enrol link")
    said = chen.press("新人训练营")
    assert "https://sales.example.com/?start=quest_boot-camp" in said
    assert "/start quest_boot-camp" in said
    [picture] = [part for part in chen.reply.parts if isinstance(part, Picture)]
    assert picture.png.startswith(b"\x89PNG")
    assert picture.alt
    app.close()


def test_a_deep_link_shows_the_quest_and_begins_nothing(app: App, lin: Someone, chen: Someone) -> None:
    assert "给新人" in lin.say("/start quest_boot-camp")
    assert enrolments(app) == 0
    assert "第一关" in lin.press("开始")
    assert "第一关" in lin.say("/start quest_boot-camp")
    assert "是给这些角色的" in chen.say("/start quest_boot-camp")
    assert "已经没有了" in chen.say("/start quest_no-such")
    assert enrolments(app) == 1


def test_a_link_does_what_the_command_may(app: App, lin: Someone) -> None:
    with app.store.write() as db:
        app.directory.switch(db, "华东", "quests", on=False)
    assert words("zh")("That is switched off for your team. An admin can switch it on with /features.") == lin.say(
        "/start quest_boot-camp"
    )
    assert enrolments(app) == 0


def test_the_page_asks_for_a_press_and_knows_no_stranger(app: App) -> None:
    def browser() -> TestClient:
        return TestClient(build(app), base_url="http://127.0.0.1:8470", follow_redirects=False)

    assert browser().get("/?start=quest_boot-camp").status_code == 401
    ann, link = browser(), invite(app, "Ann", Role.NEWHIRE, "")
    assert ann.post("/login/" + link.partition("/login/")[2]).status_code == 303
    shown = ann.get("/?start=quest_boot-camp").text
    assert 'value="/start quest_boot-camp"' in shown
    assert 'value="/start"' not in shown
    assert enrolments(app) == 0
    assert 'value="/start"' in ann.get("/", params={"start": 'quest_"><b>'}).text  # no link: the page as always
    fields = hidden(shown)
    assert ann.post("/say", data={**fields, "text": "/start quest_boot-camp"}).status_code == 303
    assert "For new hires" in ann.get("/").text
    assert enrolments(app) == 0


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))

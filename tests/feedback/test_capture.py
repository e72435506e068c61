"""Feedback that is noted: whose it is, who hears of it, and that it goes with its author."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.channels import plain
from bot.feedback.capture import TEXT_MAX, feedback
from bot.feedback.tables import feedback as rows
from bot.messages import Form, Role
from bot.people.erasure import erase
from bot.pushes import outbox
from bot.words import words
from tests.talk import Someone

TEXT = "交付太慢 <@U1> *三周*"


def noted(app: App) -> list[Any]:
    with app.store.read() as db:
        return list(db.execute(select(rows).order_by(rows.c.id)))


def heard(app: App, someone: Someone) -> list[str]:
    with app.store.read() as db:
        sent = select(outbox.outbox).where(
            outbox.outbox.c.person_id == someone.person.id, outbox.outbox.c.kind == "feedback"
        )
        return [plain.render(outbox.message(row).reply, words("zh")) for row in db.execute(sent)]


@pytest.fixture
def teams(app: App) -> App:
    with app.store.write() as db:
        app.directory.add_team(db, "East")
        app.directory.add_team(db, "West")
    return app


def test_a_row_says_who_what_where_and_when(app: App) -> None:
    lin = Someone(app)
    lin.say("反馈")
    lin.press("保存", {"text": f"  {TEXT}\n", "customer": " 华泵 "})
    (row,) = noted(app)
    assert (row.person_id, row.text, row.customer) == (lin.person.id, TEXT, "华泵")
    assert (row.channel, row.created_at, row.state) == ("web", app.clock(), "open")


def test_the_teams_managers_hear_of_it_and_nobody_else(teams: App) -> None:
    lin = Someone(teams, team="East")
    boss, other = (Someone(teams, name, role=Role.MANAGER, team=name, language="en") for name in ("East", "West"))
    admin = Someone(teams, "Root", role=Role.ADMIN)
    lin.say("反馈")
    assert lin.press("保存", {"text": TEXT, "customer": "华泵"}) == "谢谢，记下了，East 会看到。"
    assert heard(teams, boss) == [f"Feedback from Lin:\n{TEXT}\nCustomer：华泵"]
    assert heard(teams, other) == heard(teams, admin) == heard(teams, lin) == []


def test_without_a_manager_the_admins_hear_of_it(teams: App) -> None:
    Someone(teams, "West", role=Role.MANAGER, team="West")
    admin = Someone(teams, "Root", role=Role.ADMIN)
    Someone(teams, team="East", channel="terminal", forms=False).say(f"/feedback {TEXT}")
    assert heard(teams, admin) == [f"Lin 的一线反馈：\n{TEXT}"]


def test_nobody_hears_of_their_own(teams: App) -> None:
    boss = Someone(teams, "Boss", role=Role.MANAGER, team="East", channel="terminal", forms=False)
    admin = Someone(teams, "Root", role=Role.ADMIN)
    assert boss.say("反馈 太慢") == "谢谢，记下了。"
    assert heard(teams, boss) == heard(teams, admin) == []


def test_a_text_that_is_too_long_is_said_to_be(sqlite_app: App) -> None:
    lin = Someone(sqlite_app)
    lin.say("反馈")
    assert "最多 2000 个字" in lin.press("保存", {"text": "慢" * (TEXT_MAX + 1)})
    assert noted(sqlite_app) == []
    mei = Someone(sqlite_app, "Mei", channel="terminal", forms=False)
    assert "客户说了什么" in mei.say("反馈 " + "慢" * (TEXT_MAX + 1))
    assert noted(sqlite_app) == []


def test_a_shortcut_opens_the_form_with_the_messages_text(sqlite_app: App) -> None:
    (route,) = [route for route in feedback.routes if route.shortcut]
    assert (route.action, words("zh")(route.shortcut)) == ("feedback.feedback", "存为一线反馈")
    lin = Someone(sqlite_app)
    lin.say(f"/{route.name} {TEXT}")
    (form,) = [part for part in lin.reply.parts if isinstance(part, Form)]
    assert [field.value for field in form.fields] == [TEXT, ""]


def test_it_goes_with_its_author(app: App) -> None:
    lin, mei = Someone(app), Someone(app, "Mei")
    for someone in (lin, mei):
        someone.say("反馈")
        someone.press("保存", {"text": f"from {someone.person.name}", "customer": ""})
    with app.store.write() as db:
        erase(db, lin.person.id, app.clock())
    assert [row.text for row in noted(app)] == ["from Mei"]


def test_it_can_be_switched_off(teams: App) -> None:
    lin = Someone(teams, team="East")
    with teams.store.write() as db:
        teams.directory.switch(db, "East", "feedback", on=False)
    assert "你们组没有开这个功能" in lin.say("反馈 太慢")
    assert "反馈" not in lin.say("我的")
    assert noted(teams) == []

"""What a closed deal leaves: a case for an editor without anybody's name, and practice on the next working morning."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.app import App, mornings
from bot.app.due import tick
from bot.channels import plain
from bot.drills.refreshers import due
from bot.drills.tables import refresher
from bot.messages import Role, Text
from bot.playbooks.tables import case_draft, lesson
from bot.words import words
from tests.conftest import StillClock
from tests.playbooks.conftest import with_deals
from tests.playbooks.rows import rows
from tests.talk import Someone


def lose(rep: Someone, name: str = "华泵", told: str = "-", button: str = "价格") -> None:
    rep.say(f"/deal {name}")
    rep.press("丢单")
    rep.press(button)
    rep.say(told)


# The case


@pytest.fixture
def editor(sqlite_app: App) -> Someone:
    return Someone(sqlite_app, "Ed", role=Role.EDITOR)


def copied(someone: Someone) -> str:
    (text,) = [part.text for part in someone.reply.parts if isinstance(part, Text) and part.copyable]
    return text


def test_an_editor_begins_a_card_of_it(rep: Someone, editor: Someone) -> None:
    rep.say("/log 今天拜访了华泵王建国，他说太贵了，周三演示")
    rep.press("保存")
    lose(rep, told="华泵的王建国嫌贵，最后华泵机械制造去了别家")
    assert "可以写成案例" in editor.say("/me")
    editor.press("开始写")
    text = copied(editor)
    assert text.startswith("---\nkind: case\n")
    assert "# 丢单: 初步接洽" in text
    assert "# 客户的顾虑：总价太贵" in text
    assert text.endswith("## scene\n客户的对方嫌贵，最后客户去了别家")
    editor.press("完成")
    assert [row.state for row in rows(rep.app, case_draft)] == ["done"]
    assert "可以写成案例" not in editor.say("/me")


def test_the_oldest_comes_first_and_leads_to_the_next(rep: Someone, editor: Someone) -> None:
    lose(rep, "华泵", "第一单")
    lose(rep, "Finance", "第二单")
    editor.say("/me")
    assert "2 个" in editor.text
    editor.press("开始写")
    assert copied(editor).endswith("第一单")
    assert "还有 1 个" in editor.press("完成")
    editor.press("下一个")
    assert copied(editor).endswith("第二单")
    assert "没有别的" in editor.press("完成")
    (button,) = [m.token for m in editor.messages if any(a.action == "playbooks.case" for a in m.reply.actions())][-1:]
    assert "没有等着写的案例" in editor.press_at(button, 0)


def test_a_morning_says_that_one_waits_and_nobody_else_hears_of_it(rep: Someone, editor: Someone) -> None:
    lose(rep, told="第一单")

    def morning(someone: Someone) -> str:
        with rep.app.store.read() as db:
            reply = mornings.message(rep.app, db, someone.person)
        return plain.render(reply, words("zh")) if reply else ""

    assert "1 个结了的商机" in morning(editor)
    assert "结了的商机" not in morning(rep)
    assert "结了的商机" not in rep.say("/me")


# What is left to practise


def test_the_objection_comes_back_on_the_next_working_morning(app: App, clock: StillClock) -> None:
    clock.now = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # Friday 16:00 in Shanghai
    rep = with_deals(app, "林悦")
    lose(rep)
    tick(app)
    (left,) = rows(app, lesson)
    (again,) = rows(app, refresher)
    assert left.taken_at == clock.now
    assert (again.person_id, again.subject) == (rep.person.id, "objection:price-too-high")
    monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert clock.now < again.due_at <= monday
    with app.store.read() as db:
        assert due(db, rep.person.id, monday - timedelta(days=1, hours=1), 3) == []
        assert [each.about for each in due(db, rep.person.id, monday, 3)] == ["price-too-high"]
        clock.now = monday
        reply = mornings.message(app, db, rep.person)
    assert reply
    assert "太贵" in plain.render(reply, words("zh"))


def test_a_lesson_is_taken_up_once(app: App, clock: StillClock) -> None:
    rep = with_deals(app, "林悦")
    lose(rep)
    lose(rep, "Finance")
    tick(app)
    before = rows(app, refresher, lesson)
    assert len(before) == 3, "two deals, one objection"
    clock.move(timedelta(minutes=1))
    tick(app)
    assert rows(app, refresher, lesson) == before


def test_what_is_due_sooner_stays_as_early_as_it_is(app: App, clock: StillClock) -> None:
    rep = with_deals(app, "林悦")
    lose(rep)
    tick(app)
    (first,) = rows(app, refresher)
    clock.move(timedelta(hours=2))
    lose(rep, "Finance")
    tick(app)
    assert rows(app, refresher) == [first]


def test_an_objection_without_a_drill_is_no_refresher(app: App) -> None:
    rep = with_deals(app, "林悦")
    with app.store.write() as db:
        db.execute(lesson.insert().values(
            person_id=rep.person.id, deal_id=1, card="no-such-card", made_at=app.clock(), taken_at=None
        ))  # fmt: skip
    tick(app)
    assert rows(app, refresher) == []
    assert [row.taken_at for row in rows(app, lesson)] == [app.clock()]

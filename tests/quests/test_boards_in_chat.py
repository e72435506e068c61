"""/board and the certificate in the chat: who is seen there, and on whose word."""

from datetime import date, timedelta

import pytest

from bot.app import App
from bot.messages import Button, Choices, Picture, Reply, Role
from bot.people import ledger
from bot.people.ledger import Row
from bot.pushes import outbox
from bot.quests import finishing
from bot.quests.boards.standings import top_of
from bot.quests.quests import Quests
from tests.quests.conftest import a_quest, a_step
from tests.quests.seen import again, begun
from tests.talk import Someone

TODAY = date(2026, 11, 23)


@pytest.fixture
def app(sqlite_app: App) -> App:
    with sqlite_app.store.write() as db:
        for name, parent in (("华东", ""), ("苏州", "华东"), ("华北", "")):
            sqlite_app.directory.add_team(db, name, parent)
    return sqlite_app


def earned(app: App, who: Someone, points: int, ago: int = 0) -> None:
    day = TODAY - timedelta(days=ago)
    with app.store.write() as db:
        ledger.add(db, Row(who.person.id, points, "step", "q/s", f"{who.person.id}:{ago}", day), app.clock())


def people(app: App, *points: int, team: str = "苏州") -> list[Someone]:
    found = [Someone(app, name, team=team) for name in "甲乙丙丁戊己"[: len(points)]]
    for who, earns in zip(found, points, strict=True):
        earned(app, who, earns)
    return found


def test_nobody_is_on_the_board_who_did_not_join(app: App) -> None:
    first, *others = people(app, 90, 70, 50, 30)
    assert "现在有 0 个" in first.say("榜单")
    for who in others:
        who.say("/board")
        who.press("加入榜单")
    text = first.say("/board")
    assert "乙" in text
    assert not {"甲", "丙", "丁"} & set(text)
    assert "你：90 分" in text


def test_joining_and_leaving_is_one_tap(app: App) -> None:
    found = people(app, 90, 70, 50)
    for who in found:
        who.say("/board")
        who.press("加入榜单")
    assert "1. 甲" in found[0].text + found[2].say("/board")
    found[0].press("退出榜单")
    assert "现在有 2 个" in found[0].text
    assert "甲" not in found[2].say("/board")


def test_who_gained_is_named_beside_who_has_most(app: App) -> None:
    found = people(app, 50, 40)
    third, fourth = (Someone(app, name, team="华东") for name in "丙丁")
    earned(app, found[0], 80, ago=40)
    for who in (*found, third, fourth):
        who.say("/board")
        who.press("加入榜单")
    text = found[0].say("/board")
    assert "1. 甲：50 分" in text
    assert "1. 乙：+40 分" in text
    assert "前 30 天是 80 分" in text
    assert "比前 30 天多 40 分" not in found[1].say("/board")


def test_another_tree_has_its_own_board(app: App) -> None:
    for who in people(app, 90, 70, 50):
        who.say("/board")
        who.press("加入榜单")
    stranger = Someone(app, "外人", team="华北")
    assert "甲" not in stranger.say("/board")
    assert "现在有 0 个" in stranger.text


def test_teams_of_three_are_compared_by_what_was_due(app: App) -> None:
    quest = a_quest([a_step("one"), a_step("two", day=2), a_step("late", day=90)])
    with app.store.write() as db:
        for name in ("杭州", "宁波"):
            app.directory.add_team(db, name, "华东")
    for n, team in enumerate(("苏州", "杭州", "宁波")):
        for who in [Someone(app, f"{team}{i}", team=team) for i in range(3)]:
            journey = begun(app, who.person, quest, app.clock(), TODAY - timedelta(days=20))
            with app.store.write() as db:
                for step in ("one", "two")[: 2 - n]:
                    finishing.finish(db, app.service(Quests), again(db, app, journey), quest.steps[step], app.clock(),
                                     evidence="")  # fmt: skip
    text = who.say("/board")
    assert "1. 苏州：100%，3 人" in text
    assert "杭州" not in text
    assert "宁波" not in text


@pytest.mark.parametrize(
    ("name", "top"), [("苏州", "华东"), ("华东", "华东"), ("nobody", "nobody"), ("a", "a"), ("b", "b")]
)
def test_the_top_of_a_tree(name: str, top: str) -> None:
    assert top_of([("华东", ""), ("苏州", "华东"), ("a", "b"), ("b", "a")], name) == top


# The certificate


def pressed(app: App, who: Someone, quest: str) -> str:
    """An old message's button."""
    button = Button("证书", "quests.certificate", {"quest": quest})
    with app.store.write() as db:
        app.tell(db, who.person.id, Reply((Choices((button,)),)), "quest", app.clock())
        [*_, message] = outbox.waiting(db, who.person.id, "web", 0)
    return who.press_at(message.token, 0)


def pictures(who: Someone) -> list[Picture]:
    return [part for part in who.reply.parts if isinstance(part, Picture)]


def test_a_certificate_is_ones_own_and_of_a_finished_quest(app: App) -> None:
    who, other, boss = Someone(app, "欧阳喆"), Someone(app, "别人"), Someone(app, "周敏", role=Role.ADMIN)
    quest = a_quest([a_step("one")], [a_step("two")])
    journey = begun(app, who.person, quest, app.clock())
    pressed(app, who, quest.id)
    assert pictures(who) == []
    assert "还没完成" in who.text
    with app.store.write() as db:
        finishing.finish(db, app.service(Quests), journey, quest.steps["one"], app.clock(), evidence="")
        finishing.waive(db, app.service(Quests), again(db, app, journey), quest.steps["two"], app.clock(),
                        by_id=boss.person.id, reason="holiday")  # fmt: skip
    pressed(app, who, quest.id)
    [picture] = pictures(who)
    assert "欧阳喆 完成了“小闯关”，2026年11月23日" in picture.alt
    assert "主管免做：第two步" in picture.alt
    pressed(app, other, quest.id)
    assert pictures(other) == []

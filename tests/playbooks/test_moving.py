"""A deal through its stages in chat: who may, what two taps do, what is only proposed, and who hears of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.messages import Picture, Role
from bot.playbooks import customers, deals
from bot.playbooks.log.world import world_of
from bot.playbooks.tables import (
    case_draft,
    contact,
    deal_action,
    lesson,
    playbook_override,
    stage_event,
    touch,
)
from bot.pushes import outbox as outgoing
from bot.pushes.outbox import outbox
from tests.conftest import StillClock
from tests.playbooks.conftest import advance, with_deals
from tests.playbooks.rows import called, rows
from tests.talk import Someone

GONE = "这个商机不归你"


def kept_by_source(app: App, number: int) -> None:
    with app.store.write() as db:
        deals.change(db, number, app.clock(), kept_by="source")


# Moving on


def go_on_anyway(rep: Someone) -> int:
    """Opens the deal's page and goes on with a reason; returns which message holds the form."""
    rep.say("/deal 华泵")
    rep.press("进入需求分析")
    rep.press("照样推进")
    form = len(rep.messages) - 1
    rep.press("推进商机", {"reason": "客户催着要"})
    return form


def test_two_taps_are_one_move(rep: Someone, clock: StillClock) -> None:
    form = go_on_anyway(rep)
    assert called(rep.app, "华泵").stage == "needs"
    clock.move(timedelta(minutes=1))
    rep.press_at(rep.messages[form].token, 0, {"reason": "客户催着要"})
    assert called(rep.app, "华泵").stage == "needs"
    (written,) = rows(rep.app, playbook_override)
    assert (written.stage, written.reason) == ("first-contact", "客户催着要")
    assert set(written.missing) == {"next_step", "pain"}
    assert [row.stage for row in rows(rep.app, stage_event) if row.deal_id == 1] == ["first-contact", "needs"]


def test_a_note_that_hints_further_ahead_asks_what_is_missing_there(rep: Someone) -> None:
    """Nobody jumps over a stage's conditions because a sentence said 合同."""
    rep.say("/log 今天拜访了华泵王建国，他要我们再降点价，下周三再去")
    rep.press("保存")
    rep.press("推进商机")
    assert "进“商务谈判”之前还差" in rep.text
    rep.press("照样推进")
    rep.press("推进商机", {"reason": "客户直接谈价"})
    assert called(rep.app, "华泵").at == "negotiation"


def test_a_must_do_is_done_once_and_only_in_its_stage(rep: Someone, clock: StillClock) -> None:
    rep.say("/deal 华泵")
    rep.press("做完：问出一件头疼事")
    form = rep.messages[-1].token
    rep.press_at(form, 0, {"output": "每月底盘点三天"})
    rep.press_at(form, 0, {"output": "again"})
    (done,) = rows(rep.app, deal_action)
    assert (done.stage, done.action, done.output) == ("first-contact", "pain", "每月底盘点三天")
    clock.move(timedelta(minutes=1))
    advance(rep.app, 1, "discovery")
    rep.press_at(form, 0, {"output": "late"})
    assert len(rows(rep.app, deal_action)) == 1


def test_where_the_crm_keeps_the_stage_it_is_only_proposed(rep: Someone) -> None:
    kept_by_source(rep.app, 1)
    go_on_anyway(rep)
    assert "CRM" in rep.text
    found = called(rep.app, "华泵")
    assert (found.stage, found.proposed) == ("first-contact", "needs")
    assert len([row for row in rows(rep.app, stage_event) if row.deal_id == 1]) == 1


# What a form changes


@pytest.mark.parametrize("amount", [123_456_789, 123_456_700, 35_600_000, 1, 100, 9_999_999_999_99])
def test_changing_the_day_changes_no_sum(rep: Someone, amount: int) -> None:
    with rep.app.store.write() as db:
        deals.change(db, 1, rep.app.clock(), amount=amount)
    rep.say("/deal 华泵")
    rep.press("改金额和日期")
    (form,) = rep.reply.actions()
    values = {field.name: field.value for field in form.fields}  # type: ignore[union-attr]
    rep.press("保存", values | {"expected": "2026-12-01"})
    found = called(rep.app, "华泵")
    assert (found.amount, str(found.expected_on)) == (amount, "2026-12-01")


def test_a_form_sent_twice_opens_one_deal(rep: Someone) -> None:
    rep.say("/deal")
    rep.press("新商机")
    form = rep.messages[-1].token
    values = {"customer": "苏州新客户", "title": "MES", "amount": "20万", "expected": ""}
    rep.press_at(form, 0, values)
    rep.press_at(form, 0, values)
    assert "开过" in rep.text
    assert called(rep.app, "苏州新客户").amount == 20_000_000


def test_a_person_sent_twice_is_one(rep: Someone) -> None:
    rep.say("/deal 华泵")
    rep.press("谁来定")
    assert "谁签字" in rep.text
    rep.press("王建国")
    assert [row.power for row in rows(rep.app, contact) if row.customer_id == 1] == [True]
    assert "谁签字" not in rep.text
    rep.press("加一个人")
    form = rep.messages[-1].token
    values = {"name": "赵敏", "title": "财务", "role": "finance", "power": "no", "stance": "for", "next_move": "约饭"}
    rep.press_at(form, 0, values)
    rep.press_at(form, 0, values | {"stance": "against"})
    (zhao,) = [row for row in rows(rep.app, contact) if row.name == "赵敏"]
    assert (zhao.role, zhao.stance, zhao.power) == ("finance", "against", False)


# Lost


def test_what_a_lost_deal_leaves(rep: Someone) -> None:
    """The last worry that was noted on the way is practised; the sentence waits for an editor."""
    rep.say("/log 今天拜访了华泵王建国，他说太贵了，周三演示")
    rep.press("保存")
    (noted,) = rows(rep.app, touch)
    rep.say("/deal 华泵")
    rep.press("丢单")
    rep.press("竞争对手")
    rep.say("去了用友，他们送了实施")
    found = called(rep.app, "华泵")
    assert (found.status, found.lost_reason, found.next_on) == ("lost", "competitor", None)
    (left,) = rows(rep.app, lesson)
    assert noted.objection
    assert (left.person_id, left.card) == (rep.person.id, noted.objection)
    (case,) = rows(rep.app, case_draft)
    assert (case.outcome, case.text, case.state) == ("lost", "去了用友，他们送了实施", "open")


@pytest.mark.parametrize(
    ("button", "card"),
    [("价格", "price-too-high"), ("功能", "missing-feature"), ("竞争对手", "chose-another"), ("其他", "not-now")],
)
def test_without_a_worry_the_reason_says_what_to_practise(rep: Someone, button: str, card: str) -> None:
    rep.say("/deal 华泵")
    rep.press("丢单")
    rep.press(button)
    assert [row.card for row in rows(rep.app, lesson)] == [card]
    rep.say("-")
    assert rows(rep.app, case_draft) == []


def test_a_deal_of_the_crm_is_lost_there_and_its_lesson_comes_once(rep: Someone) -> None:
    kept_by_source(rep.app, 1)
    rep.say("/deal 华泵")
    rep.press("丢单")
    buttons = rep.messages[-1].token
    rep.press_at(buttons, 0)
    rep.press_at(buttons, 0)
    assert "CRM" in rep.text
    assert called(rep.app, "华泵").is_open
    assert len(rows(rep.app, lesson)) == 1


# Won


@pytest.fixture
def team(sqlite_app: App) -> dict[str, Someone]:
    """East with two reps and a manager, its parent with a manager, and West."""
    with sqlite_app.store.write() as db:
        for name, parent in (("China", ""), ("East", "China"), ("West", "China")):
            sqlite_app.directory.add_team(db, name, parent)
    found = {"rep": with_deals(sqlite_app, "林悦", team="East")}
    for name, role, place in (
        ("mate", Role.REP, "East"), ("lead", Role.MANAGER, "East"), ("head", Role.MANAGER, "China"),
        ("west", Role.MANAGER, "West"), ("westrep", Role.REP, "West"), ("loose", Role.MANAGER, ""),
        ("admin", Role.ADMIN, ""), ("editor", Role.EDITOR, "East"),
    ):  # fmt: skip
        found[name] = Someone(sqlite_app, name, role=role, team=place)
    return found


def heard(app: App) -> set[str]:
    with app.store.read() as db:
        rows = db.execute(select(outbox.c.person_id).where(outbox.c.kind == "good_news"))
        names = {person.id: person.name for person in app.directory.everyone(db)}
        told = [names[row.person_id] for row in rows]
    assert len(told) == len(set(told)), "nobody hears of it twice"
    return set(told)


def sign(someone: Someone) -> None:
    """From the page of a deal that is in its last stage before the contract."""
    for button in ("赢单", "照样推进"):
        someone.press(button)
    someone.press("推进商机", {"reason": "客户今天就签"})
    someone.press("签了")


def test_the_team_hears_of_it_only_when_the_rep_agrees(team: dict[str, Someone]) -> None:
    rep = team["rep"]
    advance(rep.app, 1, "negotiation")
    rep.say("/deal 华泵")
    sign(rep)
    assert called(rep.app, "华泵").status == "won"
    assert [part.alt for part in rep.reply.parts if isinstance(part, Picture)]
    assert heard(rep.app) == set()
    announcement = rep.messages[-1]
    (index,) = [n for n, each in enumerate(announcement.reply.actions()) if each.action == "playbooks.tell"]
    rep.press_at(announcement.token, index)
    told = {"mate", "lead", "head", "editor"}
    assert heard(rep.app) == told
    rep.press_at(announcement.token, index)
    assert heard(rep.app) == told


def test_a_manager_who_signs_for_a_rep_announces_the_rep(team: dict[str, Someone]) -> None:
    rep, lead = team["rep"], team["lead"]
    advance(rep.app, 1, "negotiation")
    rep.say("/deal 华泵")
    with rep.app.store.write() as db:
        message = rep.messages[-1].reply
        shown = outgoing.put(db, message, person_id=lead.person.id, channel="web", now=rep.app.clock())
    index = [each.action for each in message.actions()].index("playbooks.advance")
    lead.press_at(shown.token, index)
    lead.press("照样推进")
    lead.press("推进商机", {"reason": "今天签"})
    lead.press("签了")
    assert "林悦" in lead.text
    lead.press("告诉团队")
    assert heard(rep.app) == {"林悦", "mate", "head", "editor"}


def test_a_deal_of_the_crm_is_won_there(rep: Someone) -> None:
    kept_by_source(rep.app, 1)
    advance(rep.app, 1, "negotiation")
    rep.say("/deal 华泵")
    sign(rep)
    found = called(rep.app, "华泵")
    assert (found.status, found.proposed) == ("open", "signed")
    assert "CRM" in rep.text


# Who may


MAY = {"rep": True, "mate": False, "lead": True, "head": True, "west": False, "westrep": False, "loose": False,
       "admin": True}  # fmt: skip


@pytest.mark.parametrize("who", MAY)
def test_who_may_work_on_a_deal(team: dict[str, Someone], who: str) -> None:
    """By a button of the deal's page, wherever they have it from."""
    rep, somebody = team["rep"], team[who]
    rep.say("/deal 华泵")
    with rep.app.store.write() as db:
        shown = outgoing.put(db, rep.reply, person_id=somebody.person.id, channel="web", now=rep.app.clock())
    for index, action in enumerate(rep.reply.actions()):
        said = somebody.press_at(shown.token, index)
        assert (GONE not in said) is MAY[who], action


def test_a_deal_that_went_to_somebody_else_is_closed_to_its_old_owner(team: dict[str, Someone]) -> None:
    rep = team["rep"]
    rep.say("/deal 华泵")
    with rep.app.store.write() as db:
        deals.change(db, 1, rep.app.clock(), owner_id=team["westrep"].person.id)
    assert GONE in rep.press("丢单")


# Which customers a note may mean


def test_a_note_never_means_another_teams_customer(team: dict[str, Someone]) -> None:
    """East's are East's; what nobody works on is everybody's."""
    app = team["rep"].app
    with app.store.write() as db:
        customers.find_or_add(db, "无主客户", app.clock())

    def world(who: str) -> dict[str, bool]:
        with app.store.read() as db:
            return {known.names[0]: known.mine for known in world_of(db, team[who].person, app.directory).customers}

    everything = {"华泵机械制造（苏州）有限公司", "Brightwell Foods Ltd", "无主客户"}
    assert world("rep") == {name: name != "无主客户" for name in everything}
    assert world("mate") == dict.fromkeys(everything, False)
    assert world("westrep") == {"无主客户": False}
    assert world("admin") == {"无主客户": False}
    team["westrep"].say("/log 今天拜访了华泵王建国，周三演示")
    assert "采购总监" not in team["westrep"].text
    assert not any("有限公司" in label for label in team["westrep"].labels)


def test_an_editor_has_no_deals(team: dict[str, Someone]) -> None:
    assert "这个你用不了" in team["editor"].say("/deal")


def test_a_deal_lost_by_mistake_is_open_again_as_it_was(rep: Someone) -> None:
    with rep.app.store.read() as db:
        before = deals.open_of(db, rep.person.id)[0]
    rep.say("/deal 华泵")
    rep.press("丢单")
    rep.press("价格")
    rep.say("-")
    rep.say("/deal 华泵")
    rep.press("点错了，重新打开")
    with rep.app.store.read() as db:
        after = deals.deal_by(db, before.id)
        assert db.execute(select(func.count()).select_from(lesson)).scalar_one() == 0
    assert after is not None
    assert (after.status, after.stage, after.stage_since, after.closed_at) == (
        "open",
        before.stage,
        before.stage_since,
        None,
    )


def test_another_teams_customer_is_not_joined_by_its_name(sqlite_app: App, rep: Someone) -> None:
    with sqlite_app.store.write() as db:
        sqlite_app.directory.add_team(db, "海外组")
    other = Someone(sqlite_app, "何川", team="海外组")
    other.say("/deal")
    other.press("新商机")
    other.press("建商机", {"customer": "华泵机械制造（苏州）有限公司", "title": "", "amount": "", "expected": ""})
    assert "先跟他们通个气" in other.text
    with sqlite_app.store.read() as db:
        assert deals.open_of(db, other.person.id) == []

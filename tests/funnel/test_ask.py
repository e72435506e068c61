"""/funnel in chat: who sees what, names where deals are few, rates where they are many."""

import pytest

from bot.app import App
from bot.messages import Facts, Picture, Role
from tests.funnel.test_rows import opened
from tests.talk import Someone

MANY = 40


@pytest.fixture
def people(sqlite_app: App) -> dict[str, Someone]:
    app = sqlite_app
    with app.store.write() as db:
        app.directory.add_team(db, "公司")
        app.directory.add_team(db, "华东组", "公司")
        app.directory.add_team(db, "海外组", "公司")
    return {
        "lin": Someone(app, "林依", team="华东组"),
        "bo": Someone(app, "王博", team="华东组"),
        "eve": Someone(app, "Eve", team="海外组", language="en"),
        "chief": Someone(app, "陈经理", role=Role.MANAGER, team="华东组"),
        "root": Someone(app, "Root", role=Role.ADMIN, language="en"),
    }


def facts(someone: Someone) -> dict[str, str]:
    return {label: value for part in someone.reply.parts if isinstance(part, Facts) for label, value in part.rows}


def test_few_deals_are_named_with_a_question(sqlite_app: App, people: dict[str, Someone]) -> None:
    for customer in ("甲", "乙", "丙"):
        opened(sqlite_app, people["lin"], customer, 40, "proposal")
    opened(sqlite_app, people["lin"], "丁", 4, "proposal")
    heard = people["lin"].say("漏斗")
    assert "3 单卡在方案超过 20 天：甲、乙、丙" in heard
    assert "先问：客户上次怎么说的" in heard
    assert "%" not in heard
    assert not any(isinstance(part, Picture) for part in people["lin"].reply.parts)


def test_many_deals_have_rates_a_picture_and_the_longest_by_name(
    sqlite_app: App, people: dict[str, Someone]
) -> None:  # fmt: skip
    for n in range(MANY):
        end = ("contract",) if n < 24 else ("lost",) if n < 36 else ()
        opened(sqlite_app, people["lin"], f"客户{n:02}", 40 if n < 36 else 20 + n, "proposal", *end)
    heard = people["lin"].say("漏斗 本季")
    rows = facts(people["lin"])
    assert rows["线索"].startswith("进入 36 · 到过 36 · 在谈 0 · 转下一阶段 0% (0/36)")
    assert "赢单率：67%（n=36，范围 50% 到 80%）" in heard
    assert "客户39：方案停了 58 天\n客户38：方案停了 57 天\n客户37" in heard
    assert any(isinstance(part, Picture) for part in people["lin"].reply.parts)
    assert "要有 30" not in heard
    assert "赢 ÷（赢 + 输）" in people["lin"].press("怎么算的")


def test_a_rep_sees_own_deals_and_of_the_team_only_sums(sqlite_app: App, people: dict[str, Someone]) -> None:
    opened(sqlite_app, people["lin"], "我的客户", 60)
    opened(sqlite_app, people["bo"], "别人的客户", 60)
    lin = people["lin"]
    assert "1 单：在谈 1" in lin.say("漏斗")
    team = lin.say("漏斗 团队")
    assert "华东组" in team
    assert "2 单：在谈 2" in team
    assert "我的客户" in team
    assert "别人的客户" not in team
    assert "王博" not in team
    about_bo = lin.say("漏斗 王博")
    assert "没看懂，或者这些商机里没有：王博" in about_bo
    assert "1 单" in about_bo
    assert "没看懂，或者这些商机里没有：海外组" in lin.say("漏斗 海外组")


def test_a_manager_sees_the_team_and_nobody_else(sqlite_app: App, people: dict[str, Someone]) -> None:
    opened(sqlite_app, people["bo"], "华东客户", 60)
    opened(sqlite_app, people["eve"], "Overseas customer", 60)
    chief = people["chief"]
    heard = chief.say("漏斗")
    assert "1 单" in heard
    assert "华东客户" in heard
    assert "1 单" in chief.say("漏斗 全公司")
    assert "海外组" in chief.say("漏斗 海外组")
    assert "Overseas customer" not in chief.text
    assert "王博" in chief.say("漏斗 王博")
    everything = people["root"].say("/funnel this quarter")
    assert "2 deals" in everything
    assert "Overseas customer" in everything
    assert "Overseas customer" in people["root"].say("/funnel 海外组")
    assert "华东客户" not in people["root"].text


def test_values_of_the_rows_narrow(sqlite_app: App, people: dict[str, Someone]) -> None:
    opened(sqlite_app, people["lin"], "甲", 60, region="华东", industry="manufacturing")
    opened(sqlite_app, people["lin"], "乙", 60, region="华南", industry="manufacturing")
    heard = people["lin"].say("漏斗 本月华东制造业")
    assert "华东 · manufacturing" in heard
    assert "1 单" in heard
    assert "乙" not in heard
    assert "这段时间没有商机" in people["lin"].say("漏斗 去年 华东")


def test_currencies_apart(sqlite_app: App, people: dict[str, Someone]) -> None:
    for n in range(2):
        opened(sqlite_app, people["lin"], f"A{n}", 9, "contract", amount=1_000_000_00)
    opened(sqlite_app, people["lin"], "B", 9, "contract", currency="USD", amount=5_00)
    heard = people["lin"].say("漏斗")
    assert "签约 ¥200万（n=2）" in heard
    assert "金额只算 CNY；其他币种的单：USD 1" in heard


def test_a_sum_of_one_colleague_is_not_shown_to_a_rep(sqlite_app: App, people: dict[str, Someone]) -> None:
    """Narrowed far enough, a team's sum would be one colleague's number."""
    for owner in ("lin", "bo"):
        opened(sqlite_app, people[owner], f"{owner}的客户", 9, "contract", region="华东")
    heard = people["lin"].say("漏斗 团队 华东")
    assert "做这类单的同事太少" in heard
    assert "签约 ¥100（n=1）" in heard
    assert "签约 ¥200（n=2）" in people["chief"].say("漏斗 团队 华东")
    third = Someone(sqlite_app, "周三", team="华东组")
    opened(sqlite_app, third, "三的客户", 9, "contract", region="华东")
    assert "签约 ¥300（n=3）" in people["lin"].say("漏斗 团队 华东")


def test_what_has_begun_today_is_compared_without_today(sqlite_app: App, people: dict[str, Someone]) -> None:
    """As in the morning message, whose numbers somebody will lay beside these."""
    for n in range(MANY):
        opened(sqlite_app, people["lin"], f"客户{n}", 120 + n, "lost")
        opened(sqlite_app, people["lin"], f"新客户{n}", 10, "lost")
    heard = people["lin"].say("漏斗")
    assert "对比 2026-07-02 – 2026-08-23" in heard


def test_what_is_not_understood_is_not_said_back_at_length(people: dict[str, Someone]) -> None:
    assert len(people["lin"].say("漏斗 " + "胡说八道" * 500)) < 300
    assert len(people["lin"].say("漏斗 " + "胡说 八道 " * 500)) < 300

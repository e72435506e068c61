"""Alerts as people meet them: lines in the morning, a list, answers that change one line and leave the rest."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.app import App
from bot.app.jobs import run_due
from bot.channels import plain
from bot.cli import main
from bot.features import Turn
from bot.funnel.alerts.history import dry_run
from bot.funnel.alerts.morning import lines
from bot.funnel.alerts.saying import DEAL
from bot.messages import Incoming, Reply
from bot.pushes import outbox
from bot.words import words
from tests.conftest import StillClock
from tests.funnel.team import Team
from tests.talk import Someone

DAY = timedelta(days=1)


def at(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 2, tzinfo=UTC)


@pytest.fixture
def team(sqlite_app: App) -> Team:
    return Team(sqlite_app)


def morning(team: Team, who: Someone) -> list[str]:
    """Puts the lines of the morning before somebody, as a message of their own; what they read."""
    app = team.app
    with app.store.write() as db:
        said = words(who.person.language)
        turn = Turn(Incoming("", "", ""), who.person, app.clock(), said, db, app)
        reply = Reply(tuple(part for line in lines(turn) for part in line.parts))
        if not reply.parts:
            return []
        who.messages.append(outbox.put(db, reply, person_id=who.person.id, channel="web", now=app.clock()))
    return plain.render(reply, said).split("\n")


def test_at_most_three_deals_the_worst_first_each_with_number_and_date(team: Team) -> None:
    for customer, amount, day in (
        ("小单", 10_000, 9),
        ("华泵", 356_000, 16),
        ("北泵", 300_000, 9),
        ("南泵", 100_000, 9),
    ):
        team.deal(team.lin, customer, "proposal", touched=at(day), amount=amount)
    team.look()
    shown = [line for line in morning(team, team.lin) if "工作日" in line]
    assert shown == [
        "北泵（¥30万）：9 个工作日没有联系记录，上次是 11月9日 周一。",
        "华泵（¥35.6万）：4 个工作日没有联系记录，上次是 11月16日 周一。",
        "南泵（¥10万）：9 个工作日没有联系记录，上次是 11月9日 周一。",
    ]


def test_in_english_for_whoever_reads_english(team: Team) -> None:
    team.deal(team.mei, "Hua Pump", "proposal", touched=at(16), amount=356_000)
    team.look()
    shown = morning(team, team.mei)
    assert "Hua Pump (¥356k): no contact noted for 4 working days, the last was on Mon 16 Nov." in shown
    assert "Whom is the customer waiting for: you, or somebody of their own?" in shown


def test_one_line_a_deal(team: Team) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(9), since=at(1, 9))
    team.look()
    assert sorted(rule for rule, *_ in team.cases()) == ["quiet-deal", "too-long"]
    assert len([line for line in morning(team, team.lin) if "华泵" in line]) == 1


def test_answers_change_their_line_and_leave_the_others(team: Team) -> None:
    for n, customer in enumerate(("甲厂", "乙厂", "丙厂")):
        team.deal(team.lin, customer, "proposal", touched=at(9), amount=300_000 - n)
    team.look()
    morning(team, team.lin)
    team.lin.press_at(team.lin.messages[-1].token, 1)
    assert team.lin.messages[-1].edits
    assert team.lin.text.count("已看。") == 1
    assert [name in team.lin.text for name in ("甲厂", "乙厂", "丙厂")] == [True] * 3
    assert team.lin.labels.count("知道了") == 2
    team.lin.press("先放放")
    assert team.lin.labels[:4] == ["明天", "三天后", "下周一", "返回"]
    team.lin.press("返回")
    assert team.lin.labels[:4] == ["记一次联系", "知道了", "先放放", "没事，因为……"]
    team.lin.press("先放放")
    team.lin.press("下周一")
    assert "放到 2026-11-30。" in team.lin.text
    assert team.lin.labels.count("知道了") == 1
    assert [name for name in ("甲厂", "乙厂", "丙厂") if name in "".join(morning(team, team.lin))] == ["丙厂"]


def test_two_taps_on_the_same_message_lose_no_answer(team: Team) -> None:
    """The second one comes before the edit is seen, so it carries the first message's token."""
    for customer in ("甲厂", "乙厂"):
        team.deal(team.lin, customer, "proposal", touched=at(9))
    team.look()
    morning(team, team.lin)
    token = team.lin.messages[-1].token
    team.lin.press_at(token, 1)
    team.lin.press_at(token, 5)
    assert team.lin.text.count("已看。") == 2


def test_put_off_until_a_day(team: Team) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(16), amount=None)
    team.look()
    morning(team, team.lin)
    team.lin.press("先放放")
    team.lin.press("明天")
    assert morning(team, team.lin) == []
    team.app.clock.move(DAY)  # type: ignore[attr-defined]
    assert "华泵：5 个工作日没有联系记录，上次是 11月16日 周一。" in morning(team, team.lin)


def test_no_problem_because(team: Team) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(16))
    team.look()
    morning(team, team.lin)
    assert "一句话" in team.lin.press("没事，因为……")
    assert "2026-12-23 之前不再提" in team.lin.say("客户在走招标，月底前不能见")
    assert "没有要特别看的" in team.lin.say("预警")
    team.look(2 * DAY)
    assert [case[3] for case in team.cases()] == ["dismissed"]
    assert "又打开了" in team.lin.press("还是得管")
    assert "华泵" in team.lin.say("预警")


def test_only_whoever_is_to_act_says_that_it_is_no_problem(team: Team) -> None:
    team.deal(team.lin, "大客户", "negotiation", touched=at(22), amount=600_000, since=at(22))
    team.look()
    team.manager.say("预警")
    assert "大单 大客户（¥60万、Lin） 在 昨天 进入“商务谈判”。" in team.manager.text
    assert team.manager.labels == ["看商机", "知道了", "先放放", "有哪些规则"]
    team.mei.say("/alerts")
    assert "Nothing needs a look." in plain.render(team.mei.reply, words("en"))


def test_a_message_of_its_own_can_be_answered_and_does_not_come_again(team: Team) -> None:
    team.deal(team.lin, "大客户", "negotiation", touched=at(22), amount=600_000, since=at(22))
    team.look()
    with team.app.store.read() as db:
        team.lin.messages += outbox.waiting(db, team.lin.person.id, "web", 0)
    assert "大单 大客户（¥60万） 在 昨天 进入“商务谈判”。" in team.lin.text
    assert morning(team, team.lin) == []
    assert "已看。" in team.lin.press("知道了")


def test_a_manager_sees_the_teams_cases_and_a_rep_only_their_own(team: Team) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(16))
    team.deal(team.mei, "北泵", "proposal", touched=at(16))
    team.look()
    assert "· 北泵（¥10万、Mei）" in team.manager.say("预警")
    assert "· 华泵（¥10万、Lin）" in team.manager.text
    assert "北泵" in team.director.say("预警")
    assert "北泵" not in team.lin.say("预警")


def test_a_contact_noted_a_minute_ago_is_no_false_alarm(team: Team, clock: StillClock) -> None:
    quiet = team.deal(team.lin, "华泵", "proposal", touched=at(16))
    team.look()
    team.change(quiet, touched_at=clock())
    assert morning(team, team.lin) == []


def test_the_next_action_is_offered_where_there_is_one(team: Team) -> None:
    team.deal(team.lin, "新线索", "lead", touched=None, since=at(18))
    team.look()
    team.lin.say("预警")
    assert team.lin.labels[0] == "看这张卡"
    assert "第一" in team.lin.press("看这张卡") or "[1]" in team.lin.text
    assert DEAL not in {action.action for action in team.lin.reply.actions()} or team.app.routes.by_action[DEAL]


# Rules and dry runs


def test_a_manager_tries_a_rule_on_the_past(team: Team) -> None:
    for customer, day in (("华泵", 2), ("北泵", 9)):
        team.deal(team.lin, customer, "proposal", touched=at(day), since=at(1, 10))
    team.manager.say("预警")
    team.manager.press("有哪些规则")
    assert "没有联系记录（工作日）：线索 14、需求 7、方案 3、谈判 3；大单 3 → 负责人" in team.manager.text
    team.manager.press("过去 30 天会怎样")
    run_due(team.app)
    with team.app.store.read() as db:
        team.manager.messages += outbox.waiting(db, team.manager.person.id, "web", team.manager.messages[-1].id)
    assert team.manager.text == "商机没人跟：过去 30 天会提醒 4 次，涉及 1 人。"
    assert team.cases() == [], "a dry run writes nothing"


def test_the_past_is_what_it_was(team: Team) -> None:
    """A step ahead kept it silent up to 4 November; then level 1, and level 3 once the record was stale."""
    deal = team.deal(team.lin, "华泵", "proposal", touched=at(26, 10), since=at(1, 10))
    team.step(team.lin, deal, at(4).date(), made_at=at(20, 10), done_at=at(5))
    with team.app.store.read() as db:
        known = team.app.alerts.known(db, team.app.clock())
        everybody, rule = frozenset(known.org.members), known.rules["quiet-deal"]
        found = dry_run(db, rule, known, 60, everybody)
        assert (found.fired, found.people, found.most) == (2, 1, 2)
        assert dry_run(db, rule, known, 60, frozenset({team.mei.person.id})).fired == 0
        team_only = dry_run(db, known.rules["margin-low"], known, 60, everybody)
    assert team_only.fired == 0


def test_the_verb_says_the_same(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    team.deal(team.lin, "华泵", "proposal", touched=at(2), since=at(1, 10))
    monkeypatch.setenv("DATABASE_URL", team.app.settings.database_url)
    run = CliRunner().invoke(main, ["alerts", "dry-run", "quiet-deals"])
    assert run.exit_code == 1
    assert "Did you mean 'quiet-deal'?" in run.output
    run = CliRunner().invoke(main, ["alerts", "dry-run", "conversion-drop"])
    assert run.exit_code == 1
    run = CliRunner().invoke(main, ["alerts", "dry-run", "quiet-deal", "--days", "3", "--json"])
    assert run.exit_code == 0, run.output
    assert '"rule": "quiet-deal"' in run.output


# Tasks


def test_tasks_due_first_done_and_not_done(team: Team) -> None:
    deal = team.deal(team.lin, "华泵", "proposal", touched=at(20))
    team.step(team.lin, None, None, "整理名片", kind="other")
    team.step(team.lin, deal, at(25).date(), "演示")
    team.step(team.lin, None, at(20).date(), "交周报", kind="other")
    assert "3 件待办" in team.lin.say("待办")
    lines = team.lin.text.split("\n")
    shown = [line for line in lines if any(word in line for word in ("演示", "周报", "名片"))]
    assert [line.strip() for line in shown] == [
        "交周报（原定11月20日 周五）",
        "华泵：演示 · 11月25日 周三",
        "整理名片",
    ]
    team.lin.press("完成")
    assert team.lin.labels == ["✓ 撤销：其实没做完", "完成", "完成"]
    team.lin.press("✓ 撤销：其实没做完")
    assert team.lin.labels == ["完成"] * 3
    team.lin.press("完成")
    assert "2 件待办" in team.lin.say("待办")
    assert team.mei.say("/tasks") == "Nothing to do."


def test_nobody_finishes_somebody_elses_task(team: Team) -> None:
    team.step(team.lin, None, at(25).date(), "演示")
    team.lin.say("待办")
    token = team.lin.messages[-1].token
    team.mei.press_at(token, 0)
    assert "1 件待办" in team.lin.say("待办")

"""The morning message: its numbers counted by hand, one thing first, and only what is more than chance told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import App
from bot.app.mornings import message
from bot.funnel.morning import verdict
from bot.funnel.morning.team import elapsed, is_week_start
from bot.messages import Choices, Reply, Role, Text
from bot.playbooks import deals
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import task
from bot.pushes.rhythm import Rhythm
from bot.signals import Period, Rate, compare
from bot.words import words
from tests.conftest import NOW, StillClock
from tests.playbooks.conftest import with_deals
from tests.talk import Someone

MONDAY = NOW
SHANGHAI = Rhythm("Asia/Shanghai")
QUARTER, BEFORE = Period(MONDAY.date(), MONDAY.date()), Period(MONDAY.date(), MONDAY.date())


def morning(app: App, somebody: Someone) -> Reply | None:
    with app.store.write() as db:
        return message(app, db, somebody.person)


def text_of(reply: Reply | None) -> str:
    return "\n".join(part.text for part in reply.parts if isinstance(part, Text)) if reply else ""


@pytest.fixture
def rep(sqlite_app: App) -> Someone:
    with sqlite_app.store.write() as db:
        sqlite_app.directory.add_team(db, "华东组")
    return with_deals(sqlite_app, "林悦", team="华东组")


def test_what_is_open_and_what_it_is_worth(sqlite_app: App, rep: Someone) -> None:
    assert "在手 3 单，¥47.6万。" in text_of(morning(sqlite_app, rep))  # 35.6 + 12, and one without an amount


def test_whoever_has_no_deals_is_left_in_peace(sqlite_app: App) -> None:
    assert morning(sqlite_app, Someone(sqlite_app, "Ann")) is None


def test_what_was_signed_this_month_and_moved_since_friday(sqlite_app: App, clock: StillClock) -> None:
    clock.now = datetime(2026, 11, 10, 3, tzinfo=UTC)
    rep = with_deals(sqlite_app, "林悦")
    clock.now = datetime(2026, 11, 20, 3, tzinfo=UTC)  # Friday
    with sqlite_app.store.write() as db:
        mine = deals.open_of(db, rep.person.id)
        book = sqlite_app.service(Playbooks).default()
        deals.close(db, mine[0], "won", clock.now)
        deals.move(db, mine[1], book.stages[1], clock.now)
    clock.now = MONDAY
    said = text_of(morning(sqlite_app, rep))
    assert "在手 2 单，¥12万；本月签了 1 单，¥35.6万。" in said
    assert "11月20日 周五以来：" in said
    assert "· 签下 华泵机械制造 ¥35.6万" in said
    assert "· Brightwell Foods 进了“需求分析”" in said


def test_it_ends_with_one_thing_and_its_buttons(sqlite_app: App, rep: Someone) -> None:
    """Of three deals one is due today: it comes first, and each deal is named once."""
    with sqlite_app.store.write() as db:
        mine = deals.open_of(db, rep.person.id)
        db.execute(task.insert().values(
            owner_id=rep.person.id, deal_id=mine[1].id, touch_id=None, kind="next_step", title="演示", department="",
            due_on=MONDAY.date(), made_at=MONDAY, done_at=None, dropped_at=None, made_by=None,
        ))  # fmt: skip
    reply = morning(sqlite_app, rep)
    assert reply is not None
    last = reply.parts[-1]
    assert isinstance(last, Choices)
    assert {button.args.get("deal") for button in last.buttons} == {str(mine[1].id)}
    said = text_of(reply)
    assert "先做：Brightwell Foods：今天演示" in said
    assert sum(isinstance(part, Choices) for part in reply.parts) == 1
    assert said.count("还没定下一步") == 1


def test_a_managers_team_against_its_target(sqlite_app: App, rep: Someone, clock: StillClock) -> None:
    from bot.funnel.tables import figure

    with sqlite_app.store.write() as db:
        deals.close(db, deals.open_of(db, rep.person.id)[0], "won", clock.now)
        db.execute(figure.insert().values(
            month="2026-11", team="华东组", currency="CNY", target=71_200_000, marketing_cost=None, sales_cost=None,
            new_customers=None, gross_margin=None, receivable=None, collected=None,
        ))  # fmt: skip
    manager = Someone(sqlite_app, "周岚", role=Role.MANAGER, team="华东组")
    said = text_of(morning(sqlite_app, manager))
    assert "华东组：在手 2 单，¥12万。" in said
    assert "本月签了 1 单，¥35.6万，目标 ¥71.2万：完成 50%，工作日过了 71%。" in said  # 15 of 21 working days are over


def test_a_manager_of_another_team_reads_nothing_of_it(sqlite_app: App, rep: Someone) -> None:
    with sqlite_app.store.write() as db:
        sqlite_app.directory.add_team(db, "海外组")
    assert morning(sqlite_app, Someone(sqlite_app, "周岚", role=Role.MANAGER, team="海外组")) is None


@pytest.mark.parametrize(
    ("day", "share"), [("2026-11-02", 0.0), ("2026-11-23", 15 / 21), ("2026-11-30", 20 / 21), ("2026-10-08", 0.0)]
)
def test_the_share_of_the_months_working_days(day: str, share: float) -> None:
    """October begins with a holiday up to the 7th."""
    assert elapsed(SHANGHAI, datetime.fromisoformat(day).date()) == pytest.approx(share)


def test_the_first_working_day_of_a_week() -> None:
    monday = MONDAY.date()
    assert is_week_start(SHANGHAI, monday)
    assert not is_week_start(SHANGHAI, monday + timedelta(days=1))
    assert is_week_start(SHANGHAI, date(2026, 10, 8))  # Thursday after the holidays


@pytest.mark.parametrize(
    ("before", "now", "has", "hasnt"),
    [
        ((4, 10), (5, 9), "单数太少", "%"),
        ((28, 50), (30, 52), "正常波动", "真的变了"),
        ((95, 150), (68, 150), "真的变了", "正常波动"),
    ],
)
def test_a_number_never_comes_without_its_counts(
    before: tuple[int, int], now: tuple[int, int], has: str, hasnt: str
) -> None:
    finding = compare(Rate(*before, BEFORE), Rate(*now, QUARTER))
    said = verdict.sentence(words("zh"), verdict.WIN_RATE, finding)
    assert has in said
    assert hasnt not in said
    assert f"{now[0]}/{now[1]}" in said
    assert f"{before[0]}/{before[1]}" in said

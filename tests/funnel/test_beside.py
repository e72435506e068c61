"""Beside the funnel: weeks counted by hand, products, what each did."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import App
from bot.funnel import beside
from bot.funnel.scope import EVERYTHING
from bot.messages import Facts, Picture, Role, Text
from bot.playbooks import deals
from tests.conftest import StillClock
from tests.playbooks.conftest import with_deals
from tests.talk import Someone

MONDAY = date(2026, 11, 23)


@pytest.fixture
def closed(sqlite_app: App, clock: StillClock) -> App:
    """Three deals a week for 14 weeks, one of them won, and in the last week all three."""
    first = datetime(2026, 8, 17, 2, tzinfo=UTC)
    for week in range(14):
        clock.now = first + timedelta(weeks=week)
        rep = with_deals(sqlite_app, f"Rep {week}")
        with sqlite_app.store.write() as db:
            for n, deal in enumerate(deals.open_of(db, rep.person.id)):
                won = n == 0 or week == 13
                deals.close(db, deal, "won" if won else "lost", clock.now, product="ERP" if n == 0 else "MES")
    clock.now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    return sqlite_app


def test_each_week_has_what_closed_in_it(closed: App) -> None:
    with closed.store.read() as db:
        rates = beside.weekly(db, closed.settings, EVERYTHING, MONDAY, "Asia/Shanghai")
    assert len(rates) == beside.WEEKS
    assert [(rate.hits, rate.n) for rate in rates[-14:]] == [(1, 3)] * 13 + [(3, 3)]
    assert {rate.n for rate in rates[:-14]} == {0}
    assert rates[-1].period.start == date(2026, 11, 16)


def test_a_week_beyond_its_range_is_named(closed: App) -> None:
    """Thirteen equal weeks have no variation at all, so the one that differs stands out."""
    boss = Someone(closed, "周岚", role=Role.ADMIN)
    boss.say("/funnel 今年")
    boss.press("看走势")
    picture = next(part for part in boss.reply.parts if isinstance(part, Picture))
    assert "2026-11-16 · 3/3 · 高于正常范围" in boss.text
    assert picture.alt


def test_what_was_signed_by_product(closed: App) -> None:
    boss = Someone(closed, "周岚", role=Role.ADMIN)
    boss.say("/funnel 今年")
    boss.press("按产品")
    facts = next(part for part in boss.reply.parts if isinstance(part, Facts))
    assert facts.rows == (("ERP", "¥498.4万 (n=14)"), ("MES", "¥12万 (n=1)"))  # 14 × 35.6; of the last week 12


def test_few_weeks_are_no_range(sqlite_app: App) -> None:
    with sqlite_app.store.read() as db:
        from bot.words import words

        (part,) = beside.trend(words("en"), db, sqlite_app.settings, EVERYTHING, "x", MONDAY, "UTC")
    assert isinstance(part, Text)
    assert "12 are needed" in part.text


def test_a_rep_is_shown_nobody_elses_activity(closed: App) -> None:
    rep = Someone(closed, "林悦")
    rep.say("/funnel 今年")
    assert "动作和结果" not in rep.labels

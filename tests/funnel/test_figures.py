"""How deals end and what they are worth, counted by hand."""

import pytest

from bot.funnel.metrics import books, closing, cuts, money
from bot.funnel.metrics.books import Buyer, Month
from bot.funnel.metrics.cuts import Profile, Touched
from bot.funnel.metrics.figure import Figure, interval
from bot.funnel.metrics.journeys import SIX
from bot.signals import Period
from tests.funnel.hand import D0, day, journey, span

PERIOD = span(0, 60)


def deal(id: int, end: str = "", at: float = 0, **more: object):  # type: ignore[no-untyped-def]
    steps = [("lead", 0), *([(end, at)] if end else [])]
    return journey(id, *steps, path=SIX, **{"currency": "CNY", "owner": "Lin", "sector": "pumps", **more})


DEALS = (
    deal(1, "won", 10, amount=90_000, list_amount=100_000, region="East"),
    deal(2, "won", 20, amount=450_000, list_amount=600_000, owner="Bo", region="West"),
    deal(3, "lost", 30, amount=70_000, lost_reason="price"),
    deal(4, "lost", 40, lost_reason=""),
    deal(5, "won", 50, amount=10_000, currency="USD", sector=""),
    deal(6, amount=1),
    deal(7, "lost", 70, lost_reason="price"),  # after the period
)


def test_how_they_end() -> None:
    assert closing.win_rate(DEALS, PERIOD) == Figure(3 / 5, 5, "win_rate")
    assert closing.cycle_mean(DEALS, PERIOD).value == 30
    assert closing.cycle_median(DEALS, PERIOD).value == 30
    assert closing.lost_reasons(DEALS, PERIOD) == {"price": 1, closing.NO_REASON: 1}


def test_open_deals_make_the_cycle_longer() -> None:
    """7 deals: after 30 days 4/7 are open, after 40 3/7."""
    assert closing.cycle_censored(DEALS, PERIOD, day(60)).value == 40
    assert closing.cycle_censored([deal(1), deal(2), deal(3, "won", 9)], PERIOD, day(20)).value is None


def test_without_data_there_is_a_reason() -> None:
    for figure in (
        closing.win_rate([], PERIOD), closing.cycle_mean([], PERIOD), closing.cycle_censored([], PERIOD, day(1)),
        money.won_value([], PERIOD, "CNY"), money.size_mean([], PERIOD, "CNY"), money.discount_mean([], PERIOD, "CNY"),
        money.discount_weighted([], PERIOD, "CNY"), books.cac([]), books.clv([], Figure(None, 0, "")), books.target([]),
        books.collection_rate([]), books.gross_margin([]), cuts.response_days([], PERIOD),
        cuts.outside_profile(DEALS, PERIOD, Profile()), closing.velocity(0, *[Figure(1, 1, "")] * 3),
    ):  # fmt: skip
        assert figure.value is None
        assert figure.note


def test_currencies_are_never_added_up() -> None:
    assert money.currencies(DEALS) == [("CNY", 4), ("USD", 1)]
    assert money.won_value(DEALS, PERIOD, "CNY") == Figure(540_000, 2, "won_value")
    assert money.won_value(DEALS, PERIOD, "USD") == Figure(10_000, 1, "won_value")
    assert money.size_mean(DEALS, PERIOD, "CNY").value == money.size_median(DEALS, PERIOD, "CNY").value == 270_000


def test_a_discount_by_deal_and_by_value() -> None:
    assert money.discount_mean(DEALS, PERIOD, "CNY").value == pytest.approx((0.1 + 0.25) / 2)
    assert money.discount_weighted(DEALS, PERIOD, "CNY").value == pytest.approx(1 - 540 / 700)


def test_velocity() -> None:
    figures = Figure(200, 2, "deal_size"), Figure(0.5, 4, "win_rate"), Figure(20, 4, "cycle")
    assert closing.velocity(6, *figures).value == 30


MONTHS = (
    Month("2026-09", "CNY", 10_000, 20_000, 3, 0.30, 50_000, 40_000, 100_000),
    Month("2026-10", "CNY", None, 10_000, 1, 0.40, 50_000, None, 200_000),
)


def test_the_books() -> None:
    assert books.cac(MONTHS) == Figure(10_000, 2, "cac")  # (30,000 + 10,000) / 4
    assert books.collection_rate(MONTHS) == Figure(0.8, 1, "collection_rate")  # October says nothing of it
    assert books.gross_margin(MONTHS).value == pytest.approx(0.35)
    goal = books.target(MONTHS)
    assert goal.value == 300_000
    assert books.attainment(money.won_value(DEALS, PERIOD, "CNY"), goal).value == pytest.approx(1.8)


def test_what_a_customer_is_worth() -> None:
    """One bought 4,000 over two years, one 1,000 once: 1,500 a year × 1.5 years × 40 %."""
    buyers = [Buyer(D0, day(2 * 365.25), 4_000, 3), Buyer(D0, D0, 1_000, 1)]
    assert books.clv(buyers, Figure(0.4, 1, "gross_margin")).value == pytest.approx(900)
    assert books.clv(buyers[1:], Figure(0.4, 1, "gross_margin")).note == books.NO_BUYER_TWICE


def test_cuts() -> None:
    rows = [(one.name, one.won, one.closed) for one in cuts.cut(DEALS, "owner", PERIOD)]
    assert rows == [("Lin", 2, 4), ("Bo", 1, 1)]
    assert [(one.name, one.won) for one in cuts.cut(DEALS, "region", PERIOD)] == [("", 1), ("East", 1), ("West", 1)]


def test_outside_the_target_profile() -> None:
    """Deal 5 says neither sector nor region, so nobody can judge it."""
    figure = cuts.outside_profile(DEALS, PERIOD, Profile(("Pumps",), ("east",)))
    assert (figure.value, figure.n) == (0.5, 2)


def test_the_first_response() -> None:
    deals = [deal(1, touched_at=day(1)), deal(2, touched_at=day(4)), deal(3), deal(4, touched_at=day(-1))]
    assert (cuts.response_days(deals, PERIOD).value, cuts.response_days(deals, PERIOD).n) == (1, 3)


def test_activity_beside_its_result() -> None:
    touches = [
        Touched(day(1), "visit", True, "Lin"), Touched(day(2), "visit", False, "Lin"),
        Touched(day(3), "demo", True, "Lin"), Touched(day(90), "visit", True, "Lin"),
    ]  # fmt: skip
    offered = journey(9, ("lead", 0), ("proposal", 5), path=SIX, owner="Ann", currency="CNY")
    found = {a.owner: a for a in cuts.activity([*DEALS, offered], touches, PERIOD, "CNY", 2)}
    lin, bo, ann = found["Lin"], found["Bo"], found["Ann"]
    assert (lin.visits, lin.effective, lin.demos, lin.proposals, lin.signed) == (2, 1, 1, 0, 90_000)
    assert (bo.visits, bo.signed, ann.proposals, ann.signed) == (0, 450_000, 1, 0)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (50, 50, 0.9287, 1)]
)
def test_the_range_of_a_rate(hits: int, n: int, low: float, high: float) -> None:
    period = Period(D0.date(), D0.date())
    assert interval(Figure(hits / n, n, ""), period) == pytest.approx((low, high), abs=1e-4)

"""Limits from a series' own variation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.signals import Chart, Count, Mean, Period, Rate, laney, xmr


def week(at: int) -> Period:
    start = date(2026, 1, 5) + timedelta(weeks=at)
    return Period(start, start + timedelta(days=6))


def values(*numbers: float) -> list[Mean]:
    return [Mean(value, 30, week(at)) for at, value in enumerate(numbers)]


def charted(found: Chart | None) -> Chart:
    assert found is not None
    return found


def test_limits_by_hand() -> None:
    """Moving ranges 2, 2, …, 2: the centre 11, the limits 11 ± 2.66 · 2."""
    chart = charted(xmr(values(*[10, 12] * 6)))
    assert (chart.n, chart.centre) == (12, 11)
    assert (chart.points[0].low, chart.points[0].high) == pytest.approx((5.68, 16.32), abs=0.001)
    assert (chart.outside, chart.runs) == ((), ())


def test_a_point_outside() -> None:
    chart = charted(xmr(values(*[10, 11] * 6, 20)))
    assert chart.outside == (12,)
    assert chart.points[12].of.period == week(12)


@pytest.mark.parametrize(("last", "runs"), [(7, ()), (8, (range(12, 20),)), (10, (range(12, 22),))])
def test_eight_on_one_side(last: int, runs: tuple[range, ...]) -> None:
    assert charted(xmr(values(*[14, 5] * 6, *[11, 12] * 5)[: 12 + last])).runs == runs


def test_under_twelve_no_limits() -> None:
    assert xmr(values(*range(11))) is None
    assert xmr([*values(*range(11)), Mean(None, 0, week(11))]) is None
    assert laney([Rate(1, 2, week(at)) for at in range(11)] + [Rate(0, 0, week(11))]) is None


def test_counts_have_charts_too() -> None:
    assert charted(xmr([Count(n, week(n)) for n in range(12)])).centre == 5.5


def test_laney_by_hand() -> None:
    """p̄ = .5, σ = .05, z = ±1, σ_z = 2 / 1.128: limits .5 ± 3 · .05 · 1.773; of a quarter of the deals twice as far."""
    weeks = [Rate(hits, 100, week(at)) for at, hits in enumerate([45, 55] * 6)]
    chart = charted(laney(weeks))
    assert (chart.points[0].low, chart.points[0].high) == pytest.approx((0.5 - 0.26596, 0.5 + 0.26596), abs=1e-4)
    assert chart.outside == ()
    chart = charted(laney([*weeks[:-1], Rate(12, 24, week(11))]))
    assert chart.points[11].high - chart.centre == pytest.approx(
        (chart.points[0].high - chart.centre) * (100 / 24) ** 0.5, abs=0.02
    )


def test_laney_is_a_p_chart_where_only_chance_varies() -> None:
    """A fall far beyond chance is outside, and limits stay between 0 and 1."""
    weeks = [Rate(hits, 50, week(at)) for at, hits in enumerate([44, 46, 45, 47, 44, 46] * 3)]
    chart = charted(laney([*weeks, Rate(20, 50, week(18))]))
    assert chart.outside == (18,)
    assert all(0 <= point.low <= point.high <= 1 for point in chart.points)


def test_weeks_without_deals_have_no_point() -> None:
    weeks = [Rate(at % 3, 3, week(at)) for at in range(12)]
    chart = charted(laney([*weeks[:5], Rate(0, 0, week(50)), *weeks[5:]]))
    assert chart.n == 12
    assert week(50) not in {point.of.period for point in chart.points}


@given(st.floats(-1e6, 1e6), st.integers(12, 40))
def test_a_series_that_never_moves_shows_nothing(value: float, n: int) -> None:
    chart = charted(xmr(values(*[value] * n)))
    assert (chart.outside, chart.runs) == ((), ())


@given(st.integers(1, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(12, 40))
def test_a_rate_that_never_moves_shows_nothing(rate: tuple[int, int], n: int) -> None:
    chart = charted(laney([Rate(*rate, week(at)) for at in range(n)]))
    assert (chart.outside, chart.runs) == ((), ())

"""Rates and means: rare false signals, planted changes found, and findings that hang together."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from benchmarks.signals import TRUE_RATE, exact, planted, share, sizes, weeks
from bot.signals import LEAST, Change, Finding, Period, Rate, Sample, compare, compare_means, kept, standing

JULY, OCTOBER = Period(date(2026, 7, 1), date(2026, 7, 31)), Period(date(2026, 10, 1), date(2026, 10, 31))

counts = st.integers(LEAST, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
amounts = st.lists(st.floats(0, 1e7), min_size=LEAST, max_size=35)


def change(finding: Finding) -> Change:
    assert finding.change is not None
    return finding.change


def rates(before: tuple[int, int], now: tuple[int, int]) -> Finding:
    return compare(Rate(*before, JULY), Rate(*now, OCTOBER))


def means(before: Any, now: Any) -> Finding:
    return compare_means(Sample(before, JULY), Sample(now, OCTOBER))


# Rates


def test_planted_fall_is_found() -> None:
    found = planted()
    assert found.verdict == "signal"
    assert change(found).drop == pytest.approx(0.99915, abs=1e-5)
    assert (found.before.value, found.now.value) == (95 / 150, 68 / 150)


@pytest.mark.parametrize(("n", "least"), [(20, LEAST), (20, 20), (150, LEAST)])
def test_quiet_weeks_seldom_show_a_signal(n: int, least: int) -> None:
    assert share(weeks(n, TRUE_RATE, least), trials=400, seed=7) <= 0.05


def test_quiet_weeks_over_all_that_can_happen() -> None:
    assert 0.01 < exact(20) <= 0.04


def test_interval_against_the_published_one() -> None:
    """Newcombe 1998, table II: 56/70 − 48/80, method 10."""
    found = change(rates((48, 80), (56, 70)))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@given(counts, counts)
@settings(max_examples=50, deadline=None)
def test_drop_is_that_of_two_beta_posteriors(before: tuple[int, int], now: tuple[int, int]) -> None:
    earlier, later = (beta(hits + 0.5, n - hits + 0.5) for hits, n in (before, now))
    middles = (np.arange(20_000) + 0.5) / 20_000
    assert change(rates(before, now)).drop == pytest.approx(later.cdf(earlier.ppf(middles)).mean(), abs=1e-4)


@given(counts, counts)
@settings(deadline=None)
def test_swapped_rates_mirror(before: tuple[int, int], now: tuple[int, int]) -> None:
    mirrored(rates(before, now), rates(now, before))


@given(counts, counts)
@settings(deadline=None)
def test_verdict_and_interval_agree(before: tuple[int, int], now: tuple[int, int]) -> None:
    found = rates(before, now)
    holds_together(found)
    assert -1 <= change(found).low <= change(found).high <= 1


@given(counts, counts, st.integers(2, 20))
@settings(deadline=None)
def test_more_deals_of_the_same_rates_keep_a_signal(before: tuple[int, int], now: tuple[int, int], times: int) -> None:
    assume(rates(before, now).verdict == "signal")
    (hits, n), (hits_now, n_now) = before, now
    assert rates((times * hits, times * n), (times * hits_now, times * n_now)).verdict == "signal"


@given(counts, st.integers(0, LEAST - 1))
def test_too_few_shows_no_difference(enough: tuple[int, int], few: int) -> None:
    for found in (rates(enough, (few, few)), rates((0, few), enough)):
        assert (found.verdict, found.change, found.least) == ("too_few", None, LEAST)


def test_nothing_is_no_rate() -> None:
    assert Rate(0, 0, JULY).value is None
    assert compare(Rate(0, 0, JULY), Rate(0, 0, JULY), least=0).verdict == "too_few"
    for hits in (-1, 4):
        with pytest.raises(ValueError, match="no rate"):
            Rate(hits, 3, JULY)


# Means


def test_quiet_amounts_seldom_show_a_signal() -> None:
    """3 %, and the luck of 150 draws; Welch's test has 8 % here."""
    assert share(sizes(30, 300), trials=150, seed=3) <= 0.06


def test_halved_amounts_are_found() -> None:
    assert share(sizes(150, 150, times=0.5), trials=10) > 0.8


def test_one_huge_deal_is_no_signal() -> None:
    usual = [float(100 + i % 7) for i in range(40)]
    assert means(usual, [*usual[:-1], 9_000.0]).verdict == "normal"


def test_many_values_take_the_normal_curve() -> None:
    chance = np.random.default_rng(5)
    before = chance.normal(10, 3, 2_000)
    assert means(before, before - 0.5).verdict == "signal"
    assert means(before, chance.permutation(before)).verdict == "normal"
    assert change(means(before, before - 0.1)).p == pytest.approx(0.29, abs=0.02)


@given(amounts, amounts)
@settings(max_examples=15, deadline=None)
def test_swapped_means_mirror(before: list[float], now: list[float]) -> None:
    mirrored(means(before, now), means(now, before))


@given(amounts, amounts, st.randoms())
@settings(max_examples=15, deadline=None)
def test_order_of_amounts_is_of_no_matter(before: list[float], now: list[float], chance: Any) -> None:
    found = means(before, now)
    holds_together(found)
    chance.shuffle(before)
    assert means(before, now) == found


@pytest.mark.parametrize(("before", "now", "verdict"), [(5.0, 5.0, "normal"), (5.0, 7.0, "signal")])
def test_amounts_all_alike(before: float, now: float, verdict: str) -> None:
    found = means([before] * 30, [now] * 40)
    assert (found.verdict, change(found).low, change(found).high) == (verdict, now - before, now - before)


def test_too_few_amounts() -> None:
    found = means([1.0] * 29, [])
    assert (found.verdict, found.change, found.before.n, found.now.value) == ("too_few", None, 29, None)


# Many at once


def test_published_p_values() -> None:
    """Benjamini and Hochberg 1995, section 4.1: the four smallest of fifteen."""
    p = [1e-4, 4e-4, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0]
    assert kept(dict(enumerate(p))) == (0, 1, 2, 3)
    assert kept({}) == ()


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.2))
def test_kept_as_scipy_does(p: list[float], q: float) -> None:
    from scipy.stats import false_discovery_control

    adjusted = false_discovery_control(p) if p else []
    assume(all(abs(one - q) > 1e-9 for one in adjusted))
    assert set(kept(dict(enumerate(p)), q)) == {i for i, one in enumerate(adjusted) if one <= q}


def test_alone_a_signal_among_thirty_not() -> None:
    lone = rates((600, 1_000), (20, 50))
    assert lone.verdict == "signal"
    assert standing({"lone": lone}) == ("lone",)
    others = {f"rep {i}": rates((600, 1_000), (30, 50)) for i in range(29)}
    assert standing({"lone": lone} | others) == ()
    assert standing({"far": rates((600, 1_000), (10, 50))} | others) == ("far",)
    assert standing({"few": rates((600, 1_000), (0, 12))}) == ()


# What holds of every finding


def mirrored(one: Finding, other: Finding) -> None:
    """Times and amounts of 1e7 leave a few last digits."""
    mine, theirs = change(one), change(other)
    back = (-theirs.difference, -theirs.high, -theirs.low)
    assert (mine.difference, mine.low, mine.high) == pytest.approx(back, rel=1e-9, abs=1e-9)
    assert mine.drop == pytest.approx(1 - theirs.drop, abs=1e-9) or mine.difference == 0
    assert one.verdict == other.verdict
    assert (one.before.n, one.now.n) == (other.now.n, other.before.n)


def holds_together(found: Finding) -> None:
    mine = change(found)
    assert mine.low <= mine.difference <= mine.high
    assert 0 <= mine.drop <= 1
    if found.verdict == "signal":
        assert mine.low > 0 or mine.high < 0
        assert (mine.drop > 0.5) == (mine.difference < 0)
    assert found.before.period == JULY
    assert found.now.period == OCTOBER

"""How long things take, the open ones among them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from bot.signals import LEAST_VISITS, Cycle, Period, kaplan_meier, spread, stalled

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def test_percentiles() -> None:
    found = spread(range(1, 12), YEAR)
    assert found is not None
    assert (found.n, found.median, found.p75, found.p90, found.period) == (11, 6, 8.5, 10, YEAR)
    assert spread([], YEAR) is None


def test_stalled_is_longer_than_nine_in_ten_took() -> None:
    past = spread(range(1, 22), YEAR)
    assert past is not None
    found = stalled({"old": 40, "new": 2, "just": 19, "over": 19.5}, past)
    assert found is not None
    assert (found.past.p90, found.past.n, found.deals) == (19, 21, ("old", "over"))


def test_nobody_is_stalled_on_too_few_visits() -> None:
    assert stalled({"old": 400}, spread([1.0] * (LEAST_VISITS - 1), YEAR)) is None
    assert stalled({"old": 400}, None) is None


REMISSION = [
    *(Cycle(day, True) for day in (6, 6, 6, 7, 10, 13, 16, 22, 23)),
    *(Cycle(day, False) for day in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]
"""Freireich and others 1963, the treated group, as every textbook has it."""


def test_textbook_survival() -> None:
    found = kaplan_meier(REMISSION, YEAR)
    assert found is not None
    assert (found.n, found.closed, found.median) == (21, 9, 23)
    shares = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert dict(found.steps) == pytest.approx(shares, abs=5e-4)
    assert (found.still_open(5), found.still_open(12)) == pytest.approx((1, 0.753), abs=5e-4)


def test_median_only_once_half_have_closed() -> None:
    found = kaplan_meier([Cycle(10, True), Cycle(20, False), Cycle(30, False)], YEAR)
    assert found is not None
    assert found.median is None
    assert kaplan_meier([], YEAR) is None


def test_open_deals_make_it_longer() -> None:
    closed = [Cycle(day, True) for day in range(30, 61)]
    alone, with_open = kaplan_meier(closed, YEAR), kaplan_meier([*closed, *[Cycle(50, False)] * 20], YEAR)
    assert alone is not None
    assert with_open is not None
    assert alone.median == 45
    assert with_open.median == 52  # 31 of 51 are open at 50, then · 30/31 · 9/10 · 8/9


cycles = st.lists(st.builds(Cycle, st.integers(0, 30), st.booleans()), min_size=1, max_size=60)


@given(cycles)
def test_survival_as_scipy_has_it(given_: list[Cycle]) -> None:
    found = kaplan_meier(given_, YEAR)
    assert found is not None
    parts = [[cycle.days for cycle in given_ if cycle.closed is closed] for closed in (True, False)]
    theirs = ecdf(CensoredData(uncensored=parts[0], right=parts[1])).sf
    days = np.arange(31)
    assert [found.still_open(day) for day in days] == pytest.approx(list(theirs.evaluate(days)), abs=1e-9)

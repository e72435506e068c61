"""Journeys, conversion and dwell: small funnels counted by hand, and what holds of all of them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.funnel.metrics import conversion
from bot.funnel.metrics.dwell import completed, dwell, waiting
from bot.funnel.metrics.journeys import SIX, Event, Journey, Visit, alive, closed_in, open_at, walk
from tests.funnel.hand import ABC, FOUR, day, journey, span

ALL = span(0, 30)


def counted(*steps: tuple[str, float]) -> list[tuple[str, float, float | None]]:
    """(stage, entered, left) of each visit of a deal through the six stages."""
    visits = journey(1, *steps, path=SIX).visits
    return [(SIX.stages[v.place], (v.entered - day(0)).days, v.left and (v.left - day(0)).days) for v in visits]


@pytest.mark.parametrize(
    ("steps", "visits"),
    [
        ([], []),
        ([("lead", 0)], [("lead", 0, None)]),
        ([("lead", 0), ("lead", 3), ("proposal", 5)], [("lead", 0, 5), ("proposal", 5, None)]),
        ([("lead", 0), ("lost", 4)], [("lead", 0, 4)]),
        ([("lead", 0), ("lost", 4), ("lead", 9)], [("lead", 0, 4), ("lead", 9, None)]),
        # a win is an entry of the contract stage, said once or twice
        ([("lead", 0), ("won", 4)], [("lead", 0, 4), ("contract", 4, None)]),
        ([("lead", 0), ("contract", 4), ("won", 4)], [("lead", 0, 4), ("contract", 4, None)]),
        ([("lead", 0), ("contract", 4), ("won", 4), ("payment", 9)],
         [("lead", 0, 4), ("contract", 4, 9), ("payment", 9, None)]),
        ([("lead", 0), ("payment", 4), ("won", 4)], [("lead", 0, 4), ("payment", 4, None)]),
        ([("lead", 0), ("a stage that is gone", 2), ("proposal", 4)], [("lead", 0, 4), ("proposal", 4, None)]),
    ],
)  # fmt: skip
def test_where_a_deal_has_been(steps: list[tuple[str, float]], visits: list[tuple[str, float, float | None]]) -> None:
    assert counted(*steps) == visits


def test_the_last_stage_ends_at_the_close_also_where_no_event_says_so() -> None:
    assert walk(ABC, [Event(day(0), "a", "")], closed_at=day(3)) == (Visit(0, day(0), day(3)),)


def test_four_deals_by_hand() -> None:
    assert conversion.entered(FOUR, ABC, ALL) == [4, 3, 2]
    assert conversion.reached(FOUR, ABC, ALL) == [4, 4, 2]
    assert [(r.value, r.n) for r in conversion.ratios([4, 3, 2])] == [(3 / 4, 4), (2 / 3, 3)]
    assert [sorted(stays) for stays in completed(FOUR, ABC, ALL)] == [[1, 2, 3, 5, 8], [3, 4], [3]]
    first = dwell(FOUR, ABC, ALL)[0]
    assert first is not None
    assert (first.n, first.median, first.spread.p75, first.mean, first.max) == (5, 3, 5, 3.8, 8)
    assert [(w.journey.id, w.place, w.days) for w in waiting(FOUR, day(20))] == [(2, 2, 16), (3, 1, 12), (4, 1, 10)]


def test_only_what_happened_in_the_period() -> None:
    week = span(4, 11)
    assert conversion.entered(FOUR, ABC, week) == [0, 2, 2]  # deals 1 and 4; 1 and 2
    assert conversion.reached(FOUR, ABC, week) == [3, 3, 2]
    assert [sorted(stays) for stays in completed(FOUR, ABC, week)] == [[2, 3, 5, 8], [3, 4], []]


def test_a_cohort_is_followed_for_its_window() -> None:
    four_days = conversion.relative(FOUR, ABC, ALL, day(30), timedelta(days=4))
    assert [(figure.value, figure.n) for figure in four_days] == [(2 / 4, 4), (1 / 3, 3)]
    ten_days = conversion.overall(FOUR, ABC, ALL, day(30), timedelta(days=10))
    assert [(figure.value, figure.n) for figure in ten_days] == [(4 / 4, 4), (2 / 4, 4)]


def test_a_cohort_that_has_not_had_its_time_is_not_counted() -> None:
    assert [f.n for f in conversion.relative(FOUR, ABC, ALL, day(5), timedelta(days=4))] == [2, 0]
    young = conversion.relative(FOUR, ABC, ALL, day(3), timedelta(days=4))[0]
    assert (young.value, young.note) == (None, conversion.NO_COHORT)


def test_what_is_open_and_what_has_closed() -> None:
    assert [j.id for j in open_at(FOUR, day(11))] == [1, 2, 3, 4]
    assert [j.id for j in open_at(FOUR, day(13))] == [2, 3, 4]
    assert [j.id for j in closed_in(FOUR, span(10, 20))] == [1]
    assert closed_in(FOUR, span(13, 20)) == []
    assert [j.id for j in alive(FOUR, span(13, 20))] == [2, 3, 4]


# What holds whatever deals do

STAGES = ("lead", "discovery", "proposal", "negotiation", "contract", "payment", "won", "lost")


@st.composite
def histories(draw: st.DrawFn) -> list[Journey]:
    found = []
    for id in range(draw(st.integers(0, 12))):
        steps = draw(st.lists(st.tuples(st.sampled_from(STAGES), st.integers(0, 60)), min_size=1, max_size=8))
        found.append(journey(id, *sorted(steps, key=lambda step: step[1]), path=SIX))
    return found


periods = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda cut: span(cut[0], cut[0] + cut[1]))


@given(histories(), periods)
def test_whoever_entered_has_reached_and_fewer_come_further(found: list[Journey], period: object) -> None:
    assert isinstance(period, type(ALL))
    entered, reached = conversion.entered(found, SIX, period), conversion.reached(found, SIX, period)
    assert all(e <= r for e, r in zip(entered, reached, strict=True))
    assert reached == sorted(reached, reverse=True)


@given(histories(), st.integers(1, 59), st.integers(1, 59))
def test_parts_of_a_period_add_up(found: list[Journey], first: int, second: int) -> None:
    one, two = sorted((first, second))
    parts = [span(a, b) for a, b in ((0, one), (one, two), (two, 61)) if a < b]
    whole = span(0, 61)
    entries = [conversion.entered(found, SIX, part) for part in parts]
    assert [sum(stage) for stage in zip(*entries, strict=True)] == conversion.entered(found, SIX, whole)
    assert sum(len(closed_in(found, part)) for part in parts) == len(closed_in(found, whole))
    stays = [sum(map(len, completed(found, SIX, part))) for part in parts]
    assert sum(stays) == sum(map(len, completed(found, SIX, whole)))


@given(histories(), periods, st.integers(0, 90), st.integers(1, 30))
def test_a_cohort_s_share_is_a_share(found: list[Journey], period: object, now: int, window: int) -> None:
    assert isinstance(period, type(ALL))
    for follow in (conversion.relative, conversion.overall):
        for figure in follow(found, SIX, period, day(now), timedelta(days=window)):
            assert (figure.value is None) == (figure.n == 0)
            assert figure.value is None or 0 <= figure.value <= 1


@given(histories())
def test_visits_follow_each_other(found: list[Journey]) -> None:
    for one in found:
        for before, after in zip(one.visits, one.visits[1:], strict=False):
            assert before.left is not None
            assert before.entered <= before.left <= after.entered
            assert before.place != after.place or one.closed_at is not None  # it was lost, and came back

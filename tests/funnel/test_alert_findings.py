"""What the rules find, as tables: the two clocks, big deals, visits, figures, shares."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.funnel.alerts.clocks import at_work_since, full_days, in_working_days
from bot.funnel.alerts.findings import (
    Change,
    Measures,
    Past,
    Share,
    Visit,
    Watched,
    of_change,
    of_deal,
    of_figures,
    of_share,
    of_visit,
    on,
)
from bot.funnel.alerts.rules import Rule, read_rules
from bot.pushes.rhythm import Rhythm
from tests.conftest import ROOT

RULES = read_rules(ROOT).rules
SHANGHAI = Rhythm("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""Monday 08:30 in Shanghai."""
BOOK = "general-b2b"
MEASURES = Measures(big=500_000_00, currency="CNY")


def at(day: int, month: int = 11) -> datetime:
    """Ten in the morning in Shanghai."""
    return datetime(2026, month, day, 2, tzinfo=UTC)


def deal(stage: str = "proposal", touched: datetime | None = None, **more: object) -> Watched:
    values: dict[str, object] = {
        "id": 1, "owner_id": 7, "system": "local", "playbook": BOOK, "stage": f"s-{stage}", "at": stage,
        "amount": 100_000_00, "currency": "CNY", "created_at": at(1, 9), "stage_since": at(1, 10),
        "touched_at": touched, "recorded_at": touched or NOW, "next_on": None, **more,
    }  # fmt: skip
    return Watched(**values)  # type: ignore[arg-type]


def levels(rule: str, found: Watched, measures: Measures = MEASURES, rhythm: Rhythm = SHANGHAI) -> list[int]:
    finding = of_deal(RULES[rule], found, on(rhythm, NOW, measures))
    return sorted(finding.levels) if finding else []


@pytest.mark.parametrize(
    ("since", "today", "n"),
    [(date(2026, 11, 16), date(2026, 11, 16), 0), (date(2026, 11, 16), date(2026, 11, 17), 0),
     (date(2026, 11, 16), date(2026, 11, 20), 3), (date(2026, 11, 20), date(2026, 11, 23), 0),
     (date(2026, 11, 19), date(2026, 11, 23), 1), (date(2026, 9, 30), date(2026, 10, 9), 1)],
)  # fmt: skip
def test_full_working_days(since: date, today: date, n: int) -> None:
    """The last: after the holidays of October there is the 8th."""
    assert full_days(SHANGHAI, since, today) == n


def test_leave_counts_as_days_off() -> None:
    back = replace(SHANGHAI, away_until=date(2026, 11, 20))
    assert full_days(back, date(2026, 11, 2), date(2026, 11, 23)) == 1
    away = replace(SHANGHAI, away_until=date(2026, 12, 1))
    assert full_days(away, date(2026, 11, 2), date(2026, 11, 23)) == 0
    assert at_work_since(SHANGHAI, date(2026, 11, 20), date(2026, 11, 23))
    assert not at_work_since(SHANGHAI, date(2026, 11, 20), date(2026, 11, 22))
    assert in_working_days(SHANGHAI, date(2026, 11, 19), 3) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("stage", "touched", "found"),
    [("proposal", 18, []), ("proposal", 17, [1]), ("negotiation", 17, [1]), ("discovery", 12, []),
     ("discovery", 11, [1, 3]), ("lead", 3, []), ("lead", 2, [1, 3]), ("payment", 2, [])],
)  # fmt: skip
def test_the_contact_clock_of_each_stage(stage: str, touched: int, found: list[int]) -> None:
    """17 November is a Tuesday: Wednesday, Thursday and Friday have passed. The record's clock is second to it."""
    assert levels("quiet-deal", deal(stage, at(touched))) == found


def test_a_big_deal_is_watched_closer() -> None:
    big = deal("discovery", at(17), amount=500_000_00)
    assert levels("quiet-deal", big) == [1]
    assert levels("quiet-deal", replace(big, touched_at=at(13))) == [1, 2]
    assert levels("quiet-deal", replace(big, currency="USD")) == []
    assert levels("quiet-deal", replace(big, amount=None)) == []


@pytest.mark.parametrize(("next_on", "found"), [(23, []), (30, []), (20, [1])])
def test_a_dated_next_step_ahead_is_silence(next_on: int, found: list[int]) -> None:
    assert levels("quiet-deal", deal("proposal", at(16), next_on=date(2026, 11, next_on))) == found


def test_a_stale_record_alone_is_no_alert() -> None:
    assert levels("quiet-deal", deal("proposal", at(19), recorded_at=at(2))) == []


def test_where_contacts_do_not_reach_us_only_the_record_speaks() -> None:
    """The owner first: the finding begins at level 1, with the record's clock as its evidence."""
    from_crm = deal("proposal", None, system="crm", recorded_at=at(19))
    assert levels("quiet-deal", from_crm) == []
    stale = replace(from_crm, recorded_at=at(2))
    assert levels("quiet-deal", stale) == [1, 3]
    finding = of_deal(RULES["quiet-deal"], stale, on(SHANGHAI, NOW, MEASURES))
    assert finding is not None
    assert finding.levels[1]["when"] == "stale_record"
    assert levels("quiet-deal", from_crm, replace(MEASURES, heard={7})) == [1]


def test_the_playbook_says_its_own_silence() -> None:
    own = replace(MEASURES, quiet={(BOOK, "s-proposal"): 10})
    assert levels("quiet-deal", deal("proposal", at(16)), own) == []
    assert levels("quiet-deal", deal("proposal", at(5)), own) == [1, 3]


@pytest.mark.parametrize(
    ("made", "touched", "found"),
    [(at(20), None, []), (at(19), None, ["new-lead"]), (at(19), at(20), []), (at(1, 10), None, ["quiet-deal"])],
)  # fmt: skip
def test_a_new_lead_is_no_quiet_deal(made: datetime, touched: datetime | None, found: list[str]) -> None:
    lead = deal("lead", touched, created_at=made, stage_since=made)
    assert [rule for rule in ("new-lead", "quiet-deal") if levels(rule, lead)] == found


def test_a_big_deal_enters_a_key_stage() -> None:
    entered = deal("negotiation", at(20), amount=600_000_00, stage_since=at(20))
    assert levels("big-deal-moves", entered) == [1]
    assert levels("big-deal-moves", replace(entered, stage_since=at(18))) == []  # two working days passed: no news
    assert levels("big-deal-moves", replace(entered, at="proposal")) == []
    assert levels("big-deal-moves", replace(entered, amount=499_999_99)) == []


@pytest.mark.parametrize(
    ("past", "since", "found"),
    [(Past(30, 20), at(20, 10), [1]), (Past(40, 20), at(20, 10), []), (Past(1, 19), at(20, 10), [1]),
     (Past(1, 19), at(10), [])],
)  # fmt: skip
def test_too_long_in_a_stage(past: Past, since: datetime, found: list[int]) -> None:
    """From twenty completed visits on their p90 counts, in calendar days; before, the playbook's 15 working days."""
    place = (BOOK, "s-proposal")
    measures = replace(MEASURES, past={place: past}, limits={place: 15})
    assert levels("too-long", deal("proposal", at(20), stage_since=since), measures) == found


@pytest.mark.parametrize(("hours", "found"), [(13, False), (12, True), (1, True), (-1, True), (-24 * 15, False)])
def test_a_report_before_its_time_limit(hours: int, found: bool) -> None:
    visit = Visit(5, 7, None, "华泵", at(22), NOW + timedelta(hours=hours))
    assert (of_visit(RULES["visit-report"], visit, on(SHANGHAI, NOW, MEASURES)) is not None) is found


@pytest.mark.parametrize(
    ("months", "found"),
    [({"2026-09": 0.24, "2026-10": 0.2}, True), ({"2026-10": 0.2}, False), ({"2026-09": 0.25, "2026-10": 0.2}, False),
     ({"2026-08": 0.2, "2026-10": 0.2}, False), ({"2025-12": 0.2, "2026-01": 0.2}, True),
     ({"2026-08": 0.2, "2026-09": 0.2, "2026-10": 0.3}, False)],
)  # fmt: skip
def test_a_figure_low_twice_in_a_row(months: dict[str, float], found: bool) -> None:
    assert bool(list(of_figures(RULES["margin-low"], "华东组", months, [3]))) is found


@pytest.mark.parametrize(
    ("done", "n", "found"), [(7, 9, None), (7, 10, [1]), (8, 10, []), (84, 100, []), (85, 100, None), (0, 0, None)]
)
def test_a_share_has_to_recover_clearly(done: int, n: int, found: list[int] | None) -> None:
    """None: nothing; []: enough to keep a case open, not enough to raise one."""
    each = next(of_share(RULES["tasks-late"], Share("技术部", done, n), [3], NOW.date()), None)
    assert (list(each.levels) if each else None) == found


@pytest.mark.parametrize(
    ("before", "now", "is_signal", "found"),
    [((95, 150), (68, 150), True, True), ((95, 150), (68, 150), False, False), ((68, 150), (95, 150), True, False),
     ((20, 29), (5, 60), True, False)],
)  # fmt: skip
def test_a_conversion_that_fell(before: tuple[int, int], now: tuple[int, int], is_signal: bool, found: bool) -> None:
    change = Change("华东组", "proposal", *before, *now, since=date(2026, 10, 1), is_signal=is_signal)
    rule: Rule = RULES["conversion-drop"]
    assert bool(list(of_change(rule, change, [3]))) is found

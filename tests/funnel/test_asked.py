"""Words → what is asked: periods, values that exist in the rows, whose deals, and what was not understood."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.funnel.asked import understand
from bot.funnel.metrics.cuts import Dimension
from bot.search.normalise import clean

TODAY = date(2026, 11, 25)  # a Wednesday
VALUES: Mapping[Dimension, Sequence[str]] = {
    "region": ("华东", "华南", "North"), "sector": ("制造业", "manufacturing", "快消"), "size": ("大型",),
    "product": ("ERP", "MES 云"), "origin": ("展会",), "owner": ("张伟", "Lin Yi"),
}  # fmt: skip
TEAMS = ("华东组", "Overseas")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("", "2026-10-01", "2026-11-25"),
        ("本月", "2026-11-01", "2026-11-25"),
        ("这个月", "2026-11-01", "2026-11-25"),
        ("this month", "2026-11-01", "2026-11-25"),
        ("上月", "2026-10-01", "2026-10-31"),
        ("上个月", "2026-10-01", "2026-10-31"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("本周", "2026-11-23", "2026-11-25"),
        ("week", "2026-11-23", "2026-11-25"),
        ("上周", "2026-11-16", "2026-11-22"),
        ("Last Week", "2026-11-16", "2026-11-22"),
        ("本季", "2026-10-01", "2026-11-25"),
        ("上季度", "2026-07-01", "2026-09-30"),
        ("last quarter", "2026-07-01", "2026-09-30"),
        ("今年", "2026-01-01", "2026-11-25"),
        ("去年", "2025-01-01", "2025-12-31"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("最近30天", "2026-10-27", "2026-11-25"),
        ("近三十天", "2026-10-27", "2026-11-25"),
        ("last 2 weeks", "2026-11-12", "2026-11-25"),
        ("最近三个月", "2026-08-26", "2026-11-25"),
        ("10月", "2026-10-01", "2026-10-31"),
        ("十二月", "2025-12-01", "2025-12-31"),
        ("2025年3月", "2025-03-01", "2025-03-31"),
        ("Oct", "2026-10-01", "2026-10-31"),
        ("december", "2025-12-01", "2025-12-31"),
        ("October 2025", "2025-10-01", "2025-10-31"),
        ("三季度", "2026-07-01", "2026-09-30"),
        ("Q1 2025", "2025-01-01", "2025-03-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2026-02-01 到 2026-02-14", "2026-02-01", "2026-02-14"),
        ("今天", "2026-11-25", "2026-11-25"),
        ("yesterday", "2026-11-24", "2026-11-24"),
    ],
)
def test_periods(words: str, start: str, end: str) -> None:
    asked = understand(words, VALUES, TEAMS, TODAY)
    assert (f"{asked.period.start}", f"{asked.period.end}", asked.unknown) == (start, end, ())


@pytest.mark.parametrize(
    ("words", "team", "whose", "values", "unknown"),
    [
        ("本月华东制造业", "", "", {"region": ("华东",), "sector": ("manufacturing", "制造业")}, ()),
        ("last quarter east manufacturing", "", "",
         {"region": ("华东",), "sector": ("manufacturing", "制造业")}, ()),
        ("week team", "", "team", {}, ()),
        ("我的单子上周怎么样", "", "mine", {}, ()),
        ("show me the funnel of everyone this month", "", "all", {}, ()),
        ("华东组 本月", "华东组", "", {}, ()),
        ("海外组", "Overseas", "", {}, ()),
        ("华南区 大型客户 ERP", "", "", {"region": ("华南",), "size": ("大型",), "product": ("ERP",)}, ()),
        ("張偉 上月", "", "", {"owner": ("张伟",)}, ()),
        ("lin yi trade fair", "", "", {"origin": ("展会",), "owner": ("Lin Yi",)}, ()),
        ("mes云", "", "", {"product": ("MES 云",)}, ()),
        ("本月 火星 快消品", "", "", {"sector": ("快消",)}, ("火星",)),
        ("last week martians in the north", "", "", {"region": ("North",)}, ("martians",)),
        ("erpx", "", "", {}, ("erpx",)),
    ],
)  # fmt: skip
def test_values(
    words: str, team: str, whose: str, values: dict[str, tuple[str, ...]], unknown: tuple[str, ...]
) -> None:
    asked = understand(words, VALUES, TEAMS, TODAY)
    assert (asked.team, asked.whose, dict(asked.values), asked.unknown) == (team, whose, values, unknown)


def test_a_value_that_no_row_has_is_said() -> None:
    asked = understand("本月华东", {"region": ("华南",)}, (), TODAY)
    assert (asked.values, asked.unknown) == ((), ("华东",))


def test_the_region_before_the_team_of_the_same_name() -> None:
    assert understand("华东", VALUES, TEAMS, TODAY).team == ""
    assert understand("华东", {}, TEAMS, TODAY).team == "华东组"


@given(st.text(max_size=80))
def test_any_words_are_a_question(words: str) -> None:
    asked = understand(words, VALUES, TEAMS, TODAY)
    assert asked.period.start <= asked.period.end
    assert all(word in clean(words) for word in asked.unknown)

"""A case's life: raised once, climbs, is over, is armed again; and whatever order things happen in, no second one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.funnel.alerts.findings import Finding
from bot.funnel.alerts.state import DISMISSED_FOR, Case, Told, dismissed, reopened, shows, step

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = NOW.date()


def finding(*levels: int, person: int = 1, fact: str = "s") -> Finding:
    held: Mapping[int, Any] = {level: {"since": "2026-11-01", "level": level} for level in levels}
    return Finding("quiet-deal", "deal:1", person, held, fact, 1)


def raised(*levels: int) -> Case:
    (case,) = step(None, finding(*levels), NOW, TODAY, rested=False)
    return case


def stepped(case: Case | None, found: Finding | None, rested: bool = True, days: int = 1) -> list[tuple[int, str]]:
    """(level, state) of what changes."""
    now = NOW + timedelta(days=days)
    return [(each.level, each.state) for each in step(case, found, now, now.date(), rested)]


def test_it_is_raised_once_at_its_lowest_level() -> None:
    assert (raised(1).level, raised(1).state, raised(1, 2, 3).level) == (1, "open", 1)
    assert stepped(raised(1), finding(1)) == []
    assert stepped(None, None) == []
    assert stepped(None, finding()) == [], "enough to keep a case is not enough to raise one"


def test_it_climbs_a_level_at_a_time_and_only_after_a_working_day() -> None:
    case = raised(1, 2, 3)
    assert stepped(case, finding(1, 2, 3), rested=False) == []
    assert stepped(case, finding(1, 2, 3)) == [(2, "open")]
    assert stepped(case, finding(1, 3)) == [(3, "open")]
    (higher,) = step(case, finding(1, 3), NOW, TODAY, rested=True)
    assert sorted(higher.evidence["levels"]) == ["1", "3"]
    assert higher.now_shows["level"] == 3
    assert stepped(higher, finding(1)) == [], "what was told is not taken back"


def test_it_is_over_when_nothing_is_found() -> None:
    assert stepped(raised(1), None) == [(1, "closed")]
    assert stepped(raised(1), finding()) == [], "a rate that has not clearly recovered"
    (over,) = step(raised(1), None, NOW, TODAY, rested=False)
    assert over.closed_at == NOW


def test_another_owner_is_another_case() -> None:
    assert stepped(raised(1, 2), finding(1, 2, person=2)) == [(1, "closed"), (1, "open")]


def test_what_was_dismissed_stays_silent_until_it_changes_or_a_month_has_passed() -> None:
    case = dismissed(raised(1), "in a tender", NOW, TODAY)
    assert stepped(case, finding(1, 2)) == []
    assert stepped(case, None) == [], "a contact in between does not arm it again"
    assert stepped(case, finding(1), days=29) == []
    assert stepped(case, finding(1, fact="t")) == [(1, "closed"), (1, "open")]
    assert stepped(case, finding(1), days=DISMISSED_FOR.days) == [(1, "closed"), (1, "open")]
    assert stepped(case, None, days=DISMISSED_FOR.days) == [(1, "closed")]
    assert stepped(reopened(case, NOW), finding(1, 2)) == [(2, "open")]


@pytest.mark.parametrize(
    ("told", "level", "shown"),
    [(None, 1, False), (Told(1), 1, True), (Told(1, "seen"), 1, False), (Told(1, "seen"), 2, True),
     (Told(1, "later", TODAY), 1, True), (Told(1, "later", TODAY + timedelta(days=1)), 1, False),
     (Told(1, "later", TODAY + timedelta(days=1)), 2, True), (Told(1, "pushed"), 1, False),
     (Told(1, "pushed"), 2, True)],
)  # fmt: skip
def test_who_sees_it(told: Told | None, level: int, shown: bool) -> None:
    case = replace(raised(1), level=level)
    assert shows(case, told, TODAY) is shown
    assert not shows(replace(case, state="dismissed"), told, TODAY)
    assert not shows(replace(case, state="closed"), told, TODAY)


class Life(RuleBasedStateMachine):
    """One deal and one rule, looked at in any order with contacts, moves, hand-overs and answers."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.cases: list[Case] = []
        self.messages: list[tuple[int, int]] = []
        """(which case, level) of everything that was told."""
        self.levels: tuple[int, ...] = ()
        self.found, self.fact, self.person = False, "s", 1
        self.gone_since_closed = True

    @property
    def alive(self) -> int | None:
        return next((n for n, case in enumerate(self.cases) if case.state != "closed"), None)

    @rule(levels=st.sets(st.sampled_from([1, 2, 3])), found=st.booleans())
    def the_world_changes(self, levels: set[int], found: bool) -> None:
        self.found, self.levels = found, tuple(sorted({1, *levels})) if levels else ()

    @rule(fact=st.sampled_from(["s", "t"]))
    def another_stage(self, fact: str) -> None:
        self.fact = fact

    @rule(person=st.sampled_from([1, 2]))
    def handed_over(self, person: int) -> None:
        self.person = person

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @precondition(lambda self: self.alive is not None)
    @rule()
    def no_problem(self) -> None:
        place = self.alive
        assert place is not None
        if self.cases[place].state == "open":
            self.cases[place] = dismissed(self.cases[place], "because", self.now, self.now.date())

    @rule(rested=st.booleans())
    def look(self, rested: bool) -> None:
        found = finding(*self.levels, person=self.person, fact=self.fact) if self.found else None
        place = self.alive
        before = self.cases[place] if place is not None else None
        changed = step(before, found, self.now, self.now.date(), rested)
        for case in changed:
            if place is not None and case.fired_at == self.cases[place].fired_at and case.state == "closed":
                self.cases[place] = case
            elif place is not None and self.cases[place].state == "open" and len(changed) == 1:
                self.cases[place] = case
                self.messages.append((place, case.level))
            else:
                assert found is not None, "a case needs a finding"
                assert found.levels, "one that is enough"
                self.cases.append(case)
                self.messages.append((len(self.cases) - 1, case.level))
        if before is not None and before.state == "dismissed" and changed:
            late = before.until is not None and self.now.date() >= before.until
            assert late or (found is not None and found.fact != before.evidence["fact"])

    @rule()
    def look_twice(self) -> None:
        """Another process, at the same moment and without a working day in between, has nothing to add."""
        self.look(rested=False)
        before = len(self.messages), list(self.cases)
        self.look(rested=False)
        assert (len(self.messages), self.cases) == before

    @invariant()
    def at_most_one_is_not_closed(self) -> None:
        assert sum(case.state != "closed" for case in self.cases) <= 1

    @invariant()
    def no_episode_is_told_twice(self) -> None:
        assert len(set(self.messages)) == len(self.messages)
        assert all(0 < level <= 3 for _, level in self.messages)

    @invariant()
    def what_is_dismissed_shows_nowhere(self) -> None:
        hidden = [case for case in self.cases if case.state != "open"]
        assert not any(shows(case, Told(0), date.max) for case in hidden)


def test_whatever_happens_there_is_one_case_and_one_message_a_level() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=150, stateful_step_count=40, deadline=None))

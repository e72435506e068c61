"""Refreshers: what went wrong comes back on working days, later each time; the same history gives the same days."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fsrs import Rating
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.app import App, mornings
from bot.channels import plain
from bot.drills.refreshers import LONGEST, Outcome, comes_back, due, note, outcomes, practised
from bot.drills.state import Standing
from bot.drills.tables import refresher
from bot.knowledge.library import Library
from bot.messages import Button
from bot.pushes.own_times import keep_rhythm
from bot.pushes.rhythm import Rhythm, is_at_work
from bot.words import words
from tests.conftest import NOW, StillClock
from tests.drills.after import card, ended, put_on
from tests.talk import Someone

SHANGHAI = Rhythm("Asia/Shanghai")
WEAK = Outcome("criterion:explore_first", Rating.Again, 1)
WELL = Outcome("criterion:explore_first", Rating.Good, 2)
BEST = Outcome("criterion:explore_first", Rating.Easy, 3)


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


@pytest.fixture
def db(app: App, lin: Someone) -> Iterator[Connection]:
    with app.store.write() as db:
        yield db


@pytest.fixture
def lin(app: App) -> Someone:
    with app.store.write() as db:
        app.directory.add_team(db, "East")
        app.directory.switch(db, "East", "drills", on=True)
    put_on(app, "two-quotes", "late-once")
    return Someone(app, team="East")


# How it went

STANDINGS: Mapping[Standing, Rating | None] = {
    "latent": None, "raised": Rating.Again, "explored": Rating.Again, "left": Rating.Again, "answered": Rating.Good,
    "resolved": Rating.Good,
}  # fmt: skip


@pytest.mark.parametrize("standing", STANDINGS)
def test_an_objection_failed_unless_it_was_answered_or_never_came(standing: Standing) -> None:
    found = [outcome.rating for outcome in outcomes(card({}), {"price-too-high": standing})]
    assert found == ([STANDINGS[standing]] if STANDINGS[standing] else [])


@pytest.mark.parametrize(
    ("level", "rating"), [(None, None), (0, Rating.Again), (1, Rating.Again), (2, Rating.Good), (3, Rating.Easy)]
)
def test_a_level_is_a_rating(level: int | None, rating: Rating | None) -> None:
    assert [outcome.rating for outcome in outcomes(card({"listening": level}), {})] == ([rating] if rating else [])


def test_the_worst_comes_first() -> None:
    found = outcomes(card({"listening": 3, "implication": 1, "next_step": 0}), {"price-too-high": "resolved"})
    assert [outcome.subject for outcome in found] == [
        "criterion:next_step", "criterion:implication", "objection:price-too-high", "criterion:listening",
    ]  # fmt: skip


def test_a_talk_too_short_for_a_score_changes_nothing() -> None:
    assert outcomes(replace(card({"listening": 0}), total=None), {"price-too-high": "left"}) == []


# When it comes back


def history(steps: list[tuple[timedelta, Outcome]], rhythm: Rhythm, begin: datetime) -> list[datetime]:
    """The days on which a subject comes back after each of these drills."""
    memory: dict[str, Any] | None = None
    now, found = begin, []
    for after, outcome in steps:
        now += after
        memory = practised(memory, outcome, now)
        found.append(comes_back(memory, rhythm, now))
        assert found[-1] > now, "it is due again at the moment when it was practised"
        assert found[-1] - now <= LONGEST + timedelta(days=20), "never again within a working year"
    return found


STEPS = st.lists(
    st.tuples(
        st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)), st.sampled_from([WEAK, WELL, BEST])
    ),
    min_size=1, max_size=8,
)  # fmt: skip
RHYTHMS = st.builds(
    Rhythm,
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Havana", "Pacific/Apia", "Asia/Beirut"]),
    days=st.sampled_from(["mon-fri", "mon-sat", "every", "china"]),
)


MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))


@settings(deadline=None)
@given(STEPS, RHYTHMS, MOMENTS)
@example([(timedelta(), WEAK)], Rhythm("Europe/Berlin", days="every"), datetime(2026, 10, 24, 22, 15, tzinfo=UTC))
def test_it_is_due_on_a_later_working_day_and_always_the_same(
    steps: list[tuple[timedelta, Outcome]], rhythm: Rhythm, begin: datetime
) -> None:
    """Also on the day that has twenty-five hours, where a day later is the same date."""
    found = history(steps, rhythm, begin)
    assert all(is_at_work(rhythm, local(rhythm, each)) for each in found)
    assert found == history(steps, rhythm, begin)


def local(rhythm: Rhythm, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(rhythm.zone)).date()


def test_what_goes_well_comes_back_later_and_later() -> None:
    memory: dict[str, Any] = practised(None, WEAK, NOW)
    now, gaps = NOW, []
    for outcome in (WELL, WELL, BEST, WELL):
        back = comes_back(memory, SHANGHAI, now)
        gaps.append(back - now)
        now = back + timedelta(hours=10)
        memory = practised(memory, outcome, now)
    assert gaps == sorted(gaps)
    assert gaps[-1] > timedelta(days=20)


@pytest.mark.parametrize("before", [[], [BEST], [WELL] * 3, [BEST] * 5])
def test_what_fails_comes_back_the_next_day_however_well_it_went_before(before: list[Outcome]) -> None:
    every, now, memory = Rhythm("Asia/Shanghai", days="every"), NOW, None
    for outcome in (*before, WEAK):
        memory = practised(memory, outcome, now)
        back, now = comes_back(memory, every, now), now + timedelta(days=8)
    assert local(every, back) == local(every, now - timedelta(days=7))


def test_what_failed_on_friday_comes_back_on_monday() -> None:
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert local(SHANGHAI, comes_back(practised(None, WEAK, friday), SHANGHAI, friday)) == date(2026, 11, 30)


def test_nobody_practises_on_leave() -> None:
    away = Rhythm("Asia/Shanghai", away_until=date(2026, 12, 15))
    assert local(away, comes_back(practised(None, WEAK, NOW), away, NOW)) == date(2026, 12, 15)


# As rows


def kept(db: Connection) -> dict[str, Any]:
    return {row.subject: row for row in db.execute(select(refresher))}


def after(db: Connection, person_id: int, now: datetime, levels: Mapping[str, int | None],
          standing: Mapping[str, Standing] | None = None, scenario: str = "two-quotes") -> None:  # fmt: skip
    note(db, person_id=person_id, scenario=scenario, card=card(levels), standing=standing or {}, now=now)


def test_only_what_went_wrong_is_kept_and_what_went_well_moves_on(db: Connection, lin: Someone) -> None:
    after(
        db,
        lin.person.id,
        NOW,
        {"explore_first": 1, "listening": 3},
        {"price-too-high": "left", "no-budget": "resolved"},
    )
    first = kept(db)
    assert set(first) == {"criterion:explore_first", "objection:price-too-high"}
    assert first["criterion:explore_first"].memory["level"] == 1
    later = NOW + timedelta(days=1)
    after(db, lin.person.id, later, {"explore_first": 3}, {"price-too-high": "left"}, scenario="late-once")
    second = kept(db)
    assert set(second) == set(first)
    assert second["criterion:explore_first"].due_at > first["criterion:explore_first"].due_at
    where = {subject: row.scenario for subject, row in second.items()}
    assert where == {"criterion:explore_first": "two-quotes", "objection:price-too-high": "late-once"}


def test_the_same_drills_leave_the_same_rows(db: Connection, app: App, lin: Someone) -> None:
    mei = app.directory.add(db, "Mei", now=NOW)
    for days, level in ((0, 0), (1, 2), (5, 1), (9, 3)):
        for person_id in (lin.person.id, mei.id):
            after(db, person_id, NOW + timedelta(days=days), {"next_step": level}, {"price-too-high": "raised"})
    rows = db.execute(select(refresher.c.subject, refresher.c.memory, refresher.c.due_at, refresher.c.person_id)).all()
    mine, hers = ([row[:3] for row in rows if row.person_id == id] for id in (lin.person.id, mei.id))
    assert mine == hers
    assert len(mine) == 2


def test_the_most_urgent_is_named_and_only_where_it_can_be_practised(db: Connection, lin: Someone) -> None:
    me, next_week = lin.person.id, NOW + timedelta(days=7)
    after(db, me, NOW, {"next_step": 1, "listening": 0})
    after(db, me, NOW - timedelta(days=3), {"acknowledge": 1}, scenario="dropped")
    assert due(db, me, NOW, scenarios={"two-quotes"}) == []
    (found,) = due(db, me, next_week, scenarios={"two-quotes"})
    assert (found.kind, found.about, found.level, found.scenario) == ("criterion", "listening", 0, "two-quotes")
    assert [each.about for each in due(db, me, next_week, most=9)] == ["acknowledge", "listening", "next_step"]
    assert due(db, me + 1, next_week, most=9) == []


def test_a_chosen_rhythm_counts(db: Connection, lin: Someone) -> None:
    keep_rhythm(db, lin.person.id, Rhythm("Asia/Shanghai", away_until=date(2026, 12, 15)))
    after(db, lin.person.id, NOW, {"next_step": 1})
    assert local(SHANGHAI, kept(db)["criterion:next_step"].due_at) == date(2026, 12, 15)


# In chat


def practise(app: App, someone: Someone, levels: Mapping[str, int | None], standing: Mapping[str, Standing]) -> None:
    with app.store.write() as db:
        after(db, someone.person.id, app.clock(), levels, standing)


def morning(app: App, someone: Someone) -> tuple[str, list[Button]]:
    with app.store.read() as db:
        reply = mornings.message(app, db, someone.person)
    if reply is None:
        return "", []
    return plain.render(reply, words("zh")), [each for each in reply.actions() if isinstance(each, Button)]


def test_the_morning_says_one_thing_and_opens_its_drill(app: App, lin: Someone, clock: StillClock) -> None:
    practise(app, lin, {"next_step": 1}, {"price-too-high": "left"})
    assert morning(app, lin) == ("", [])
    clock.move(timedelta(days=1))
    text, buttons = morning(app, lin)
    assert text.count("该练练了") == 1
    assert "太贵" in text or "价格" in text
    assert [(each.action, dict(each.args)) for each in buttons] == [("drills.play", {"scenario": "two-quotes"})]
    with app.store.write() as db:
        after(db, lin.person.id, clock(), {}, {"price-too-high": "resolved"})
    text, _ = morning(app, lin)
    assert "上次 1 分" in text


def test_the_morning_names_no_drill_that_is_gone(app: App, lin: Someone, clock: StillClock) -> None:
    practise(app, lin, {"next_step": 1}, {})
    clock.move(timedelta(days=1))
    put_on(app, "late-once")
    assert morning(app, lin) == ("", [])


def test_the_own_page_says_where_somebody_stands(app: App, lin: Someone, clock: StillClock) -> None:
    assert "已通关：0 个，共 2 个" in lin.say("我的")
    with app.store.write() as db:
        for seed in (1, 2):
            ended(db, lin.person.id, clock(), card({"next_step": 1}), passed=True, exam=True, seed=seed)
    practise(app, lin, {"next_step": 1}, {"price-too-high": "left"})
    assert "该练练了" not in lin.say("我的")
    clock.move(timedelta(days=1))
    page = lin.say("我的")
    assert "已通关：1 个，共 2 个" in page
    assert "该练练了：" in page
    assert "练一练" in lin.labels

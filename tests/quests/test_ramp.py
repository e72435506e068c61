"""The ramp report on people made by hand: every figure is worked out in the comment beside it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, update

from bot.app import App
from bot.cli import main
from bot.clock import system_clock
from bot.drills.tables import drill
from bot.knowledge.library import Library
from bot.messages import Role
from bot.people.tables import person
from bot.playbooks import customers, deals
from bot.playbooks.playbooks import Playbooks
from bot.pushes.calendar import local
from bot.quests import rows
from bot.quests.course import Event, Happening, standing
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.ramp.figures import Hire, Reached, Steps, Whom, led_by, read
from bot.quests.ramp.place import places
from bot.quests.ramp.report import Ramp, Time, report
from bot.quests.ramp.workdays import Workdays
from bot.quests.tables import quest_event
from bot.settings import Settings
from tests.conftest import NOW, StillClock
from tests.quests.conftest import a_quest, a_step
from tests.talk import Someone

ZONE = "Asia/Shanghai"
TODAY = date(2026, 11, 23)
START = date(2026, 11, 9)
"""A Monday: today is the 11th working day, and ten are over."""

QUEST = a_quest(
    [a_step("a", day=1), a_step("b", day=2)],
    [a_step("c", day=3), a_step("d", day=4, after=["c"]), a_step("m", day=9, milestone=True)],
    id="first",
)


@pytest.fixture
def app(database: str, by_words: Library, clock: StillClock, tmp_path: Path) -> Iterator[App]:
    made = App(Settings(tmp_path, database, features={"quests": True}), clock=clock, library=by_words)
    yield made
    made.flush()
    made.store.close()


def november(day: int, hour: int = 3) -> datetime:
    """11 o'clock in Shanghai."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def begin(app: App, name: str, *happened: tuple[str, Happening, int], start: date = START, team: str = "",
          quest: Quest = QUEST) -> int:  # fmt: skip
    """`happened`: (step, what, day of November), in the order of the rows."""
    with app.store.write() as db:
        who = app.directory.add(db, name, now=NOW - timedelta(days=30), role=Role.NEWHIRE, team_name=team).id
        enrolled = rows.enrol(db, quest, who, start, NOW - timedelta(days=30))
        for number, (step, kind, day) in enumerate(happened):
            db.execute(insert(quest_event).values(
                enrolment_id=enrolled, person_id=who, step=step, kind=kind, by_id=None, score=None, evidence="",
                reason="", number=number, at=november(day),
            ))  # fmt: skip
    return who


def leave(app: App, who: int, at: datetime) -> None:
    with app.store.write() as db:
        db.execute(update(person).where(person.c.id == who).values(left_at=at))


def sat(app: App, who: int, day: int, seed: int, version: int = 1, **more: Any) -> None:
    values = dict(
        person_id=who, scenario="price", version=version, rubric=1, weights={}, grade="hard", language="zh", seed=seed,
        exam=True, status="ended", played={}, moved=9, hints=0, ending="agreed", total=80.0, tier="", passed=True,
        scorecard={"marks": []}, started_at=november(day), moved_at=november(day),
    )  # fmt: skip
    with app.store.write() as db:
        db.execute(insert(drill).values(**{**values, **more}))


def practised(app: App, who: int, **levels: int | None) -> None:
    marks = [{"criterion": id, "level": level, "evidence": []} for id, level in levels.items()]
    sat(app, who, 10, 1, exam=False, scorecard={"marks": marks})


def brought(app: App, who: int, made: int, *moves: tuple[str, int]) -> None:
    """A deal made on a day of November, and where it went on which."""
    with app.store.write() as db:
        book = app.service(Playbooks).default()
        customer = customers.find_or_add(db, f"Customer {who}", november(made))
        id = deals.add_deal(db, customer_id=customer, owner_id=who, owner="", book=book, stage=book.stages[0],
                            now=november(made), title="ERP", amount=None, currency="CNY")  # fmt: skip
        for at, day in moves:
            found = deals.deal_by(db, id)
            assert found
            if at == "won":
                deals.close(db, found, "won", november(day))
            else:
                stage = book.first_at(at)
                assert stage
                deals.move(db, found, stage, november(day))


def look(app: App, whom: Whom = Whom(), month: str = "", now: datetime = NOW) -> Ramp:  # noqa: B008
    with app.store.read() as db:
        figures = read(db, app.service(Quests), whom, TODAY, ZONE)
    found = report(figures, now, ZONE, month)
    assert found
    return found


@pytest.fixture
def six(app: App) -> Mapping[str, int]:
    """Days of the quest: November 9 is 1, 10 is 2, 11 is 3, 12 is 4, …, 20 is 10, and 23, today, 11."""
    people = {
        "Ana": begin(app, "Ana", ("a", "done", 9), ("b", "done", 10), ("c", "done", 11), ("d", "done", 12)),
        "Bo": begin(app, "Bo", ("a", "done", 9), ("b", "waived", 10), ("c", "done", 11), ("d", "tried", 12),
                    ("d", "tried", 13)),
        "Cy": begin(app, "Cy", ("a", "done", 10), ("b", "tried", 11), ("m", "done", 11)),
        "Di": begin(app, "Di"),
        "Ed": begin(app, "Ed", ("a", "done", 9), ("b", "tried", 9), ("b", "done", 9), ("b", "undone", 11)),
        "Fi": begin(app, "Fi", ("a", "done", 9), ("b", "done", 10)),
    }  # fmt: skip
    leave(app, people["Fi"], november(12))
    return people


def test_the_curve_of_six(app: App, six: Mapping[str, int]) -> None:
    [cohort] = look(app).cohorts
    # Of 4 required steps (the milestone is none), by the end of days 1, 2, 3 and 4:
    # Ana 1 2 3 4 · Bo 1 2 3 3 (let off counts) · Cy 0 1 1 1 · Di 0 0 0 0 · Ed 1 1 1 1 (b was taken back)
    # Fi 1 2 2 and gone on day 4, which does not count any more
    # Medians of 6: (1+1)/2 = 1 → 0.25 · (1+2)/2 → 0.375 · (1+2)/2 → 0.375; of 5: 1 → 0.25
    assert [(reading.share, reading.n) for reading in cohort.curve] == [(0.25, 6), (0.375, 6), (0.375, 6), (0.25, 5)]
    assert (cohort.month, cohort.n) == ("2026-11", 6)
    assert look(app).plan == (0.25, 0.5, 0.75, 1.0)


def test_a_curve_is_told_as_far_as_half_have_come(app: App) -> None:
    for name, start in (("Ana", 9), ("Bo", 18), ("Cy", 19), ("Di", 19), ("Ed", 20)):
        begin(app, name, start=date(2026, 11, start))
    [cohort] = look(app).cohorts
    # Days that are over: Ana 10, of which the quest has 4; Bo 3 (18, 19, 20); Cy and Di 2; Ed 1
    assert [reading.n for reading in cohort.curve] == [5, 4, 2, 1]
    assert [reading.day for reading in cohort.told] == [1, 2], "on day 3 there are two of five"


def test_where_the_six_are_stuck(app: App, six: Mapping[str, int]) -> None:
    ramp = look(app)
    # Cy at b since a was done on day 2: 9 working days; Ed since it was taken back on day 3: 8; the median is 8.5.
    # One wrong answer of Cy's counts, Ed's was before b was taken back: half a wrong answer a person.
    # Di at a since day 1: 10 days. Bo at d since c was done on day 3: 8, with two wrong answers. Fi is gone.
    assert [(one.step.id, one.days, one.wrong, [p.hire.name for p in one.places]) for one in ramp.stuck] == [
        ("b", 8.5, 0.5, ["Cy", "Ed"]), ("a", 10, 0.0, ["Di"]), ("d", 8, 2.0, ["Bo"]),
    ]  # fmt: skip
    found = {place.hire.name: (place.day, place.done, place.gate, place.days) for place in ramp.places}
    assert found == {"Ana": (11, 4, 2, 0), "Bo": (11, 3, 1, 8), "Cy": (11, 1, 0, 9), "Di": (11, 0, 0, 10),
                     "Ed": (11, 1, 0, 8), "Fi": (4, 2, 1, 0)}  # fmt: skip


def test_what_the_six_reached(app: App, six: Mapping[str, int]) -> None:
    for name, seed, version, day in (
        ("Ana", 1, 1, 13), ("Ana", 2, 1, 16), ("Ana", 3, 1, 17), ("Bo", 1, 1, 13), ("Bo", 1, 1, 16), ("Cy", 1, 1, 13),
        ("Cy", 2, 2, 16),
    ):  # fmt: skip
        sat(app, six[name], day, seed, version)
    sat(app, six["Di"], 13, 1, passed=False)
    sat(app, six["Di"], 14, 2)
    sat(app, six["Ed"], 13, 1, grade="easy")
    sat(app, six["Ed"], 14, 2)
    brought(app, six["Ana"], 10, ("discovery", 11), ("proposal", 12), ("won", 20))
    brought(app, six["Bo"], 10, ("discovery", 18))
    brought(app, six["Cy"], 2, ("discovery", 12))  # made before the first day
    brought(app, six["Di"], 12)  # a lead still
    brought(app, six["Ed"], 10, ("discovery", 19))
    ramp = look(app)
    # Certificate: Ana alone, November 16 − 9 = 7 days; Bo had one seed twice, Cy two versions, Di and Ed one exam.
    assert ramp.certificate == Time(None, 7, 7, 1, 6)
    # Opportunity: 2, 9 and 10 days; Fi left after 3, Cy and Di have not after 14. Kaplan-Meier: 5/6 after day 2,
    # × 3/4 (Fi is out of it) = 0.625 after day 9, × 2/3 = 0.417 after day 10: the median is 10, not 9.
    assert ramp.opportunity == Time(10, 2, 10, 3, 6)
    # First deal: Ana's, November 20 − 9 = 11 days.
    assert ramp.deal == Time(None, 11, 11, 1, 6)


def test_typical_mistakes(app: App) -> None:
    practice: list[dict[str, int | None]] = [
        {"listening": 0, "next_step": 0}, {"listening": 1, "next_step": 0}, {"listening": 2, "next_step": 0},
        {"listening": 3, "next_step": 0, "explore_first": 3}, {"listening": None}, {"listening": 1},
    ]  # fmt: skip
    old = begin(app, "Old")
    practised(app, old, listening=0)  # not theirs, as they come later
    ana, bo = begin(app, "Ana"), begin(app, "Bo")
    practised(app, begin(app, "Other", start=date(2024, 1, 2)), listening=0)  # too long ago
    for n, levels in enumerate(practice):
        practised(app, (ana, bo)[n % 2], **levels)
    sat(app, ana, 12, 1, status="left", scorecard=None)
    # listening of Ana and Bo: 0 1 2 3 1 with occasion, three of five low; and Old's one: 4 of 6.
    # next_step was low in all four drills that had it: fewer than five say nothing.
    assert [(one.criterion, one.low, one.n) for one in look(app).mistakes] == [("listening", 4, 6)]


def test_how_two_people_drill_is_told_to_nobody(app: App) -> None:
    ana, bo, cy = begin(app, "Ana"), begin(app, "Bo"), begin(app, "Cy")
    for who in (ana, bo) * 5:
        practised(app, who, listening=0)
    assert look(app).mistakes == ()
    practised(app, cy, listening=0)
    assert [(one.criterion, one.low, one.n) for one in look(app).mistakes] == [("listening", 11, 11)]


def test_practice_before_the_start_is_nobodys_mistake_now(app: App) -> None:
    with app.store.write() as db:
        who = app.directory.add(db, "Ana", now=NOW).id
    for _ in range(5):
        practised(app, who, listening=0)
    with app.store.write() as db:
        rows.enrol(db, QUEST, who, START, NOW)
    assert look(app).mistakes == ()


def test_who_is_here_after_ninety_days(app: App) -> None:
    for n in range(3):
        begin(app, f"Long {n}", start=date(2026, 8, 25))  # 90 days ago
    begin(app, "Short", start=date(2026, 8, 26))  # 89
    gone, later = begin(app, "Gone", start=date(2026, 6, 1)), begin(app, "Later", start=date(2026, 6, 1))
    leave(app, gone, datetime(2026, 8, 29, 3, tzinfo=UTC))  # on the 89th day
    leave(app, later, datetime(2026, 8, 30, 3, tzinfo=UTC))  # on the 90th
    kept = look(app).retention
    assert (kept.here, kept.n, kept.share) == (4, 5, 0.8)
    few = look(app, month="2026-08").retention  # Short counts tomorrow; below five there is no share
    assert (few.here, few.n, few.share) == (3, 3, None)


def test_a_clock_set_back_makes_nothing_negative(app: App) -> None:
    ana = begin(app, "Ana", ("a", "done", 2), ("b", "done", 25))
    sat(app, ana, 2, 1)
    sat(app, ana, 3, 2)
    ramp = look(app)
    [place] = ramp.places
    assert place.done_on == (1, 11), "before the first day is the first, after today is today"
    assert (place.step and place.step.id, place.days) == ("c", 0)
    assert ramp.certificate == Time(0, 0, 0, 1, 1)
    [earlier] = look(app, now=november(1)).places
    assert (earlier.day, earlier.behind, earlier.step, earlier.started) == (0, 0, None, False)


def test_each_keeps_the_version_they_began(app: App) -> None:
    short = a_quest([a_step("a", day=1)], [a_step("c", day=2)], id="first")
    begin(app, "Old", ("a", "done", 9), ("c", "done", 10), quest=short)
    begin(app, "New", ("a", "done", 9), ("c", "done", 10))
    ramp = look(app)
    assert {p.hire.name: (p.done, p.of, p.finished) for p in ramp.places} == {"Old": (2, 2, True), "New": (2, 4, False)}
    assert ramp.quest.steps.keys() == QUEST.steps.keys(), "the report is about the newest"
    # By the end of day 2: 2 of 2 and 2 of 4, in the middle 0.75
    assert ramp.cohorts[0].curve[1].share == 0.75


def test_who_begins_later_or_gave_up_is_told_apart(app: App) -> None:
    begin(app, "Soon", start=date(2026, 12, 1))
    begin(app, "Here")
    out = begin(app, "Out", ("a", "done", 9))
    with app.store.write() as db:
        journey = rows.of_person(db, app.service(Quests), out, NOW)[0]
        rows.change(db, journey.enrolment.id, state="left")
    ramp = look(app)
    assert [(cohort.month, cohort.n) for cohort in ramp.cohorts] == [("2026-11", 1)]
    assert ramp.ahead == 1
    assert [p.hire.name for one in ramp.stuck for p in one.places] == ["Here"]
    assert ramp.deal.n == 2, "whoever gave up the quest may still win deals"


HAPPENING = st.tuples(st.sampled_from("abcdm"), st.sampled_from(["done", "waived", "undone", "tried"]))


@given(st.lists(HAPPENING, max_size=40))
def test_the_report_stands_where_the_course_stands(happened: list[tuple[str, Happening]]) -> None:
    events = [Event(n, step, kind, november(9, 2) + timedelta(minutes=n)) for n, (step, kind) in enumerate(happened)]
    course, steps = standing(QUEST, events, NOW), Steps()
    for event in events:
        steps.add(event.step, event.kind, event.at)
    hire = Hire(1, 1, "Ana", "", START, QUEST, True, None, steps, Reached(), {})
    [place] = places([hire], Workdays(START, TODAY, ZONE), NOW, ZONE)
    assert (place.done, place.of, place.gate) == (course.done, course.total, course.gate)
    working = [s for s in course.open() if not s.milestone]
    assert place.step == next(iter(working), None)
    assert place.wrong == (course.states[place.step.id].wrong if place.step else 0)
    assert steps.waived == {id for id, state in course.states.items() if state.status == "waived"}


def test_working_days_of_a_golden_week() -> None:
    days = Workdays(date(2026, 9, 28), date(2026, 10, 12), ZONE)
    # September 28, 29, 30; the holidays from October 1 to 7; 8 and 9; Saturday the 10th is worked; 12
    assert [days.before(date(2026, 10, n)) for n in (1, 8, 9, 10, 11, 12)] == [3, 3, 4, 5, 6, 6]
    assert days.begun(datetime(2026, 10, 3, tzinfo=UTC)) == 3
    assert days.begun(datetime(2026, 10, 11, 15, 59, tzinfo=UTC)) == 6
    assert days.begun(datetime(2026, 10, 11, 16, 0, tzinfo=UTC)) == 7, "midnight in Shanghai"


# In chat


@pytest.fixture
def teams(app: App) -> None:
    with app.store.write() as db:
        app.directory.add_team(db, "East")
        app.directory.add_team(db, "Wuxi", parent="East")
        app.directory.add_team(db, "West")
    for name, team in (("Ana", "East"), ("Bo", "Wuxi"), ("Cy", "West"), ("Di", "")):
        begin(app, name, ("a", "tried", 10), team=team)


def test_a_manager_sees_the_teams_below_alone(app: App, teams: None) -> None:
    boss = Someone(app, "周经理", role=Role.MANAGER, team="East")
    said = boss.say("上手")
    assert "上手情况：小闯关" in said
    assert "Ana 10, Bo 10" in said
    assert "Cy" not in said
    assert "Di" not in said
    assert "2 人，走完 0 人，离职 0 人" in said
    assert "Bo · 小闯关" in boss.press("Bo")


def test_an_admin_sees_everybody(app: App, teams: None) -> None:
    said = Someone(app, "Root", role=Role.ADMIN, language="en").say("/ramp")
    assert "n = 4, finished 0, left 0; by day 4 half have done 0% (plan 100%, n = 4)" in said
    assert "Step a: n = 4, for 10 working days (median), wrong answers each: 1.0. Ana 10, Bo 10, Cy 10, Di 10" in said


@pytest.mark.parametrize("role", [Role.REP, Role.NEWHIRE, Role.EDITOR])
def test_nobody_else_sees_anything(app: App, teams: None, role: Role) -> None:
    somebody = Someone(app, "Lin", role=role, team="East", language="en")
    said = somebody.say("/ramp")
    assert "Ana" not in said
    assert "Ramp-up" not in said
    with app.store.read() as db:
        assert read(db, app.service(Quests), led_by(db, somebody.person), TODAY, ZONE).hires == ()


def test_a_manager_is_no_hire_of_their_own(app: App, teams: None) -> None:
    boss = Someone(app, "周经理", role=Role.MANAGER, team="West")
    with app.store.write() as db:
        rows.enrol(db, QUEST, boss.person.id, START, NOW)
    with app.store.read() as db:
        hires = read(db, app.service(Quests), led_by(db, boss.person), TODAY, ZONE).hires
    assert [hire.name for hire in hires] == ["Cy"]


def test_a_manager_without_a_team_leads_nobody(app: App, teams: None) -> None:
    said = Someone(app, "Solo", role=Role.MANAGER, language="en").say("/ramp")
    assert said == "Nobody whom you lead began a quest in the last two years."


def test_one_month_and_back(app: App, teams: None) -> None:
    begin(app, "Oct", start=date(2026, 10, 12), team="West")
    boss = Someone(app, "Root", role=Role.ADMIN)
    boss.say("/ramp")
    said = boss.press("2026-10")
    assert "2026-10 入职" in said
    assert "Oct 30" in said  # October 12 to 30 is 15 working days, November 2 to 20 another 15: today is the 31st
    assert "Ana" not in said
    assert "Ana" in boss.press("所有人")


# As a table: the verb asks the system for the time


@pytest.fixture
def verb(app: App, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    (app.settings.workspace / "cornerman.toml").write_text("", "utf-8")
    monkeypatch.setenv("DATABASE_URL", app.settings.database_url)
    return lambda *words: CliRunner().invoke(
        main, ["--workspace", str(app.settings.workspace), "ramp", *map(str, words)]
    )


@pytest.fixture
def recent() -> date:
    return local(ZONE, system_clock()).date() - timedelta(days=30)


def test_a_row_a_person(app: App, verb: Callable[..., Any], recent: date, tmp_path: Path) -> None:
    who = begin(app, "=HYPERLINK(1)", ("a", "done", 9), ("b", "tried", 10), start=recent)
    leave(app, who, system_clock())
    file = tmp_path / "ramp.xlsx"
    assert verb("--out", file).output == f"1 people are in {file}.\n"
    headings, row = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    found = dict(zip(headings, row, strict=True))
    assert found["名字"] == "=HYPERLINK(1)", "a text, and no formula"
    assert (found["第一天"], found["离职日"]) == (recent, recent + timedelta(days=30))
    assert (found["已完成步骤"], found["步骤总数"], found["所在关"], found["停在哪一步"]) == (1, 4, "关1", "")
    csv = tmp_path / "ramp.csv"
    verb("--out", csv)
    assert csv.read_text("utf-8").splitlines()[1].startswith(f'"\'=HYPERLINK(1)","","{recent}"')


def test_the_json_and_a_team(app: App, verb: Callable[..., Any], recent: date) -> None:
    with app.store.write() as db:
        app.directory.add_team(db, "East")
        app.directory.add_team(db, "Wuxi", parent="East")
    for name, team in (("Ana", "East"), ("Bo", "Wuxi"), ("Cy", "")):
        begin(app, name, ("a", "tried", 10), team=team, start=recent)
    found = json.loads(verb("--json", "--team", "East").output)
    assert [person["name"] for person in found["people"]] == ["Ana", "Bo"]
    assert [(one["step"], one["n"], one["wrong"]) for one in found["stuck"]] == [("a", 2, 1.0)]
    assert found["first_deal"] == {"median_days": None, "low": None, "high": None, "reached": 0, "n": 2}
    assert "Ana " in verb().output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--team", "North"), "There is no team 'North'"),
        (("--quest", "nope"), "Nobody began the quest 'nope' in the last two years."),
        (("--out", "ramp.pdf"), "ramp.pdf should end in .csv or .xlsx."),
    ],
)
def test_what_cannot_be_shown_is_a_sentence(
    app: App, verb: Callable[..., Any], recent: date, words: Sequence[str], sentence: str
) -> None:
    begin(app, "Ana", start=recent)
    done = verb(*words)
    assert (done.exit_code, sentence in done.output) == (1, True)

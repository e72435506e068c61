"""Certification: which exams count, and how long somebody waits after a failed one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.drills import rows
from bot.drills.certificate import COOLDOWN, PASSES, Certificate, Exam, certified, exams, may_sit, sitting, standing
from bot.knowledge.library import Library
from tests.conftest import NOW
from tests.drills.after import begun, card, ended, named, said
from tests.talk import Someone

PASSED = Exam("two-quotes", version=2, grade="medium", seed=1, passed=True, moved_at=NOW)
FAILED = replace(PASSED, passed=False)
HERE = named("two-quotes", version=2)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


COUNTED = {
    "two seeds": ([PASSED, replace(PASSED, seed=2)], PASSES),
    "a hard one counts too": ([PASSED, replace(PASSED, seed=2, grade="hard")], 2),
    "the same seed twice": ([PASSED, PASSED], 1),
    "an easy one": ([PASSED, replace(PASSED, seed=2, grade="easy")], 1),
    "practice": ([PASSED, replace(PASSED, seed=2, exam=False)], 1),
    "an older version": ([PASSED, replace(PASSED, seed=2, version=1)], 1),
    "another scenario": ([PASSED, replace(PASSED, seed=2, scenario="late-once")], 1),
    "a failed one": ([PASSED, replace(FAILED, seed=2, moved_at=NOW - COOLDOWN)], 1),
    "three": ([replace(PASSED, seed=seed) for seed in (1, 2, 3)], PASSES),
    "none": ([], 0),
}


@pytest.mark.parametrize("which", COUNTED)
def test_which_exams_count(which: str) -> None:
    drills, passes = COUNTED[which]
    found = standing(HERE, drills, NOW)
    assert found == Certificate(passes, None)
    assert found.certified == (passes == PASSES)
    assert certified([HERE], drills, NOW) == (["two-quotes"] if passes == PASSES else [])


def test_after_a_failed_exam_one_waits_and_not_a_minute_more() -> None:
    until = NOW + COOLDOWN
    assert may_sit([FAILED], NOW) == until
    assert may_sit([FAILED], until - timedelta(seconds=1)) == until
    assert may_sit([FAILED], until) is None


def test_the_last_failure_counts_and_practice_never() -> None:
    failures = [replace(FAILED, moved_at=NOW - 30 * HOUR), replace(FAILED, moved_at=NOW - HOUR), PASSED]
    assert may_sit(failures, NOW) == NOW - HOUR + COOLDOWN
    assert may_sit([replace(FAILED, exam=False), PASSED], NOW) is None
    assert standing(HERE, [replace(FAILED, scenario="late-once")], NOW).wait_until is None


def test_exams_are_found_among_rows(app: App) -> None:
    lin, mei = Someone(app), Someone(app, "Mei")
    me, low = lin.person.id, card({"next_step": 1})
    with app.store.write() as db:
        ended(db, me, NOW, low, passed=True, exam=True, seed=7)
        ended(db, me, NOW, low, passed=True)  # practice
        ended(db, mei.person.id, NOW, low, exam=True)
        ended(db, me, NOW, low, passed=True, exam=True, seed=8, grade="hard")
        assert [(exam.seed, exam.grade, exam.passed) for exam in exams(db, me)] == [
            (8, "hard", True),
            (7, "medium", True),
        ]
        assert sitting(db, me, named("two-quotes"), NOW) == Certificate(2, None)
        assert exams(db, me, "late-once") == []


def test_a_drill_and_its_row_say_the_same(app: App) -> None:
    lin = Someone(app)
    with app.store.write() as db:
        for seed in (1, 2):
            ended(db, lin.person.id, NOW, card({"next_step": 1}), passed=True, exam=True, seed=seed)
        here = named("two-quotes")
        assert standing(here, rows.ended(db, lin.person.id), NOW) == sitting(db, lin.person.id, here, NOW)


def test_who_leaves_an_exam_in_the_middle_waits_too(app: App) -> None:
    """Else one would leave until the customer is an easy one."""
    me = Someone(app).person.id
    with app.store.write() as db:
        begun(db, me, NOW, exam=True)
        assert sitting(db, me, named("two-quotes"), NOW).wait_until is None
        id = begun(db, me, NOW, exam=True)  # the first was left before a word was said
        assert sitting(db, me, named("two-quotes"), NOW).wait_until is None
        said(db, id, me, "那我给您打九折。", NOW + HOUR)
        assert sitting(db, me, named("two-quotes"), NOW + HOUR).wait_until is None
        begun(db, me, NOW + HOUR)
        assert sitting(db, me, named("two-quotes"), NOW + HOUR).wait_until == NOW + HOUR + COOLDOWN


def test_certified_is_not_lost_by_practising_on(app: App) -> None:
    me = Someone(app).person.id
    with app.store.write() as db:
        for seed in (1, 2):
            ended(db, me, NOW, card({}), passed=True, exam=True, seed=seed)
        for _ in range(51):
            ended(db, me, NOW, card({}))
        assert sitting(db, me, named("two-quotes"), NOW).certified

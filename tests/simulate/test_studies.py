"""New hires at their quest in the chat: they get on as anybody would, and what they did stands in the rows."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import MovedClock
from bot.knowledge.library import Library
from bot.messages import Role
from bot.people import ledger
from bot.pushes.calendar import is_working_day, reached
from bot.quests import rows
from bot.quests.course import Event
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.settings import Settings
from bot.simulate import studies
from bot.simulate.names import Language
from bot.simulate.studies import Studies
from bot.simulate.voice import Voice

FIRST = date(2026, 11, 2)
ZONE = "Asia/Shanghai"
DAYS = [day for n in range(18) if is_working_day(day := FIRST + timedelta(days=n), "china")]


def at(day: date, hour: int) -> datetime:
    return reached(ZONE, datetime.combine(day, time(hour)))


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(at(FIRST, 8), base=lambda: at(FIRST, 8))


@pytest.fixture
def app(by_words: Library, clock: MovedClock, fresh_sqlite: Path, tmp_path: Path) -> Iterator[App]:
    shutil.copy(fresh_sqlite, tmp_path / "only.db")
    features = {"knowledge": True, "drills": True, "quests": True, "playbooks": True}
    settings = Settings(workspace=tmp_path, database_url=f"sqlite:///{tmp_path / 'only.db'}", features=features)
    made = App(settings, clock=clock, library=by_words)
    yield made
    made.close()


def lived(app: App, clock: MovedClock, language: Language, people: int = 1) -> list[tuple[Journey, list[Event]]]:
    """New hires after some days, each with what happened; the one who mentors them all is the last to be added."""
    quest = app.service(Quests).get("first-30-days")
    assert quest
    with app.store.write() as db:
        new = [app.directory.add(db, f"New {n}", now=clock(), role=Role.NEWHIRE) for n in range(people)]
        mentor = app.directory.add(db, "Mentor", now=clock(), role=Role.REP)
        for each in (*new, mentor):
            app.directory.change(db, each.id, language=language)
        ids = [rows.enrol(db, quest, each.id, FIRST, clock(), mentor_id=mentor.id) for each in new]
    live, hires = Studies(app, clock, 3), [Voice(app, each.name, each.id) for each in new]
    voice = Voice(app, mentor.name, mentor.id)
    for day in DAYS:
        for hour, does, them in ((9, live.begin, hires), (12, live.answer, hires), (17, live.confirm, [voice])):
            clock.move(at(day, hour) - clock())
            for each in them:
                does(language, each)
    with app.store.read() as db:
        happened = rows.events(db, [id for id in ids if id])
        return [(each, happened[each.enrolment.id]) for each in rows.some(db, app.service(Quests), happened, clock())]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_hire_passes_the_first_gate_in_the_chat(app: App, clock: MovedClock, language: Language) -> None:
    [(journey, happened)] = lived(app, clock, language)
    assert journey.standing.gate >= 1
    confirmed = [each.by for each in happened if each.step == "sit-in" and each.kind == "done"]
    assert confirmed == [journey.enrolment.mentor_id]
    assert {"begun", "asked", "done"} <= {each.kind for each in happened}
    with app.store.read() as db:
        assert ledger.total(db, journey.person_id) > 0


def test_some_answers_are_wrong_and_hasty_ones_wait_for_a_manager(app: App, clock: MovedClock) -> None:
    found = lived(app, clock, "zh", 4)
    assert len(found) == 4
    assert "tried" in {each.kind for _, happened in found for each in happened}
    with app.store.read() as db:
        held = [row.why for row in ledger.waiting(db, at(FIRST, 0))]
    answered = sum(each.kind == "done" for _, happened in found for each in happened)
    assert 0 < held.count("speed") < answered / 2


def test_what_is_sent_back_is_asked_again(app: App, clock: MovedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(studies, "SENT_BACK", 1)
    [(journey, happened)] = lived(app, clock, "en")
    kinds = [each.kind for each in happened if each.step == "sit-in"]
    assert kinds.count("declined") > 1
    assert "done" not in kinds
    assert journey.standing.gate == 0

"""Two processes at once: what one decides on a quest that the other has changed since."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, insert

from bot.app import App
from bot.drills.stage import Stage
from bot.knowledge.library import Library
from bot.playbooks import customers, deals
from bot.playbooks.tables import touch
from bot.quests import finishing, rows
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.settling import settle
from tests.quests.conftest import BOTH, a_quest, a_step
from tests.quests.crew import enrol, push
from tests.talk import Someone


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


def note(app: App, db: Connection, who: Someone) -> int:
    customer = customers.find_or_add(db, "华泵", app.clock())
    row = insert(touch).values(
        system="local", source_id=deals.new_id(), person_id=who.person.id, customer_id=customer, deal_id=None,
        contact_id=None, kind="visit", at=app.clock(), said="", objection="", effective=True, report_due_at=None,
        reported_at=None, made_at=app.clock(),
    )  # fmt: skip
    return int(db.execute(row.returning(touch.c.id)).scalar_one())


def read(app: App, db: Connection, id: int) -> Journey:
    found = rows.one(db, app.service(Quests), id, app.clock())
    assert found
    return found


def test_a_note_that_another_process_has_counted_is_not_counted_again(sqlite_app: App) -> None:
    app, who = sqlite_app, Someone(sqlite_app, "林悦")
    id = enrol(app, who, None, a_quest([a_step("one", "touch"), a_step("two", "touch")]))
    with app.store.write() as db:
        quests, stage, now = app.service(Quests), app.service(Stage), app.clock()
        first = note(app, db, who)
        settle(db, quests, stage, read(app, db, id), now)
        old = read(app, db, id)
        note(app, db, who)
        db.execute(delete(touch).where(touch.c.id == first))
        assert len(settle(db, quests, stage, read(app, db, id), now)) == 2, "taken back, and proven by the other note"
        assert settle(db, quests, stage, old, now) == []
        assert [state.status for state in read(app, db, id).standing.states.values()] == ["done", "open"]


def test_a_gate_that_another_process_has_shut_is_not_passed(sqlite_app: App) -> None:
    app, who = sqlite_app, Someone(sqlite_app, "林悦")
    id = enrol(app, who, None, a_quest([a_step("one")], [a_step("two")]))
    with app.store.write() as db:
        quests, now = app.service(Quests), app.clock() + timedelta(hours=1)
        one, two = read(app, db, id).quest.steps.values()
        assert finishing.finish(db, quests, read(app, db, id), one, now, evidence="")
        old = read(app, db, id)
        assert finishing.take_back(db, quests, old, one, now)
        assert old.standing.states["two"].status == "open"
        assert finishing.finish(db, quests, old, two, now, evidence="") is None


def test_an_old_answer_to_questions_that_are_fewer_now(sqlite_app: App) -> None:
    app, who = sqlite_app, Someone(sqlite_app, "林悦")
    id = enrol(app, who, None, _quiz(4, 1))
    push(who, "quests.step", quest="small", step="quiz")
    with app.store.write() as db:
        rows.change(db, id, version_id=rows.version(db, _quiz(2, 1), app.clock()))
    for n in range(4):
        assert "那是上一轮的题" in who.press_at(who.messages[0].token, n)
    with app.store.read() as db:
        assert read(app, db, id).standing.states["quiz"].wrong == 0


def _quiz(options: int, questions: int) -> Quest:
    given = [{"zh": f"选项{n}", "en": f"Option {n}"} for n in range(options)]
    return a_quest([a_step("quiz", "quiz", questions=[{"ask": BOTH, "options": given}] * questions)])

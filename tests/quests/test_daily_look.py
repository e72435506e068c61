"""Once a day everybody is looked at: what is proven counts and is told once, and for the rest nothing is written."""

from datetime import timedelta

from sqlalchemy import select

from bot.app import App
from bot.app.due import tick
from bot.messages import Role
from bot.pushes.outbox import outbox
from bot.quests.tables import enrolment, quest_event
from tests.conftest import StillClock
from tests.quests.conftest import a_quest, a_step
from tests.quests.crew import enrol
from tests.quests.seen import drilled
from tests.talk import Someone

QUEST = a_quest([a_step("call", "drill", scenario="price")], [a_step("think")], id="daily")


def test_of_three_the_one_with_a_new_proof_is_told_and_all_are_settled(app: App, clock: StillClock) -> None:
    people = [Someone(app, name, role=Role.NEWHIRE) for name in ("甲", "乙", "丙")]
    for each in people:
        enrol(app, each, None, QUEST)
    with app.store.write() as db:
        drilled(db, people[1].person, clock() - timedelta(hours=1), {"value": 3}, scenario="price", total=90.0, moved=5)
    clock.move(timedelta(days=1))
    tick(app)
    tick(app)
    with app.store.read() as db:
        assert set(db.execute(select(enrolment.c.settled_on)).scalars()) == {clock().date()}
        assert db.execute(select(quest_event.c.person_id, quest_event.c.kind)).all() == [(people[1].person.id, "done")]
        told = db.execute(select(outbox.c.person_id).where(outbox.c.kind == "quest")).scalars().all()
    assert told == [people[1].person.id]

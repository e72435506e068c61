"""What a radar is made of, put into the rows: drills with marks, visits with their reports, answers in a quest."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from bot.app import App
from bot.drills.tables import drill
from bot.messages import Person
from bot.playbooks import customers
from bot.playbooks.tables import touch
from bot.quests import rows
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.rows import Journey


def drilled(db: Connection, person: Person, at: datetime, levels: Mapping[str, int | None], **more: Any) -> None:
    marks = [{"criterion": id, "level": level, "evidence": []} for id, level in levels.items()]
    card = {"marks": marks, "blockers": [], "total": 80.0, "rubric": 1, "by": "words", "moves": []}
    db.execute(insert(drill).values(**{
        "person_id": person.id, "scenario": "price-first", "version": 1, "rubric": 1, "weights": {}, "grade": "easy",
        "language": "zh", "seed": 1, "exam": False, "status": "ended", "played": {}, "moved": 9, "hints": 0,
        "ending": "deal", "total": 80.0, "tier": "silver", "passed": True, "scorecard": card,
        "started_at": at - timedelta(minutes=9), "moved_at": at, **more,
    }))  # fmt: skip


def visited(db: Connection, person: Person, due: datetime, reported: datetime | None) -> None:
    customer = customers.find_or_add(db, "Brightwell", due)
    db.execute(insert(touch).values(
        system="local", source_id=f"{person.id}-{due.isoformat()}", person_id=person.id, customer_id=customer,
        deal_id=None, contact_id=None, kind="visit", at=due - timedelta(hours=24), said="", objection="",
        effective=True, report_due_at=due, reported_at=reported, made_at=due,
    ))  # fmt: skip


def begun(app: App, person: Person, quest: Quest, now: datetime, started_on: date | None = None) -> Journey:
    with app.store.write() as db:
        id = rows.enrol(db, quest, person.id, started_on or now.date(), now)
        assert id is not None
        journey = rows.one(db, app.service(Quests), id, now)
    assert journey is not None
    return journey


def again(db: Connection, app: App, journey: Journey) -> Journey:
    found = rows.one(db, app.service(Quests), journey.enrolment.id, app.clock())
    assert found is not None
    return found

"""Quests in the database: who is in which, what happened there, and the quest as it was when they began."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, func, select, update

from bot.drills.tables import drill
from bot.playbooks.tables import deal, touch
from bot.quests.course import Event, Happening, Standing, standing
from bot.quests.quest import Quest, Step
from bot.quests.quests import Quests, shape_of
from bot.quests.tables import enrolment, quest_event, quest_version
from bot.store import insert_once


@dataclass(frozen=True, slots=True)
class Enrolment:
    id: int
    person_id: int
    quest: str
    version_id: int
    started_on: date
    state: str
    """going, done or left."""
    mentor_id: int | None
    by_id: int | None
    drills_before: int
    touches_before: int
    deals_before: int
    enrolled_at: datetime
    finished_at: datetime | None
    settled_on: date | None

    def begins(self, today: date, now: datetime) -> date:
        """The first day; a clock that was set back since they were enrolled puts nobody before it."""
        return min(self.started_on, today) if self.enrolled_at > now else self.started_on


@dataclass(frozen=True, slots=True)
class Journey:
    """Somebody in a quest, and where they stand."""

    enrolment: Enrolment
    standing: Standing

    @property
    def quest(self) -> Quest:
        return self.standing.quest

    @property
    def person_id(self) -> int:
        return self.enrolment.person_id


# Reading


def of_person(db: Connection, quests: Quests, person_id: int, now: datetime) -> list[Journey]:
    """Everything that somebody is or was in, the latest first."""
    return _journeys(db, quests, _FIND.where(enrolment.c.person_id == bindparam("who")), {"who": person_id}, now)


def of_people(db: Connection, quests: Quests, people: Iterable[int], now: datetime) -> list[Journey]:
    """Everything that these are or were in."""
    found = _FIND.where(enrolment.c.person_id.in_(bindparam("people", expanding=True)))
    return _journeys(db, quests, found, {"people": list(people)}, now)


def going(db: Connection, quests: Quests, person_id: int, now: datetime) -> list[Journey]:
    found = _FIND.where(enrolment.c.person_id == bindparam("who"), enrolment.c.state == "going")
    return _journeys(db, quests, found, {"who": person_id}, now)


def one(db: Connection, quests: Quests, enrolment_id: int, now: datetime) -> Journey | None:
    found = _journeys(db, quests, _FIND.where(enrolment.c.id == bindparam("id")), {"id": enrolment_id}, now)
    return next(iter(found), None)


def some(db: Connection, quests: Quests, ids: Iterable[int], now: datetime) -> list[Journey]:
    """Of these enrolments."""
    found = _FIND.where(enrolment.c.id.in_(bindparam("ids", expanding=True)))
    return _journeys(db, quests, found, {"ids": list(ids)}, now)


def _journeys(
    db: Connection, quests: Quests, found: Select[tuple[object, ...]], given: dict[str, object], now: datetime
) -> list[Journey]:
    rows = db.execute(found, given).all()
    happened, begun = events(db, [row.id for row in rows]), versions(db, quests, rows)
    return [Journey(_enrolment(row), standing(begun[row.version_id], happened.get(row.id, []), now)) for row in rows]


def events(db: Connection, ids: Iterable[int]) -> dict[int, list[Event]]:
    """Enrolment → all that happened in it, in order."""
    found: dict[int, list[Event]] = {}
    for enrolled, *said in db.execute(_EVENTS, {"ids": list(ids)}):
        found.setdefault(enrolled, []).append(Event(*said))
    return found


def versions(db: Connection, quests: Quests, rows: Iterable[Any]) -> dict[int, Quest]:
    """Version → the quest as it was begun, of rows with a version, its quest and its shape."""
    asked = {(row.version_id, row.quest, row.shape) for row in rows}
    return {id: quests.as_begun(id, quest, shape, partial(_said, db, id)) for id, quest, shape in asked}


def _said(db: Connection, version_id: int) -> Mapping[str, Any]:
    said: Mapping[str, Any] = db.execute(_SAID, {"id": version_id}).scalar_one()
    return said


def _enrolment(row: object) -> Enrolment:
    return Enrolment(**{name: getattr(row, name) for name in Enrolment.__slots__})


_FIND: Select[tuple[object, ...]] = (
    select(enrolment, quest_version.c.shape)
    .select_from(enrolment.join(quest_version, quest_version.c.id == enrolment.c.version_id))
    .order_by(enrolment.c.id.desc())
)
_SAID = select(quest_version.c.said).where(quest_version.c.id == bindparam("id"))
_EVENTS = (
    select(
        quest_event.c.enrolment_id,
        quest_event.c.id,
        quest_event.c.step,
        quest_event.c.kind,
        quest_event.c.at,
        quest_event.c.by_id,
        quest_event.c.evidence,
        quest_event.c.reason,
    )
    .where(quest_event.c.enrolment_id.in_(bindparam("ids", expanding=True)))
    .order_by(quest_event.c.id)
)


# Writing


def enrol(
    db: Connection, quest: Quest, person_id: int, started_on: date, now: datetime, *,
    by_id: int | None = None, mentor_id: int | None = None,
) -> int | None:  # fmt: skip
    """The enrolment's number; None for somebody who is or was in it: `begin_again` is for them."""
    return insert_once(  # type: ignore[no-any-return]
        db, enrolment, person_id=person_id, quest=quest.id, version_id=version(db, quest, now), started_on=started_on,
        state="going", mentor_id=mentor_id, by_id=by_id, enrolled_at=now, finished_at=None, settled_on=None,
        drills_before=_last(db, drill.c.id), touches_before=_last(db, touch.c.id), deals_before=_last(db, deal.c.id),
    )  # fmt: skip


def change(db: Connection, enrolment_id: int, **values: object) -> None:
    db.execute(update(enrolment).where(enrolment.c.id == enrolment_id).values(**values))


def happen(
    db: Connection, journey: Journey, step: Step, kind: Happening, now: datetime, *, by_id: int | None = None,
    evidence: str = "", reason: str = "", score: int | None = None,
) -> bool:  # fmt: skip
    """Adds the step's next event; False when somebody else added one since the journey was read."""
    made = insert_once(
        db, quest_event, enrolment_id=journey.enrolment.id, person_id=journey.person_id, step=step.id, kind=kind,
        by_id=by_id, score=score, evidence=evidence, reason=reason, at=now,
        number=journey.standing.states[step.id].events,
    )  # fmt: skip
    return made is not None


def version(db: Connection, quest: Quest, now: datetime) -> int:
    """The number of the quest as it is now."""
    shape = shape_of(quest)
    values = {"quest": quest.id, "shape": shape, "said": quest.model_dump(mode="json"), "seen_at": now}
    made: int | None = insert_once(db, quest_version, **values)
    same = (quest_version.c.quest == quest.id, quest_version.c.shape == shape)
    return made or int(db.execute(select(quest_version.c.id).where(*same)).scalar_one())


def _last(db: Connection, number: Column[int]) -> int:
    return db.execute(select(func.max(number))).scalar() or 0

"""Requests to confirm a step, as rows: asked, passed on after two working days, answered once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, exists, select

from bot.messages import Person
from bot.people.directory import Directory
from bot.pushes.calendar import DAY, is_working_day, local, reached
from bot.pushes.own_times import rhythm_of
from bot.pushes.rhythm import Rhythm, next_open
from bot.quests import rows
from bot.quests.confirming import leading
from bot.quests.course import Event, State
from bot.quests.finishing import Finished, finish, take_back
from bot.quests.quest import CONFIRMED, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.tables import enrolment, quest_event

WAITS = 2
"""Working days that a request waits for one person."""
MISTAKE = timedelta(days=7)
"""How long a confirmation can be taken back by whoever gave it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A step that somebody says they have done, and that waits for somebody else's word."""

    journey: Journey
    step: Step
    event: Event
    """The request; its `by` is who is asked now."""

    @property
    def state(self) -> State:
        return self.journey.standing.states[self.step.id]


def asking_of(journey: Journey, step: Step) -> Asking | None:
    state = journey.standing.states[step.id]
    return Asking(journey, step, state.asked) if state.status == "asked" and state.asked else None


def askings(journeys: Iterable[Journey]) -> Iterator[Asking]:
    for journey in journeys:
        found = (asking_of(journey, step) for step in journey.standing.waiting())
        yield from (asking for asking in found if asking is not None)


def waiting_for(db: Connection, quests: Quests, person_id: int, now: datetime) -> list[Asking]:
    """What this person is asked to confirm, the oldest first."""
    ids = db.execute(_ASKED, {"who": person_id}).scalars().all()
    found = [each for each in askings(rows.some(db, quests, ids, now)) if each.event.by == person_id]
    return sorted(found, key=lambda each: each.event.id) if ids else []


# Asking and answering


def ask(db: Connection, directory: Directory, journey: Journey, step: Step, note: str, now: datetime) -> Person | None:
    """Writes whom it was asked of. None: nobody can confirm it, or it was asked a moment ago."""
    if step.kind not in CONFIRMED or journey.standing.states[step.id].status != "open":
        return None
    first = next(iter(leading.confirmers(db, directory, journey, step)), None)
    if first is None or not rows.happen(db, journey, step, "asked", now, by_id=first.id, evidence=note):
        return None
    return first


def confirm(db: Connection, quests: Quests, asking: Asking, by_id: int, now: datetime) -> Finished | None:
    evidence = f"asked:{asking.event.id}"
    return finish(db, quests, asking.journey, asking.step, now, evidence=evidence, by_id=by_id)


def decline(db: Connection, asking: Asking, by_id: int, reason: str, now: datetime) -> bool:
    """The step is open again; False when somebody else has answered since it was read."""
    if by_id == asking.journey.person_id:
        return False
    return rows.happen(db, asking.journey, asking.step, "declined", now, by_id=by_id, reason=reason)


def unconfirm(
    db: Connection, quests: Quests, journey: Journey, step: Step, by_id: int, now: datetime
) -> Finished | None:
    """Confirmed by mistake: only by whoever confirmed it, and not for long."""
    over = journey.standing.states[step.id].over
    if over is None or over.kind != "done" or over.by != by_id or now - over.at > MISTAKE:
        return None
    return take_back(db, quests, journey, step, now, by_id=by_id, reason="confirmed by mistake")


# Passing on


@dataclass(frozen=True, slots=True)
class Passed:
    asking: Asking
    to: Person


def due(rhythm: Rhythm, since: datetime, now: datetime) -> bool:
    """Whether somebody has had their working days to answer, counted from when they could first read of it.

    Leave counts here: it is just then that somebody else should answer.
    """
    day = local(rhythm.zone, next_open(replace(rhythm, away_until=None), since))
    left = WAITS
    while left:
        day += DAY
        left -= is_working_day(day.date(), rhythm.days)
    return now >= reached(rhythm.zone, day)


def overdue(db: Connection, quests: Quests, directory: Directory, now: datetime) -> list[Asking]:
    """What waited too long for one person, or waits for somebody who is gone."""
    since = {(row.enrolment_id, row.step): row for row in db.execute(_LAST)}
    here = directory.here(db, sorted({row.by_id for row in since.values() if row.by_id is not None}))
    rhythms = {id: rhythm_of(db, id, directory.time_zone) for id in here}
    late = {key for key, row in since.items() if row.by_id not in here or due(rhythms[row.by_id], row.at, now)}
    journeys = rows.some(db, quests, sorted({id for id, _ in late}), now) if late else []
    return [each for each in askings(journeys) if (each.journey.enrolment.id, each.step.id) in late]


def to_pass_on(db: Connection, directory: Directory, quests: Quests, now: datetime) -> list[Passed]:
    """What goes to somebody else now. What everybody has been asked stays where it is, and is none of it."""
    found = [(asking, _next(db, directory, asking)) for asking in overdue(db, quests, directory, now)]
    return [Passed(asking, to) for asking, to in found if to]


def pass_on(db: Connection, directory: Directory, quests: Quests, now: datetime) -> list[Passed]:
    """Writes to whom each goes; looked at twice, or by two processes, it goes once."""
    return [
        passed for passed in to_pass_on(db, directory, quests, now)
        if rows.happen(db, passed.asking.journey, passed.asking.step, "passed_on", now, by_id=passed.to.id)
    ]  # fmt: skip


def _next(db: Connection, directory: Directory, asking: Asking) -> Person | None:
    """The first who has not been asked yet; where all have been, it stays where it is."""
    journey, events = asking.journey, rows.events(db, [asking.journey.enrolment.id])
    here = [event for event in events[journey.enrolment.id] if event.step == asking.step.id]
    asked = {event.by for event in here if event.id >= asking.event.id and event.kind in ("asked", "passed_on")}
    somebody = directory.by_id(db, journey.person_id)
    if somebody is None or leading.ON not in somebody.features:
        return None
    admins = (p for p in leading.admins(db, directory, somebody) if leading.ON in p.features)
    people = (*leading.confirmers(db, directory, journey, asking.step), *admins)
    return next((p for p in people if p.id not in asked), None)


_answer = quest_event.alias()
_ASKED = (
    select(quest_event.c.enrolment_id)
    .join(enrolment, enrolment.c.id == quest_event.c.enrolment_id)
    .where(
        quest_event.c.kind.in_(("asked", "passed_on")), quest_event.c.by_id == bindparam("who"),
        enrolment.c.state != "left",
        ~exists().where(
            _answer.c.enrolment_id == quest_event.c.enrolment_id, _answer.c.step == quest_event.c.step,
            _answer.c.number > quest_event.c.number,
            _answer.c.kind.in_(("passed_on", "declined", "done", "waived", "undone")),
        ),
    )
    .distinct()
)  # fmt: skip
"""Of what was answered long ago nothing is read again."""
_later = quest_event.alias()
_LAST = (
    select(quest_event.c.enrolment_id, quest_event.c.step, quest_event.c.by_id, quest_event.c.at)
    .join(enrolment, enrolment.c.id == quest_event.c.enrolment_id)
    .where(
        quest_event.c.kind.in_(("asked", "passed_on")),
        enrolment.c.state != "left",
        ~exists().where(
            _later.c.enrolment_id == quest_event.c.enrolment_id,
            _later.c.step == quest_event.c.step,
            _later.c.number > quest_event.c.number,
        ),
    )
)
"""What happened last to a step, where that was a request."""

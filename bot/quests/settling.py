"""What happened elsewhere becomes what it means here: steps that are proven now, and those whose proof is gone."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from bot.drills.stage import Stage
from bot.quests import rows
from bot.quests.evidence import proof, stands
from bot.quests.finishing import Finished, finish, take_back
from bot.quests.quest import PROVEN, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey


def settle(db: Connection, quests: Quests, stage: Stage, journey: Journey, now: datetime) -> list[Finished]:
    """All that follows from the rows as they are; done twice, it finds nothing the second time."""
    found: list[Finished] = []
    while event := _gone(db, quests, journey, now) or _proven(db, quests, stage, journey, now):
        found.append(event)
        journey = event.journey
    return found


def settle_all(db: Connection, quests: Quests, stage: Stage, person_id: int, now: datetime) -> list[Finished]:
    """Of all that somebody is or was in: who left a quest earns nothing there any more, and keeps nothing unearned."""
    journeys = rows.of_person(db, quests, person_id, now)
    return [event for journey in journeys for event in settle(db, quests, stage, journey, now)]


def is_settled(db: Connection, stage: Stage, journey: Journey, now: datetime) -> bool:
    """Whether `settle` would find nothing. Writes nothing: of thousands, a day changes a few."""
    return _first_gone(db, journey) is None and _first_proven(db, stage, journey, now) is None


def _gone(db: Connection, quests: Quests, journey: Journey, now: datetime) -> Finished | None:
    step = _first_gone(db, journey)
    return take_back(db, quests, journey, step, now) if step else None


def _proven(db: Connection, quests: Quests, stage: Stage, journey: Journey, now: datetime) -> Finished | None:
    found = _first_proven(db, stage, journey, now)
    return finish(db, quests, journey, found[0], now, evidence=found[1]) if found else None


def _first_gone(db: Connection, journey: Journey) -> Step | None:
    """The first step whose proof is there no more."""
    for step in _steps(journey):
        over = journey.standing.states[step.id].over
        if over is not None and over.kind == "done" and not stands(db, journey.person_id, over.evidence):
            return step
    return None


def _first_proven(db: Connection, stage: Stage, journey: Journey, now: datetime) -> tuple[Step, str] | None:
    """The first open step that is proven, and by what."""
    for step in _steps(journey) if journey.enrolment.state != "left" else ():
        if journey.standing.states[step.id].status == "open":
            evidence = proof(db, stage, journey, step, now)
            if evidence:
                return step, evidence
    return None


def _steps(journey: Journey) -> Iterator[Step]:
    yield from (step for step in journey.quest.steps.values() if step.kind in PROVEN)

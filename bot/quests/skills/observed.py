"""What the radar is made of, read from rows: drills' marks, answers in quests, visit reports in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from bot.drills.rubric import TOP_LEVEL
from bot.drills.tables import drill
from bot.playbooks.tables import touch
from bot.quests import rows
from bot.quests.quest import ANSWERED, Step
from bot.quests.quests import Quests
from bot.quests.skills.radar import BEFORE, REPORT, WINDOW, Observation, of_drill
from bot.quests.tables import quest_event
from bot.store import Instant


@dataclass(frozen=True, slots=True)
class Try:
    """One answer to a step, right or wrong."""

    enrolment_id: int
    step: str
    kind: str
    score: int | None
    at: datetime


def observed(db: Connection, quests: Quests, person_id: int, now: datetime) -> list[Observation]:
    since = now - WINDOW - BEFORE
    given = {"who": person_id, "since": since}
    found = [*_drilled(db, given), *_reported(db, given, now), *_answered(db, quests, person_id, now)]
    return [each for each in found if each.at > since]


def _drilled(db: Connection, given: dict[str, object]) -> Iterator[Observation]:
    for row in db.execute(_DRILLS, given):
        levels = {mark["criterion"]: mark["level"] for mark in row.scorecard["marks"]}
        yield from of_drill(levels, TOP_LEVEL, row.moved_at, exam=row.exam)


def _reported(db: Connection, given: dict[str, object], now: datetime) -> Iterator[Observation]:
    """A report is in time or is not; one that is still owed counts from when it was due."""
    for row in db.execute(_REPORTS, given):
        if row.reported_at is not None:
            yield Observation("process", 100 if row.reported_at <= row.report_due_at else 0, row.reported_at, REPORT)
        elif row.report_due_at < now:
            yield Observation("process", 0, row.report_due_at, REPORT)


def _answered(db: Connection, quests: Quests, person_id: int, now: datetime) -> list[Observation]:
    journeys = rows.of_person(db, quests, person_id, now)
    steps = {(j.enrolment.id, step.id): step for j in journeys for step in j.quest.steps.values()}
    tries = [Try(*row) for row in db.execute(_TRIES, {"who": person_id})]
    return list(of_tries(steps, tries))


def of_tries(steps: dict[tuple[int, str], Step], tries: list[Try]) -> Iterator[Observation]:
    """What was taken back was not done; a step that the quest no longer has says nothing of a skill."""
    kept: dict[tuple[int, str], list[Try]] = {}
    for each in tries:
        place = kept.setdefault((each.enrolment_id, each.step), [])
        if each.kind == "undone":
            place[:] = [other for other in place if other.kind != "done"]
        else:
            place.append(each)
    for key, found in kept.items():
        for each in found if key in steps else ():
            score = _score(steps[key], each)
            if score is not None:
                yield Observation(steps[key].skill, score, each.at)


def _score(step: Step, each: Try) -> float | None:
    """Of process also what was simply done; elsewhere a step without a score shows that it was done, not how well.

    Drills are seen by their marks already.
    """
    if each.score is not None:
        return float(each.score)
    if step.kind in ANSWERED and step.kind != "reflect":
        return 100.0 if each.kind == "done" else 0.0
    done = each.kind == "done" and step.skill == "process" and step.kind not in ("drill", "certify")
    return 100.0 if done else None


_DRILLS = select(drill.c.scorecard, drill.c.exam, drill.c.moved_at).where(
    drill.c.person_id == bindparam("who"), drill.c.status == "ended", drill.c.total.is_not(None),
    drill.c.moved_at > bindparam("since", type_=Instant),
)  # fmt: skip
_REPORTS = select(touch.c.report_due_at, touch.c.reported_at).where(
    touch.c.person_id == bindparam("who"), touch.c.report_due_at.is_not(None),
    or_(touch.c.report_due_at > bindparam("since", type_=Instant), touch.c.reported_at > bindparam("since")),
)  # fmt: skip
_TRIES = (
    select(quest_event.c.enrolment_id, quest_event.c.step, quest_event.c.kind, quest_event.c.score, quest_event.c.at)
    .where(quest_event.c.person_id == bindparam("who"), quest_event.c.kind.in_(("tried", "done", "undone")))
    .order_by(quest_event.c.id)
)

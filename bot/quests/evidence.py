"""What the rooms below prove: a drill passed, a certificate held, contacts logged, a deal brought to a stage."""

from collections.abc import Callable, Iterable, Mapping, Set
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, exists, select

from bot.drills.certificate import sitting
from bot.drills.rubric import PASS
from bot.drills.scenario import GRADES
from bot.drills.stage import Stage
from bot.drills.tables import drill
from bot.playbooks.playbook import STAGE_IDS
from bot.playbooks.tables import deal, playbook_override, stage_event, touch
from bot.quests.course import State
from bot.quests.quest import Kind, Step
from bot.quests.rows import Journey

WRITTEN_UP = timedelta(days=1)
"""A contact of the day before somebody began counts; one of long before is written up for the points alone."""
FASTEST_TURN = 3.0
"""Seconds a turn: faster than that nobody reads the customer and types an answer."""


def proof(db: Connection, stage: Stage, journey: Journey, step: Step, now: datetime) -> str:
    """The evidence of an open step, "drill:12"; "" while there is none. No evidence serves two steps of a quest."""
    used = _used(journey.standing.states.values())
    return _PROOFS[step.kind](db, stage, journey, step, used, now)


def stands(db: Connection, person_id: int, evidence: str) -> bool:
    """Whether what a finished step rests on is still there: a note can be taken back, a won deal be open again."""
    kind, _, numbers = evidence.partition(":")
    if kind == "touch":
        ids = [int(id) for id in numbers.split(",")]
        return len(db.execute(_THERE, {"ids": ids, "who": person_id}).all()) == len(ids)
    if kind == "won":
        return db.execute(_STATUS, {"id": int(numbers)}).scalar() == "won"
    return True


def serves(journey: Journey, evidence: str) -> bool:
    """Whether a step of the quest rests on it, or on a piece of it, already."""
    return not _used(journey.standing.states.values()).isdisjoint(_pieces(evidence))


def _used(states: Iterable[State]) -> set[str]:
    return {piece for state in states if state.over for piece in _pieces(state.over.evidence)}


def _pieces(evidence: str) -> list[str]:
    """ "touch:3" and "touch:4" of "touch:3,4". A certificate may be asked for twice: it is no piece of work."""
    kind, _, numbers = evidence.partition(":")
    return [f"{kind}:{number}" for number in numbers.split(",")] if numbers and kind != "certificate" else []


def _drilled(db: Connection, stage: Stage, journey: Journey, step: Step, used: set[str], now: datetime) -> str:
    """The first drill since the start that is good enough: this grade, this mark, nothing that fails it."""
    least = GRADES.index(step.grade) if step.grade else 0
    given = {"who": journey.person_id, "scenario": step.scenario, "after": journey.enrolment.drills_before}
    for row in db.execute(_DRILLS, given):
        enough = row.total is not None and row.total >= (step.mark or PASS) and GRADES.index(row.grade) >= least
        failed = row.ending == "stopped" or (row.scorecard or {}).get("blockers")
        played = not 0 <= (row.moved_at - row.started_at).total_seconds() < FASTEST_TURN * row.moved
        if enough and not failed and played and f"drill:{row.id}" not in used:
            return f"drill:{row.id}"
    return ""


def _certified(db: Connection, stage: Stage, journey: Journey, step: Step, used: set[str], now: datetime) -> str:
    scenario = stage.scenario(step.scenario or "")
    if scenario is None or not sitting(db, journey.person_id, scenario, now).certified:
        return ""
    return f"certificate:{scenario.id}"


def _touched(db: Connection, stage: Stage, journey: Journey, step: Step, used: set[str], now: datetime) -> str:
    ids = _touches(db, journey, step, used, now)[: step.count]
    return "touch:" + ",".join(map(str, ids)) if len(ids) == step.count else ""


def logged(db: Connection, journey: Journey, step: Step, now: datetime) -> int:
    """Customers of an open step so far."""
    return len(_touches(db, journey, step, _used(journey.standing.states.values()), now))


def _touches(db: Connection, journey: Journey, step: Step, used: Set[str], now: datetime) -> list[int]:
    """One contact with each customer: three notes about one visit are one, and last year's visit is none."""
    found: dict[int, int] = {}
    for row in db.execute(_NOTES, {"who": journey.person_id, "after": journey.enrolment.touches_before}):
        # Where the clock was set back since they began, the note's own time says when it was written.
        since = min(journey.enrolment.enrolled_at, row.made_at) - WRITTEN_UP
        fits = (step.touch is None or row.kind == step.touch) and since <= row.at <= now
        if fits and f"touch:{row.id}" not in used:
            found.setdefault(row.customer_id, row.id)
    return sorted(found.values())


def _dealt(db: Connection, stage: Stage, journey: Journey, step: Step, used: set[str], now: datetime) -> str:
    """The first deal that came so far. The same one may come further, and be the next step's as well."""
    given = {"who": journey.person_id, "after": journey.enrolment.deals_before}
    reach = step.reach or "lead"
    for row in db.execute(_WON if reach == "won" else _ENTERED, given):
        far = reach == "won" or STAGE_IDS.index(row.at) >= STAGE_IDS.index(reach)
        if far and f"{reach}:{row.id}" not in used:
            return f"{reach}:{row.id}"
    return ""


Proof = Callable[[Connection, Stage, Journey, Step, set[str], datetime], str]
_PROOFS: Mapping[Kind, Proof] = {"drill": _drilled, "certify": _certified, "touch": _touched, "deal": _dealt}

_DRILLS = (
    select(drill)
    .where(
        drill.c.person_id == bindparam("who"), drill.c.scenario == bindparam("scenario"), drill.c.status == "ended",
        drill.c.id > bindparam("after"),
    )
    .order_by(drill.c.id)
)  # fmt: skip
_NOTES = (
    select(touch.c.id, touch.c.customer_id, touch.c.kind, touch.c.at, touch.c.made_at)
    .where(touch.c.person_id == bindparam("who"), touch.c.id > bindparam("after"))
    .order_by(touch.c.id)
)
# Theirs: SQLite gives the number of a note that was taken back to whoever writes the next one.
_THERE = select(touch.c.id).where(
    touch.c.id.in_(bindparam("ids", expanding=True)), touch.c.person_id == bindparam("who")
)
_STATUS = select(deal.c.status).where(deal.c.id == bindparam("id"))
_MINE = (deal.c.owner_id == bindparam("who"), deal.c.id > bindparam("after"))
_WON = select(deal.c.id).where(*_MINE, deal.c.status == "won").order_by(deal.c.id)
_passed_over = exists().where(
    playbook_override.c.deal_id == deal.c.id, playbook_override.c.made_at == stage_event.c.entered_at
)
"""A stage that was entered though something was missing shows no more than a button pressed."""
_ENTERED = (
    select(deal.c.id, stage_event.c.at)
    .join(stage_event, stage_event.c.deal_id == deal.c.id)
    .where(*_MINE, stage_event.c.at.in_(STAGE_IDS), ~_passed_over)
    .order_by(deal.c.id)
)

"""A step is done, waived or taken back: the event, its points, and the gates that open with it, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from bot.people import audit, ledger
from bot.people.ledger import Row, points
from bot.people.tables import person
from bot.quests import fair, rows
from bot.quests.course import Standing
from bot.quests.quest import ANSWERED, PROVEN, Gate, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.store import Instant

PAIR_WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of it, for whoever is to read it."""

    journey: Journey
    """As it stands now."""
    step: Step
    points: int = 0
    held: int = 0
    why: str = ""
    gates: tuple[Gate, ...] = ()
    """That were passed with it."""
    quest: bool = False
    """Whether the whole quest was."""
    taken_back: bool = False


def finish(
    db: Connection, quests: Quests, journey: Journey, step: Step, now: datetime, *, evidence: str,
    by_id: int | None = None, score: int | None = None,
) -> Finished | None:  # fmt: skip
    """Ends an open step. None: it is not open, was ended by somebody else a moment ago, or `by_id` is the person's own;
    nothing was written."""
    state = journey.standing.states[step.id]
    if state.status not in ("open", "asked") or by_id == journey.person_id:
        return None
    if not rows.happen(db, journey, step, "done", now, by_id=by_id, evidence=evidence, score=score):
        return None
    paid = _pay(db, journey, step, now, evidence if step.kind in PROVEN else "", by_id)
    return _after(db, quests, journey, step, now, paid)


def waive(
    db: Connection, quests: Quests, journey: Journey, step: Step, now: datetime, *, by_id: int, reason: str
) -> Finished | None:
    """A manager lets somebody off a step that is not done: it pays nothing, and everybody sees why."""
    if journey.standing.states[step.id].is_over or by_id == journey.person_id:
        return None
    if not rows.happen(db, journey, step, "waived", now, by_id=by_id, reason=reason):
        return None
    audit.record(
        db, now, actor=by_id, action="quests.waive", subject=journey.person_id, quest=journey.quest.id, step=step.id
    )
    return _after(db, quests, journey, step, now, fair.Paid(0))


def take_back(
    db: Connection, quests: Quests, journey: Journey, step: Step, now: datetime, *, by_id: int | None = None,
    reason: str = "",
) -> Finished | None:  # fmt: skip
    """What a step rested on is gone: it is open again, and its points are taken back."""
    if not journey.standing.states[step.id].is_over:
        return None
    if not rows.happen(db, journey, step, "undone", now, by_id=by_id, reason=reason):
        return None
    ledger.alone(db, journey.person_id)
    paid = db.execute(_OF_KEY, {"key": _key(journey, step)}).first()
    lost = ledger.take_back(db, paid.id, today_of(db, journey.person_id, now), now, by_id=by_id) if paid else None
    after = rows.one(db, quests, journey.enrolment.id, now)
    assert after is not None
    if journey.enrolment.state == "done" and not after.standing.finished:
        rows.change(db, journey.enrolment.id, state="going", finished_at=None)
    return Finished(after, step, -paid.points if paid and lost else 0, taken_back=True)


def today_of(db: Connection, person_id: int, now: datetime) -> date:
    """On the person's calendar, also when somebody else acts for them."""
    zone = db.execute(_ZONE, {"who": person_id}).scalar() or "UTC"
    return now.astimezone(ZoneInfo(zone)).date()


def standing_after(db: Connection, quests: Quests, journey: Journey, now: datetime) -> Standing:
    after = rows.one(db, quests, journey.enrolment.id, now)
    assert after is not None
    return after.standing


def _after(db: Connection, quests: Quests, journey: Journey, step: Step, now: datetime, paid: fair.Paid) -> Finished:
    after = rows.one(db, quests, journey.enrolment.id, now)
    assert after is not None
    passed = journey.quest.gates[journey.standing.gate : after.standing.gate]
    whole = after.standing.finished and journey.enrolment.state == "going"
    if whole:
        rows.change(db, journey.enrolment.id, state="done", finished_at=now)
    return Finished(after, step, paid.points, paid.held, paid.why, tuple(passed), whole)


# Points


def _pay(db: Connection, journey: Journey, step: Step, now: datetime, evidence: str, by_id: int | None) -> fair.Paid:
    me = journey.person_id
    ledger.alone(db, me)
    today, state = today_of(db, me, now), journey.standing.states[step.id]
    mutual = _confirmed_by(db, by_id, me, now) if by_id is not None else []
    begun = state.begun if step.kind in ANSWERED else None  # when somebody opened a task says nothing of doing it
    paid = fair.pays(fair.Claim(
        worth=step.points, minutes=step.minutes, took=(now - begun).total_seconds() if begun else None,
        paid_today=ledger.paid_on(db, me, today), used=_used(db, me, evidence), returns=state.undone,
        mutual=bool(mutual),
    ))  # fmt: skip
    ledger.add(db, Row(me, paid.points, "step", _source(journey, step), _key(journey, step), today, evidence,
                       paid.held, paid.why, by_id), now)  # fmt: skip
    if by_id is not None:
        _hold_back(db, by_id, mutual, now)
    return paid


def _source(journey: Journey, step: Step) -> str:
    return f"{journey.quest.id}/{step.id}"


def _key(journey: Journey, step: Step) -> str:
    """Once for a person and a step, whatever enrolment; again after it was taken back."""
    return f"step:{journey.person_id}:{_source(journey, step)}:{journey.standing.states[step.id].undone}"


def _used(db: Connection, person_id: int, evidence: str) -> bool:
    """Whether any piece of it has paid: three contacts, one of which was counted before, pay nothing."""
    kind, _, numbers = evidence.partition(":")
    if kind != "touch":
        return bool(kind) and ledger.earned_with(db, person_id, evidence)
    wanted = set(numbers.split(","))
    paid = db.execute(_TOUCHES, {"who": person_id}).all()
    return any(wanted & set(row.event.partition(":")[2].split(",")) for row in paid)


def _confirmed_by(db: Connection, confirmer: int, person_id: int, now: datetime) -> list[int]:
    """The confirmer's own ledger rows of steps that this person confirmed lately."""
    since = now - PAIR_WINDOW
    rows_ = db.execute(_MUTUAL, {"who": confirmer, "by": person_id, "since": since})
    return [row.id for row in rows_]


def _hold_back(db: Connection, person_id: int, mutual: Sequence[int], now: datetime) -> None:
    """Of two who confirmed each other neither is paid: what the first one got waits as well."""
    if not mutual:
        return
    ledger.alone(db, person_id)
    today = today_of(db, person_id, now)
    for id in mutual:
        row = db.execute(_ROW, {"id": id}).one()
        if ledger.take_back(db, id, today, now) is not None:
            ledger.add(db, Row(person_id, 0, "step", row.source, f"pair:{id}", today, row.event, row.points, "pair",
                               row.by_id), now)  # fmt: skip


_ZONE = select(person.c.time_zone).where(person.c.id == bindparam("who"))
_ROW = select(points).where(points.c.id == bindparam("id"))
_OF_KEY = select(points).where(points.c.key == bindparam("key"))
_undone = points.alias()
_PAYING = points.c.id.not_in(select(_undone.c.reverses).where(_undone.c.reverses.is_not(None)))
_TOUCHES = select(points.c.event).where(
    points.c.person_id == bindparam("who"), points.c.event.startswith("touch:"), points.c.points > 0, _PAYING
)
_MUTUAL = select(points.c.id).where(
    points.c.person_id == bindparam("who"), points.c.by_id == bindparam("by"), points.c.rule == "step",
    points.c.points > 0, points.c.at >= bindparam("since", type_=Instant), _PAYING,
)  # fmt: skip

"""A step is done, waived or taken back: the event, its points, and the gates that open with it, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy import Row as RowOf

from bot.people import audit, ledger
from bot.people.ledger import Row, points
from bot.people.tables import person
from bot.pushes.calendar import local
from bot.quests import fair, rows
from bot.quests.evidence import serves
from bot.quests.quest import ANSWERED, CONFIRMED, PROVEN, Gate, Step
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
    """Ends an open step. None: it is not open, or something happened to it since; nothing was written."""
    before = _as_it_is(db, quests, journey, step, now, by_id)
    if before is None or before.enrolment.state == "left":
        return None
    if before.standing.states[step.id].status not in ("open", "asked"):
        return None
    step = before.quest.steps[step.id]
    if step.kind in CONFIRMED and by_id in (None, journey.person_id):
        return None
    if step.kind in PROVEN and serves(before, evidence):
        return None
    if not rows.happen(db, before, step, "done", now, by_id=by_id, evidence=evidence, score=score):
        return None
    paid = _pay(db, before, step, now, evidence if step.kind in PROVEN else "", by_id)
    return _after(db, quests, before, step, now, paid)


def waive(
    db: Connection, quests: Quests, journey: Journey, step: Step, now: datetime, *, by_id: int, reason: str
) -> Finished | None:
    """A manager lets somebody off a step that is not done: it pays nothing, and everybody sees why."""
    before = _as_it_is(db, quests, journey, step, now)
    if before is None or before.standing.states[step.id].is_over or by_id == journey.person_id:
        return None
    if not rows.happen(db, before, step, "waived", now, by_id=by_id, reason=reason):
        return None
    audit.record(
        db, now, actor=by_id, action="quests.waive", subject=journey.person_id, quest=journey.quest.id, step=step.id
    )
    return _after(db, quests, before, step, now, fair.Paid(0))


def take_back(
    db: Connection, quests: Quests, journey: Journey, step: Step, now: datetime, *, by_id: int | None = None,
    reason: str = "",
) -> Finished | None:  # fmt: skip
    """What a step rested on is gone: it is open again, and its points are taken back."""
    before = _as_it_is(db, quests, journey, step, now)
    if before is None or not before.standing.states[step.id].is_over:
        return None
    if not rows.happen(db, before, step, "undone", now, by_id=by_id, reason=reason):
        return None
    lost = _unpay(db, before, step, now, by_id)
    after = _now(db, quests, journey, now)
    if before.enrolment.state == "done" and not after.standing.finished:
        rows.change(db, journey.enrolment.id, state="going", finished_at=None)
        after = _now(db, quests, journey, now)
    return Finished(after, step, -lost, taken_back=True)


def today_of(db: Connection, person_id: int, now: datetime) -> date:
    """On the person's calendar, also when somebody else acts for them."""
    return local(_zone(db, person_id), now).date()


def _zone(db: Connection, person_id: int) -> str:
    return db.execute(_ZONE, {"who": person_id}).scalar() or "UTC"


def _as_it_is(
    db: Connection, quests: Quests, journey: Journey, step: Step, now: datetime, by_id: int | None = None
) -> Journey | None:
    """Read again with nobody else writing it: another step's end may have been taken back since the journey was read.

    None where the step had another event meanwhile, or is none of theirs any more.
    """
    ledger.alone(db, journey.person_id, *([by_id] if by_id else []))
    found = rows.one(db, quests, journey.enrolment.id, now)
    is_ = found and found.standing.states.get(step.id)
    return found if is_ and is_.events == journey.standing.states[step.id].events else None


def _now(db: Connection, quests: Quests, journey: Journey, now: datetime) -> Journey:
    found = rows.one(db, quests, journey.enrolment.id, now)
    assert found is not None
    return found


def _after(db: Connection, quests: Quests, before: Journey, step: Step, now: datetime, paid: fair.Paid) -> Finished:
    after = _now(db, quests, before, now)
    passed = before.quest.gates[before.standing.gate : after.standing.gate]
    whole = after.standing.finished and before.enrolment.state == "going"
    if whole:
        rows.change(db, before.enrolment.id, state="done", finished_at=now)
        after = _now(db, quests, before, now)
    return Finished(after, step, paid.points, paid.held, paid.why, tuple(passed), whole)


# Points


def _pay(db: Connection, journey: Journey, step: Step, now: datetime, evidence: str, by_id: int | None) -> fair.Paid:
    me, state = journey.person_id, journey.standing.states[step.id]
    mutual = _confirmed_by(db, by_id, me, now) if by_id is not None else []
    begun = state.begun if step.kind in ANSWERED else None  # what was done elsewhere took as long as it took there
    zone = _zone(db, me)
    paid = fair.pays(fair.Claim(
        worth=step.points, minutes=step.minutes, took=(now - begun).total_seconds() if begun else None,
        paid_today=ledger.paid_today(db, me, zone, now), used=_used(db, me, evidence), returns=state.undone,
        mutual=bool(mutual),
    ))  # fmt: skip
    made = ledger.add(db, Row(me, paid.points, "step", _source(journey, step), _key(journey, step),
                              local(zone, now).date(), evidence, paid.held, paid.why, by_id), now)  # fmt: skip
    if by_id is not None:
        _hold_back(db, by_id, mutual, now)
    return paid if made is not None else fair.Paid(0, 0, "used")  # as another kind of task, in an older version


def _unpay(db: Connection, journey: Journey, step: Step, now: datetime, by_id: int | None) -> int:
    """The points that are taken back: what the step paid, or what was released after it had been held back."""
    paid = db.execute(_OF_KEY, {"key": _key(journey, step)}).first()
    if paid is None:
        return 0
    again = db.execute(_OF_KEY, {"key": f"pair:{paid.id}"}).first()
    today = today_of(db, journey.person_id, now)
    return sum(ledger.take_back(db, row.id, today, now, by_id=by_id) or 0 for row in (paid, again) if row)


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


def _confirmed_by(db: Connection, confirmer: int, person_id: int, now: datetime) -> Sequence[RowOf[Any]]:
    """The confirmer's own ledger rows of steps that this person confirmed lately, also those that wait."""
    given = {"who": confirmer, "by": person_id, "since": now - PAIR_WINDOW}
    return db.execute(_MUTUAL, given).all()


def _hold_back(db: Connection, person_id: int, mutual: Iterable[RowOf[Any]], now: datetime) -> None:
    """Of two who confirmed each other neither is paid: what the first one got waits as well."""
    today = today_of(db, person_id, now)
    for row in mutual:
        if row.points > 0 and ledger.take_back(db, row.id, today, now) is not None:
            ledger.add(db, Row(person_id, 0, "step", row.source, f"pair:{row.id}", today, row.event, row.points,
                               "pair", row.by_id), now)  # fmt: skip


_ZONE = select(person.c.time_zone).where(person.c.id == bindparam("who"))
_OF_KEY = select(points).where(points.c.key == bindparam("key"))
_TOUCHES = select(points.c.event).where(
    points.c.person_id == bindparam("who"), points.c.event.startswith("touch:"), ledger.EARNS
)
_MUTUAL = select(points).where(
    points.c.person_id == bindparam("who"),
    points.c.by_id == bindparam("by"),
    points.c.rule == "step",
    points.c.at >= bindparam("since", type_=Instant),
    ledger.STANDS,
)

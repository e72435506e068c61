"""What happened, counted from the rows that are there."""

from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, Table, func, select

from bot.drills.tables import drill
from bot.funnel.tables import alert_case, figure
from bot.people.ledger import points
from bot.people.tables import person
from bot.playbooks.tables import deal, playbook_override, stage_event, task, touch
from bot.pushes.outbox import outbox
from bot.quests import rows
from bot.quests.quests import Quests
from bot.quests.tables import enrolment, quest_event
from bot.store.inbox import inbox


class Told(TypedDict):
    people: int
    deals: dict[str, int]
    won_value: int
    """Hundredths."""
    lost_reasons: dict[str, int]
    stage_events: int
    touches: dict[str, int]
    tasks: dict[str, int]
    overrides: int
    messages_in: int
    messages_out: dict[str, int]
    drills: dict[str, int]
    drills_passed: int
    alerts: dict[str, int]
    points: int
    quests: dict[str, int]
    quest_events: dict[str, int]
    held_points: int
    gates: int
    """Passed."""
    confirmations: int
    figures: int


def told(db: Connection, quests: Quests, now: datetime) -> Told:
    return {
        "people": _count(db, person),
        "deals": _by(db, deal, "status"),
        "won_value": db.execute(select(func.sum(deal.c.amount)).where(deal.c.status == "won")).scalar() or 0,
        "lost_reasons": {reason: n for reason, n in _by(db, deal, "lost_reason").items() if reason},
        "stage_events": _count(db, stage_event),
        "touches": _by(db, touch, "kind"),
        "tasks": _tasks(db),
        "overrides": _count(db, playbook_override),
        "messages_in": _count(db, inbox),
        "messages_out": {f"{kind} {status}": n for kind, status, n in _sent(db)},
        "drills": _by(db, drill, "status"),
        "drills_passed": _count(db, drill, drill.c.passed.is_(True)),
        "alerts": _by(db, alert_case, "rule"),
        "points": db.execute(select(func.sum(points.c.points))).scalar() or 0,
        "quests": _by(db, enrolment, "state"),
        "quest_events": _by(db, quest_event, "kind"),
        "held_points": db.execute(select(func.sum(points.c.held))).scalar() or 0,
        "gates": _gates(db, quests, now),
        "confirmations": _count(db, quest_event, quest_event.c.kind == "done", quest_event.c.by_id.is_not(None)),
        "figures": _count(db, figure),
    }


def lines(found: Told) -> list[str]:
    """One a line, for a person to read."""
    return [f"{name.replace('_', ' '):16}{_shown(value)}" for name, value in found.items()]


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {n:,}" for name, n in value.items()) or "none"
    return f"{value:,}"


def _count(db: Connection, table: Table, *where: Any) -> int:
    return db.execute(select(func.count()).select_from(table).where(*where)).scalar_one()


def _by(db: Connection, table: Table, column: str) -> dict[str, int]:
    by = table.c[column]
    return {name: n for name, n in db.execute(select(by, func.count()).group_by(by).order_by(by))}


def _gates(db: Connection, quests: Quests, now: datetime) -> int:
    ids = db.execute(select(enrolment.c.id)).scalars().all()
    return sum(journey.standing.gate for journey in rows.some(db, quests, ids, now))


def _tasks(db: Connection) -> dict[str, int]:
    done, dropped = task.c.done_at.is_not(None), task.c.dropped_at.is_not(None)
    return {
        "open": _count(db, task, ~done, ~dropped),
        "done": _count(db, task, done),
        "dropped": _count(db, task, dropped),
    }


def _sent(db: Connection) -> list[Any]:
    by = (outbox.c.kind, outbox.c.status)
    return list(db.execute(select(*by, func.count()).group_by(*by).order_by(*by)))

"""What is known of deals, visits, figures and tasks now, read in bulk: a few questions for hundreds of people."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from bot.funnel.alerts.clocks import day_of
from bot.funnel.alerts.findings import REPORT_FORGOTTEN, Measures, Past, Place, Share, Visit, Watched
from bot.funnel.alerts.org import Org
from bot.funnel.tables import figure
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import customer, deal, stage_event, task, touch
from bot.settings import Settings
from bot.store import Instant

HEARD_WITHIN = timedelta(days=90)
"""Whoever noted no contact in this time has some that do not reach us."""
PAST = timedelta(days=365)
"""How far back completed visits of a stage tell how long one takes."""

_FIRST: BindParameter[int] = bindparam("first")
_LAST: BindParameter[int] = bindparam("last")

_COLUMNS = (
    deal.c.id, deal.c.owner_id, deal.c.system, deal.c.playbook, deal.c.stage, deal.c.at, deal.c.amount,
    deal.c.currency, deal.c.created_at, deal.c.stage_since, deal.c.touched_at, deal.c.recorded_at,
)  # fmt: skip
_OPEN = (deal.c.status == "open", deal.c.owner_id.between(_FIRST, _LAST))
_DEALS = select(*_COLUMNS).where(*_OPEN)
_STEPS = (
    select(task.c.deal_id, func.max(task.c.due_on))
    .select_from(deal.join(task, task.c.deal_id == deal.c.id))
    .where(*_OPEN, task.c.kind == "next_step", task.c.done_at.is_(None), task.c.dropped_at.is_(None))
    .where(task.c.due_on.is_not(None))
    .group_by(task.c.deal_id)
)
_VISITS = (
    select(touch.c.id, touch.c.person_id, touch.c.deal_id, customer.c.name, touch.c.at, touch.c.report_due_at)
    .select_from(touch.join(customer, customer.c.id == touch.c.customer_id))
    .where(touch.c.person_id.between(_FIRST, _LAST), touch.c.reported_at.is_(None))
    .where(touch.c.report_due_at > bindparam("earliest", type_=Instant))
)


def watched(db: Connection, first: int, last: int) -> list[Watched]:
    """The open deals of the people from one number to another."""
    between = {"first": first, "last": last}
    ahead = {row[0]: row[1] for row in db.execute(_STEPS, between)}
    return [_watched(row, ahead) for row in db.execute(_DEALS, between)]


def _watched(row: Any, ahead: Mapping[int, date]) -> Watched:
    return Watched(**row._mapping, next_on=ahead.get(row.id))


def visits(db: Connection, first: int, last: int, now: datetime) -> list[Visit]:
    rows = db.execute(_VISITS, {"first": first, "last": last, "earliest": now - REPORT_FORGOTTEN})
    return [Visit(*row) for row in rows]


def measures(db: Connection, playbooks: Playbooks, settings: Settings, now: datetime) -> Measures:
    """All but the past, which is long and changes slowly (`past`)."""
    stages = [(book.id, stage) for book in playbooks.all() for stage in book.stages]
    recent = select(touch.c.person_id).where(touch.c.at > now - HEARD_WITHIN, touch.c.person_id.is_not(None))
    return Measures(
        big=settings.funnel.big_deal * 100,
        currency=settings.funnel.currency,
        heard=frozenset(db.execute(recent.distinct()).scalars()),
        quiet={(book, stage.id): stage.quiet_days for book, stage in stages if stage.quiet_days},
        limits={(book, stage.id): stage.limit_days for book, stage in stages if stage.limit_days},
    )


def past(db: Connection, now: datetime) -> dict[Place, Past]:
    """How long the visits that ended within a year took, stage by stage."""
    left = func.lead(stage_event.c.entered_at, type_=Instant).over(
        partition_by=stage_event.c.deal_id, order_by=(stage_event.c.entered_at, stage_event.c.id)
    )
    ended = select(stage_event.c.deal_id, stage_event.c.stage, stage_event.c.entered_at, left.label("left")).subquery()
    rows = db.execute(
        select(deal.c.playbook, ended.c.stage, ended.c.entered_at, ended.c.left)
        .select_from(ended.join(deal, deal.c.id == ended.c.deal_id))
        .where(ended.c.left > now - PAST, ended.c.stage.not_in(("won", "lost")))
    )
    took: dict[Place, list[float]] = defaultdict(list)
    for playbook, stage, entered, gone in rows:
        took[playbook, stage].append((gone - entered).total_seconds() / 86400)
    return {place: Past(_p90(days), len(days)) for place, days in took.items()}


def _p90(days: list[float]) -> float:
    """The smallest value that nine of ten do not exceed."""
    return sorted(days)[-(-9 * len(days) // 10) - 1]


def monthly(db: Connection, name: str, until: str) -> dict[str, dict[str, float]]:
    """Team → month → a figure, for the months before `until`: a month that still runs says nothing yet."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in db.execute(select(figure).where(figure.c.month < until)):
        value = row.gross_margin if name == "gross_margin" else _collected(row)
        if value is not None:
            found[row.team][row.month] = value
    return found


def _collected(row: Any) -> float | None:
    return row.collected / row.receivable if row.collected is not None and row.receivable else None


def shares(db: Connection, org: Org, now: datetime, days: int) -> list[Share]:
    """Of the tasks that fell due in the last days, by department, how many were done by the end of their day."""
    today = now.date()
    rows = db.execute(
        select(task.c.department, task.c.owner_id, task.c.due_on, task.c.done_at)
        .where(task.c.due_on >= today - timedelta(days=days), task.c.due_on < today)
        .where(task.c.department != "", task.c.dropped_at.is_(None))
    )
    counted: dict[str, list[bool]] = defaultdict(list)
    for department, owner_id, due_on, done_at in rows:
        owner = org.members.get(owner_id)
        counted[department].append(bool(owner and done_at and day_of(owner.rhythm, done_at) <= due_on))
    return [Share(department, sum(done), len(done)) for department, done in sorted(counted.items())]

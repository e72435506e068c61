"""From rows to values: the journeys of a scope's deals, their contacts, the books' months."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, distinct, func, or_, select

from bot.funnel.metrics.books import Buyer, Month
from bot.funnel.metrics.cuts import Touched
from bot.funnel.metrics.figure import Span
from bot.funnel.metrics.journeys import LOST, SIX, WON, Event, Journey, Path, path_of, walk
from bot.funnel.scope import Scope
from bot.funnel.tables import figure
from bot.messages import Person
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import customer, deal, stage_event, touch
from bot.signals import Period

_DEAL = select(
    deal.c.id, deal.c.title, deal.c.customer_id, deal.c.owner_id, deal.c.owner, deal.c.playbook, deal.c.stage,
    deal.c.at, deal.c.status, deal.c.amount, deal.c.list_amount, deal.c.currency, deal.c.origin, deal.c.product,
    deal.c.created_at, deal.c.stage_since, deal.c.closed_at, deal.c.lost_reason, customer.c.name,
    customer.c.industry, customer.c.region, customer.c.size,
)  # fmt: skip
_JOINED = deal.join(customer, customer.c.id == deal.c.customer_id)
_EVENT = select(
    stage_event.c.deal_id, stage_event.c.entered_at, stage_event.c.stage, stage_event.c.at, stage_event.c.amount
)
_END = select(deal.c.closed_at, deal.c.status).where(deal.c.status.in_((WON, LOST)))
_FIRST_TOUCH = select(touch.c.deal_id, func.min(touch.c.at))


@dataclass(frozen=True, slots=True)
class Loaded:
    path: Path
    journeys: tuple[Journey, ...]


def load(db: Connection, playbooks: Playbooks, scope: Scope, span: Span, currency: str) -> Loaded:
    """The journeys of all deals that were open in a period, closed in it or moved since it began.

    `currency` is that of deals that do not say. Where all of them follow one playbook, its stages are counted.
    """
    where = [*scope.conditions(), deal.c.created_at < span.end, _seen_since(span.start)]
    rows = db.execute(_DEAL.select_from(_JOINED).where(*where)).all()
    books = {row.playbook for row in rows}
    path = path_of(playbooks.get(books.pop()) if len(books) == 1 else None)
    events = _events(db, where)
    touches = _first_touches(db, where)
    made = (_journey(row, path, events.get(row.id, ()), touches.get(row.id), currency) for row in rows)
    return Loaded(path, tuple(made))


def _seen_since(start: datetime) -> ColumnElement[bool]:
    return or_(deal.c.closed_at.is_(None), deal.c.closed_at >= start, deal.c.stage_since >= start)


def _events(db: Connection, where: list[ColumnElement[bool]]) -> dict[int, list[Event]]:
    """Deal → its events in the order of time."""
    joined = _JOINED.join(stage_event, stage_event.c.deal_id == deal.c.id)
    found: dict[int, list[Event]] = defaultdict(list)
    for deal_id, *event in db.execute(_EVENT.select_from(joined).where(*where).order_by(stage_event.c.id)):
        found[deal_id].append(Event(*event))
    for events in found.values():
        events.sort(key=lambda event: event.entered_at)
    return found


def _first_touches(db: Connection, where: list[ColumnElement[bool]]) -> dict[int, datetime]:
    joined = _JOINED.join(touch, touch.c.deal_id == deal.c.id)
    rows = db.execute(_FIRST_TOUCH.select_from(joined).where(*where).group_by(touch.c.deal_id))
    return {deal_id: at for deal_id, at in rows}


def _journey(row: Any, path: Path, events: Iterable[Event], touched_at: datetime | None, currency: str) -> Journey:
    known = list(events) or [Event(row.stage_since, row.stage, row.at, row.amount)]
    name = f"{row.name} · {row.title}" if row.title and row.title != row.name else row.name
    return Journey(
        id=row.id, created_at=row.created_at, visits=walk(path, known, row.closed_at), status=row.status,
        closed_at=row.closed_at, name=name, owner_id=row.owner_id, owner=row.owner, customer_id=row.customer_id,
        amount=row.amount, list_amount=row.list_amount, currency=row.currency or currency,
        lost_reason=row.lost_reason, origin=row.origin, product=row.product, sector=row.industry, region=row.region,
        size=row.size, touched_at=touched_at,
    )  # fmt: skip


def begins(db: Connection, scope: Scope) -> datetime | None:
    """When a scope's first deal was created."""
    first = select(func.min(deal.c.created_at)).select_from(_JOINED).where(*scope.conditions())
    found: datetime | None = db.execute(first).scalar()
    return found


def closed(db: Connection, scope: Scope, span: Span, currency: str) -> list[Journey]:
    """The deals that closed in a period, without where they had been."""
    where = (*scope.conditions(), deal.c.closed_at >= span.start, deal.c.closed_at < span.end)
    return [_journey(row, SIX, (), None, currency) for row in db.execute(_DEAL.select_from(_JOINED).where(*where))]


def ends(db: Connection, scope: Scope, start: datetime, end: datetime) -> list[tuple[datetime, str]]:
    """(when, won or lost) of the deals that closed from one moment until just before another."""
    where = (*scope.conditions(), deal.c.closed_at >= start, deal.c.closed_at < end)
    return [(at, status) for at, status in db.execute(_END.select_from(_JOINED).where(*where))]


def others_in(db: Connection, scope: Scope, who: Person, span: Span) -> int:
    """How many people beside `who` have a deal in the scope that was open at some moment of the period."""
    alive = (deal.c.created_at < span.end, or_(deal.c.closed_at.is_(None), deal.c.closed_at >= span.start))
    counted = select(func.count(distinct(deal.c.owner_id))).select_from(_JOINED)
    return db.execute(counted.where(*scope.conditions(), *alive, deal.c.owner_id != who.id)).scalar_one()


def touches(db: Connection, scope: Scope, span: Span) -> list[Touched]:
    """Contacts about a scope's deals."""
    joined = _JOINED.join(touch, touch.c.deal_id == deal.c.id)
    wanted = select(touch.c.at, touch.c.kind, touch.c.effective, deal.c.owner).select_from(joined)
    within = (touch.c.at >= span.start, touch.c.at < span.end)
    return [Touched(*row) for row in db.execute(wanted.where(*scope.conditions(), *within))]


def buyers(db: Connection, scope: Scope, currency: str, unsaid: str, until: datetime) -> list[Buyer]:
    """Every customer that ever bought, in one currency; `unsaid` is that of deals that do not say."""
    ours = (currency, "") if currency == unsaid else (currency,)
    won = (deal.c.status == "won", deal.c.currency.in_(ours), deal.c.closed_at < until)
    of = (func.min(deal.c.closed_at), func.max(deal.c.closed_at), func.sum(deal.c.amount), func.count())
    wanted = select(*of).select_from(_JOINED).where(*won, deal.c.amount.is_not(None), *scope.conditions())
    return [Buyer(first, last, int(value), n) for first, last, value, n in db.execute(wanted.group_by(customer.c.id))]


def months(db: Connection, team: str, period: Period) -> list[Month]:
    """The books' months that a period touches; "" is the company."""
    first, last = f"{period.start:%Y-%m}", f"{period.end:%Y-%m}"
    within = (figure.c.team == team, figure.c.month >= first, figure.c.month <= last)
    rows = db.execute(select(figure).where(*within).order_by(figure.c.month))
    return [
        Month(row.month, row.currency, row.marketing_cost, row.sales_cost, row.new_customers, row.gross_margin,
              row.receivable, row.collected, row.target)
        for row in rows
    ]  # fmt: skip

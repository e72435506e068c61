"""Deals as values and as rows: what a rep works on, and the moves it makes through its playbook."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, or_, select, update

from bot.playbooks.customers import shown
from bot.playbooks.money import money
from bot.playbooks.playbook import Playbook, Stage
from bot.playbooks.tables import customer, deal, lesson, stage_event, task, touch

LOCAL = "local"
"""The system of what was opened in chat, and the word for deals whose stage we keep ourselves."""


@dataclass(frozen=True, slots=True)
class Deal:
    id: int
    title: str
    customer_id: int
    customer: str
    industry: str
    region: str
    size: str
    owner_id: int | None
    owner: str
    playbook: str
    stage: str
    """Of the playbook."""
    at: str
    """Which of the six stages that is."""
    status: str
    kept_by: str
    proposed: str
    amount: int | None
    """Hundredths."""
    list_amount: int | None
    currency: str
    origin: str
    product: str
    created_at: datetime
    stage_since: datetime
    closed_at: datetime | None
    expected_on: date | None
    lost_reason: str
    lost_to: str
    touched_at: datetime | None
    recorded_at: datetime
    next_on: date | None = None
    """The earliest open next step with a date."""
    next_title: str = ""

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    def worth(self, language: str) -> str:
        """ "" while no sum is known."""
        return money(self.amount, self.currency, language) if self.amount is not None else ""

    @property
    def short(self) -> str:
        """The customer, as people speak of it."""
        return shown(self.customer)

    @property
    def name(self) -> str:
        """The customer, and the title where that says more."""
        return f"{self.short} · {self.title}" if self.title and self.title != self.customer else self.short


_SELECT = select(deal, customer.c.name, customer.c.industry, customer.c.region, customer.c.size).select_from(
    deal.join(customer, customer.c.id == deal.c.customer_id)
)

_STEPS = (
    select(task.c.deal_id, task.c.due_on, task.c.title)
    .where(task.c.kind == "next_step", task.c.due_on.is_not(None))
    .where(task.c.done_at.is_(None), task.c.dropped_at.is_(None))
    .order_by(task.c.due_on, task.c.id)
)
# Built once, for every morning asks: putting a statement together costs more than running it.
_THEIRS = (deal.c.owner_id == bindparam("owner"), deal.c.status == "open")
_OPEN_OF = _SELECT.where(*_THEIRS).order_by(deal.c.created_at, deal.c.id)
_STEPS_OF = _STEPS.join(deal, deal.c.id == task.c.deal_id).where(*_THEIRS)


def deals(db: Connection, *where: ColumnElement[bool]) -> list[Deal]:
    """In the order in which they were opened, with their next steps."""
    rows = db.execute(_SELECT.where(*where).order_by(deal.c.created_at, deal.c.id)).all()
    steps = next_steps(db, [row.id for row in rows if row.status == "open"])
    return [_deal(row, steps) for row in rows]


def deal_by(db: Connection, id: int) -> Deal | None:
    return next(iter(deals(db, deal.c.id == id)), None)


def again(db: Connection, id: int) -> Deal:
    """One that is there, as it is by now."""
    found = deal_by(db, id)
    assert found is not None
    return found


def open_of(db: Connection, person_id: int) -> list[Deal]:
    mine = {"owner": person_id}
    rows, steps = db.execute(_OPEN_OF, mine).all(), _earliest(db.execute(_STEPS_OF, mine))
    return [_deal(row, steps) for row in rows]


def open_of_people(db: Connection, people: Iterable[int]) -> list[Deal]:
    return deals(db, deal.c.owner_id.in_(list(people)), deal.c.status == "open")


def closed_of(db: Connection, person_id: int) -> list[Deal]:
    return deals(db, deal.c.owner_id == person_id, deal.c.status != "open")


def next_steps(db: Connection, ids: Iterable[int]) -> dict[int, tuple[date, str]]:
    """Deal → (day, what) of the earliest open next step."""
    found: dict[int, tuple[date, str]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), 500):  # a database takes only so many values in one question
        found |= _earliest(db.execute(_STEPS.where(task.c.deal_id.in_(wanted[start : start + 500]))))
    return found


def _earliest(rows: Iterable[Any]) -> dict[int, tuple[date, str]]:
    found: dict[int, tuple[date, str]] = {}
    for deal_id, day, title in rows:
        found.setdefault(deal_id, (day, title))
    return found


def new_id() -> str:
    """Of what has no source but us."""
    return secrets.token_hex(8)


def add_deal(
    db: Connection, *, customer_id: int, owner_id: int, owner: str, book: Playbook, stage: Stage, now: datetime,
    **more: Any,
) -> int:  # fmt: skip
    """Opens a deal in chat; its first stage is an event like every other."""
    values: Mapping[str, Any] = {
        "system": LOCAL, "source_id": new_id(), "number": "", "title": "", "kept_by": LOCAL,
        "proposed": "", "proposed_at": None, "amount": None, "list_amount": None, "currency": "", "origin": "",
        "product": "", "expected_on": None, "lost_reason": "", "lost_to": "", "lost_note": "", "touched_at": None,
        "fingerprint": "", "closed_at": None, **more,
    }  # fmt: skip
    row = insert(deal).values(
        customer_id=customer_id, owner_id=owner_id, owner=owner, playbook=book.id, stage=stage.id, at=stage.at,
        status="open", created_at=now, stage_since=now, recorded_at=now, **values,
    )  # fmt: skip
    made: int = db.execute(row.returning(deal.c.id)).scalar_one()
    enter(db, made, stage.id, stage.at, now, values["amount"])
    return made


def enter(db: Connection, deal_id: int, stage: str, at: str, now: datetime, amount: int | None) -> None:
    db.execute(insert(stage_event).values(deal_id=deal_id, entered_at=now, stage=stage, at=at, amount=amount))


def move(db: Connection, found: Deal, stage: Stage, now: datetime) -> None:
    """Into another stage; into `contract` means won."""
    enter(db, found.id, stage.id, stage.at, now, found.amount)
    change(db, found.id, now, stage=stage.id, at=stage.at, stage_since=now, proposed="", proposed_at=None)
    if stage.at == "contract" and found.is_open:
        close(db, found, "won", now)


def close(db: Connection, found: Deal, status: str, now: datetime, **why: str) -> None:
    """Won or lost. What was planned with the customer is dropped when it is lost."""
    enter(db, found.id, status, status, now, found.amount)
    change(db, found.id, now, status=status, closed_at=now, **why)
    if status == "lost":
        planned = (task.c.deal_id == found.id, task.c.done_at.is_(None), task.c.dropped_at.is_(None))
        db.execute(update(task).where(*planned).values(dropped_at=now))


_CLOSED = ("won", "lost", "contract", "payment")
"""What an open deal has not entered."""


def reopen(db: Connection, found: Deal, now: datetime) -> None:
    """Won or lost by mistake: back to the stage before. Steps that a loss dropped stay dropped."""
    events = select(stage_event).where(stage_event.c.deal_id == found.id).order_by(stage_event.c.id)
    rows = [row for row in db.execute(events) if row.at not in _CLOSED]
    db.execute(delete(stage_event).where(stage_event.c.deal_id == found.id, stage_event.c.at.in_(_CLOSED)))
    back = {"stage": rows[-1].stage, "at": rows[-1].at, "stage_since": rows[-1].entered_at} if rows else {}
    why = {"lost_reason": "", "lost_to": "", "lost_note": ""}
    change(db, found.id, now, status="open", closed_at=None, **back, **why)
    db.execute(delete(lesson).where(lesson.c.deal_id == found.id, lesson.c.taken_at.is_(None)))


def change(db: Connection, id: int, now: datetime, **values: Any) -> None:
    db.execute(update(deal).where(deal.c.id == id).values(recorded_at=now, **values))


def touched(db: Connection, id: int, at: datetime, now: datetime) -> None:
    """A contact with the customer happened at `at`; an older one than is known changes nothing but the record."""
    later = or_(deal.c.touched_at.is_(None), deal.c.touched_at <= at)
    db.execute(update(deal).where(deal.c.id == id, later).values(touched_at=at))
    change(db, id, now)


def last_touch(db: Connection, id: int) -> datetime | None:
    """Of the contacts that are written down; `touched_at` may also be an import's word."""
    found: datetime | None = db.execute(select(func.max(touch.c.at)).where(touch.c.deal_id == id)).scalar()
    return found


def _deal(row: Any, steps: Mapping[int, tuple[date, str]]) -> Deal:
    next_on, next_title = steps.get(row.id, (None, ""))
    return Deal(
        id=row.id, title=row.title, customer_id=row.customer_id, customer=row.name, industry=row.industry,
        region=row.region, size=row.size, owner_id=row.owner_id, owner=row.owner, playbook=row.playbook,
        stage=row.stage, at=row.at, status=row.status, kept_by=row.kept_by, proposed=row.proposed, amount=row.amount,
        list_amount=row.list_amount, currency=row.currency, origin=row.origin, product=row.product,
        created_at=row.created_at, stage_since=row.stage_since, closed_at=row.closed_at, expected_on=row.expected_on,
        lost_reason=row.lost_reason, lost_to=row.lost_to, touched_at=row.touched_at, recorded_at=row.recorded_at,
        next_on=next_on, next_title=next_title,
    )  # fmt: skip

"""A confirmed contact as rows, and taking it back as if it had never been said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.messages import Person
from bot.playbooks import customers, deals
from bot.playbooks.log.draft import NEW, Draft
from bot.playbooks.reports import report_due
from bot.playbooks.tables import contact, customer, task, touch
from bot.pushes.own_times import rhythm_of

BY_CHAT = "log"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a confirmed contact wrote, which is all that undoing it needs."""

    touch: int
    effective: bool
    task: int | None = None
    dropped: tuple[int, ...] = ()
    """Older next steps that the new one, or the contact itself, took the place of."""
    done: tuple[int, ...] = ()
    contact: int | None = None
    """Added with it."""
    customer: int | None = None

    def args(self) -> dict[str, str]:
        numbers = {"touch": (self.touch,), "task": (self.task,), "dropped": self.dropped, "done": self.done,
                   "contact": (self.contact,), "customer": (self.customer,)}  # fmt: skip
        return {name: ",".join(str(n) for n in found if n) for name, found in numbers.items() if any(found)}


def read(args: Mapping[str, str]) -> Kept:
    def numbers(name: str) -> tuple[int, ...]:
        return tuple(int(n) for n in args.get(name, "").split(",") if n)

    def one(name: str) -> int | None:
        return next(iter(numbers(name)), None)

    return Kept(one("touch") or 0, False, one("task"), numbers("dropped"), numbers("done"), one("contact"),
                one("customer"))  # fmt: skip


def keep(db: Connection, draft: Draft, person: Person, now: datetime) -> Kept:
    """Writes the contact, its report and the next step; `draft.customer` is known or new."""
    at = datetime.fromisoformat(draft.at)
    added = draft.customer == NEW
    customer_id = customers.find_or_add(db, draft.customer_said, now) if added else draft.customer
    assert customer_id is not None
    new_contact = draft.contact == NEW and bool(draft.contact_said)
    contact_id = customers.add_contact(db, customer_id, draft.contact_said, now) if new_contact else draft.contact
    effective = draft.kind == "visit" and bool(contact_id) and bool(draft.next_on)
    due = report_due(rhythm_of(db, person.id, person.time_zone), at) if draft.kind == "visit" else None
    row = insert(touch).values(
        system=BY_CHAT, source_id=deals.new_id(), person_id=person.id, customer_id=customer_id, deal_id=draft.deal,
        contact_id=contact_id, kind=draft.kind, at=at, said=draft.said, objection=draft.objection,
        effective=effective, report_due_at=due,
        reported_at=now if draft.kind == "visit" else None, made_at=now,
    )  # fmt: skip
    touch_id: int = db.execute(row.returning(touch.c.id)).scalar_one()
    new = contact_id if new_contact else None
    kept = Kept(touch_id, effective, contact=new, customer=customer_id if added else None)
    if draft.deal:
        deals.touched(db, draft.deal, at, now)
    return _steps(db, draft, kept, customer_id, person, now)


def _steps(db: Connection, draft: Draft, kept: Kept, customer_id: int, person: Person, now: datetime) -> Kept:
    """A deal has one next step: what was planned up to the contact's day is done, what is still ahead gives way."""
    planned = _planned(db, draft, person)
    done = tuple(id for id, due in planned if due is not None and due <= draft.day)
    dropped = tuple(id for id, due in planned if id not in done) if draft.next_title or draft.next_on else ()
    _mark(db, done, done_at=now)
    _mark(db, dropped, dropped_at=now)
    if not (draft.next_title or draft.next_on):
        return replace(kept, done=done)
    row = insert(task).values(
        owner_id=person.id, deal_id=draft.deal, touch_id=kept.touch, kind="next_step", title=draft.next_title,
        department="", due_on=draft.next_day, made_at=now, done_at=None, dropped_at=None, made_by=None,
    )  # fmt: skip
    return replace(kept, task=db.execute(row.returning(task.c.id)).scalar_one(), done=done, dropped=dropped)


def _planned(db: Connection, draft: Draft, person: Person) -> list[tuple[int, date | None]]:
    if not draft.deal:
        return []
    is_open = (task.c.done_at.is_(None), task.c.dropped_at.is_(None), task.c.kind == "next_step")
    rows = db.execute(
        select(task.c.id, task.c.due_on).where(task.c.deal_id == draft.deal, task.c.owner_id == person.id, *is_open)
    )
    return [(row.id, row.due_on) for row in rows]


def _mark(db: Connection, ids: tuple[int, ...], **values: datetime | None) -> None:
    if ids:
        db.execute(update(task).where(task.c.id.in_(ids)).values(**values))


def undo(db: Connection, kept: Kept, person: Person, now: datetime) -> bool:
    """False: it is not there any more, or was somebody else's."""
    mine = (touch.c.id == kept.touch, touch.c.person_id == person.id)
    row = db.execute(select(touch.c.deal_id, touch.c.at).where(*mine)).first()
    if row is None:
        return False
    _mark(db, kept.done, done_at=None)
    _mark(db, kept.dropped, dropped_at=None)
    db.execute(delete(task).where(task.c.touch_id == kept.touch))
    db.execute(delete(touch).where(*mine))
    if row.deal_id:
        deals.recount_touches(db, row.deal_id, now)
    _forget_new(db, kept)
    return True


def _forget_new(db: Connection, kept: Kept) -> None:
    """Who was added with it goes with it, unless something else speaks of them by now."""
    if kept.contact and not db.execute(select(touch.c.id).where(touch.c.contact_id == kept.contact)).first():
        db.execute(delete(contact).where(contact.c.id == kept.contact))
    if kept.customer is None:
        return
    from_here = (touch.c.customer_id == kept.customer, contact.c.customer_id == kept.customer)
    spoken_of = any(db.execute(select(where.left).where(where)).first() for where in from_here)
    if not spoken_of and not deals.deals(db, deals.of_customer(kept.customer)):
        db.execute(delete(customer).where(customer.c.id == kept.customer))

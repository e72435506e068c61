"""A confirmed contact as rows, and taking it back as if it had never been said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.messages import Person
from bot.playbooks import customers, deals
from bot.playbooks.log.draft import NEW, Draft
from bot.playbooks.reports import report_due
from bot.playbooks.tables import contact, customer, deal, task, touch
from bot.pushes.own_times import rhythm_of

BY_CHAT = "log"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a confirmed contact wrote, which is all that undoing it needs."""

    touch: int
    effective: bool = False
    task: int | None = None
    dropped: tuple[int, ...] = ()
    """Older next steps that the new one, or the contact itself, took the place of."""
    done: tuple[int, ...] = ()
    contact: int | None = None
    """Added with it."""
    customer: int | None = None
    touched: datetime | None = None
    """The deal's last contact before it, where that is an import's word and no note says so."""
    recorded: datetime | None = None
    """When the deal's record was changed before it."""

    def args(self) -> dict[str, str]:
        numbers = {"touch": (self.touch,), "task": (self.task,), "dropped": self.dropped, "done": self.done,
                   "contact": (self.contact,), "customer": (self.customer,)}  # fmt: skip
        times = {"touched": self.touched, "recorded": self.recorded}
        listed = {name: ",".join(str(n) for n in found if n) for name, found in numbers.items() if any(found)}
        return listed | {name: at.isoformat() for name, at in times.items() if at}


def read(args: Mapping[str, str]) -> Kept:
    def numbers(name: str) -> tuple[int, ...]:
        return tuple(int(n) for n in args.get(name, "").split(",") if n)

    def one(name: str) -> int | None:
        return next(iter(numbers(name)), None)

    def at(name: str) -> datetime | None:
        return datetime.fromisoformat(args[name]) if name in args else None

    return Kept(
        one("touch") or 0, False, one("task"), numbers("dropped"), numbers("done"), one("contact"), one("customer"),
        at("touched"), at("recorded"),
    )  # fmt: skip


def keep(db: Connection, draft: Draft, person: Person, now: datetime) -> Kept | None:
    """Writes the contact, its report and the next step; `draft.customer` is known or new. None: it is there already."""
    source = draft.id or deals.new_id()
    if db.execute(select(touch.c.id).where(touch.c.system == BY_CHAT, touch.c.source_id == source)).first():
        return None
    at = datetime.fromisoformat(draft.at)
    customer_id, new_customer = _customer(db, draft, now)
    contact_id, new_contact = _contact(db, draft, customer_id, now)
    touched, recorded = _record(db, draft.deal)
    kept = Kept(0, contact=new_contact, customer=new_customer, touched=touched, recorded=recorded)
    effective = draft.kind == "visit" and bool(contact_id) and bool(draft.next_on)
    due = report_due(rhythm_of(db, person.id, person.time_zone), at) if draft.kind == "visit" else None
    row = insert(touch).values(
        system=BY_CHAT, source_id=source, person_id=person.id, customer_id=customer_id, deal_id=draft.deal,
        contact_id=contact_id, kind=draft.kind, at=at, said=draft.said, objection=draft.objection,
        effective=effective, report_due_at=due,
        reported_at=now if draft.kind == "visit" else None, made_at=now,
    )  # fmt: skip
    touch_id: int = db.execute(row.returning(touch.c.id)).scalar_one()
    if draft.deal:
        deals.touched(db, draft.deal, at, now)
    return _steps(db, draft, replace(kept, touch=touch_id, effective=effective), person, now)


def _customer(db: Connection, draft: Draft, now: datetime) -> tuple[int, int | None]:
    """(number, the same where it was added): a new name may be an old customer's after all."""
    if draft.customer:
        return draft.customer, None
    if known := customers.find(db, draft.customer_said):
        return known, None
    added = customers.add(db, draft.customer_said, now)
    return added, added


def _contact(db: Connection, draft: Draft, customer_id: int, now: datetime) -> tuple[int | None, int | None]:
    """(number, the same where they were added); nobody of another customer's."""
    there = {each.id: each.name for each in customers.contacts(db, [customer_id])}
    if draft.contact != NEW:
        return (draft.contact if draft.contact in there else None), None
    name = draft.contact_said.strip()
    known = next((id for id, called in there.items() if called == name), None)
    if known or not name:
        return known, None
    added = customers.add_contact(db, customer_id, name, now)
    return added, added


def _record(db: Connection, deal_id: int | None) -> tuple[datetime | None, datetime | None]:
    """(`touched`, `recorded`) of the deal, for undoing."""
    found = deals.deal_by(db, deal_id) if deal_id else None
    if found is None:
        return None, None
    noted = deals.last_touch(db, found.id) == found.touched_at
    return None if noted else found.touched_at, found.recorded_at


def _steps(db: Connection, draft: Draft, kept: Kept, person: Person, now: datetime) -> Kept:
    """A deal has one next step: what was planned up to the contact's day is done, what is still ahead gives way."""
    planned = _planned(db, draft.deal)
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


def _planned(db: Connection, deal_id: int | None) -> list[tuple[int, date | None]]:
    """The deal's open next steps, whoever has them."""
    if not deal_id:
        return []
    is_open = (task.c.done_at.is_(None), task.c.dropped_at.is_(None), task.c.kind == "next_step")
    rows = db.execute(select(task.c.id, task.c.due_on).where(task.c.deal_id == deal_id, *is_open).order_by(task.c.id))
    return [(row.id, row.due_on) for row in rows]


def _mark(db: Connection, ids: tuple[int, ...], **values: datetime | None) -> None:
    if ids:
        db.execute(update(task).where(task.c.id.in_(ids)).values(**values))


def undo(db: Connection, kept: Kept, person: Person, now: datetime) -> bool:
    """False: it is not there any more, or was somebody else's."""
    mine = (touch.c.id == kept.touch, touch.c.person_id == person.id)
    row = db.execute(select(touch.c.deal_id, touch.c.made_at).where(*mine)).first()
    if row is None:
        return False
    db.execute(delete(task).where(task.c.touch_id == kept.touch))
    db.execute(delete(touch).where(*mine))
    if row.deal_id:
        _put_back(db, row.deal_id, row.made_at, kept, now)
    _forget_new(db, kept)
    return True


def _put_back(db: Connection, deal_id: int, made_at: datetime, kept: Kept, now: datetime) -> None:
    """The deal as it was, as far as nothing happened to it since."""
    found = deals.deal_by(db, deal_id)
    assert found is not None
    last = max(filter(None, (deals.last_touch(db, deal_id), kept.touched)), default=None)
    recorded = kept.recorded if kept.recorded and found.recorded_at == made_at else now
    deals.change(db, deal_id, recorded, touched_at=last)
    later = select(task.c.id).where(task.c.deal_id == deal_id, task.c.touch_id > kept.touch)
    if found.status == "lost" or db.execute(later).first():
        return  # another note says what comes next, or nothing does
    _mark(db, kept.done, done_at=None)
    _mark(db, kept.dropped, dropped_at=None)


def _forget_new(db: Connection, kept: Kept) -> None:
    """Who was added with it goes with it, unless something else speaks of them by now."""
    if kept.contact and not db.execute(select(touch.c.id).where(touch.c.contact_id == kept.contact)).first():
        db.execute(delete(contact).where(contact.c.id == kept.contact))
    if kept.customer is None:
        return
    from_here = (touch.c.customer_id == kept.customer, contact.c.customer_id == kept.customer,
                 deal.c.customer_id == kept.customer)  # fmt: skip
    if not any(db.execute(select(where.left).where(where)).first() for where in from_here):
        db.execute(delete(customer).where(customer.c.id == kept.customer))

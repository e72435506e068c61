"""Whoever leaves hands over what is open: their deals, and what was to be done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from bot.messages import Person
from bot.playbooks.tables import deal, task


@dataclass(frozen=True, slots=True)
class Open:
    deals: int
    tasks: int


def open_of(db: Connection, person_id: int) -> Open:
    """How much would be left without an owner."""
    who = {"who": person_id}
    return Open(db.execute(_DEALS, who).scalar_one(), db.execute(_TASKS, who).scalar_one())


def hand_over(db: Connection, person_id: int, to: Person, now: datetime) -> Open:
    """What is closed stays whose it was: their signings are still theirs."""
    moved = {"owner_id": to.id, "owner": to.name, "recorded_at": now}
    deals = db.execute(update(deal).where(*_OPEN_DEALS).values(**moved), {"who": person_id})
    tasks = db.execute(update(task).where(*_OPEN_TASKS).values(owner_id=to.id), {"who": person_id})
    return Open(deals.rowcount, tasks.rowcount)


_OPEN_DEALS = (deal.c.owner_id == bindparam("who"), deal.c.status == "open")
_OPEN_TASKS = (task.c.owner_id == bindparam("who"), task.c.done_at.is_(None), task.c.dropped_at.is_(None))
_DEALS = select(func.count()).select_from(deal).where(*_OPEN_DEALS)
_TASKS = select(func.count()).select_from(task).where(*_OPEN_TASKS)

"""Customers and their people: found by any way of writing their name, added when they are new."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.playbooks.tables import NAME_MAX, contact, customer, touch
from bot.search.normalise import clean

_LEGAL = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团公司|分公司|公司|[\(（][^()（）]{1,8}[\)）]"
    r"|\b(co|ltd|limited|inc|llc|gmbh|ag|plc|corp|corporation|company|s\.?a|b\.?v|pty)\b\.?)"
)
_SHOWN = re.compile(_LEGAL.pattern, re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Contact:
    id: int
    customer_id: int
    name: str
    title: str = ""
    role: str = ""
    """A buying role, or "" while nobody knows."""
    power: bool = False
    """Whether this person decides."""
    stance: str = ""
    next_move: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    id: int
    name: str
    called: tuple[str, ...] = ()
    industry: str = ""
    region: str = ""
    size: str = ""


def key_of(name: str) -> str:
    """What two ways of writing one company have in common: no legal form, place in brackets, blanks or case."""
    text = clean(name)
    bare = _NOT_A_NAME.sub("", _LEGAL.sub(" ", text)) or _NOT_A_NAME.sub("", text)
    return (bare or text)[:NAME_MAX]


def shown(name: str) -> str:
    """A company as people speak of it in a list: without legal form and what stands in brackets."""
    return _SHOWN.sub("", name).strip(" ,，.·") or name


def find(db: Connection, name: str) -> int | None:
    """The number of the customer called so."""
    return db.execute(select(customer.c.id).where(customer.c.key == key_of(name))).scalar()


def find_or_add(db: Connection, name: str, now: datetime, **known: str) -> int:
    """The number of the customer called so; added, with what is `known` of it, where there is none."""
    return find(db, name) or add(db, name, now, **known)


def add(db: Connection, name: str, now: datetime, **known: str) -> int:
    """One that nobody is called like yet."""
    values = {"industry": "", "region": "", "size": "", **known}
    row = insert(customer).values(name=name.strip()[:NAME_MAX], key=key_of(name), called=[], created_at=now, **values)
    made: int = db.execute(row.returning(customer.c.id)).scalar_one()
    return made


def add_contact(db: Connection, customer_id: int, name: str, now: datetime, **known: Any) -> int:
    values = {"title": "", "role": "", "power": False, "stance": "", "next_move": "", "phone": "", **known}
    row = insert(contact).values(customer_id=customer_id, name=name[:80], created_at=now, **values)
    made: int = db.execute(row.returning(contact.c.id)).scalar_one()
    return made


def forget(db: Connection, contact_id: int) -> None:
    """One of a customer's people is not kept any more; what was noted of talks with them names nobody then."""
    db.execute(update(touch).where(touch.c.contact_id == contact_id).values(contact_id=None))
    db.execute(delete(contact).where(contact.c.id == contact_id))


def customers(db: Connection, ids: Iterable[int] | None = None) -> list[Customer]:
    wanted = select(customer).order_by(customer.c.id)
    rows = db.execute(wanted if ids is None else wanted.where(customer.c.id.in_(list(ids))))
    return [_customer(row) for row in rows]


def contacts(db: Connection, customer_ids: Iterable[int]) -> list[Contact]:
    rows = db.execute(select(contact).where(contact.c.customer_id.in_(list(customer_ids))).order_by(contact.c.id))
    return [
        Contact(row.id, row.customer_id, row.name, row.title, row.role, row.power, row.stance, row.next_move)
        for row in rows
    ]


def _customer(row: Any) -> Customer:
    return Customer(row.id, row.name, tuple(row.called), row.industry, row.region, row.size)

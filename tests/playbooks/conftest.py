"""A small invented book of business: two customers, three deals, on the starter's own playbooks."""

import pytest

from bot.app import App
from bot.messages import Person
from bot.playbooks import customers, deals
from bot.playbooks.playbooks import Playbooks
from tests.talk import Someone


@pytest.fixture
def rep(sqlite_app: App) -> Someone:
    return with_deals(sqlite_app, "林悦")


def with_deals(app: App, name: str, language: str = "zh", team: str = "") -> Someone:
    """Somebody with deals at two customers, one of which has two."""
    somebody = Someone(app, name, language=language, team=team)
    give_deals(app, somebody.person)
    return somebody


def give_deals(app: App, person: Person) -> None:
    with app.store.write() as db:
        book = app.service(Playbooks).default()
        for customer, title, amount, people in (
            ("华泵机械制造（苏州）有限公司", "ERP 一期", 35_600_000, (("王建国", "采购总监"),)),
            ("Brightwell Foods Ltd", "Stock", 12_000_000, (("Ann Lee", "CFO"),)),
            ("Brightwell Foods Ltd", "Finance", None, ()),
        ):
            customer_id = customers.find_or_add(db, customer, app.clock())
            for who, job in people:
                customers.add_contact(db, customer_id, who, app.clock(), title=job)
            deals.add_deal(
                db, customer_id=customer_id, owner_id=person.id, owner=person.name, book=book,
                stage=book.stages[0], now=app.clock(), title=title, amount=amount, currency="CNY",
            )  # fmt: skip

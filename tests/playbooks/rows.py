"""What the tables of a deal hold, for tests that look at rows."""

from typing import Any

from sqlalchemy import Table, select

from bot.app import App
from bot.playbooks import deals
from bot.playbooks.deals import Deal
from bot.playbooks.tables import contact, customer, deal, stage_event, task, touch

ALL = (customer, contact, deal, stage_event, touch, task)


def rows(app: App, *tables: Table) -> list[Any]:
    with app.store.read() as db:
        return [row for table in tables for row in db.execute(select(table).order_by(table.c.id)).all()]


def called(app: App, customer_name: str, title: str = "") -> Deal:
    """The one deal of that customer (and title)."""
    with app.store.read() as db:
        found = [each for each in deals.deals(db) if customer_name in each.customer and title in each.title]
    (one,) = found
    return one

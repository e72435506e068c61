"""A real Tryton to read from: `python erp.py make FILE`, `python erp.py play FILE < moves.json`.

A program of its own: Tryton keeps its database and its models in globals. The database is SQLite's, or any that
`TRYTOND_DATABASE_URI` names; FILE then only gives it a name.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

MODULES = ["sale_opportunity"]
OWNERS = ("王芳", "Emma")


def main(verb: str, file: Path) -> None:
    import trytond.config as config

    if not os.environ.get("TRYTOND_DATABASE_URI"):
        config.set("database", "uri", "sqlite://")
        config.set("database", "path", str(file.parent))
    {"make": make, "play": play}[verb](file.stem)


def make(name: str) -> None:
    """The modules, a company with a chart of accounts, its people and something to sell."""
    with _unchecked():
        _install(name)
    from proteus import config as proteus

    config = proteus.set_trytond(name)
    from trytond.modules.account.tests.tools import create_chart, get_accounts
    from trytond.modules.company.tests.tools import create_company

    create_company(currency="CNY", config=config)
    create_chart(config=config)
    _people()
    _product(get_accounts(config=config)["revenue"])


@contextmanager
def _unchecked() -> Iterator[None]:
    """Tryton validates every record that its own modules bring: half the time, and nothing that we test."""
    from trytond.model import ModelStorage

    checks = ModelStorage.__dict__["_validate"]
    ModelStorage._validate = classmethod(lambda cls, records, field_names=None: None)
    try:
        yield
    finally:
        ModelStorage._validate = checks


def _install(name: str) -> None:
    from trytond.pool import Pool
    from trytond.tests.test_tryton import create_db

    create_db(name)
    Pool(name).init(update=MODULES, lang=["en"], activatedeps=True)


def _people() -> None:
    from proteus import Model

    for name in OWNERS:
        party = Model.get("party.party")(name=name)
        party.save()
        Model.get("company.employee")(party=party).save()


def _product(revenue: Any) -> None:
    from proteus import Model

    category = Model.get("product.category")(name="Software", accounting=True, account_revenue=revenue)
    category.save()
    unit = Model.get("product.uom").find([("name", "=", "Unit")])[0]
    template = Model.get("product.template")(name="ERP", default_uom=unit, type="service", salable=True)
    template.list_price, template.account_category = Decimal(100), category
    template.save()


def play(name: str) -> None:
    """Does what stdin says, a list of [when, deal, what, values], and dates each as if it were done then."""
    from proteus import config as proteus

    config = proteus.set_trytond(name)
    from proteus import Model

    company = Model.get("company.company").find()[0]
    config._context = {**config.context, "company": company.id}
    desk = Desk()
    for when, deal, what, values in json.load(sys.stdin):
        before = _last_version()
        desk.do(deal, what, **values)
        _back_date(before, datetime.fromisoformat(when))


class Desk:
    """What a rep does to a deal, with the client's own buttons. A deal is called by its description."""

    def do(self, deal: str, what: str, **values: Any) -> None:
        if what == "lead":
            return self._lead(deal, **values)
        found = self._deal(deal)
        if what == "write":
            for field, value in values.items():
                setattr(found, field, Decimal(value) if field == "amount" else value)
            found.save()
        elif what in ("quote", "confirm"):
            self._sell(found, what, **values)
        else:
            found.click("lead" if what == "lead_again" else what)

    def _deal(self, deal: str) -> Any:
        from proteus import Model

        return Model.get("sale.opportunity").find([("description", "=", deal)])[0]

    def _lead(self, deal: str, customer: str = "", owner: str = "", amount: str = "") -> None:
        from proteus import Model

        Opportunity = Model.get("sale.opportunity")
        found = Opportunity(description=deal, amount=Decimal(amount) if amount else None)
        if customer:
            found.party = self._party(customer)
        if owner:
            found.employee = Model.get("company.employee").find([("party.name", "=", owner)])[0]
        found.save()

    def _party(self, name: str) -> Any:
        from proteus import Model

        Party = Model.get("party.party")
        known = Party.find([("name", "=", name)])
        if known:
            return known[0]
        party = Party(name=name)
        party.addresses[0].street = "1"
        party.save()
        return party

    def _sell(self, found: Any, what: str, quantity: int = 1) -> None:
        from proteus import Model

        sale = found.sales[0]
        if not sale.lines:
            line = sale.lines.new()
            line.product = Model.get("product.product").find([])[0]
            line.quantity = quantity
        sale.invoice_address = sale.shipment_address = sale.party.addresses[0]
        sale.save()
        sale.click(what)


def _last_version() -> int:
    return int(_sql('SELECT coalesce(max("__id"), 0) FROM sale_opportunity__history') or 0)


def _back_date(before: int, when: datetime) -> None:
    """Tryton takes its time from the machine, so what it just wrote is dated afterwards, as it dates: local, naive."""
    local = f"'{when.replace(tzinfo=None)}'"
    for table, key in (("sale_opportunity__history", f'"__id" > {before}'), ("sale_opportunity", _NEW.format(before))):
        _sql(f"UPDATE {table} SET write_date = {local} WHERE write_date IS NOT NULL AND {key}")
        _sql(f"UPDATE {table} SET create_date = {local} WHERE write_date IS NULL AND {key}")


_NEW = 'id IN (SELECT id FROM sale_opportunity__history WHERE "__id" > {})'


def _sql(statement: str) -> Any:
    from proteus.config import get_config
    from trytond.transaction import Transaction

    with Transaction().start(get_config().database_name, 0) as transaction:
        cursor = transaction.connection.cursor()
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

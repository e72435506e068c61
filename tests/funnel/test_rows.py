"""Rows → journeys, for a scope and a period, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from bot.app import App
from bot.funnel import rows
from bot.funnel.metrics.figure import span_of
from bot.funnel.metrics.journeys import SIX
from bot.funnel.scope import EVERYTHING, Scope, own, under, values_in, widest
from bot.funnel.tables import figure
from bot.messages import Role
from bot.playbooks import customers, deals
from bot.playbooks.playbook import Playbook, Stage, Words
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import deal
from bot.signals import Period
from tests.conftest import NOW
from tests.talk import Someone

TODAY = NOW.date()


def three_stages() -> Playbook:
    stages = [Stage(id=at, at=at, title=Words(zh=at, en=at)) for at in ("lead", "proposal", "contract")]  # type: ignore[arg-type]
    return Playbook(id="three", title=Words(zh="three", en="three"), stages=stages)


def opened(
    app: App, who: Someone, customer: str, ago: int, *stages: str, playbook: Playbook | None = None, **more: Any
) -> int:
    """A deal opened so many days ago, which then entered a stage every day; "lost" closes it."""
    known = {key: more.pop(key) for key in ("region", "industry") if key in more}
    with app.store.write() as db:
        at = NOW - timedelta(days=ago)
        of = customers.find_or_add(db, customer, at, **known)
        path = playbook or three_stages()
        id = deals.add_deal(db, customer_id=of, owner_id=who.person.id, owner=who.person.name, book=path,
                            stage=path.stages[0], now=at, **{"amount": 100_00, "currency": "CNY", **more})  # fmt: skip
        for stage in stages:
            at += timedelta(days=1)
            found = deals.deal_by(db, id)
            assert found
            to = path.stage(stage)
            deals.move(db, found, to, at) if to else deals.close(db, found, stage, at, lost_reason="price")
    return id


@pytest.fixture
def team(app: App) -> dict[str, Someone]:
    with app.store.write() as db:
        app.directory.add_team(db, "Company")
        app.directory.add_team(db, "East", "Company")
        app.directory.add_team(db, "Shanghai", "East")
    return {
        "lin": Someone(app, "Lin", team="Shanghai"),
        "bo": Someone(app, "Bo", team="East"),
        "ann": Someone(app, "Ann", team="Company"),
        "chief": Someone(app, "Chief", role=Role.MANAGER, team="East"),
        "root": Someone(app, "Root", role=Role.ADMIN),
    }


def loaded(app: App, scope: Scope, days: int = 30) -> rows.Loaded:
    span = span_of(Period(TODAY - timedelta(days=days), TODAY), "UTC")
    with app.store.read() as db:
        return rows.load(db, app.service(Playbooks), scope, span, "EUR")


def test_a_deal_as_a_journey(app: App, team: dict[str, Someone]) -> None:
    opened(app, team["lin"], "Pumps", 10, "proposal", "contract", region="East", title="ERP")
    (one,) = loaded(app, EVERYTHING).journeys
    assert (one.name, one.owner, one.region, one.status, one.amount) == ("Pumps · ERP", "Lin", "East", "won", 100_00)
    stays = [(SIX.stages[v.place], v.left and (v.left - v.entered).days) for v in one.visits]
    assert stays == [("lead", 1), ("proposal", 1), ("contract", None)]
    assert one.closed_at == NOW - timedelta(days=8)


def test_a_deal_without_events_stands_where_its_row_says(app: App, team: dict[str, Someone]) -> None:
    id = opened(app, team["lin"], "Pumps", 10, currency="")
    with app.store.write() as db:
        db.exec_driver_sql(f"DELETE FROM stage_event WHERE deal_id = {id}")
        db.execute(update(deal).values(at="proposal", stage="proposal", stage_since=NOW - timedelta(days=3)))
    (one,) = loaded(app, EVERYTHING).journeys
    assert [(v.place, v.entered) for v in one.visits] == [(2, NOW - timedelta(days=3))]
    assert one.currency == "EUR"


def test_only_deals_that_have_to_do_with_the_period(app: App, team: dict[str, Someone]) -> None:
    opened(app, team["lin"], "Long lost", 90, "lost")
    opened(app, team["lin"], "Lost lately", 9, "lost")
    opened(app, team["lin"], "Old and open", 90)
    names = {one.name for one in loaded(app, EVERYTHING, days=20).journeys}
    assert names == {"Lost lately", "Old and open"}


def test_a_team_with_the_teams_under_it(app: App, team: dict[str, Someone]) -> None:
    for who in ("lin", "bo", "ann"):
        opened(app, team[who], f"Customer of {who}", 5)

    def owners(scope: Scope) -> set[str]:
        return {one.owner for one in loaded(app, scope).journeys}

    with app.store.read() as db:
        assert owners(Scope(teams=under(db, "Shanghai"))) == {"Lin"}
        assert owners(Scope(teams=under(db, "East"))) == {"Lin", "Bo"}
        assert owners(widest(db, team["chief"].person)) == {"Lin", "Bo"}
        assert owners(widest(db, team["root"].person)) == {"Lin", "Bo", "Ann"}
        assert owners(widest(db, team["bo"].person)) == {"Bo"}
        assert widest(db, team["lin"].person) == own(team["lin"].person)


def test_values_narrow_and_are_those_of_the_rows(app: App, team: dict[str, Someone]) -> None:
    opened(app, team["lin"], "A", 5, region="East", origin="fair")
    opened(app, team["bo"], "B", 5, region="West")
    scope = Scope(values=(("region", ("East",)), ("origin", ("fair", "web"))))
    assert [one.name for one in loaded(app, scope).journeys] == ["A"]
    with app.store.read() as db:
        values = values_in(db, EVERYTHING)
    assert (values["region"], values["origin"], values["owner"]) == (("East", "West"), ("fair",), ("Bo", "Lin"))


def test_one_playbook_has_its_own_stages_and_two_the_six(app: App, team: dict[str, Someone]) -> None:
    b2b = app.service(Playbooks).of("general-b2b")
    opened(app, team["lin"], "A", 5, b2b.stages[1].id, playbook=b2b)
    found = loaded(app, EVERYTHING)
    assert (found.path.playbook, found.path.stages) == (b2b.id, tuple(stage.id for stage in b2b.stages))
    assert [visit.place for visit in found.journeys[0].visits] == [0, 1]
    opened(app, team["lin"], "B", 5)
    assert loaded(app, EVERYTHING).path == SIX


def test_months_and_buyers(app: App, team: dict[str, Someone]) -> None:
    opened(app, team["lin"], "Twice", 400, "contract")
    opened(app, team["lin"], "Twice", 30, "contract", amount=300_00)
    opened(app, team["lin"], "Never", 30)
    opened(app, team["lin"], "In dollars", 30, "contract", currency="USD")
    empty = dict.fromkeys(("marketing_cost", "sales_cost", "new_customers", "gross_margin", "receivable", "collected"))
    with app.store.write() as db:
        for month in ("2026-09", "2026-10", "2026-11", "2026-12"):
            row = {**empty, "month": month, "team": "", "currency": "CNY", "target": int(month[-2:])}
            db.execute(insert(figure).values(row))
    with app.store.read() as db:
        bought = rows.buyers(db, EVERYTHING, "CNY", "CNY", NOW)
        months = rows.months(db, "", Period(TODAY - timedelta(days=40), TODAY))
        assert rows.months(db, "East", Period(TODAY, TODAY)) == []
    assert [(b.value, b.orders, (b.last - b.first).days) for b in bought] == [(400_00, 2, 370)]
    assert [month.target for month in months] == [10, 11]

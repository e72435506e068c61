"""A small sales department, and deals put into it as rows: two reps, their manager, and the manager's manager."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bot.app import App
from bot.funnel.tables import alert_case, alert_told, figure
from bot.messages import Role
from bot.playbooks.customers import find_or_add
from bot.playbooks.tables import deal, stage_event, task, touch
from bot.pushes.outbox import outbox
from tests.talk import Someone

PLACES = {"lead": "first-contact", "discovery": "needs", "proposal": "solution", "negotiation": "terms"}


class Team:
    def __init__(self, app: App) -> None:
        self.app = app
        with app.store.write() as db:
            app.directory.add_team(db, "销售部")
            app.directory.add_team(db, "华东组", "销售部")
        self.lin = Someone(app, "Lin", team="华东组")
        self.mei = Someone(app, "Mei", team="华东组", language="en")
        self.manager = Someone(app, "Wang", role=Role.MANAGER, team="华东组")
        self.director = Someone(app, "Zhao", role=Role.MANAGER, team="销售部")

    def deal(
        self, owner: Someone, customer: str, at: str, *, touched: datetime | None, amount: int | None = 100_000,
        since: datetime | None = None, recorded: datetime | None = None, made: datetime | None = None, **more: Any,
    ) -> int:  # fmt: skip
        """`amount` in whole units; contacts and the record are as old as they are said to be."""
        since = since or touched or self.app.clock()
        values: dict[str, Any] = {
            "system": "local", "source_id": uuid.uuid4().hex, "number": "", "title": "", "kept_by": "local",
            "proposed": "", "proposed_at": None, "list_amount": None, "currency": "CNY", "origin": "", "product": "",
            "expected_on": None, "lost_reason": "", "lost_to": "", "lost_note": "", "fingerprint": "",
            "closed_at": None, "status": "open", **more,
        }  # fmt: skip
        with self.app.store.write() as db:
            row = insert(deal).values(
                customer_id=find_or_add(db, customer, since), owner_id=owner.person.id, owner=owner.person.name,
                playbook="general-b2b", stage=PLACES[at], at=at, amount=amount and amount * 100,
                created_at=made or since, stage_since=since, touched_at=touched,
                recorded_at=recorded or touched or since, **values,
            )  # fmt: skip
            made_id: int = db.execute(row.returning(deal.c.id)).scalar_one()
            event = {"deal_id": made_id, "entered_at": since, "stage": PLACES[at], "at": at, "amount": None}
            db.execute(insert(stage_event).values(event))
        return made_id

    def change(self, id: int, **values: Any) -> None:
        with self.app.store.write() as db:
            db.execute(update(deal).where(deal.c.id == id).values(**values))

    def step(self, owner: Someone, deal_id: int | None, due_on: date | None, title: str = "回访", **more: Any) -> int:
        values = {"kind": "next_step", "department": "", "done_at": None, "dropped_at": None, "made_by": None, **more}
        with self.app.store.write() as db:
            row = insert(task).values(
                owner_id=owner.person.id, deal_id=deal_id, touch_id=None, title=title, due_on=due_on,
                made_at=values.pop("made_at", self.app.clock()), **values,
            )  # fmt: skip
            made: int = db.execute(row.returning(task.c.id)).scalar_one()
        return made

    def visit(self, owner: Someone, customer: str, at: datetime, due_at: datetime) -> int:
        with self.app.store.write() as db:
            row = insert(touch).values(
                system="local", source_id=uuid.uuid4().hex, person_id=owner.person.id, deal_id=None, contact_id=None,
                customer_id=find_or_add(db, customer, at), kind="visit", at=at, said="", objection="",
                effective=False, report_due_at=due_at, reported_at=None, made_at=at,
            )  # fmt: skip
            made: int = db.execute(row.returning(touch.c.id)).scalar_one()
        return made

    def figures(self, team: str, months: Mapping[str, float]) -> None:
        empty = dict.fromkeys(
            ("marketing_cost", "sales_cost", "new_customers", "receivable", "collected", "target"), None
        )
        with self.app.store.write() as db:
            for month, margin in months.items():
                row = {"month": month, "team": team, "currency": "CNY", "gross_margin": margin, **empty}
                db.execute(insert(figure).values(row))

    def look(self, after: timedelta = timedelta()) -> set[int]:
        self.app.clock.move(after)  # type: ignore[attr-defined]
        return self.app.alerts.look(self.app.clock())

    def cases(self, rule: str = "") -> list[tuple[str, str, int, str]]:
        """(rule, about, level, state), the oldest first."""
        with self.app.store.read() as db:
            rows = db.execute(select(alert_case).order_by(alert_case.c.id)).all()
        return [(row.rule, row.about, row.level, row.state) for row in rows if rule in ("", row.rule)]

    def told(self, rule: str) -> set[str]:
        """Names of whoever was told of a rule's cases that are not closed."""
        names = {each.person.id: each.person.name for each in (self.lin, self.mei, self.manager, self.director)}
        joined = alert_told.join(alert_case, alert_case.c.id == alert_told.c.case_id)
        wanted = select(alert_told.c.person_id).select_from(joined)
        with self.app.store.read() as db:
            rows = db.execute(wanted.where(alert_case.c.rule == rule, alert_case.c.state != "closed"))
            return {names[id] for id in rows.scalars()}

    def pushes(self) -> list[tuple[str, str]]:
        """(to whom, which slot) of the alerts that came alone."""
        names = {each.person.id: each.person.name for each in (self.lin, self.mei, self.manager, self.director)}
        with self.app.store.read() as db:
            rows = db.execute(select(outbox).where(outbox.c.kind == "alert").order_by(outbox.c.id))
            return [(names[row.person_id], row.slot) for row in rows]

"""A figure that stays low is not only told: its manager gets a task, which goes when the figure recovers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, update

from bot.funnel.alerts.clocks import day_of, in_working_days
from bot.funnel.alerts.org import Org
from bot.funnel.alerts.rules import Rule
from bot.funnel.alerts.saying import FIGURES
from bot.funnel.alerts.state import Case
from bot.playbooks.tables import TITLE_MAX, task
from bot.words import N_, words

KIND = "kpi"
DUE_IN = 3
"""Working days."""


def given(db: Connection, case: Case, rules: Mapping[str, Rule], org: Org, now: datetime, language: str) -> Case:
    """The case with the task that it made in its evidence; other cases as they are."""
    member, evidence = org.members.get(case.person_id), case.now_shows
    if evidence["when"] != "kpi_below" or member is None:
        return case
    said, name = words(member.language or language), FIGURES[evidence["figure"]]
    title = said(
        N_("{team}: why is the {figure} low for {n} months? {question}"),
        team=evidence["team"] or said("The company"), figure=said(name), n=evidence["n"],
        question=rules[case.rule].first.question.of(said.language),
    )[:TITLE_MAX]  # fmt: skip
    due_on = in_working_days(member.rhythm, day_of(member.rhythm, now), DUE_IN)
    row = insert(task).values(
        owner_id=member.id, deal_id=None, touch_id=None, kind=KIND, title=title, due_on=due_on, made_at=now,
        department="", done_at=None, dropped_at=None, made_by=None,
    )  # fmt: skip
    made: int = db.execute(row.returning(task.c.id)).scalar_one()
    return replace(case, evidence={**case.evidence, "task": made})


def drop(db: Connection, closed: Iterable[Case], now: datetime) -> None:
    made = [case.evidence["task"] for case in closed if "task" in case.evidence]
    if made:
        its = (task.c.id.in_(made), task.c.done_at.is_(None), task.c.dropped_at.is_(None))
        db.execute(update(task).where(*its).values(dropped_at=now))

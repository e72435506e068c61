"""Rules and rows brought together: every finding about some people, or about the teams."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.funnel.alerts import snapshot
from bot.funnel.alerts.findings import (
    Change,
    Day,
    Finding,
    Measures,
    Visit,
    Watched,
    of_change,
    of_deal,
    of_figures,
    of_share,
    of_visit,
    on,
)
from bot.funnel.alerts.org import Org
from bot.funnel.alerts.rules import Rule

Changes = Callable[[Connection, datetime], Iterable[Change]]
"""Where the conversions that may have changed come from; nobody else here knows statistics."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is the same for everybody in one look."""

    org: Org
    rules: Mapping[str, Rule]
    measures: Measures
    now: datetime


def deal_findings(known: Known, deals: Iterable[Watched]) -> Iterator[Finding]:
    rules = [rule for rule in known.rules.values() if rule.of_deals]
    days: dict[int, Day] = {}
    for deal in deals:
        member = known.org.members.get(deal.owner_id)
        if member is None or not member.on:
            continue
        day = days.get(deal.owner_id) or days.setdefault(deal.owner_id, on(member.rhythm, known.now, known.measures))
        yield from (found for rule in rules if (found := of_deal(rule, deal, day)))


def visit_findings(known: Known, visits: Iterable[Visit]) -> Iterator[Finding]:
    rules = [rule for rule in known.rules.values() if rule.first.when == "report_due"]
    for visit in visits:
        if member := known.org.members.get(visit.person_id):
            day = on(member.rhythm, known.now, known.measures)
            yield from (found for rule in rules if (found := of_visit(rule, visit, day)))


def team_findings(db: Connection, known: Known, changes: Changes) -> Iterator[Finding]:
    org, now = known.org, known.now
    for rule in known.rules.values():
        level = rule.first
        if level.when == "kpi_below":
            for team, months in snapshot.monthly(db, level.figure or "", f"{now:%Y-%m}").items():
                yield from of_figures(rule, team, months, org.managers_of(team))
        elif level.when == "task_completion_below":
            for share in snapshot.shares(db, org, now, level.days or 1):
                yield from of_share(rule, share, org.managers_of(share.department), now.date())
        elif level.when == "conversion_signal":
            for change in changes(db, now):
                yield from of_change(rule, change, org.managers_of(change.team))

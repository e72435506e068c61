"""What a rule would have done: the past, day by day, through the same findings and the same state machine.

The past is put together from what happened (stages entered, contacts, next steps), as if nobody had answered a case;
measured by what the playbooks and the rules say today.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.funnel.alerts import snapshot
from bot.funnel.alerts.clocks import at_work_since, day_of
from bot.funnel.alerts.findings import Finding, Visit, Watched, of_deal, of_figures, on
from bot.funnel.alerts.gather import Known, visit_findings
from bot.funnel.alerts.rules import Rule, When
from bot.funnel.alerts.state import Case, step
from bot.playbooks.tables import customer, deal, stage_event, task, touch

CANNOT: frozenset[When] = frozenset({"task_completion_below", "conversion_signal"})
"""What the rows do not say of a day that is gone."""


@dataclass(frozen=True, slots=True)
class DryRun:
    days: int
    fired: int
    """Cases raised, and raised to a higher level."""
    people: int
    most: int
    """How many of them fell on the two people who got most."""


@dataclass(frozen=True, slots=True)
class Step:
    due_on: date
    made_at: datetime
    over_at: datetime | None
    """Done or dropped."""


@dataclass(slots=True)
class Past:
    """A deal and everything that happened to it, in order."""

    row: Any
    events: list[Any]
    entered: list[datetime]
    touches: list[datetime]
    noted: list[datetime]
    steps: list[Step]
    known_from: datetime | None
    """Where only the last contact is known, nothing can be said of the time before it."""

    def at(self, moment: datetime) -> Watched | None:
        """As it was; None while it was not open, or where nothing says in which stage it stood."""
        row, stood = self.row, self._stood(moment)
        if row.created_at > moment or stood is None or (self.known_from and moment < self.known_from):
            return None
        stage, at, since, amount = stood
        ahead = [s.due_on for s in self.steps if s.made_at <= moment and (s.over_at is None or s.over_at > moment)]
        return Watched(
            row.id, row.owner_id, row.system, row.playbook, stage, at, row.amount if amount is None else amount,
            row.currency, row.created_at, since, _last(self.touches, moment),
            _last(self.noted, moment) or row.created_at, max(ahead, default=None),
        )  # fmt: skip

    def _stood(self, moment: datetime) -> tuple[str, str, datetime, int | None] | None:
        place = bisect_right(self.entered, moment)
        if not place:
            known = not self.events and self.row.status == "open" and self.row.stage_since <= moment
            return (self.row.stage, self.row.at, self.row.stage_since, None) if known else None
        last = self.events[place - 1]
        closed = last.stage in ("won", "lost") or (self.row.closed_at is not None and self.row.closed_at <= moment)
        return None if closed else (last.stage, last.at, last.entered_at, last.amount)


def _last(moments: list[datetime], until: datetime) -> datetime | None:
    place = bisect_right(moments, until)
    return moments[place - 1] if place else None


def dry_run(db: Connection, rule: Rule, known: Known, days: int, people: Collection[int]) -> DryRun:
    """How often a rule would have fired on some people in the past days, today not counted."""
    told: Counter[int] = Counter()
    thens = [replace(known, now=known.now - timedelta(days=n), rules={rule.id: rule}) for n in range(days, 0, -1)]
    for history in _histories(db, rule, known, days, people):
        told.update(_told(history, thens, people))
    return DryRun(days, sum(told.values()), len(told), sum(n for _, n in told.most_common(2)))


History = Callable[[Known], Iterator[Finding]]
"""What the rule would have found of one thing, when it was known so."""


def _told(history: History, thens: list[Known], people: Collection[int]) -> Iterator[int]:
    """Who is to act, each time that a case is raised or climbs."""
    open_: dict[str, Case] = {}
    for then in thens:
        found = {each.about: each for each in history(then) if each.person_id in people}
        for about in {**open_, **found}:
            for case in _stepped(open_.get(about), found.get(about), then):
                if case.state == "closed":
                    open_.pop(about, None)
                    continue
                open_[about] = case
                yield case.person_id


def _stepped(case: Case | None, found: Finding | None, then: Known) -> tuple[Case, ...]:
    person_id = found.person_id if found else case.person_id if case else 0
    rhythm = then.org.members[person_id].rhythm
    today = day_of(rhythm, then.now)
    return step(case, found, then.now, today, case is not None and at_work_since(rhythm, case.raised, today))


def _histories(db: Connection, rule: Rule, known: Known, days: int, people: Collection[int]) -> Iterator[History]:
    """One for each deal, visit or team that the rule looks at."""
    since = known.now - timedelta(days=days)
    if rule.of_deals:
        yield from (_of_deal(past, rule) for past in _deals(db, since, people))
    if rule.first.when == "report_due":
        yield from (_of_visit(visit, written) for visit, written in _visits(db, since))
    if rule.first.when == "kpi_below":
        figures = snapshot.monthly(db, rule.first.figure or "", f"{known.now:%Y-%m}")
        yield from (_of_team(team, months, rule) for team, months in figures.items())


def _of_deal(past: Past, rule: Rule) -> History:
    def found(then: Known) -> Iterator[Finding]:
        deal_then, member = past.at(then.now), then.org.members.get(past.row.owner_id)
        if deal_then is None or member is None or not member.on:
            return
        if each := of_deal(rule, deal_then, on(member.rhythm, then.now, then.measures)):
            yield each

    return found


def _of_visit(visit: Visit, written: datetime | None) -> History:
    def found(then: Known) -> Iterator[Finding]:
        owed = visit.at <= then.now and (written is None or written > then.now)
        return visit_findings(then, [visit] if owed else [])

    return found


def _of_team(team: str, months: Mapping[str, float], rule: Rule) -> History:
    def found(then: Known) -> Iterator[Finding]:
        before = {month: value for month, value in months.items() if month < f"{then.now:%Y-%m}"}
        return of_figures(rule, team, before, then.org.managers_of(team))

    return found


def _deals(db: Connection, since: datetime, people: Collection[int]) -> list[Past]:
    still = or_(deal.c.status == "open", deal.c.closed_at > since)
    rows = [row for row in db.execute(select(deal).where(still)) if row.owner_id in people]
    events, touches, steps = _events(db, since), _touches(db), _steps(db)
    return [_past(row, events[row.id], touches[row.id], steps[row.id]) for row in rows]


def _past(row: Any, events: list[Any], touches: list[Any], steps: list[Any]) -> Past:
    last = [row.touched_at] if row.touched_at else []
    noted = [
        row.created_at,
        row.recorded_at,
        *(each.entered_at for each in events),
        *(each.made_at for each in touches),
    ]
    noted += [moment for each in steps for moment in (each.made_at, each.done_at) if moment]
    planned = [Step(each.due_on, each.made_at, each.done_at or each.dropped_at) for each in steps]
    contacts = sorted([*(each.at for each in touches), *last])
    entered = [each.entered_at for each in events]
    return Past(row, events, entered, contacts, sorted(noted), planned, row.touched_at if not touches else None)


def _events(db: Connection, since: datetime) -> dict[int, list[Any]]:
    still = or_(deal.c.status == "open", deal.c.closed_at > since)
    wanted = select(stage_event).join(deal, deal.c.id == stage_event.c.deal_id).where(still)
    return _by_deal(db.execute(wanted.order_by(stage_event.c.entered_at, stage_event.c.id)))


def _touches(db: Connection) -> dict[int, list[Any]]:
    return _by_deal(
        db.execute(select(touch.c.deal_id, touch.c.at, touch.c.made_at).where(touch.c.deal_id.is_not(None)))
    )


def _steps(db: Connection) -> dict[int, list[Any]]:
    wanted = select(task).where(task.c.kind == "next_step", task.c.deal_id.is_not(None), task.c.due_on.is_not(None))
    return _by_deal(db.execute(wanted))


def _by_deal(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.deal_id].append(row)
    return found


def _visits(db: Connection, since: datetime) -> list[tuple[Visit, datetime | None]]:
    columns = (touch.c.id, touch.c.person_id, touch.c.deal_id, customer.c.name, touch.c.at, touch.c.report_due_at)
    rows = db.execute(
        select(*columns, touch.c.reported_at)
        .select_from(touch.join(customer, customer.c.id == touch.c.customer_id))
        .where(touch.c.report_due_at > since - timedelta(days=14), touch.c.person_id.is_not(None))
    )
    return [(Visit(*row[:6]), row.reported_at) for row in rows]

"""What the rules find in what is known now. Pure: the same rows and the same moment find the same.

A finding says which levels of its rule hold, each with the numbers and dates that show it. One without a level is not
enough to raise a case, and too much to close one: rates that dance around a threshold open no case twice.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.funnel.alerts.clocks import day_of, full_days
from bot.funnel.alerts.rules import Level, Rule, When
from bot.pushes.rhythm import Rhythm

Evidence = Mapping[str, Any]
"""As JSON: `when`, `since` (a date), `n` and `limit` at the least."""

NEW_LEAD = timedelta(days=30)
"""So long a lead that nobody has contacted is a new lead that waits; later it is a quiet deal."""
REPORT_FORGOTTEN = timedelta(days=14)
"""So long after its time limit nobody is reminded of a report."""
ABOUT_MAX = 96
EASE = 0.05
"""A rate has recovered when it is this much above its threshold."""


@dataclass(frozen=True, slots=True)
class Watched:
    """An open deal, as far as the rules look at it."""

    id: int
    owner_id: int
    system: str
    playbook: str
    stage: str
    at: str
    amount: int | None
    currency: str
    created_at: datetime
    stage_since: datetime
    touched_at: datetime | None
    recorded_at: datetime
    next_on: date | None
    """The last open next step."""


@dataclass(frozen=True, slots=True)
class Past:
    """How long completed visits of a stage took."""

    p90: float
    """Calendar days."""
    n: int


Place = tuple[str, str]
"""A playbook and one of its stages."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a deal is measured by, apart from the rules."""

    big: int
    """Hundredths of `currency`, from which on a deal is big."""
    currency: str
    heard: Collection[int] = frozenset()
    """Whose contacts with customers reach us; of the deals of others, if a CRM keeps them, we know nothing."""
    quiet: Mapping[Place, int] = field(default_factory=dict)
    limits: Mapping[Place, int] = field(default_factory=dict)
    """What the playbooks say themselves, in working days."""
    past: Mapping[Place, Past] = field(default_factory=dict)

    def is_big(self, deal: Watched) -> bool:
        """In the workspace's own currency alone: amounts are not converted."""
        return deal.amount is not None and deal.amount >= self.big and deal.currency in ("", self.currency)

    def contact_known(self, deal: Watched) -> bool:
        return deal.touched_at is not None or deal.system == "local" or deal.owner_id in self.heard


@dataclass(frozen=True, slots=True)
class Finding:
    rule: str
    about: str
    person_id: int
    """Who is to act."""
    levels: Mapping[int, Evidence]
    """Which levels of the rule hold, counted from 1."""
    fact: str = ""
    """What it rests on; a case that was dismissed is looked at anew when this changes."""
    deal_id: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A moment on the calendar of the deal's owner."""

    rhythm: Rhythm
    now: datetime
    today: date
    measures: Measures

    def since(self, moment: datetime) -> date:
        return day_of(self.rhythm, moment)

    def passed(self, moment: datetime) -> int:
        return full_days(self.rhythm, self.since(moment), self.today)


def on(rhythm: Rhythm, now: datetime, measures: Measures) -> Day:
    return Day(rhythm, now, day_of(rhythm, now), measures)


# Deals


def of_deal(rule: Rule, deal: Watched, day: Day) -> Finding | None:
    """The levels that hold of a deal; none, where the first does not."""
    first = _LOOK[rule.first.when](rule.first, deal, day) or _by_record(rule, deal, day)
    if first is None:
        return None
    held: dict[int, Evidence] = {1: first}
    for n, level in enumerate(rule.levels[1:], 2):
        if evidence := _LOOK[level.when](level, deal, day):
            held[n] = evidence
    about = f"deal:{deal.id}:{deal.stage}" if rule.first.when in _OF_A_STAGE else f"deal:{deal.id}"
    return Finding(rule.id, about, deal.owner_id, held, f"{deal.stage}:{deal.owner_id}", deal.id)


_OF_A_STAGE: frozenset[When] = frozenset({"dwell_over", "big_enters_stage"})


def _by_record(rule: Rule, deal: Watched, day: Day) -> Evidence | None:
    """Where contacts do not reach us, the record alone can say that a deal lies still; the owner is asked first."""
    if rule.first.when != "no_contact" or day.measures.contact_known(deal) or _step_ahead(deal, day):
        return None
    stale = next((level for level in rule.levels if level.when == "stale_record"), None)
    return _stale_record(stale, deal, day) if stale else None


def _no_contact(level: Level, deal: Watched, day: Day) -> Evidence | None:
    own = day.measures.quiet.get((deal.playbook, deal.stage))
    limit = own or level.days_in(deal.at)
    if limit is None or _waits_as_lead(deal, day):
        return None
    if day.measures.is_big(deal):
        limit = min(limit, level.big_days or limit)
    return _silence(level, deal, day, limit)


def _big_unattended(level: Level, deal: Watched, day: Day) -> Evidence | None:
    return _silence(level, deal, day, level.days or 1) if day.measures.is_big(deal) else None


def _silence(level: Level, deal: Watched, day: Day, limit: int) -> Evidence | None:
    """The contact clock: silent while a dated next step lies ahead, or where contacts do not reach us."""
    if _step_ahead(deal, day) or not day.measures.contact_known(deal):
        return None
    start = deal.touched_at or max(deal.created_at, deal.stage_since)
    n = day.passed(start)
    evidence = _evidence(level, day.since(start), n, limit) if n >= limit else None
    return {**evidence, "never": True} if evidence and deal.touched_at is None else evidence


def _stale_record(level: Level, deal: Watched, day: Day) -> Evidence | None:
    n, limit = day.passed(deal.recorded_at), level.days or 1
    return _evidence(level, day.since(deal.recorded_at), n, limit) if n >= limit else None


def _big_enters_stage(level: Level, deal: Watched, day: Day) -> Evidence | None:
    n, limit = day.passed(deal.stage_since), level.days or 1
    entered = deal.at in (level.stages or ()) and day.measures.is_big(deal) and n < limit
    return _evidence(level, day.since(deal.stage_since), n, limit) if entered else None


def _dwell_over(level: Level, deal: Watched, day: Day) -> Evidence | None:
    """Longer than nine of ten were in this stage; while too few have been through it, than the playbook allows."""
    place, since = (deal.playbook, deal.stage), day.since(deal.stage_since)
    past = day.measures.past.get(place)
    if past and past.n >= (level.least or 1):
        n = (day.now - deal.stage_since).days
        evidence = _evidence(level, since, n, max(1, round(past.p90)))
        return {**evidence, "past": past.n} if n > past.p90 else None
    n, limit = day.passed(deal.stage_since), day.measures.limits.get(place)
    return _evidence(level, since, n, limit) if limit and n >= limit else None


def _lead_age(level: Level, deal: Watched, day: Day) -> Evidence | None:
    n, limit = day.passed(deal.created_at), level.days or 1
    late = _waits_as_lead(deal, day) and day.measures.contact_known(deal) and n >= limit
    return _evidence(level, day.since(deal.created_at), n, limit) if late else None


_LOOK: Mapping[When, Callable[[Level, Watched, Day], Evidence | None]] = {
    "no_contact": _no_contact, "big_unattended": _big_unattended, "stale_record": _stale_record,
    "big_enters_stage": _big_enters_stage, "dwell_over": _dwell_over, "lead_age": _lead_age,
}  # fmt: skip


def _step_ahead(deal: Watched, day: Day) -> bool:
    return deal.next_on is not None and deal.next_on >= day.today


def _waits_as_lead(deal: Watched, day: Day) -> bool:
    return deal.at == "lead" and deal.touched_at is None and day.now - deal.created_at < NEW_LEAD


def _evidence(level: Level, since: date, n: int, limit: int) -> dict[str, Any]:
    return {"when": level.when, "since": since.isoformat(), "n": n, "limit": limit}


# Visits


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit whose report is not written."""

    id: int
    person_id: int
    deal_id: int | None
    customer: str
    at: datetime
    due_at: datetime


def of_visit(rule: Rule, visit: Visit, day: Day) -> Finding | None:
    ahead = timedelta(hours=rule.first.hours or 1)
    if not visit.due_at - ahead <= day.now < visit.due_at + REPORT_FORGOTTEN:
        return None
    evidence = {
        "when": "report_due", "since": day.since(visit.at).isoformat(), "n": 0, "limit": 0,
        "due_at": visit.due_at.isoformat(), "customer": visit.customer,
    }  # fmt: skip
    return Finding(rule.id, f"touch:{visit.id}", visit.person_id, {1: evidence}, deal_id=visit.deal_id)


# Teams


def of_figures(rule: Rule, team: str, months: Mapping[str, float], managers: Sequence[int]) -> Iterator[Finding]:
    """`months`: "2026-10" → the figure. The newest ones must be below without a gap between them."""
    level = rule.first
    newest = sorted(months)[-(level.times or 1) :]
    in_a_row = len(newest) == level.times and _in_a_row(newest)
    if not in_a_row or any(months[month] >= (level.below or 0) for month in newest):
        return
    evidence = {
        "when": level.when, "since": f"{newest[0]}-01", "n": len(newest), "limit": level.times, "team": team,
        "figure": level.figure, "below": level.below, "months": {month: months[month] for month in newest},
    }  # fmt: skip
    for manager in managers:
        about = f"kpi:{level.figure}:{manager}:{team}"[:ABOUT_MAX]
        yield Finding(rule.id, about, manager, {1: evidence}, newest[-1])


def _in_a_row(months: Sequence[str]) -> bool:
    places = [int(month[:4]) * 12 + int(month[5:7]) for month in months]
    return places == list(range(places[0], places[0] + len(places)))


@dataclass(frozen=True, slots=True)
class Share:
    """Of the tasks of a department that fell due, how many were done in time."""

    department: str
    done: int
    n: int


def of_share(rule: Rule, share: Share, managers: Sequence[int], today: date) -> Iterator[Finding]:
    level, rate = rule.first, share.done / share.n if share.n else 1.0
    below = level.below or 0.0
    if share.n < (level.least or 1) or round(rate - below, 9) >= EASE:
        return
    evidence = {
        "when": level.when, "since": (today - timedelta(days=level.days or 1)).isoformat(), "n": share.n,
        "limit": level.least, "done": share.done, "below": below, "department": share.department,
    }  # fmt: skip
    for manager in managers:
        about = f"tasks:{manager}:{share.department}"[:ABOUT_MAX]
        yield Finding(rule.id, about, manager, {1: evidence} if rate < below else {}, f"{today:%Y-%m}")


@dataclass(frozen=True, slots=True)
class Change:
    """A stage's conversion against the period that is like it, and whether the difference is one."""

    team: str
    stage: str
    before: int
    before_n: int
    now: int
    now_n: int
    since: date
    is_signal: bool | None
    """None: it was one, and has not been looked at again yet."""


def of_change(rule: Rule, change: Change, managers: Sequence[int]) -> Iterator[Finding]:
    least = rule.first.least or 1
    fell = change.now * change.before_n < change.before * change.now_n
    stands = fell and min(change.before_n, change.now_n) >= least
    if change.is_signal is False or not stands:
        return
    evidence = {
        "when": "conversion_signal", "since": change.since.isoformat(), "n": change.now_n, "limit": least,
        "team": change.team, "stage": change.stage, "now": change.now, "before": change.before,
        "before_n": change.before_n,
    }  # fmt: skip
    for manager in managers:
        about = f"conversion:{change.stage}:{manager}:{change.team}"[:ABOUT_MAX]
        yield Finding(rule.id, about, manager, {1: evidence} if change.is_signal else {}, change.since.isoformat())

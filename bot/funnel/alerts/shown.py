"""Cases as somebody sees them: with the deal they are about, whose it is, and whether they still hold this minute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select

from bot.funnel.alerts.cases import read
from bot.funnel.alerts.clocks import day_of, full_days
from bot.funnel.alerts.state import Case, Told, shows
from bot.funnel.tables import alert_case, alert_told
from bot.people.tables import person
from bot.playbooks.tables import customer, deal, task, touch
from bot.pushes import own_times
from bot.pushes.own_times import rhythm
from bot.pushes.rhythm import Rhythm

LATEST = 3.0
"""Limits; a deal that has lain still for months is no more urgent than one that has for weeks."""


@dataclass(frozen=True, slots=True)
class About:
    """The deal of a case, as it is now."""

    name: str
    playbook: str
    stage: str
    status: str
    owner_id: int | None
    amount: int | None
    currency: str
    stage_since: datetime
    touched_at: datetime | None
    recorded_at: datetime
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    case: Case
    told: Told | None
    deal: About | None
    owner: str
    """Who is to act."""
    rhythm: Rhythm
    reported: bool = False
    """The visit's report is written by now."""

    @property
    def since(self) -> date:
        return date.fromisoformat(self.case.now_shows["since"])

    def days(self, now: datetime) -> int:
        """As many as it is today: a case that was raised on Friday is older on Monday."""
        today, evidence = day_of(self.rhythm, now), self.case.now_shows
        if "past" in evidence:
            return (today - self.since).days
        is_clock = self.deal is not None and evidence["when"] != "report_due"
        return full_days(self.rhythm, self.since, today) if is_clock else int(evidence["n"])

    def weight(self, now: datetime) -> tuple[float, float]:
        """The amount times how late it is, in limits, LATEST at most; the lateness alone where there is no amount.

        Amounts are compared as they stand, whatever their currency: it is an order, not a sum.
        """
        late = min(LATEST, self.days(now) / max(1, int(self.case.now_shows["limit"] or 1)))
        return ((self.deal.amount or 0) if self.deal else 0) * late, late

    def is_over(self, now: datetime) -> bool:
        """Whether what was found is already mended, though no look has closed the case yet."""
        if self.deal is None or self.case.now_shows["when"] == "report_due":
            return self.reported
        moved = self.deal.status != "open" or self.deal.owner_id != self.case.person_id
        return moved or _MENDED[self.case.now_shows["when"]](self, day_of(self.rhythm, now))


def _contacted(case: Shown, today: date) -> bool:
    assert case.deal is not None
    ahead = case.deal.next_on is not None and case.deal.next_on >= today
    return ahead or (case.deal.touched_at is not None and day_of(case.rhythm, case.deal.touched_at) > case.since)


def _recorded(case: Shown, today: date) -> bool:
    assert case.deal is not None
    return _contacted(case, today) or day_of(case.rhythm, case.deal.recorded_at) > case.since


def _left(case: Shown, _: date) -> bool:
    assert case.deal is not None
    return case.case.about != f"deal:{case.case.deal_id}:{case.deal.stage}"


_MENDED = {
    "no_contact": _contacted, "big_unattended": _contacted, "lead_age": _contacted, "stale_record": _recorded,
    "dwell_over": _left, "big_enters_stage": _left,
}  # fmt: skip


_NEXT = (
    select(func.max(task.c.due_on))
    .where(task.c.deal_id == alert_case.c.deal_id, task.c.kind == "next_step")
    .where(task.c.done_at.is_(None), task.c.dropped_at.is_(None))
    .scalar_subquery()
)
_DEAL = tuple(deal.c[name].label(f"deal_{name}") for name in (
    "title", "playbook", "stage", "status", "owner_id", "amount", "currency", "stage_since", "touched_at", "recorded_at"
))  # fmt: skip
_PERSON = (
    person.c.name.label("owner"), person.c.time_zone, rhythm.c.morning, rhythm.c.quiet, rhythm.c.days,
    rhythm.c.away_until,
)  # fmt: skip
_JOINED = (
    alert_case.join(person, person.c.id == alert_case.c.person_id)
    .outerjoin(rhythm, rhythm.c.person_id == person.c.id)
    .outerjoin(deal, deal.c.id == alert_case.c.deal_id)
    .outerjoin(customer, customer.c.id == deal.c.customer_id)
)


def _select(*told: Any) -> Select[Any]:
    return select(alert_case, *told, *_DEAL, customer.c.name.label("customer"), _NEXT.label("next_on"), *_PERSON)


_TOLD = tuple(alert_told.c[name].label(f"told_{name}") for name in ("level", "state", "until"))
_MINE = (
    _select(*_TOLD)
    .select_from(_JOINED.join(alert_told, alert_told.c.case_id == alert_case.c.id))
    .where(alert_told.c.person_id == bindparam("viewer"), alert_case.c.state != "closed")
)
_SOME: BindParameter[Sequence[int]] = bindparam("some", expanding=True)
_ALL = _select().select_from(_JOINED)
_CASES = _ALL.where(alert_case.c.id.in_(_SOME))
_OPEN = _ALL.where(alert_case.c.person_id.in_(_SOME), alert_case.c.state == "open")


def told_to(db: Connection, person_id: int, zone: str) -> list[Shown]:
    """Everything that is not closed of which somebody was told; `zone` is of people who have not chosen one."""
    return _with_reports(db, [_shown(row, zone, mine=True) for row in db.execute(_MINE, {"viewer": person_id})])


def of_cases(db: Connection, ids: Iterable[int], zone: str) -> dict[int, Shown]:
    wanted = sorted(set(ids))
    found: dict[int, Shown] = {}
    for start in range(0, len(wanted), 500):
        rows = db.execute(_CASES, {"some": wanted[start : start + 500]})
        found |= {each.case.id: each for each in _read(db, rows, zone)}
    return found


def open_of(db: Connection, people: Iterable[int], zone: str) -> list[Shown]:
    """The open cases of some people, whoever was told of them."""
    wanted = sorted(people)
    found: list[Shown] = []
    for start in range(0, len(wanted), 500):
        found += _read(db, db.execute(_OPEN, {"some": wanted[start : start + 500]}), zone)
    return found


def _read(db: Connection, rows: Iterable[Any], zone: str) -> list[Shown]:
    return _with_reports(db, [_shown(row, zone, mine=False) for row in rows])


def _with_reports(db: Connection, all_: list[Shown]) -> list[Shown]:
    visits = [int(each.case.about[6:]) for each in all_ if each.case.about.startswith("touch:")]
    if not visits:
        return all_
    written = (touch.c.id.in_(visits), touch.c.reported_at.is_not(None))
    found = {f"touch:{id}" for id in db.execute(select(touch.c.id).where(*written)).scalars()}
    return [replace(each, reported=each.case.about in found) for each in all_]


def to_look_at(all_: Iterable[Shown], now: datetime, today: date) -> list[Shown]:
    """What stands among somebody's lines, worst first; one a deal."""
    open_ = [each for each in all_ if shows(each.case, each.told, today) and not each.is_over(now)]
    found: dict[object, Shown] = {}
    for each in sorted(open_, key=lambda each: (each.weight(now), each.case.id), reverse=True):
        found.setdefault(each.case.deal_id or each.case.about, each)
    return list(found.values())


def _shown(row: Any, zone: str, *, mine: bool) -> Shown:
    told = Told(row.told_level, row.told_state, row.told_until) if mine else None
    about = None
    if row.deal_status is not None:
        name = f"{row.customer} · {row.deal_title}" if row.deal_title not in ("", row.customer) else row.customer
        about = About(
            name, row.deal_playbook, row.deal_stage, row.deal_status, row.deal_owner_id, row.deal_amount,
            row.deal_currency, row.deal_stage_since, row.deal_touched_at, row.deal_recorded_at, row.next_on,
        )  # fmt: skip
    return Shown(read(row), told, about, row.owner, own_times.read(row, zone))

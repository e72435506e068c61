"""Cases as rows: those that are not closed, what a look changed, and who was told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.funnel.alerts.state import Case, Told
from bot.funnel.tables import alert_case, alert_told
from bot.store import Instant

Key = tuple[str, str]
"""A rule, and what its case is about."""

# Built once: putting a statement together costs more than running it.
_OPEN = select(alert_case).where(
    alert_case.c.state != "closed", alert_case.c.person_id.between(bindparam("first"), bindparam("last"))
)
_ADD = insert(alert_case).returning(alert_case.c.id, sort_by_parameter_order=True)
_SAVE = (
    update(alert_case)
    .where(alert_case.c.id == bindparam("case"))
    .values(
        level=bindparam("new_level"), state=bindparam("new_state"), evidence=bindparam("new_evidence"),
        changed_at=bindparam("at", type_=Instant), until=bindparam("new_until"), reason=bindparam("new_reason"),
        closed_at=bindparam("closed", type_=Instant),
    )
)  # fmt: skip
_TOLD = select(alert_told).where(alert_told.c.case_id == bindparam("case"), alert_told.c.person_id == bindparam("who"))


def open_cases(db: Connection, first: int, last: int) -> dict[Key, Case]:
    """Of the people from one number to another, everything that is not closed, the dismissed too."""
    rows = db.execute(_OPEN, {"first": first, "last": last})
    return {(row.rule, row.about): read(row) for row in rows}


def with_open(db: Connection) -> set[int]:
    """Whose cases are not closed."""
    return set(db.execute(select(alert_case.c.person_id).where(alert_case.c.state != "closed").distinct()).scalars())


def case_by(db: Connection, id: int) -> Case | None:
    row = db.execute(select(alert_case).where(alert_case.c.id == id)).first()
    return read(row) if row else None


def read(row: Any) -> Case:
    return Case(
        rule=row.rule, about=row.about, person_id=row.person_id, deal_id=row.deal_id, level=row.level,
        state=row.state, evidence=row.evidence, fired_at=row.fired_at, changed_at=row.changed_at, until=row.until,
        reason=row.reason, closed_at=row.closed_at, id=row.id,
    )  # fmt: skip


def add(db: Connection, cases: Sequence[Case]) -> list[int]:
    """Their numbers, in order."""
    if not cases:
        return []
    return list(db.execute(_ADD, [_values(case) for case in cases]).scalars())


def save(db: Connection, cases: Iterable[Case]) -> None:
    rows = [
        {"case": case.id, "new_level": case.level, "new_state": case.state, "new_evidence": dict(case.evidence),
         "at": case.changed_at, "new_until": case.until, "new_reason": case.reason, "closed": case.closed_at}
        for case in cases
    ]  # fmt: skip
    if rows:
        db.execute(_SAVE, rows)


def tell(
    db: Connection, told: Mapping[tuple[int, int], Case], now: datetime, pushed: frozenset[tuple[int, int]]
) -> None:
    """`told`: (case, person) → the case, at the level that they now hear of; `pushed`: those that got a message."""
    if not told:
        return
    cases = sorted({case for case, _ in told})
    known = {
        (row.case_id, row.person_id)
        for start in range(0, len(cases), 500)
        for row in db.execute(
            select(alert_told.c.case_id, alert_told.c.person_id).where(
                alert_told.c.case_id.in_(cases[start : start + 500])
            )
        )
    }
    for case, person in known & told.keys():
        mark(db, case, person, Told(told[case, person].level, "pushed" if (case, person) in pushed else "new"), now)
    fresh = [
        {"case_id": key[0], "person_id": key[1], "about": case.person_id, "level": case.level,
         "state": "pushed" if key in pushed else "new", "until": None, "told_at": now}
        for key, case in told.items() if key not in known
    ]  # fmt: skip
    if fresh:
        db.execute(insert(alert_told), fresh)


def told_of(db: Connection, case_id: int, person_id: int) -> Told | None:
    row = db.execute(_TOLD, {"case": case_id, "who": person_id}).first()
    return Told(row.level, row.state, row.until) if row else None


def mark(db: Connection, case_id: int, person_id: int, told: Told, now: datetime) -> None:
    where = (alert_told.c.case_id == case_id, alert_told.c.person_id == person_id)
    db.execute(
        update(alert_told).where(*where).values(level=told.level, state=told.state, until=told.until, told_at=now)
    )


def later(until: date, case: Case) -> Told:
    return Told(case.level, "later", until)


def _values(case: Case) -> dict[str, Any]:
    names = ("rule", "about", "person_id", "deal_id", "level", "state", "fired_at", "changed_at", "until", "reason",
             "closed_at")  # fmt: skip
    return {**{name: getattr(case, name) for name in names}, "evidence": dict(case.evidence)}

"""Appeals as rows: a rep finds a mark wrong, and what a manager decided stands beside the scorer's level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, insert, select, update

from bot.drills.agreement import Pair
from bot.drills.rows import Drill
from bot.drills.scorecards import from_json
from bot.drills.tables import drill, drill_appeal
from bot.drills.talk import Mark
from bot.messages import Person, Role
from bot.people.tables import person, team


class Verdict(NamedTuple):
    level: int
    reason: str
    """"" where the score stood."""
    by: str
    """Name of who decided."""


@dataclass(frozen=True, slots=True)
class Appeal:
    id: int
    drill_id: int
    person_id: int
    name: str
    scenario: str
    mark: Mark
    """As it was scored, with its quotes."""
    text: str
    """Why the rep finds it wrong."""
    open: bool
    decided: int | None
    by: str
    """Name of who decided; "" while it is open."""


def put(db: Connection, played: Drill, mark: Mark, text: str, now: datetime) -> int | None:
    """The appeal's number; None where this mark was appealed before: a mark is looked at again once."""
    mine = (drill_appeal.c.drill_id == played.id, drill_appeal.c.criterion == mark.criterion)
    if db.execute(select(drill_appeal.c.id).where(*mine)).first():
        return None
    row = insert(drill_appeal).values(
        drill_id=played.id, person_id=played.person_id, criterion=mark.criterion, level=mark.level, text=text,
        status="open", reason="", created_at=now,
    ).returning(drill_appeal.c.id)  # fmt: skip
    return int(db.execute(row).scalar_one())


def decide(db: Connection, id: int, *, by: int, level: int | None, reason: str, now: datetime) -> bool:
    """False where somebody had decided before, or whoever decides is whose mark it is."""
    open_ = (drill_appeal.c.id == id, drill_appeal.c.status == "open", drill_appeal.c.person_id != by)
    values = {"status": "decided", "decided_by": by, "decided": level, "reason": reason, "decided_at": now}
    return db.execute(update(drill_appeal).where(*open_).values(**values)).rowcount == 1


def beside(db: Connection, drill_id: int) -> Mapping[str, Verdict]:
    """Criterion → the level that a person gave; none where “no occasion” stood."""
    found = (
        select(drill_appeal.c.criterion, drill_appeal.c.decided, drill_appeal.c.reason, person.c.name)
        .join(person, person.c.id == drill_appeal.c.decided_by)
        .where(drill_appeal.c.drill_id == drill_id, drill_appeal.c.decided.is_not(None))
    )
    return {row.criterion: Verdict(row.decided, row.reason, row.name) for row in db.execute(found)}


def appealed(db: Connection, drill_id: int) -> set[str]:
    """The criteria of a drill whose marks were appealed, decided or not."""
    return set(db.execute(select(drill_appeal.c.criterion).where(drill_appeal.c.drill_id == drill_id)).scalars())


# As a judge sees them


def seen(db: Connection, judge: Person, id: int) -> Appeal | None:
    row = db.execute(_appeals(judge).where(drill_appeal.c.id == id)).one_or_none()
    return _appeal(row) if row else None


def waiting(db: Connection, judge: Person) -> list[Appeal]:
    """The oldest first; without those of people who left."""
    found = _appeals(judge).where(drill_appeal.c.status == "open", person.c.left_at.is_(None))
    return [_appeal(row) for row in db.execute(found.order_by(drill_appeal.c.id))]


def decided(db: Connection, judge: Person) -> tuple[int, list[Pair]]:
    """How many were decided, and (scored, decided) of those where both are levels."""
    found = _whose(select(drill_appeal.c.level, drill_appeal.c.decided), judge)
    rows = db.execute(found.where(drill_appeal.c.status == "decided")).all()
    return len(rows), [(row.level, row.decided) for row in rows if row.level is not None and row.decided is not None]


_judge = person.alias("judge")


def _appeals(judge: Person) -> Select[Any]:
    found = select(
        drill_appeal, person.c.name, drill.c.scenario, drill.c.scorecard, _judge.c.name.label("by")
    )  # fmt: skip
    return _whose(found, judge).join(drill, drill.c.id == drill_appeal.c.drill_id).outerjoin(
        _judge, _judge.c.id == drill_appeal.c.decided_by
    )  # fmt: skip


def _whose(found: Select[Any], judge: Person) -> Select[Any]:
    """A manager sees those of their team, an admin everybody's; nobody their own."""
    among: ColumnElement[bool] = drill_appeal.c.person_id != judge.id
    if judge.role is not Role.ADMIN:
        among &= team.c.name == judge.team
    joined = found.select_from(drill_appeal).join(person, person.c.id == drill_appeal.c.person_id)
    return joined.outerjoin(team, team.c.id == person.c.team_id).where(among)


def _appeal(row: Any) -> Appeal:
    marks = from_json(row.scorecard).marks if row.scorecard else ()
    mark = next((each for each in marks if each.criterion == row.criterion), Mark(row.criterion, row.level))
    return Appeal(
        id=row.id, drill_id=row.drill_id, person_id=row.person_id, name=row.name, scenario=row.scenario, mark=mark,
        text=row.text, open=row.status == "open", decided=row.decided, by=row.by or "",
    )  # fmt: skip

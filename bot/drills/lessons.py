"""What a lost deal leaves to practise becomes a refresher, where a drill has that objection."""

from collections.abc import Iterable
from datetime import datetime

from fsrs import Rating
from sqlalchemy import Connection, insert, select, update

from bot.drills.refreshers import Outcome, comes_back, practised
from bot.drills.scenario import Scenario
from bot.drills.tables import refresher
from bot.playbooks.tables import lesson
from bot.pushes.own_times import rhythm_of

_WAITING = select(lesson).where(lesson.c.taken_at.is_(None)).order_by(lesson.c.id)


def waiting(db: Connection) -> bool:
    return db.execute(_WAITING.limit(1)).first() is not None


def take(db: Connection, scenarios: Iterable[Scenario], now: datetime) -> int:
    """Takes up every lesson that waits; returns how many became, or moved forward, a refresher."""
    waiting = db.execute(_WAITING).all()
    if not waiting:
        return 0
    places = {objection.id: each.id for each in scenarios for objection in each.objections}
    for row in waiting:
        if row.card in places:
            _practise(db, row.person_id, row.card, places[row.card], row.made_at)
        db.execute(update(lesson).where(lesson.c.id == row.id).values(taken_at=now))
    return sum(row.card in places for row in waiting)


def _practise(db: Connection, person_id: int, card: str, scenario: str, lost_at: datetime) -> None:
    """From the working day after the loss on; what is due anyway stays as early as it is."""
    subject = f"objection:{card}"
    memory = practised(None, Outcome(subject, Rating.Again), lost_at)
    due = comes_back(memory, rhythm_of(db, person_id), lost_at)
    mine = (refresher.c.person_id == person_id, refresher.c.subject == subject)
    known = db.execute(select(refresher.c.due_at).where(*mine)).scalar()
    if known is None:
        values = {"scenario": scenario, "memory": memory, "due_at": due}
        db.execute(insert(refresher).values(person_id=person_id, subject=subject, **values))
    elif due < known:
        db.execute(update(refresher).where(*mine).values(due_at=due))

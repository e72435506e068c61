"""Refreshers: what went wrong in a drill comes back on a later morning, and the better it goes, the later again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from fsrs import Card as Memory
from fsrs import Rating, Scheduler
from sqlalchemy import Connection, bindparam, insert, select, update

from bot.drills.rubric import TITLES
from bot.drills.state import Standing
from bot.drills.tables import refresher
from bot.drills.talk import Scorecard
from bot.pushes.calendar import DAY, local, reached
from bot.pushes.own_times import rhythm_of
from bot.pushes.rhythm import Rhythm, is_at_work
from bot.store import Instant

LONGEST = timedelta(days=180)
"""What was not practised for half a year is looked at again, however well it went."""

_SCHEDULER = Scheduler(
    learning_steps=(DAY,), relearning_steps=(DAY,), maximum_interval=LONGEST.days, enable_fuzzing=False
)  # fmt: skip
"""What failed comes back the next day, however well it went before; what goes well from there on, later each time."""

_RATINGS: Mapping[int, Rating] = {0: Rating.Again, 1: Rating.Again, 2: Rating.Good, 3: Rating.Easy}
_STANDINGS: Mapping[Standing, Rating] = {
    "raised": Rating.Again, "explored": Rating.Again, "left": Rating.Again,
    "answered": Rating.Good, "resolved": Rating.Good,
}  # fmt: skip
"""An objection that never came was neither failed nor met."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one thing that can be practised went in one drill."""

    subject: str
    """`criterion:ID` or `objection:ID`."""
    rating: Rating
    level: int | None = None
    """Of a criterion."""


@dataclass(frozen=True, slots=True)
class Refresher:
    subject: str
    scenario: str
    level: int | None
    """Reached the last time; None for an objection."""
    due_at: datetime

    @property
    def kind(self) -> str:
        return self.subject.partition(":")[0]

    @property
    def about(self) -> str:
        """The criterion's id, or the objection's, which is its card's."""
        return self.subject.partition(":")[2]


# Deciding


def outcomes(card: Scorecard, standing: Mapping[str, Standing]) -> list[Outcome]:
    """The worst first: what is due on one morning comes in this order. Nothing of a talk too short to be scored."""
    if card.total is None:
        return []
    marks = [
        Outcome(f"criterion:{mark.criterion}", _RATINGS[mark.level], mark.level)
        for mark in card.marks if mark.level is not None
    ]  # fmt: skip
    met = [Outcome(f"objection:{id}", _STANDINGS[at]) for id, at in standing.items() if at in _STANDINGS]
    return sorted([*met, *marks], key=lambda outcome: (outcome.rating, outcome.level or 0))


def practised(memory: Mapping[str, Any] | None, outcome: Outcome, now: datetime) -> dict[str, Any]:
    """What is remembered of a subject after one more drill, from what was before and the moment alone."""
    now = now.astimezone(UTC)
    before = Memory.from_dict(memory) if memory else Memory(card_id=0, due=now)  # type: ignore[arg-type]
    after, _ = _SCHEDULER.review_card(before, outcome.rating, now)
    return {**after.to_dict(), "level": outcome.level}


def comes_back(memory: Mapping[str, Any], rhythm: Rhythm, now: datetime) -> datetime:
    """The start of the working day that what is remembered asks for: never today, whenever the morning message comes.

    The start and not the message's hour, so that somebody who moves that hour forward misses nothing.
    """
    asked = local(rhythm.zone, datetime.fromisoformat(memory["due"])).date()
    day = max(asked, local(rhythm.zone, now).date() + DAY)
    while not is_at_work(rhythm, day):
        day += DAY
    return reached(rhythm.zone, datetime.combine(day, time()))


# As rows


def note(
    db: Connection, *, person_id: int, scenario: str, card: Scorecard, standing: Mapping[str, Standing], now: datetime
) -> None:
    """After a scored drill: what went wrong comes back; what went well only moves on if it had gone wrong before."""
    found = outcomes(card, standing)
    known = _known(db, person_id)
    rhythm = rhythm_of(db, person_id)
    for outcome in found:
        row = known.get(outcome.subject)
        if row is None and outcome.rating != Rating.Again:
            continue
        memory = practised(row.memory if row else None, outcome, now)
        where = scenario if row is None or outcome.rating == Rating.Again else row.scenario
        values = {"scenario": where, "memory": memory, "due_at": comes_back(memory, rhythm, now)}
        if row is None:
            db.execute(insert(refresher).values(person_id=person_id, subject=outcome.subject, **values))
        else:
            db.execute(update(refresher).where(refresher.c.id == row.id).values(**values))


_DUE = (
    select(refresher)
    .where(refresher.c.person_id == bindparam("who"), refresher.c.due_at <= bindparam("by", type_=Instant))
    .order_by(refresher.c.due_at, refresher.c.id)
)


def due(
    db: Connection, person_id: int, now: datetime, most: int = 1, scenarios: Collection[str] | None = None
) -> list[Refresher]:
    """The most urgent first; only what the `scenarios` that there are let somebody practise."""
    rows = db.execute(_DUE, {"who": person_id, "by": now}).all()
    there = [row for row in rows if _is_known(row.subject) and (scenarios is None or row.scenario in scenarios)]
    return [Refresher(row.subject, row.scenario, row.memory.get("level"), row.due_at) for row in there[:most]]


def _known(db: Connection, person_id: int) -> dict[str, Any]:
    rows = db.execute(select(refresher).where(refresher.c.person_id == person_id))
    return {row.subject: row for row in rows}


def _is_known(subject: str) -> bool:
    """A criterion that the rubric dropped is practised no more."""
    kind, _, id = subject.partition(":")
    return kind != "criterion" or id in TITLES

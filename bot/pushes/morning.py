"""The one message a day: for whom it is due, from rows and the clock alone. What stands in it the features say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from bot.pushes.calendar import due_slots
from bot.pushes.kinds import kind_of
from bot.pushes.outbox import outbox
from bot.pushes.rhythm import Rhythm, is_at_work

KIND = "morning"
LOOK_BACK = timedelta(days=2)
"""Older slots than this nobody misses; a machine that was off for a week does not record seven."""


@dataclass(frozen=True, slots=True)
class Due:
    person_id: int
    slot: str
    """The local date it is for."""
    at: datetime
    late: bool
    """Too late to be read as a morning message: it is recorded, and not sent."""


def due(
    people: Mapping[int, tuple[Rhythm, datetime | None]], filled: Collection[tuple[int, str]], now: datetime
) -> list[Due]:
    """Whose morning has come and has no row yet. Pure; looking twice, or from two processes, finds the same."""
    found = []
    for person_id, (rhythm, joined) in people.items():
        since = max(now - LOOK_BACK, joined) if joined else now - LOOK_BACK
        for slot in due_slots(rhythm.zone, rhythm.morning, since, now, kind_of(KIND).grace or timedelta()):
            day = slot.day.isoformat()
            if (person_id, day) not in filled and is_at_work(rhythm, slot.day):
                found.append(Due(person_id, day, slot.instant, slot.expired))
    return found


def filled(db: Connection, now: datetime) -> set[tuple[int, str]]:
    """(person, slot) of the mornings that have a row."""
    since = (now - LOOK_BACK - timedelta(days=2)).date().isoformat()
    rows = db.execute(select(outbox.c.person_id, outbox.c.slot).where(outbox.c.kind == KIND, outbox.c.slot >= since))
    return {(person_id, slot) for person_id, slot in rows}

"""What somebody chose to show of themselves: to nobody, until they say so or their time alone is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from bot.quests.tables import quest_choice
from bot.store import insert_once

ALONE = timedelta(days=30)
"""How long a radar is seen by its owner only, unless they show it earlier."""


@dataclass(frozen=True, slots=True)
class Choice:
    on_boards: bool = False
    radar_shared: bool = False
    radar_since: datetime | None = None
    """When they first heard that they have one."""

    @property
    def radar_until(self) -> datetime | None:
        """The end of their time alone with it."""
        return self.radar_since and self.radar_since + ALONE

    def radar_open(self, now: datetime) -> bool:
        """Whether whoever leads them may look."""
        return self.radar_shared or (self.radar_until is not None and now >= self.radar_until)


def choice_of(db: Connection, person_id: int) -> Choice:
    row = db.execute(_ONE, {"who": person_id}).first()
    return Choice(row.on_boards, row.radar_shared, row.radar_since) if row else Choice()


def begin_alone(db: Connection, person_id: int, now: datetime) -> Choice:
    """Their time alone begins when they first see or hear of their radar: never before, and once."""
    choice = choice_of(db, person_id)
    if choice.radar_since is not None:
        return choice
    change(db, person_id, radar_since=now)
    return choice_of(db, person_id)


def change(db: Connection, person_id: int, **values: object) -> None:
    insert_once(db, quest_choice, person_id=person_id, on_boards=False, radar_shared=False, radar_since=None)
    db.execute(update(quest_choice).where(quest_choice.c.person_id == person_id).values(**values))


_ONE = select(quest_choice).where(quest_choice.c.person_id == bindparam("who"))

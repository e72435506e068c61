"""Who mentors whom in a quest: nobody themselves, nobody who left, and never round in a circle."""

from collections import deque
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, select

from bot.errors import CornermanError
from bot.messages import Person
from bot.people.tables import person
from bot.quests import rows
from bot.quests.tables import enrolment
from bot.store import one_at_a_time
from bot.words import N_, Words


class NoMentor(CornermanError):
    """Why somebody cannot be the mentor; in the reader's language by `said`."""

    def __init__(self, text: str, **values: str) -> None:
        self.text, self.values = text, values
        super().__init__(text.format(**values))

    def said(self, words: Words) -> str:
        return words(self.text, **self.values)


def set_mentor(db: Connection, enrolment_id: int, mentor: Person) -> None:
    who: int = db.execute(_WHOSE, {"id": enrolment_id}).scalar_one()
    check(db, who, mentor, enrolment_id)
    rows.change(db, enrolment_id, mentor_id=mentor.id)


def check(db: Connection, who: int, mentor: Person, enrolment_id: int = 0) -> None:
    """Raises why somebody cannot be this person's mentor; `enrolment_id`: whose mentor so far does not count."""
    one_at_a_time(db, "mentors")
    if who == mentor.id:
        raise NoMentor(N_("{name} cannot be their own mentor."), name=mentor.name)
    if db.execute(_LEFT, {"who": mentor.id}).scalar() is not None:
        raise NoMentor(N_("{name} has left, and cannot be a mentor."), name=mentor.name)
    found = circle(((row.person_id, row.mentor_id) for row in db.execute(_PAIRS, {"id": enrolment_id})), who, mentor.id)
    if found:
        names = {row.id: row.name for row in db.execute(_NAMES, {"ids": found})}
        raise NoMentor(N_("They would mentor each other in a circle: {names}."),
                       names=" → ".join(names[id] for id in found))  # fmt: skip


def circle(pairs: Iterable[tuple[int, int]], mentee: int, mentor: int) -> list[int]:
    """The way round that one more pair would close, mentor → mentee → … → mentor; [] where it closes none.

    `pairs` are (mentee, mentor) of what is going on already.
    """
    mentors: dict[int, list[int]] = {}
    for below, above in pairs:
        mentors.setdefault(below, []).append(above)
    way = _way(mentors, mentor, mentee)
    return [mentor, *reversed(way)] if way else []


def _way(mentors: Mapping[int, list[int]], start: int, end: int) -> list[int]:
    """The shortest chain of mentors from one person up to another; [] where there is none."""
    ways, seen = deque([[start]]), {start}
    while ways:
        way = ways.popleft()
        if way[-1] == end:
            return way
        for above in mentors.get(way[-1], []):
            if above not in seen:
                seen.add(above)
                ways.append([*way, above])
    return []


_WHOSE = select(enrolment.c.person_id).where(enrolment.c.id == bindparam("id"))
_LEFT = select(person.c.left_at).where(person.c.id == bindparam("who"))
_PAIRS = select(enrolment.c.person_id, enrolment.c.mentor_id).where(
    enrolment.c.state == "going", enrolment.c.mentor_id.is_not(None), enrolment.c.id != bindparam("id")
)
_NAMES = select(person.c.id, person.c.name).where(person.c.id.in_(bindparam("ids", expanding=True)))

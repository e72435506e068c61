"""Who mentors whom in a quest: nobody themselves, nobody who left, and never round in a circle."""

from sqlalchemy import Connection, bindparam, select

from bot.errors import CornermanError
from bot.messages import Person
from bot.people.tables import person
from bot.quests import rows
from bot.quests.mentoring.circles import circle
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
    pairs = ((row.person_id, row.mentor_id) for row in db.execute(_PAIRS, {"id": enrolment_id}))
    found = circle([(who, mentor.id), *pairs])
    if who in found:
        names = {row.id: row.name for row in db.execute(_NAMES, {"ids": found})}
        raise NoMentor(N_("They would mentor each other in a circle: {names}."),
                       names=" → ".join(names[id] for id in found))  # fmt: skip


_WHOSE = select(enrolment.c.person_id).where(enrolment.c.id == bindparam("id"))
_LEFT = select(person.c.left_at).where(person.c.id == bindparam("who"))
_PAIRS = select(enrolment.c.person_id, enrolment.c.mentor_id).where(
    enrolment.c.state == "going", enrolment.c.mentor_id.is_not(None), enrolment.c.id != bindparam("id")
)
_NAMES = select(person.c.id, person.c.name).where(person.c.id.in_(bindparam("ids", expanding=True)))

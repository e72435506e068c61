"""Who mentors whom in a quest: nobody themselves, nobody who left, and never round in a circle."""

from sqlalchemy import Connection, bindparam, select

from bot.errors import CornermanError
from bot.messages import Person
from bot.people.tables import person
from bot.quests import rows
from bot.quests.circles import circle
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
    one_at_a_time(db, "mentors")
    mentee: str = db.execute(_MENTEE, {"id": enrolment_id}).scalar_one()
    wrong = refusal(db, mentee, mentor, besides=enrolment_id)
    if wrong is not None:
        raise wrong
    rows.change(db, enrolment_id, mentor_id=mentor.id)


def refusal(db: Connection, mentee: str, mentor: Person, besides: int = 0) -> NoMentor | None:
    """Why this person cannot mentor somebody; `besides` is the enrolment whose mentor is to be another."""
    if mentee == mentor.name:
        return NoMentor(N_("{name} cannot be their own mentor."), name=mentor.name)
    if db.execute(_LEFT, {"who": mentor.id}).scalar() is not None:
        return NoMentor(N_("{name} has left, and cannot be a mentor."), name=mentor.name)
    pairs = [(row.who, row.mentor) for row in db.execute(_PAIRS, {"besides": besides})]
    names = circle([(mentee, mentor.name), *pairs])
    if mentee not in names:
        return None
    return NoMentor(N_("They would mentor each other in a circle: {names}."), names=" → ".join(names))


_mentor = person.alias()
_MENTEE = (
    select(person.c.name)
    .select_from(enrolment.join(person, person.c.id == enrolment.c.person_id))
    .where(enrolment.c.id == bindparam("id"))
)
_LEFT = select(person.c.left_at).where(person.c.id == bindparam("who"))
_PAIRS = (
    select(person.c.name.label("who"), _mentor.c.name.label("mentor"))
    .select_from(
        enrolment.join(person, person.c.id == enrolment.c.person_id).join(
            _mentor, _mentor.c.id == enrolment.c.mentor_id
        )
    )
    .where(enrolment.c.state == "going", enrolment.c.id != bindparam("besides"))
)

"""Who helps somebody in a quest, and who decides for them: their mentor, and the managers above. Never themselves."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, or_, select

from bot.features import Turn
from bot.messages import Person, Role
from bot.people.directory import Directory
from bot.people.tables import person, team
from bot.quests.quest import Step
from bot.quests.rows import Journey
from bot.quests.tables import enrolment
from bot.settings import Settings
from bot.words import Words, words

ON = "quests"
"""The feature, as a team has it switched on or off."""
MOST = 200
"""Quests that one look goes through, the latest begun first: an admin's are everybody's."""


def managers_of(db: Connection, directory: Directory, somebody: Person) -> list[Person]:
    """Who leads somebody, the nearest first; the admins where nobody does. Managers of one team do not lead another."""
    above = directory.teams_above(db, somebody.team)
    over = above[1:] if somebody.role is Role.MANAGER else above
    found = [p for p in directory.with_role(db, Role.MANAGER) if p.team in over and p.id != somebody.id]
    return sorted(found, key=lambda p: over.index(p.team)) or admins(db, directory, somebody)


def admins(db: Connection, directory: Directory, somebody: Person) -> list[Person]:
    return [p for p in directory.with_role(db, Role.ADMIN) if p.id != somebody.id]


def may_lead(turn: Turn, somebody: Person) -> bool:
    """Whether whoever speaks may decide for somebody: a manager of theirs, or an admin."""
    return bool(led_of(turn, [somebody]))


def led_of(turn: Turn, people: Iterable[Person]) -> list[Person]:
    """Of these, whom whoever speaks may decide for. Managers of one team do not lead each other."""
    me = turn.person
    others = [p for p in people if p.id != me.id]
    if me.role is Role.ADMIN:
        return others
    below = _below(turn)
    return [p for p in others if p.team in below and not (p.role is Role.MANAGER and p.team == me.team)]


def _below(turn: Turn) -> frozenset[str]:
    me = turn.person
    leads = me.role is Role.MANAGER and me.team
    return turn.get(Directory).teams_below(turn.db, me.team) if leads else frozenset()


def confirmers(db: Connection, directory: Directory, journey: Journey, step: Step) -> list[Person]:
    """Who may say that a step was done, in the order in which they are asked: where quests are off, nobody can."""
    somebody = directory.by_id(db, journey.person_id)
    if somebody is None:
        return []
    mentor = mentor_of(db, directory, journey) if step.kind == "shadow" else None
    found = managers_of(db, directory, somebody)
    people = [mentor, *(p for p in found if p.id != mentor.id)] if mentor else found
    return [p for p in people if ON in p.features]


def mentor_of(db: Connection, directory: Directory, journey: Journey) -> Person | None:
    """None as well where they have left, or where somebody stands as their own."""
    id = journey.enrolment.mentor_id
    return directory.by_id(db, id) if id is not None and id != journey.person_id else None


def helped(turn: Turn) -> dict[int, int]:
    """Enrolment → person, of whoever this person mentors or leads, where it is going."""
    me = turn.person
    given = {"me": me.id, "teams": sorted(_below(turn)), "mine": me.team}
    found = turn.db.execute(_EVERYBODYS if me.role is Role.ADMIN else _HELPED, given)
    return {row.id: row.person_id for row in found}


def mentored(turn: Turn) -> list[int]:
    """The enrolments whose mentor this person is."""
    return list(turn.db.execute(_MENTORED, {"me": turn.person.id}).scalars())


def may_see(turn: Turn, journey: Journey, somebody: Person) -> bool:
    """Whether this person's steps are theirs to read: the mentor, and who leads."""
    mentors = journey.enrolment.mentor_id == turn.person.id and somebody.id != turn.person.id
    return mentors or may_lead(turn, somebody)


def words_for(turn: Turn, reader: Person) -> Words:
    return words(reader.language or turn.get(Settings).language)


def names(people: Iterable[Person]) -> str:
    return ", ".join(p.name for p in people)


_FROM = enrolment.join(person, person.c.id == enrolment.c.person_id).outerjoin(team, team.c.id == person.c.team_id)
_GOING = (
    select(enrolment.c.id, enrolment.c.person_id)
    .select_from(_FROM)
    .where(enrolment.c.state == "going", person.c.left_at.is_(None), person.c.id != bindparam("me"))
    .order_by(enrolment.c.id.desc())
    .limit(MOST)
)
_PEERS = (person.c.role == Role.MANAGER.value) & (team.c.name == bindparam("mine"))
_LED = team.c.name.in_(bindparam("teams", expanding=True)) & ~_PEERS
_MENTORED = _GOING.where(enrolment.c.mentor_id == bindparam("me"))
_HELPED = _GOING.where(or_(enrolment.c.mentor_id == bindparam("me"), _LED))
_EVERYBODYS = _GOING

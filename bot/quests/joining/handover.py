"""Whoever leaves hands over: their open deals and tasks, those whom they mentor, and what waits for their word."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.errors import CornermanError
from bot.features import Host
from bot.messages import Button, Choices, Person, Reply, Text
from bot.people.directory import Directory
from bot.playbooks import handover as playbooks
from bot.quests import rows
from bot.quests.confirming import confirmations
from bot.quests.mentoring.mentors import NoMentor, set_mentor
from bot.quests.quests import Quests
from bot.quests.tables import enrolment
from bot.settings import Settings
from bot.words import Words, words


@dataclass(frozen=True, slots=True)
class Handed:
    deals: int = 0
    tasks: int = 0
    mentees: int = 0
    confirmations: int = 0

    @property
    def all(self) -> int:
        return self.deals + self.tasks + self.mentees + self.confirmations

    def __str__(self) -> str:
        return (f"{self.deals} open deals, {self.tasks} open tasks, {self.mentees} mentees, "
                f"{self.confirmations} steps to confirm")  # fmt: skip


def left_behind(db: Connection, quests: Quests, leaver: Person, now: datetime) -> Handed:
    """What would have no owner."""
    work = playbooks.open_of(db, leaver.id)
    asked = confirmations.waiting_for(db, quests, leaver.id, now)
    return Handed(work.deals, work.tasks, len(_mentored(db, leaver)), len(asked))


def leave(host: Host, db: Connection, leaver: Person, to: Person | None, now: datetime) -> Handed:
    """One transaction: signed out everywhere, and what is open is the other one's, who reads how much it is."""
    if to is not None and to.id == leaver.id:
        raise CornermanError(f"{leaver.name} cannot hand over to themselves. Name a colleague.")
    handed = hand_over(db, host.service(Quests), leaver, to, now) if to else Handed()
    host.service(Directory).leave(db, leaver.id, now, **(asdict(handed) if to else {}))
    if to is not None and handed.all:
        said = words(to.language or host.service(Settings).language)
        host.tell(db, to.id, _news(said, leaver, handed), "quest", now, about=leaver.id)
    return handed


def hand_over(db: Connection, quests: Quests, leaver: Person, to: Person, now: datetime) -> Handed:
    work = playbooks.hand_over(db, leaver.id, to, now)
    asked = [each for each in confirmations.waiting_for(db, quests, leaver.id, now) if each.journey.person_id != to.id]
    passed = [rows.happen(db, each.journey, each.step, "passed_on", now, by_id=to.id) for each in asked]
    mentees = [_mentor(db, id, to) for id in _mentored(db, leaver)]
    return Handed(work.deals, work.tasks, sum(mentees), sum(passed))


def _mentor(db: Connection, enrolment_id: int, to: Person) -> bool:
    """Who cannot be the mentor (it is their own quest, or a circle) leaves it to the manager to name one."""
    try:
        set_mentor(db, enrolment_id, to)
    except NoMentor:
        rows.change(db, enrolment_id, mentor_id=None)
        return False
    return True


def _mentored(db: Connection, leaver: Person) -> Sequence[int]:
    return db.execute(_MENTORED, {"who": leaver.id}).scalars().all()


def _news(said: Words, leaver: Person, handed: Handed) -> Reply:
    text = said("Yours now, from {name}: open deals {deals}, tasks {tasks}, mentees {mentees}, to confirm {asked}.",
                name=leaver.name, deals=handed.deals, tasks=handed.tasks, mentees=handed.mentees,
                asked=handed.confirmations)  # fmt: skip
    ways = [Button(said("My deals"), "playbooks.deals")] if handed.deals else []
    if handed.mentees or handed.confirmations:
        ways.append(Button(said("Your new hires"), "quests.new_hires"))
    return Reply((Text(text), Choices(tuple(ways)))) if ways else Reply((Text(text),))


_MENTORED = (
    select(enrolment.c.id)
    .where(enrolment.c.mentor_id == bindparam("who"), enrolment.c.state == "going")
    .order_by(enrolment.c.id)
)

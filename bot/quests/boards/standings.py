"""What the boards are made of, as rows: who joined and their points, and what a team has done of what was due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, select

from bot.people import ledger
from bot.people.directory import Directory
from bot.people.tables import person, team
from bot.pushes.rhythm import Rhythm
from bot.quests import pace, rows
from bot.quests.boards.places import Entry, Team
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.tables import enrolment, quest_choice, quest_event, quest_version

SPAN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    name: str
    team: str


def tree(db: Connection, directory: Directory, team_name: str) -> list[Member]:
    """Everybody under the same top team; of somebody without a team, those without one."""
    wanted = directory.teams_below(db, top_of(directory.teams(db), team_name)) if team_name else {""}
    found = (Member(row.id, row.name, row.team or "") for row in db.execute(_PEOPLE))
    return [member for member in found if member.team in wanted]


def top_of(teams: Iterable[tuple[str, str]], name: str) -> str:
    """(team, its parent) pairs; a circle, which nobody can make here, ends where it began."""
    above, passed = dict(teams), set[str]()
    while above.get(name) and name not in passed:
        passed.add(name)
        name = above[name]
    return name


def entries(db: Connection, members: Iterable[Member], today: date) -> dict[int, Entry]:
    """Of those who joined."""
    names = {member.id: member.name for member in members}
    joined = [id for id in db.execute(_JOINED).scalars() if id in names]
    both = points_of(db, joined, today)
    return {id: Entry(names[id], *both[id]) for id in joined}


def points_of(db: Connection, people: Iterable[int], today: date) -> dict[int, tuple[int, int]]:
    """Of the last 30 days, and of the 30 before."""
    ids, day = list(people), timedelta(days=1)
    now = ledger.totals(db, ids, today - SPAN + day, today)
    past = ledger.totals(db, ids, today - 2 * SPAN + day, today - SPAN)
    return {id: (now.get(id, 0), past.get(id, 0)) for id in ids}


def teams(db: Connection, quests: Quests, members: Iterable[Member], today: date, rhythm: Rhythm) -> list[Team]:
    team_of = {member.id: member.team for member in members if member.team}
    over = _over(db, list(team_of))
    wanted: dict[tuple[int, date], set[str]] = {}
    """Of a version and a first day: hundreds share both."""
    people: dict[str, set[int]] = {}
    sums: dict[str, tuple[int, int]] = {}
    enrolled = db.execute(_ENROLLED, {"who": list(team_of), "today": today}).all()
    begun = rows.versions(db, quests, enrolled)
    for row in enrolled:
        name, cohort = team_of[row.person_id], (row.version_id, row.started_on)
        if cohort not in wanted:
            wanted[cohort] = _due(begun[row.version_id], pace.day_of(row.started_on, today, rhythm))
        due, done = sums.get(name, (0, 0))
        sums[name] = due + len(wanted[cohort]), done + len(wanted[cohort] & over.get(row.id, set()))
        people.setdefault(name, set()).add(row.person_id)
    return [Team(name, len(people[name]), *sums[name]) for name in sums]


def _due(quest: Quest, day: int) -> set[str]:
    """Required steps whose day is over."""
    return {step.id for gate in quest.gates for step in quest.required(gate) if step.day < day}


def _over(db: Connection, people: list[int]) -> dict[int, set[str]]:
    """Enrolment → steps that are done, or that somebody was let off."""
    found: dict[int, set[str]] = {}
    for enrolled, step, kind in db.execute(_HAPPENED, {"who": people}):
        steps = found.setdefault(enrolled, set())
        (steps.discard if kind == "undone" else steps.add)(step)
    return found


_PEOPLE = (
    select(person.c.id, person.c.name, team.c.name.label("team"))
    .select_from(person.outerjoin(team, team.c.id == person.c.team_id))
    .where(person.c.left_at.is_(None))
)
_JOINED = select(quest_choice.c.person_id).where(quest_choice.c.on_boards.is_(True))
_THEIRS: BindParameter[list[int]] = bindparam("who", expanding=True)
_ENROLLED = (
    select(enrolment.c.id, enrolment.c.person_id, enrolment.c.started_on, enrolment.c.version_id, enrolment.c.quest,
           quest_version.c.shape)
    .join(quest_version, quest_version.c.id == enrolment.c.version_id)
    .where(enrolment.c.person_id.in_(_THEIRS), enrolment.c.state != "left",
           enrolment.c.started_on <= bindparam("today"))
)  # fmt: skip
_HAPPENED = (
    select(quest_event.c.enrolment_id, quest_event.c.step, quest_event.c.kind)
    .where(quest_event.c.person_id.in_(_THEIRS), quest_event.c.kind.in_(("done", "waived", "undone")))
    .order_by(quest_event.c.id)
)

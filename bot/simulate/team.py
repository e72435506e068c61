"""An invented company: who is in it, and how each of them sells. Every name of a person says that it is for show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.messages import Role
from bot.people.demo import COMPANY, EAST, OVERSEAS, TEAM
from bot.people.directory import Directory
from bot.simulate.life import Ways
from bot.simulate.market import USUAL, Manner
from bot.simulate.names import Language

LANGUAGES: Mapping[str, Language] = {EAST: "zh", OVERSEAS: "en"}

BUSY = Manner(leads=1.8)
BUSIER = Manner(leads=1.8, contacts=1.8)
DISCOUNTING = Manner(discount=0.17)
DRIFTING = Manner(off_profile=0.6)
NEW = Manner(leads=0.4, goes={"proposal": 0.8, "negotiation": 0.8})
STUCK = {"discovery": 0.45}
"""What truly fell in the zh team since the quarter began: fewer first talks become a proposal."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    role: Role
    team: str
    manner: Manner = USUAL
    lately: Manner | None = None
    """Since the quarter began."""
    joined: int | None = None
    """So many working days ago; None: when the company's life begins."""

    @property
    def language(self) -> Language:
        return LANGUAGES[self.team]

    @property
    def sells(self) -> bool:
        return self.role in (Role.REP, Role.NEWHIRE)

    def ways(self, since: float) -> Ways:
        now = self.lately or self.manner
        if self.team == EAST:
            now = Manner(now.leads, {**now.goes, **STUCK}, now.contacts, now.discount, now.off_profile)
        return lambda when: now if when >= since else self.manner


DEMO: tuple[Member, ...] = (
    *(
        Member(name, role, team, *((NEW, None, 8) if role == Role.NEWHIRE else (USUAL,)))
        for name, role, team, _ in TEAM
    ),
    Member("演示-忙人", Role.REP, EAST, BUSY, BUSIER),
    Member("演示-折扣", Role.REP, EAST, USUAL, DISCOUNTING),
    Member("演示-偏航", Role.REP, EAST, USUAL, DRIFTING),
    Member("Demo-Manager", Role.MANAGER, OVERSEAS),
    Member("Demo-Kim", Role.REP, OVERSEAS),
    Member("Demo-Ravi", Role.REP, OVERSEAS),
    Member("演示-九月", Role.NEWHIRE, EAST, NEW, joined=42),
    Member("演示-十月", Role.NEWHIRE, EAST, NEW, joined=27),
    Member("演示-慢热", Role.NEWHIRE, EAST, NEW, joined=23),
    Member("演示-快手", Role.NEWHIRE, EAST, NEW, joined=13),
    Member("Demo-October", Role.NEWHIRE, OVERSEAS, NEW, joined=21),
    Member("Demo-Mia", Role.NEWHIRE, OVERSEAS, NEW, joined=10),
)
"""The five that everybody knows, and who works beside them: the names say what is to be seen in their numbers."""


def company(people: int) -> tuple[Member, ...]:
    """A manager for each of two teams, and the rest reps: three with a pattern of their own, every eighth new."""
    patterns = {1: (BUSY, BUSIER), 2: (USUAL, DISCOUNTING), 3: (USUAL, DRIFTING)}
    managers = (Member("演示-经理", Role.MANAGER, EAST), Member("Demo-Manager", Role.MANAGER, OVERSEAS))
    reps = []
    for n in range(people - len(managers)):
        new = n % 8 == 7
        manner, lately = (NEW, None) if new else patterns.get(n, (USUAL, None))
        team, prefix = (EAST, "演示-") if n < 4 or n % 5 < 3 else (OVERSEAS, "Demo-")
        joined = 5 + 11 * n % 60 if new else None
        reps.append(Member(f"{prefix}{n + 1:02}", Role.NEWHIRE if new else Role.REP, team, manner, lately, joined))
    return (*managers, *reps)


def hire(db: Connection, directory: Directory, members: tuple[Member, ...], joined: datetime) -> dict[str, int]:
    """Name → number; who is there already stays as they are."""
    known = {person.name: person.id for person in directory.everyone(db)}
    teams = {name for name, _ in directory.teams(db)}
    for name, parent in ((COMPANY, ""), (EAST, COMPANY), (OVERSEAS, COMPANY)):
        if name not in teams:
            directory.add_team(db, name, parent)
    for each in members:
        if each.name not in known:
            added = directory.add(
                db, each.name, now=joined, role=each.role, team_name=each.team, language=each.language
            )  # fmt: skip
            known[each.name] = added.id
    return {each.name: known[each.name] for each in members}

"""Who answers to whom, on which calendar, and where the alerts are on: loaded once a look, asked in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.funnel.alerts.rules import Recipient
from bot.messages import Role
from bot.people.tables import person, team
from bot.pushes.own_times import everybody
from bot.pushes.rhythm import Rhythm


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    name: str
    role: Role
    team_id: int | None
    language: str
    rhythm: Rhythm
    on: bool
    """Whether the alerts are switched on for their team."""


@dataclass(frozen=True, slots=True)
class Org:
    members: Mapping[int, Member]
    parents: Mapping[int, int | None]
    """Team → the team above it."""
    names: Mapping[str, int]
    """Name of a team → its number."""
    managers: Mapping[int, tuple[int, ...]]
    """Team → who manages it."""

    def hear(self, person_id: int, to: Recipient) -> tuple[int, ...]:
        """Who is meant, seen from somebody; where nobody is that high, whoever is highest."""
        if to == "owner":
            return (person_id,)
        above = list(self._above(person_id))
        nearest = above[:1] if to == "manager" else above[1:2] or above[:1]
        return nearest[0] if nearest else ()

    def managers_of(self, team_name: str) -> tuple[int, ...]:
        """Of a team, or of the first above it that has one. "", or what is no team of ours, is the company."""
        if nearest := next(self._up(self.names.get(team_name)), ()):
            return nearest
        tops = (found for number, over in self.parents.items() if over is None and (found := self.managers.get(number)))
        return next(tops, ()) or tuple(m.id for m in self.members.values() if m.role is Role.ADMIN)

    def below(self, team_name: str) -> frozenset[int]:
        """Everybody in a team and in the teams under it."""
        top = self.names.get(team_name)
        inside = {number for number in self.parents if top is not None and top in self._chain(number)}
        return frozenset(m.id for m in self.members.values() if m.team_id in inside)

    def _above(self, person_id: int) -> Iterator[tuple[int, ...]]:
        """The managers over somebody, nearest first; nobody is over themselves."""
        me = self.members.get(person_id)
        for found in self._up(me.team_id if me else None):
            others = tuple(id for id in found if id != person_id)
            if others and not (me and me.role is Role.MANAGER and me.id in found):
                yield others

    def _up(self, team_id: int | None) -> Iterator[tuple[int, ...]]:
        return (self.managers[number] for number in self._chain(team_id) if number in self.managers)

    def _chain(self, team_id: int | None) -> Iterator[int]:
        passed = set[int]()
        while team_id is not None and team_id not in passed:  # a circle must not hang the bot
            passed.add(team_id)
            yield team_id
            team_id = self.parents.get(team_id)


def load_org(db: Connection, defaults: Mapping[str, bool], zone: str, feature: str) -> Org:
    """`defaults`: what cornerman.toml switches on; `zone`: of people who have not chosen one."""
    teams = {row.id: row for row in db.execute(select(team.c.id, team.c.name, team.c.parent_id, team.c.features))}
    parents = {id: row.parent_id for id, row in teams.items()}
    bare = Org({}, parents, {}, {})
    on = {id: _on(bare, teams, id, feature, defaults.get(feature, False)) for id in teams}
    rhythms = everybody(db, zone)
    columns = (person.c.id, person.c.name, person.c.role, person.c.team_id, person.c.language)
    members = {
        row.id: Member(
            row.id, row.name, Role(row.role), row.team_id, row.language, rhythms[row.id][0],
            on.get(row.team_id, defaults.get(feature, False)),
        )
        for row in db.execute(select(*columns).where(person.c.left_at.is_(None)).order_by(person.c.id))
    }  # fmt: skip
    managers: dict[int, tuple[int, ...]] = {}
    for member in members.values():
        if member.role is Role.MANAGER and member.team_id is not None:
            managers[member.team_id] = (*managers.get(member.team_id, ()), member.id)
    return Org(members, parents, {row.name: id for id, row in teams.items()}, managers)


def _on(org: Org, teams: Mapping[int, object], team_id: int, feature: str, default: bool) -> bool:
    """The nearest team that says something about a feature says it."""
    switches = (getattr(teams[number], "features", None) or {} for number in org._chain(team_id) if number in teams)
    return next((bool(each[feature]) for each in switches if feature in each), default)

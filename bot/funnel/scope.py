"""Whose deals somebody asks about, and whose they may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, select

from bot.funnel.metrics.cuts import Dimension
from bot.messages import Person, Role
from bot.people.tables import person, team
from bot.playbooks.tables import customer, deal


@dataclass(frozen=True, slots=True)
class Scope:
    """Which deals. What is None or empty narrows nothing."""

    person_id: int | None = None
    """Only this person's own."""
    teams: tuple[int, ...] | None = None
    """Only of people in these teams."""
    values: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()
    """Dimension → the values that count, as the rows write them."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """For a statement that joins deal and customer."""
        found: list[ColumnElement[bool]] = [_COLUMNS[by].in_(values) for by, values in self.values]
        if self.person_id is not None:
            found.append(deal.c.owner_id == self.person_id)
        if self.teams is not None:
            found.append(deal.c.owner_id.in_(select(person.c.id).where(person.c.team_id.in_(self.teams))))
        return found


_COLUMNS: dict[Dimension, Any] = {
    "owner": deal.c.owner, "product": deal.c.product, "origin": deal.c.origin,
    "sector": customer.c.industry, "region": customer.c.region, "size": customer.c.size,
}  # fmt: skip
DIMENSIONS: tuple[Dimension, ...] = tuple(_COLUMNS)

EVERYTHING = Scope()

# Built once, for every manager's morning asks: putting a statement together costs more than running it.
_TOP = select(team.c.id).where(team.c.name == bindparam("name")).cte("under", recursive=True)
_TREE = _TOP.union(select(team.c.id).join(_TOP, team.c.parent_id == _TOP.c.id))  # not "all": a circle must not hang
_UNDER = select(_TREE.c.id)
_TEAMS: BindParameter[Sequence[int]] = bindparam("teams", expanding=True)
_PEOPLE = select(person.c.id).where(person.c.team_id.in_(_TEAMS))


def own(who: Person) -> Scope:
    return Scope(person_id=who.id)


def widest(db: Connection, who: Person) -> Scope:
    """All that somebody may see by name: an admin everything, a manager the team and those below it, a rep own ones."""
    if who.role is Role.ADMIN:
        return EVERYTHING
    if who.role is Role.MANAGER and who.team:
        return Scope(teams=under(db, who.team))
    return own(who)


def under(db: Connection, name: str) -> tuple[int, ...]:
    """The team called so and every team below it."""
    return tuple(db.execute(_UNDER, {"name": name}).scalars())


def people_in(db: Connection, teams: Iterable[int]) -> tuple[int, ...]:
    return tuple(db.execute(_PEOPLE, {"teams": list(teams)}).scalars())


def values_in(db: Connection, scope: Scope, by: Iterable[Dimension] = DIMENSIONS) -> dict[Dimension, tuple[str, ...]]:
    """What the deals of a scope say in each dimension."""
    joined = deal.join(customer, customer.c.id == deal.c.customer_id)
    found: dict[Dimension, tuple[str, ...]] = {}
    for dimension in by:
        names = select(_COLUMNS[dimension]).select_from(joined).where(*scope.conditions()).distinct()
        found[dimension] = tuple(sorted(name for name in db.execute(names).scalars() if name))
    return found

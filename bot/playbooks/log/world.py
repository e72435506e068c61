"""Whom a person may mean: the customers of their own deals, of their team's, and those that nobody works on yet."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.features import Turn
from bot.messages import Person
from bot.people.directory import Directory
from bot.playbooks.customers import contacts, customers, find
from bot.playbooks.log.heard import Known, World
from bot.playbooks.tables import deal
from bot.words import N_

ELSEWHERE = N_("{name} is worked on by {team}. Talk to them first; nothing was written.")


def worked_elsewhere(turn: Turn, name: str) -> str:
    """The team that works on a customer whom this person may not know of; "" where nobody is in the way.

    Two teams at one customer, and the notes on its people open to both, is for people to settle.
    """
    known = find(turn.db, name)
    if known is None:
        return ""
    here, team = _colleagues(turn.db, turn.person, turn.get(Directory))
    theirs = select(deal.c.owner_id).where(deal.c.customer_id == known, deal.c.owner_id.is_not(None))
    owners = list(turn.db.execute(theirs.order_by(deal.c.id.desc())).scalars())
    if _is_open_to(here & set(owners), team):
        return ""
    newest = turn.get(Directory).by_id(turn.db, owners[0])
    return (newest and newest.team) or turn.words("somebody else")


def _colleagues(db: Connection, person: Person, directory: Directory) -> tuple[frozenset[int], frozenset[int]]:
    """(everybody who is here, this person's team)"""
    everyone = directory.everyone(db)
    team = {p.id for p in everyone if person.team and p.team == person.team} | {person.id}
    return frozenset(p.id for p in everyone), frozenset(team)


def _is_open_to(workers: Collection[int], team: frozenset[int]) -> bool:
    """A customer on whom nobody works, or somebody of the team."""
    return not workers or not team.isdisjoint(workers)


def world_of(db: Connection, person: Person, directory: Directory) -> World:
    here, team = _colleagues(db, person, directory)
    workers: dict[int, set[int]] = defaultdict(set)
    mine: set[int] = set()
    for customer_id, owner_id, status in db.execute(select(deal.c.customer_id, deal.c.owner_id, deal.c.status)):
        if owner_id in here:  # deals of nobody, or of somebody who left, are in nobody's way
            workers[customer_id].add(owner_id)
        if owner_id == person.id and status == "open":
            mine.add(customer_id)
    open_to = [c for c in customers(db) if _is_open_to(workers[c.id], team)]
    people = defaultdict(list)
    for each in contacts(db, [c.id for c in open_to]):
        people[each.customer_id].append((each.id, each.name, each.title))
    return World(tuple(Known(c.id, (c.name, *c.called), tuple(people[c.id]), c.id in mine) for c in open_to))

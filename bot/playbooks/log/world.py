"""Whom a person may mean: the customers of their own deals, of their team's, and those that nobody works on yet."""

from collections import defaultdict

from sqlalchemy import Connection, select

from bot.messages import Person
from bot.people.directory import Directory
from bot.playbooks.customers import contacts, customers
from bot.playbooks.log.heard import Known, World
from bot.playbooks.tables import deal


def world_of(db: Connection, person: Person, directory: Directory) -> World:
    team = {p.id for p in directory.everyone(db) if person.team and p.team == person.team} | {person.id}
    workers: dict[int, set[int | None]] = defaultdict(set)
    mine: set[int] = set()
    for customer_id, owner_id, status in db.execute(select(deal.c.customer_id, deal.c.owner_id, deal.c.status)):
        workers[customer_id].add(owner_id)
        if owner_id == person.id and status == "open":
            mine.add(customer_id)
    open_to = [c for c in customers(db) if not workers[c.id] or workers[c.id] & team]
    people = defaultdict(list)
    for each in contacts(db, [c.id for c in open_to]):
        people[each.customer_id].append((each.id, each.name, each.title))
    return World(tuple(Known(c.id, (c.name, *c.called), tuple(people[c.id]), c.id in mine) for c in open_to))

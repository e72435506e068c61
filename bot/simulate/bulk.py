"""Very many deals for measurements: no texts, few names, the same lives."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from bot.messages import Role
from bot.people.tables import person, team
from bot.playbooks.customers import key_of
from bot.simulate import market
from bot.simulate.days import Days
from bot.simulate.life import GENERAL, GENERAL_ID, Course, live, pick
from bot.simulate.market import USUAL, Manner
from bot.simulate.rows import Progress, Rows
from bot.simulate.written import Case, add_customer, write
from bot.store import Store

TEAM = 10
"""Reps a team, with a manager each."""
CUSTOMERS = 0.25
"""A deal; the others are with a customer of before."""


def bulk(
    store: Store,
    *,
    people: int,
    events: int,
    until: datetime,
    deals: int | None = None,
    seed: int = 1,
    days: int = 365,
    zone: str = "Asia/Shanghai",
    currency: str = "CNY",
    course: Course = GENERAL,
    playbook: str = GENERAL_ID,
    all_contacts: bool = False,
    progress: Progress = None,
) -> dict[str, int]:
    """Fills a fresh, migrated database with reps (in teams of ten under one company) and deals; returns rows by table.

    Deals begin anywhere within the `days` before `until` and go on until `events` stage events, or `deals`, are there;
    about 3 events come to a deal. `all_contacts=False` writes contacts and next steps of open deals only, which is
    what a morning reads. The same arguments write the same rows; nothing lies after `until`.
    """
    rng = Random(seed)
    first = until.astimezone(ZoneInfo(zone)).date() - timedelta(days=days)
    calendar = Days(first, until, zone)
    rows = Rows(store)
    owners = _people(store, rows, people, calendar.at(0), zone)
    made: list[int] = []
    while rows.counts["stage_event"] < events and (deals is None or rows.counts["deal"] < deals):
        born = rng.random() * calendar.end
        life = live(rng, course, _usual, born, calendar.end, all_contacts=all_contacts)
        if not made or rng.random() < CUSTOMERS:
            made.append(_customer(rows, rng, len(made), calendar.at(0)))
        owner_id, owner = owners[rows.counts["deal"] % people]
        case = Case(
            f"bulk-{seed}-{rows.counts['deal']}", rng.choice(made[-1000:]), (), owner_id, owner, playbook, currency,
            origin=pick(rng, market.ORIGINS), product=f"P{rng.randrange(6)}",
        )  # fmt: skip
        write(rows, calendar, life, case)
        if progress and rows.counts["deal"] % 1000 == 0:
            progress(rows.counts["stage_event"], events)
    rows.close()
    if progress:
        progress(events, events)
    return rows.counts


def _usual(_: float) -> Manner:
    return USUAL


def _people(store: Store, rows: Rows, count: int, joined: datetime, zone: str) -> list[tuple[int, str]]:
    """Numbers and names of the reps; a company, its teams and their managers with them."""
    with store.write() as db:
        top = db.execute(insert(team).values(name="bulk", parent_id=None, features={}).returning(team.c.id)).scalar()
        teams: list[dict[str, object]] = [
            {"name": f"bulk-{n}", "parent_id": top, "features": {}} for n in range(-(-count // TEAM))
        ]
        db.execute(insert(team), teams)
        ids = list(db.execute(select(team.c.id).where(team.c.parent_id == top).order_by(team.c.id)).scalars())
    for n, team_id in enumerate(ids):
        rows.add(person, _person(f"演示-M{n:04}", Role.MANAGER, team_id, joined, zone))
    found = [(n, f"演示-{n:05}") for n in range(count)]
    return [(rows.add(person, _person(name, Role.REP, ids[n // TEAM], joined, zone)), name) for n, name in found]


def _person(name: str, role: Role, team_id: int, joined: datetime, zone: str) -> dict[str, object]:
    return {"name": name, "role": role.value, "team_id": team_id, "language": "zh", "time_zone": zone,
            "joined_at": joined, "left_at": None}  # fmt: skip


def _customer(rows: Rows, rng: Random, n: int, at: datetime) -> int:
    name = f"演示客户{n:06}"
    industry = pick(rng, market.OFF if rng.random() < market.OFF_PROFILE else market.ON_PROFILE)
    return add_customer(rows, name, key_of(name), at, industry, rng.choice(("east", "south", "north", "west")),
                        pick(rng, market.SIZES))  # fmt: skip

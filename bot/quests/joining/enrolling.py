"""What a table of people would change: who is new, what of whom is another, who begins which quest. Pure.

A row that cannot be taken says why, and the others go in; nothing and nobody is ever removed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.content import nearest
from bot.people.directory import ERASED, NAME_MAX
from bot.quests.joining.wanted import Change, Enrolled, Entry, Known, Plan, Wanted, World
from bot.quests.mentoring.circles import circle
from bot.quests.quest import Quest

AHEAD = timedelta(days=366)
"""A first day further off than that is a slip of the pen."""
NEAR = 50
"""How alike two names are of which one may be meant: of two Chinese characters one."""
LISTED = 12


def plan(rows: Sequence[Wanted], world: World) -> Plan:
    teams = _new_teams(rows, world)
    errors, entries, first = dict[int, str](), dict[str, Entry](), dict[str, int]()
    for wanted in rows:
        problem = _problem(wanted, world, {*world.teams, *teams}, first)
        first.setdefault(wanted.name, wanted.row)
        if problem:
            errors[wanted.row] = problem
        else:
            entries[wanted.name] = _entry(wanted, world)
    while wrong := _wrong_mentors(entries, world):  # whoever goes out may have been somebody's mentor
        errors |= wrong
        entries = {name: entry for name, entry in entries.items() if entry.wanted.row not in wrong}
    used = {team for entry in entries.values() for team in (entry.wanted.team, entry.wanted.parent)}
    undated = sum(_undated(entry, world) for entry in entries.values())
    made = tuple((team, above) for team, above in teams.items() if team in used)
    return Plan(tuple(entries.values()), errors, made, undated)


def at_nine(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(zone))


# What a row may say


def _new_teams(rows: Iterable[Wanted], world: World) -> dict[str, str]:
    """A team that is not there is a slip, unless the file says which one is above it, or that it is above another."""
    found: dict[str, str] = {}
    for wanted in rows:
        if wanted.parent and wanted.team:
            for team, above in ((wanted.parent, ""), (wanted.team, wanted.parent)):
                if team not in world.teams:
                    found.setdefault(team, above)
    return found


def _problem(wanted: Wanted, world: World, teams: set[str], first: Mapping[str, int]) -> str:
    return next(_problems(wanted, world, teams, first), "")


def _problems(wanted: Wanted, world: World, teams: set[str], first: Mapping[str, int]) -> Iterator[str]:
    known, column = world.people.get(wanted.name), world.columns
    if len(wanted.name) > NAME_MAX:
        yield f"A name has at most {NAME_MAX} characters; this one has {len(wanted.name)}."
    if ERASED.fullmatch(wanted.name):
        yield f"{wanted.name!r} is what an erased person is called. Give this one another name."
    if wanted.name in first:
        yield f"{wanted.name} is in row {first[wanted.name]}, too. Give each a name that tells them apart, or keep one."
    if known is not None and known.gone:
        yield f"{wanted.name} has left. `cornerman people invite` lets them in again."
    if wanted.team and wanted.team not in teams:
        where = column.get("team", "team")
        yield (f"Column {where!r}: there is no team {wanted.team!r}.{_near(wanted.team, teams)} "
               "`cornerman teams add` makes one, or name the team above it.")  # fmt: skip
    if wanted.quest and _quest(wanted.quest, world) is None:
        titles = [name for quest in world.quests for name in (quest.id, quest.title.zh, quest.title.en)]
        where = column.get("quest", "quest")
        yield f"Column {where!r}: there is no quest {wanted.quest!r}.{_near(wanted.quest, titles)}"
    if wanted.start and wanted.start > world.today + AHEAD:
        yield f"Column {column.get('start', 'start')!r}: {wanted.start} is more than a year away."


def _near(said: str, known: Iterable[str]) -> str:
    there = sorted(known)
    return nearest(said, there, NEAR) or (f" There are: {', '.join(there)}." if 0 < len(there) <= LISTED else "")


def _quest(said: str, world: World) -> Quest | None:
    return next((q for q in world.quests if said.casefold() in (q.id, q.title.zh, q.title.en.casefold())), None)


# What comes of it


def _entry(wanted: Wanted, world: World) -> Entry:
    known = world.people.get(wanted.name)
    enrolled = {each.quest: each for each in known.enrolled} if known else {}
    quests = _quests(wanted, known, world)
    begins = tuple(quest for quest in quests if quest.id not in enrolled)
    meant = {quest.id for quest in quests} or set(enrolled)
    goes_on = tuple(each for each in enrolled.values() if each.quest in meant and each.state == "going")
    return Entry(wanted, known, begins, goes_on, tuple(_changes(wanted, known, goes_on)))


def _quests(wanted: Wanted, known: Known | None, world: World) -> tuple[Quest, ...]:
    """The one that the row names; else, with a first day, those that its role begins with."""
    named = _quest(wanted.quest, world) if wanted.quest else None
    if named is not None:
        return (named,)
    role = wanted.role or (known.role if known else "rep")
    return tuple(quest for quest in world.quests if role in quest.enrols) if wanted.start else ()


def _changes(wanted: Wanted, known: Known | None, goes_on: Iterable[Enrolled]) -> Iterator[Change]:
    if known is None:
        return
    for what in ("role", "team", "language", "time_zone"):
        before, after = getattr(known, what), getattr(wanted, what)
        if after and after != before:
            yield Change(what, before, after)
    zone = ZoneInfo(wanted.time_zone or known.time_zone)
    joined = known.joined_at.astimezone(zone).date() if known.joined_at else None
    days = {joined, *(each.started_on for each in goes_on)}
    if wanted.start and days != {wanted.start}:
        other = next((day for day in days if day and day != wanted.start), None)
        yield Change("start", str(other or ""), str(wanted.start))
    for each in goes_on:
        if wanted.mentor and each.mentor != wanted.mentor:
            yield Change("mentor", each.mentor, wanted.mentor)


def _undated(entry: Entry, world: World) -> bool:
    meant = any(entry.role in quest.enrols for quest in world.quests)
    return meant and not (entry.wanted.start or entry.begins or (entry.known and entry.known.enrolled))


# Mentors, who may stand in a later row


def _wrong_mentors(entries: Mapping[str, Entry], world: World) -> dict[int, str]:
    here = {name for name, known in world.people.items() if not known.gone} | entries.keys()
    where = world.columns.get("mentor", "mentor")
    found: dict[int, str] = {}
    for entry in entries.values():
        problem = _wrong_mentor(entry, here)
        if problem:
            found[entry.wanted.row] = f"Column {where!r}: {problem}"
    return found or _round(entries, world, where)


def _wrong_mentor(entry: Entry, here: set[str]) -> str:
    mentor = entry.wanted.mentor
    if not mentor:
        return ""
    if mentor not in here:
        return f"there is nobody called {mentor!r}.{nearest(mentor, sorted(here - {entry.wanted.name}), NEAR)}"
    if not (entry.begins or (entry.known and entry.known.enrolled)):
        return f"{entry.wanted.name} is in no quest that {mentor} could be the mentor in. Name one, or a first day."
    return ""


def _round(entries: Mapping[str, Entry], world: World, where: str) -> dict[int, str]:
    """The rows of one circle of mentors, whether all of it stands in the file or half of it was here before."""
    names = circle(_pairs(entries, world))
    said = f"Column {where!r}: the mentors go in a circle: {' → '.join(names)}."
    return {entries[name].wanted.row: said for name in names if name in entries and entries[name].wanted.mentor}


def _pairs(entries: Mapping[str, Entry], world: World) -> Iterator[tuple[str, str]]:
    for name, known in world.people.items():
        entry = entries.get(name)
        said = {each.id for each in entry.goes_on} if entry and entry.wanted.mentor else set[int]()
        for each in known.enrolled:
            if each.mentor and each.state == "going" and each.id not in said:
                yield name, each.mentor
    for name, entry in entries.items():
        if entry.wanted.mentor and (entry.begins or entry.goes_on):
            yield name, entry.wanted.mentor

"""Colleagues from a table: their role and team, their first day, who mentors them, and the quest they begin with."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.content import nearest
from bot.errors import CornermanError
from bot.funnel.imports.files import AS_FOUND, Chosen, Imported, Place, opened
from bot.funnel.imports.reader import Reader
from bot.funnel.records import Rejected, Report
from bot.messages import Role
from bot.people import audit
from bot.people.tables import person, team
from bot.quests import rows
from bot.quests.joining.enrolling import at_nine, plan
from bot.quests.joining.wanted import Enrolled, Entry, Known, Plan, Wanted, World
from bot.quests.quests import Quests
from bot.quests.tables import enrolment
from bot.sheets import BadCell, cells
from bot.sheets.table import Row
from bot.words import LOCALES

ROLES = tuple(role.value for role in Role)
EACH = 200
"""Rows from one word of progress to the next."""


@dataclass(slots=True)
class PeopleReport(Report):
    enrolled: int = 0
    """Quests that somebody begins with."""
    undated: int = 0
    """People whose role has a quest, without a first day to begin it."""
    differences: list[str] = field(default_factory=list)
    """What of whom is another now: "Lin: team: East → South"."""


def import_people(
    place: Place, quests: Quests, path: Path, chosen: Chosen = AS_FOUND,
    report: Callable[[int, int], None] | None = None,
) -> Imported:  # fmt: skip
    """One transaction: a company has thousands of people, not millions."""
    reader, chosen = opened(place, path, ("people",), chosen)
    wanted = list(reader.each(lambda number, row: _wanted(reader, number, row)))
    with place.store.read() if chosen.dry_run else place.store.write() as db:
        made = plan(wanted, _world(db, place, quests, reader))
        if not chosen.dry_run:
            _carry_out(db, place, made, report)
    found = _report(made)
    reader.into(found)
    return Imported(reader.fit.name, reader.table.notes, found)


def _report(made: Plan) -> PeopleReport:
    found = PeopleReport(undated=made.undated)
    found.rejected = [Rejected(row, why) for row, why in made.errors.items()]
    for entry in made.entries:
        found.enrolled += len(entry.begins)
        found.differences += [f"{entry.wanted.name}: {change}" for change in entry.changes]
        if entry.known is None:
            found.added += 1
        elif entry.changes or entry.begins:
            found.changed += 1
        else:
            found.unchanged += 1
    return found


# What the file says, and what is here


def _wanted(read: Reader, number: int, row: Row) -> Wanted:
    role, language = read.word(row, "role").lower(), read.word(row, "language").lower()
    if role and role not in ROLES:
        known = (*ROLES, *read.fit.mapping.words.get("role", {}))
        raise BadCell(
            f"Column {read.column('role')!r}: {role!r} is no role.{nearest(role, known, 50)} {', '.join(ROLES)}."
        )
    if language and language not in LOCALES:
        raise BadCell(f"Column {read.column('language')!r}: {language!r} is not known. Write zh or en.")
    name = " ".join(read.needed(row, "name", cells.text).split())
    mentor = " ".join(read.text(row, "mentor").split())
    return Wanted(
        number, name, role, read.word(row, "team"), read.text(row, "parent"), language, _zone(read, row),
        read.day(row, "start"), mentor, read.text(row, "quest"),
    )  # fmt: skip


def _zone(read: Reader, row: Row) -> str:
    from zoneinfo import available_timezones

    from bot.settings.load import check_time_zone

    zone = read.text(row, "time_zone")
    try:
        return check_time_zone(zone) if zone else ""
    except CornermanError as error:
        raise BadCell(f"Column {read.column('time_zone')!r}: {error}{nearest(zone, available_timezones())}") from None


def _world(db: Connection, place: Place, quests: Quests, reader: Reader) -> World:
    columns = {name: reader.column(name) for name in ("team", "quest", "start", "mentor")}
    teams = frozenset(name for name, _ in place.directory.teams(db))
    today = place.now.astimezone(ZoneInfo(place.settings.time_zone)).date()
    return World(known_people(db, place.directory.time_zone), teams, quests.all(), today, place.settings.time_zone,
                 columns)  # fmt: skip


def known_people(db: Connection, time_zone: str) -> dict[str, Known]:
    enrolled: dict[int, list[Enrolled]] = {}
    for row in db.execute(_ENROLLED):
        each = Enrolled(row.id, row.quest, row.started_on, row.state, row.mentor or "")
        enrolled.setdefault(row.person_id, []).append(each)
    return {
        row.name: Known(row.id, row.role, row.team or "", row.language, row.time_zone or time_zone, row.joined_at,
                        row.left_at is not None, tuple(enrolled.get(row.id, ())))
        for row in db.execute(_PEOPLE)
    }  # fmt: skip


_mentor = person.alias()
_PEOPLE = select(person, team.c.name.label("team")).select_from(person.outerjoin(team))
_ENROLLED = select(enrolment, _mentor.c.name.label("mentor")).select_from(
    enrolment.outerjoin(_mentor, _mentor.c.id == enrolment.c.mentor_id)
)

# Carrying it out


def _carry_out(db: Connection, place: Place, made: Plan, report: Callable[[int, int], None] | None) -> None:
    for name, above in made.teams:
        place.directory.add_team(db, name, above)
        audit.record(db, place.now, actor=None, action="teams.add", team=name, parent=above)
    ids = {name: known.id for name, known in known_people(db, "").items()}
    teams = {row.name: row.id for row in db.execute(select(team.c.id, team.c.name))}
    for entry in _told(made.entries, 0, report):
        if entry.known is None:
            ids[entry.wanted.name] = _add(db, place, entry)
        else:
            _change(db, place, entry.known.id, entry, teams)
    for entry in _told(made.entries, 1, report):  # a mentor may stand in a later row
        _enrol(db, place, entry, ids)


def _told(entries: Sequence[Entry], half: int, report: Callable[[int, int], None] | None) -> Iterator[Entry]:
    """The rows go by twice; `half` says which time this is."""
    total = len(entries)
    for n, entry in enumerate(entries, 1):
        yield entry
        if report and (n % EACH == 0 or n == total):
            report(half * total + n, 2 * total)


def _add(db: Connection, place: Place, entry: Entry) -> int:
    wanted = entry.wanted
    made = place.directory.add(
        db, wanted.name, now=place.now, role=Role(entry.role), team_name=wanted.team, language=wanted.language,
        channel="import",
    )  # fmt: skip
    values: dict[str, object] = {"time_zone": wanted.time_zone} if wanted.time_zone else {}
    if wanted.start:
        values["joined_at"] = at_nine(wanted.start, wanted.time_zone or place.directory.time_zone)
    if values:
        place.directory.change(db, made.id, **values)
    return made.id


def _change(db: Connection, place: Place, id: int, entry: Entry, teams: dict[str, int]) -> None:
    values: dict[str, object] = {}
    for change in entry.changes:
        match change.what:
            case "role" | "language" | "time_zone":
                values[change.what] = change.after
            case "team":
                values["team_id"] = teams[change.after]
            case "start":
                values["joined_at"] = at_nine(date.fromisoformat(change.after), entry.zone)
    if not values:
        return
    place.directory.change(db, id, **values)
    if {"role", "team_id"} & set(values):
        changed = place.directory.by_id(db, id)
        assert changed is not None
        audit.record(db, place.now, actor=None, action="people.set", subject=id, role=changed.role.value,
                     team=changed.team)  # fmt: skip


def _enrol(db: Connection, place: Place, entry: Entry, ids: dict[str, int]) -> None:
    wanted, mentor = entry.wanted, ids.get(entry.wanted.mentor)
    today = place.now.astimezone(ZoneInfo(entry.zone or place.directory.time_zone)).date()
    for quest in entry.begins:
        rows.enrol(db, quest, ids[wanted.name], wanted.start or today, place.now, mentor_id=mentor)
    for each in entry.goes_on:
        values: dict[str, object] = {}
        if wanted.start and each.started_on != wanted.start:
            values["started_on"] = wanted.start
        if mentor and each.mentor != wanted.mentor:
            values["mentor_id"] = mentor
        if values:
            rows.change(db, each.id, **values)


def sentences(found: PeopleReport, dry_run: bool) -> Sequence[str]:
    """What only a table of people has to say."""
    would = "would begin" if dry_run else "begin"
    said = [f"{found.enrolled} {would} a quest."] if found.enrolled else []
    if found.undated:
        said.append(f"{found.undated} have no first day, so they begin no quest; a column Start date says when.")
    return [*said, *found.differences]

"""Colleagues and their teams from a table."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from bot.content import nearest
from bot.errors import CornermanError
from bot.funnel.imports.files import AS_FOUND, Chosen, Imported, Place, opened
from bot.funnel.imports.reader import Reader
from bot.funnel.records import Rejected, Report
from bot.messages import Person, Role
from bot.people import audit
from bot.people.tables import person
from bot.sheets import BadCell, cells
from bot.sheets.table import Row
from bot.words import LOCALES

ROLES = tuple(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    name: str
    role: str
    team: str
    parent: str
    language: str
    time_zone: str
    row: int


def import_people(place: Place, path: Path, chosen: Chosen = AS_FOUND) -> Imported:
    """One transaction: a company has hundreds of people, not millions."""
    reader, chosen = opened(place, path, ("people",), chosen)
    found = Report()
    records = list(reader.each(lambda number, row: _record(reader, number, row)))
    with place.store.read() if chosen.dry_run else place.store.write() as db:  # what is only read, is thrown away
        for record in records:
            try:
                _load(db, place, record, found)
            except CornermanError as error:
                found.rejected.append(Rejected(record.row, str(error)))
    reader.into(found)
    return Imported(reader.fit.name, reader.table.notes, found)


def _record(read: Reader, number: int, row: Row) -> PersonRecord:
    from bot.settings.load import check_time_zone

    role, language = read.word(row, "role").lower(), read.word(row, "language").lower()
    if role and role not in ROLES:
        raise BadCell(f"Column {read.column('role')!r}: {role!r} is no role.{nearest(role, ROLES)} {', '.join(ROLES)}.")
    if language and language not in LOCALES:
        raise BadCell(f"Column {read.column('language')!r}: {language!r} is not known. Write zh or en.")
    zone = read.text(row, "time_zone")
    try:
        zone = check_time_zone(zone) if zone else ""
    except CornermanError as error:
        raise BadCell(f"Column {read.column('time_zone')!r}: {error}") from None
    name = " ".join(read.needed(row, "name", cells.text).split())
    return PersonRecord(name, role, read.word(row, "team"), read.text(row, "parent"), language, zone, number)


def _load(db: Connection, place: Place, record: PersonRecord, found: Report) -> None:
    directory = place.directory
    known = next((known for known in directory.everyone(db) if known.name == record.name), None)
    if known is None and db.execute(select(person.c.id).where(person.c.name == record.name)).first():
        raise CornermanError(f"{record.name} has left. `cornerman people invite` lets them in again.")
    _teams(db, place, record)
    if known is None:
        role = Role(record.role or "rep")
        known = directory.add(
            db, record.name, now=place.now, role=role, team_name=record.team, language=record.language, channel="import"
        )
        if record.time_zone:
            directory.change(db, known.id, time_zone=record.time_zone)
        found.added += 1
    elif _change(db, place, record, known):
        found.changed += 1
    else:
        found.unchanged += 1


def _teams(db: Connection, place: Place, record: PersonRecord) -> None:
    """The team and the one above it, where they are not there yet."""
    there = {name for name, _ in place.directory.teams(db)}
    for name, parent in ((record.parent, ""), (record.team, record.parent)):
        if name and name not in there:
            place.directory.add_team(db, name, parent)
            audit.record(db, place.now, actor=None, action="teams.add", team=name, parent=parent)
            there.add(name)


def _change(db: Connection, place: Place, record: PersonRecord, known: Person) -> bool:
    wanted = {
        "role": (record.role, known.role.value), "language": (record.language, known.language),
        "time_zone": (record.time_zone, known.time_zone),
    }  # fmt: skip
    values: dict[str, object] = {name: said for name, (said, now) in wanted.items() if said and said != now}
    if record.team and record.team != known.team:
        values["team_id"] = place.directory.team_id(db, record.team)
    if not values:
        return False
    place.directory.change(db, known.id, **values)
    if {"role", "team_id"} & set(values):
        changed = place.directory.named(db, record.name)
        audit.record(
            db, place.now, actor=None, action="people.set", subject=known.id, role=changed.role.value, team=changed.team
        )
    return True

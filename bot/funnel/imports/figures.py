"""Monthly figures of the company and its teams from a table."""

import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from bot.content import nearest
from bot.funnel.imports.files import AS_FOUND, Chosen, Imported, Place, opened
from bot.funnel.imports.reader import Reader
from bot.funnel.records import Report
from bot.funnel.tables import figure
from bot.sheets import BadCell, Cell, cells, dates
from bot.sheets.table import Row

_AMOUNTS = ("marketing_cost", "sales_cost", "receivable", "collected", "target")
_MONTH = re.compile(r"(?P<y>(?:19|20)\d\d)\s*(?:[-/.年]\s*)?(?P<m>0?[1-9]|1[0-2])\s*月?")


def import_figures(place: Place, path: Path, chosen: Chosen = AS_FOUND) -> Imported:
    """One row a month and team; the same month again replaces what the table says and keeps the rest."""
    reader, chosen = opened(place, path, ("figures",), chosen)
    found = Report()
    with place.store.read() if chosen.dry_run else place.store.write() as db:
        teams = {name for name, _ in place.directory.teams(db)}
        currency = place.settings.funnel.currency
        seen: dict[tuple[str, str], int] = {}
        for number, values in reader.each(lambda number, row: (number, _values(reader, row, teams, currency))):
            first = seen.setdefault((values["month"], values["team"]), number)
            if first == number:
                _load(db, values, found)
            else:
                reader.reject(number, f"{values['month']} of this team is in row {first}, too. One of them is wrong.")
    reader.into(found)
    return Imported(reader.fit.name, reader.table.notes, found)


def month(cell: Cell) -> str:
    """2026-03, from 2026年3月, 2026/3, 202603 or any day of it."""
    if isinstance(cell, (datetime, date)):
        return f"{cell:%Y-%m}"
    said = cells.text(cell)
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", said).strip())
    if found:
        return f"{found['y']}-{int(found['m']):02}"
    named = re.fullmatch(r"([A-Za-z]{3,9})[\s\-']*(\d{4}|\d{2})", said)
    at = dates.moment(f"1 {named[1]} {named[2]}" if named else cell, ZoneInfo("UTC"))
    return f"{at:%Y-%m}" if at else ""


def _values(read: Reader, row: Row, teams: set[str], currency: str) -> dict[str, Any]:
    team = read.word(row, "team")
    if team and team not in teams:
        known = f" There are: {', '.join(sorted(teams))}." if teams else " `cornerman teams add` makes one."
        raise BadCell(f"Column {read.column('team')!r}: there is no team {team!r}.{nearest(team, teams)}{known}")
    values: dict[str, Any] = {"month": read.needed(row, "month", month), "team": team}
    amounts = {name: read.amount(row, name) for name in _AMOUNTS if read.has(name)}
    said = {own for _, own in amounts.values() if own} | ({read.currency(read.text(row, "currency"))} - {""})
    if len(said) > 1:
        raise BadCell(f"There are amounts in {' and '.join(sorted(said))}. A month of a team has one currency.")
    values |= {name: amount for name, (amount, _) in amounts.items() if amount is not None}
    values |= {"currency": next(iter(said), read.fit.mapping.currency or currency)}
    margin, customers = read.read(row, "gross_margin", cells.share), read.read(row, "new_customers", cells.whole)
    values |= {} if margin is None else {"gross_margin": margin}
    return values | ({} if customers is None else {"new_customers": customers})


def _load(db: Connection, values: dict[str, Any], found: Report) -> None:
    where = (figure.c.month == values["month"], figure.c.team == values["team"])
    known = db.execute(select(figure).where(*where)).mappings().first()
    if known is None:
        db.execute(insert(figure).values(**values))
        found.added += 1
    elif all(known[name] == value for name, value in values.items()):
        found.unchanged += 1
    else:
        db.execute(update(figure).where(*where).values(**values))
        found.changed += 1

"""Imports a file of deals: reads it, finds the mapping that fits, loads what it says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.funnel.imports.changes import ChangeRows
from bot.funnel.imports.deals import DealRows, StageRows
from bot.funnel.imports.mapping import Fit, Rows, fitting
from bot.funnel.imports.reader import Reader
from bot.funnel.loading import load
from bot.funnel.records import Report
from bot.funnel.stage_history import CLOSING, SOLD
from bot.funnel.stage_words import StageWords
from bot.people.directory import Directory
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.sheets import read
from bot.store import Store

DEALS: tuple[Rows, ...] = ("deals", "stages", "changes")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the person who imports says of the file."""

    mapping: str = ""
    system: str = ""
    playbook: str = ""
    kept_by: str = "source"
    dates: str = ""
    """dmy or mdy."""
    dry_run: bool = False


AS_FOUND = Chosen()
"""Nobody says anything: the file and the mappings decide."""


@dataclass(frozen=True, slots=True)
class Imported:
    mapping: str
    notes: tuple[str, ...]
    report: Report


@dataclass(frozen=True, slots=True)
class Place:
    """Where imports go."""

    store: Store
    playbooks: Playbooks
    directory: Directory
    settings: Settings
    now: datetime


def import_deals(
    place: Place, path: Path, chosen: Chosen = AS_FOUND, report: Callable[[int, int], None] | None = None
) -> Imported:
    reader, chosen = opened(place, path, DEALS, chosen)
    rows = _rows(reader, place, chosen)
    found = load(
        place.store, place.playbooks, place.directory, place.settings, chosen.system, rows.deals(), rows.events(),
        place.now, playbook=chosen.playbook, kept_by=chosen.kept_by, dry_run=chosen.dry_run, report=report,
    )  # fmt: skip
    reader.into(found)
    return Imported(reader.fit.name, reader.table.notes, found)


def opened(place: Place, path: Path, kinds: Sequence[Rows], chosen: Chosen) -> tuple[Reader, Chosen]:
    """The file through its mapping; what the mapping says counts where nobody says otherwise."""
    table = read(path)
    fit: Fit = fitting(table, kinds, chosen.mapping, place.settings.workspace)
    reader = Reader(table, fit, place.settings.time_zone, chosen.dates)
    system = chosen.system or fit.mapping.system
    return reader, replace(chosen, system=system, playbook=chosen.playbook or fit.mapping.playbook or "")


def _rows(reader: Reader, place: Place, chosen: Chosen) -> DealRows | StageRows | ChangeRows:
    if reader.fit.mapping.rows == "stages":
        return StageRows(reader)
    if reader.fit.mapping.rows == "changes":
        return ChangeRows(reader)
    return DealRows(reader, _is_closed(place.playbooks, chosen.playbook))


def _is_closed(playbooks: Playbooks, playbook: str) -> Callable[[str], bool]:
    book = playbooks.get(playbook) or (playbooks.default() if playbooks.any() else None)
    words = StageWords()
    return lambda stage: book is not None and bool(stage) and words.meaning(book, stage)[1] in (*CLOSING, *SOLD)

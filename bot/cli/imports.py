"""Deals, contacts with customers, people and figures out of exported tables: import."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.base import app_of, bar, main, print_json

if TYPE_CHECKING:
    from bot.app import App
    from bot.funnel.imports.files import Chosen, Imported, Place
    from bot.funnel.records import Report

SHOWN = 20
"""Rows and words that are shown of each list; --json has them all."""

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
MAP = click.option("--map", "mapping", default="", help="A mapping's name or file; else the one that fits best.")
SYSTEM = click.option("--system", default="", help="Whose ids these are, where the mapping should not say it.")
DATES = click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="What comes first in 03/04/2026.")
DRY = click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be written.")
JSON = click.option("--json", "as_json", is_flag=True)


@main.group("import")
def imports() -> None:
    """Take over tables that other systems export: CSV or XLSX."""


@imports.command("deals")
@FILE
@MAP
@SYSTEM
@click.option("--playbook", default="", help="Whose stages these are; otherwise by the customer's industry.")
@click.option("--kept-by", type=click.Choice(["source", "local"]), default="source",
              help="Whose word on a deal's stage counts from now on: theirs, or ours.")  # fmt: skip
@DATES
@DRY
@JSON
@click.pass_context
def import_deals(context: click.Context, /, file: Path, as_json: bool, **said: Any) -> None:
    """Deals, or the history of their stages, from FILE."""
    from bot.funnel.imports.files import import_deals as run

    with app_of(context) as app:
        _say(file, run(_place(app), file, _chosen(**said), bar("Importing")), as_json, said["dry_run"])


@imports.command("touches")
@FILE
@MAP
@SYSTEM
@DATES
@DRY
@JSON
@click.pass_context
def import_touches(context: click.Context, /, file: Path, as_json: bool, **said: Any) -> None:
    """Visits, calls and messages from FILE."""
    from bot.funnel.imports.touches import import_touches as run

    with app_of(context) as app:
        _say(file, run(_place(app), file, _chosen(**said), bar("Importing")), as_json, said["dry_run"])


@imports.command("people")
@FILE
@MAP
@DRY
@JSON
@click.pass_context
def import_people(context: click.Context, /, file: Path, as_json: bool, **said: Any) -> None:
    """Colleagues with role, team, first day, mentor and quest from FILE; nobody is ever removed."""
    from bot.quests.joining.people_import import import_people as run
    from bot.quests.quests import Quests

    with app_of(context) as app:
        done = run(_place(app), app.service(Quests), file, _chosen(**said), bar("Importing"))
        _say(file, done, as_json, said["dry_run"])


@imports.command("figures")
@FILE
@MAP
@DATES
@DRY
@JSON
@click.pass_context
def import_figures(context: click.Context, /, file: Path, as_json: bool, **said: Any) -> None:
    """Monthly costs, margins, receivables and targets from FILE."""
    from bot.funnel.imports.figures import import_figures as run

    with app_of(context) as app:
        _say(file, run(_place(app), file, _chosen(**said)), as_json, said["dry_run"])


def _place(app: "App") -> "Place":
    from bot.funnel.imports.files import Place
    from bot.playbooks.playbooks import Playbooks

    return Place(app.store, app.service(Playbooks), app.directory, app.settings, app.clock())


def _chosen(dates: str | None = None, **said: Any) -> "Chosen":
    from bot.funnel.imports.files import Chosen

    return Chosen(**said, dates=dates or "")


def _say(file: Path, done: "Imported", as_json: bool, dry_run: bool) -> None:
    if as_json:
        report = asdict(done.report)
        print_json({"file": str(file), "mapping": done.mapping, "dry_run": dry_run, "notes": done.notes, **report})
        return
    for line in lines(file, done, dry_run):
        click.echo(line)


def lines(file: Path, done: "Imported", dry_run: bool) -> list[str]:
    """The report as people read it: what was done, then what to look at."""
    report = done.report
    would = "would be " if dry_run else ""
    found = [f"{file.name}, read with the mapping {done.mapping}.", *done.notes]
    events = f"; {report.events} stage events {would}added" if report.events else ""
    found.append(f"{report.added} {would}added, {report.changed} {would}changed, {report.unchanged} unchanged{events}.")
    found += _about_people(report, dry_run)
    if report.blank:
        found.append(f"{report.blank} blank rows left out.")
    found += _rejected(file, report)
    if report.unknown_columns:
        more = len(report.unknown_columns) - SHOWN
        others = f" and {more} more" if more > 0 else ""
        found.append(f"Columns that were not read: {', '.join(report.unknown_columns[:SHOWN])}{others}.")
    found += _words("Words not known here (a stage's aliases, or a mapping's words, mend it)", report.unknown_stages)
    found += _words("Nobody here is called so; the name stays as text until somebody is", report.unknown_owners)
    return found


def _about_people(report: "Report", dry_run: bool) -> list[str]:
    from bot.quests.joining.people_import import PeopleReport, sentences

    if not isinstance(report, PeopleReport):
        return []
    said = sentences(report, dry_run)
    more = len(said) - SHOWN
    return [*said[:SHOWN], f"… and {more} more differences; --json lists them all."] if more > 0 else list(said)


def _rejected(file: Path, report: "Report") -> list[str]:
    found = [f"{file.name}, row {rejected.row}: {rejected.why}" for rejected in report.rejected[:SHOWN]]
    more = len(report.rejected) - SHOWN
    return [*found, f"… and {more} more rows; --json lists them all."] if more > 0 else found


def _words(said: str, counts: dict[str, int]) -> list[str]:
    if not counts:
        return []
    most = sorted(counts.items(), key=lambda item: -item[1])
    more = f", and {len(most) - SHOWN} more" if len(most) > SHOWN else ""
    return [f"{said}: {', '.join(f'{word} ({count})' for word, count in most[:SHOWN])}{more}."]

"""The CRM or ERP, read now: sync."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.cli.base import FINDING, app_of, bar, main, print_json

if TYPE_CHECKING:
    from bot.funnel.sources.sync import Synced

SHOWN = 20
"""Rows named on the screen; --json has them all."""


@main.command()
@click.option("--dry-run", is_flag=True, help="Read and report, write nothing.")
@click.option("--all", "everything", is_flag=True, help="All rows, not only what is new since the last time.")
@click.option("--views", type=click.Choice(["tryton", "tryton-sqlite", "odoo", "template"]),
              help="Only print the SQL of the two views for such a system.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def sync(context: click.Context, dry_run: bool, everything: bool, views: str | None, as_json: bool) -> None:
    """Read deals and stages from the CRM or ERP (FUNNEL_SOURCE_URL). Exit code 1: some rows could not be read."""
    if views:
        click.echo(_sql(views), nl=False)
        return
    from bot.funnel.sources.sync import sync as run
    from bot.knowledge.library import Library
    from bot.playbooks.playbooks import Playbooks

    with app_of(context) as app:
        cards = Library(app.settings.workspace, app.settings.state, app.clock, lexical=True)  # playbooks name them
        done = run(
            app.store, Playbooks(cards), app.directory, app.settings, app.clock(),
            everything=everything, dry_run=dry_run, report=bar("Reading the CRM"),
        )  # fmt: skip
    if as_json:
        print_json({"dry_run": dry_run, "since": done.since, **asdict(done.report)})
    else:
        _show(done, dry_run)
    if done.report.rejected:
        context.exit(FINDING)


def _sql(system: str) -> str:
    from importlib.resources import files

    return (files("bot.funnel.sources") / "sql" / f"{system}.sql").read_text("utf-8")


def _show(done: "Synced", dry_run: bool) -> None:
    report = done.report
    for rejected in report.rejected[:SHOWN]:
        click.echo(f"{rejected.why} (row {rejected.row})", err=True)
    if len(report.rejected) > SHOWN:
        click.echo(f"And {len(report.rejected) - SHOWN} more; --json names them all.", err=True)
    if report.unknown_stages:
        click.echo(f"No playbook knows these stages; add them to a stage's aliases: {_most(report.unknown_stages)}.")
    if report.unknown_owners:
        click.echo(f"Nobody here is called so; the deals keep the name as text: {_most(report.unknown_owners)}.")
    counted = f"{report.added} deals added, {report.changed} changed, {report.unchanged} unchanged"
    click.echo(f"{counted}; {report.events} stage events{' would be written' if dry_run else ''}.")


def _most(counts: dict[str, int]) -> str:
    most = sorted(counts.items(), key=lambda item: -item[1])
    return ", ".join(f"{word} ({count})" for word, count in most[:SHOWN]) + (", …" if len(most) > SHOWN else "")

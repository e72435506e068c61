"""The record of who changed what about people."""

import click

from bot.cli.base import FINDING, app_of, main, print_json


@main.group()
def audit() -> None:
    """The record of who changed what about people."""


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--noted", default="", metavar="HASH", help="A hash printed earlier, which the chain must still hold.")
@click.pass_context
def audit_verify(context: click.Context, as_json: bool, noted: str) -> None:
    """Check that no row was changed, removed or put in later. Exit code 1: one was."""
    from bot.people.audit import verify

    with app_of(context) as app, app.store.read() as db:
        found = verify(db, noted)
    if as_json:
        print_json({"rows": found.rows, "head": found.head, "problem": found.problem})
    else:
        click.echo(found.problem or f"{found.rows} rows, each after the one before it. The newest is {found.head}.")
    if found.problem:
        context.exit(FINDING)

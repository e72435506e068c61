"""What was to go out and did not: list it, send it once more."""

import click

from bot.cli.base import FINDING, app_of, main, print_json

STATES = click.Choice(["dead", "unknown", "expired", "ready"])
LOST = ("dead", "unknown")
"""Somebody may be waiting for these; what expired was too late to be worth reading."""


@main.group()
def outbox() -> None:
    """Messages that wait, or that did not arrive."""


@outbox.command("list")
@click.option("--state", "states", type=STATES, multiple=True, help="Only these; otherwise dead, unknown, expired.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def outbox_list(context: click.Context, states: tuple[str, ...], as_json: bool) -> None:
    """What did not arrive or may not have, and why. Exit code 1: there is something dead or unknown."""
    from bot.pushes.states import listed

    with app_of(context) as app, app.store.read() as db:
        found = listed(db, states or (*LOST, "expired"))
    rows = [
        {
            "id": row.id, "state": row.status, "kind": row.kind, "channel": row.channel, "name": row.name,
            "created_at": row.created_at.isoformat(timespec="minutes"), "tries": row.attempts, "why": row.error,
        }
        for row in found
    ]  # fmt: skip
    if as_json:
        print_json(rows)
    for row in rows if not as_json else ():
        click.echo("  ".join(str(value) for value in row.values() if value != ""))
    if not rows and not as_json:
        click.echo("Nothing: everything arrived or is on its way.")
    if any(row["state"] in LOST for row in rows):
        context.exit(FINDING)


@outbox.command("replay")
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option("--all", "everything", is_flag=True, help="All that is dead or unknown.")
@click.option("--state", "states", type=click.Choice([*LOST, "expired"]), multiple=True, help="With --all: only these.")
@click.pass_context
def outbox_replay(context: click.Context, ids: tuple[int, ...], everything: bool, states: tuple[str, ...]) -> None:
    """Send them once more. What is unknown may have arrived: then it arrives twice."""
    from bot.pushes.states import listed, replay

    if bool(ids) == everything or (states and not everything):
        raise click.UsageError("Name the messages by their numbers, or say --all; --state goes with --all.")
    with app_of(context) as app:
        done, chosen = 0, list(ids)
        while True:
            with app.store.write() as db:
                chosen = [row.id for row in listed(db, states or LOST)] if everything else chosen
                done += replay(db, chosen, app.clock())
            if not everything or not chosen:  # a list is cut to its newest
                break
    click.echo(f"{done} to be sent again.")
    if done < len(set(ids)):
        click.echo("The others are not dead, unknown or expired: `cornerman outbox list` shows what is.", err=True)
        context.exit(FINDING)

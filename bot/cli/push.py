"""Looking at what is pushed: who would get what, and when."""

from typing import TYPE_CHECKING, Any

import click

from bot.cli.base import app_of, main, moment, print_json
from bot.clock import MovedClock, system_clock

if TYPE_CHECKING:
    from bot.app import App


@main.command()
@click.argument("kind", type=click.Choice(["morning"]))
@click.option("--at", metavar="WHEN", help="As if it were then, such as 2026-11-23T08:20; otherwise now.")
@click.option("--dry-run", is_flag=True, help="Only say who would get what.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def push(context: click.Context, kind: str, at: str | None, dry_run: bool, as_json: bool) -> None:
    """Put what is due of KIND into the outbox; a `run` sends it. Nobody gets the same day's twice."""
    if at and not dry_run:
        raise click.UsageError("--at looks at another moment, and only --dry-run may do that.")
    with app_of(context) as app:
        if at:
            app.clock = MovedClock(moment(at, app.settings.time_zone), system_clock)
        rows = _rows(app)
        if not dry_run:
            from bot.app.mornings import send_due

            send_due(app)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['slot']} {row['at']}  {row['name']} ({row['channel']}): {row['state']}")
        if row["text"]:
            click.echo("  " + row["text"].replace("\n", "\n  "))
    if not rows:
        click.echo("Nothing is due.")


def _rows(app: "App") -> list[dict[str, Any]]:
    """One row for each person whose morning has come and who has not had it."""
    from bot.app.mornings import look, message
    from bot.channels import plain
    from bot.pushes.outbox import home_of
    from bot.words import words

    rows = []
    with app.store.read() as db:
        for due in look(app, db):
            person = app.directory.by_id(db, due.person_id)
            reply = message(app, db, person) if person else None
            said = words(person.language if person and person.language else app.settings.language)
            rows.append({
                "name": person.name if person else "", "slot": due.slot, "at": f"{due.at:%Y-%m-%dT%H:%MZ}",
                "channel": home_of(db, due.person_id),
                "state": "too late" if due.late else "due" if reply else "nothing to say",
                "text": plain.render(reply, said) if reply and not due.late else "",
            })  # fmt: skip
    return rows

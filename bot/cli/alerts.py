"""Trying an alert rule on the past before anybody hears of it."""

import click

from bot.cli.base import app_of, main, print_json
from bot.errors import CornermanError


@main.group("alerts")
def alerts() -> None:
    """What is worth a look: the rules of playbooks/rules/alerts.yaml."""


@alerts.command("dry-run")
@click.argument("rule")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How far back.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def dry_run(context: click.Context, rule: str, days: int, as_json: bool) -> None:
    """How often RULE would have fired in the past days, and on how many people. Nothing is written, nobody is told."""
    from bot.content import nearest
    from bot.funnel.alerts import history
    from bot.funnel.alerts.chat import verdict
    from bot.words import words

    with app_of(context) as app:
        found = app.alerts.rules.get(rule)
        if found is None:
            known = [each.id for each in app.alerts.rules.all()]
            raise CornermanError(
                f"There is no rule {rule!r}.{nearest(rule, known)} Rules: {', '.join(known) or 'none'}."
            )
        if found.first.when in history.CANNOT:
            raise CornermanError(f"The rows do not say what {found.first.when} would have found on a day that is gone.")
        with app.store.read() as db:
            known_now = app.alerts.known(db, app.clock())
            done = history.dry_run(db, found, known_now, days, frozenset(known_now.org.members))
    if as_json:
        print_json({"rule": rule, "days": days, "fired": done.fired, "people": done.people, "on_two": done.most})
        return
    click.echo(verdict(words("en"), found, done))

"""An invented team, and what happened to it: simulate."""

from datetime import datetime

import click

from bot.cli.base import bar, main, print_json, settings_of


@main.command()
@click.option("--people", type=click.IntRange(4, 500), default=10, show_default=True, help="Reps and their managers.")
@click.option("--days", type=click.IntRange(7, 1000), default=120, show_default=True, help="How long they live.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number, another company.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Their last day.  [default: 2026-11-20]")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def simulate(context: click.Context, people: int, days: int, seed: int, until: datetime | None, as_json: bool) -> None:
    """Let an invented team live on a moved clock, and print what happened. The same seed always gives the same."""
    from bot.simulate.report import lines
    from bot.simulate.run import UNTIL, simulate

    found = simulate(
        settings_of(context), people=people, days=days, seed=seed, until=until.date() if until else UNTIL, bars=bar
    )
    if as_json:
        print_json(found)
    else:
        click.echo("\n".join(lines(found)))

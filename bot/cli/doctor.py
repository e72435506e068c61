"""What the bot stands on, looked at: doctor."""

from dataclasses import asdict

import click

from bot.cli.base import FINDING, main, print_json, settings_of
from bot.clock import system_clock
from bot.errors import CornermanError

SIGNS = {"fine": "✓", "wrong": "✗", "none": "–"}


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check tokens, scopes, proxies, clock, database and queues. Exit code 1: something is wrong."""
    from bot.app.doctor import examine
    from bot.channels.doctor import wrong

    try:
        found = examine(settings_of(context), system_clock)
    except CornermanError as error:  # without settings there is nothing to look at
        found = [wrong("settings", str(error))]
    well = not any(finding.state == "wrong" for finding in found)
    if as_json:
        print_json({"fine": well, "checks": [asdict(finding) for finding in found]})
    else:
        width = max(len(finding.check) for finding in found)
        for finding in found:
            click.echo(f"{SIGNS[finding.state]} {finding.check:{width}}  {finding.said}")
    if not well:
        context.exit(FINDING)

"""Setting Slack up."""

import json

import click

from bot.cli.base import main, settings_of


@main.group()
def slack() -> None:
    """The app in Slack."""


@slack.command("manifest")
@click.option("--json", "as_json", is_flag=True, help="The same: a manifest is JSON.")
@click.pass_context
def slack_manifest(context: click.Context, as_json: bool) -> None:
    """The app's manifest, to paste into Slack: scopes, events, the command and the shortcuts of your features."""
    from bot.app.host import FEATURES
    from bot.channels.slack.manifest import manifest
    from bot.features import Routes

    click.echo(json.dumps(manifest(Routes(FEATURES), settings_of(context)), ensure_ascii=False, indent=2))

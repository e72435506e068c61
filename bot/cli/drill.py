"""Playing a drill from a file or the keyboard, and beginning one from a real conversation."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.base import app_of, main, print_json, settings_of
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.drills.solo import Solo

GRADES = ("easy", "medium", "hard")


class PlayOr(click.Group):
    """`drill SCENARIO` plays; what is no verb of its own is a scenario."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        own = {*self.commands, *context.help_option_names}
        return super().parse_args(context, args if not args or args[0] in own else ["play", *args])


@main.group(cls=PlayOr)
def drill() -> None:
    """Play a drill: `drill SCENARIO`. Or begin one: `drill draft ID`."""


@drill.command("draft")
@click.argument("number", metavar="ID", type=int)
@click.pass_context
def begin(context: click.Context, number: int) -> None:
    """Print the draft of a scenario, from conversation ID that somebody offered with /review."""
    from bot.drills.real import rows
    from bot.drills.real.draft import draft
    from bot.drills.stage import Stage

    with app_of(context) as app:
        with app.store.read() as db:
            kept = rows.shared(db, number)
        if kept is None or kept.chosen is None:
            raise CornermanError(f"Nobody has offered a conversation {number} as a drill.")
        click.echo(draft(kept.id, kept.chosen, app.library, app.service(Stage).repertoire.personas), nl=False)


@drill.command()
@click.argument("scenario")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number, another day of this customer.")
@click.option("--script", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="What the rep says, a message a line; without it you are asked.")  # fmt: skip
@click.option("--grade", type=click.Choice(GRADES), default="medium", show_default=True)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Otherwise the workspace's.")
@click.option("--lexical", is_flag=True, help="Without the sentence encoder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def play(
    context: click.Context, scenario: str, seed: int, script: Path | None, grade: str, lang: str | None,
    lexical: bool, as_json: bool,
) -> None:  # fmt: skip
    """Play SCENARIO and print the talk and its score. The same seed and script always give the same."""
    from bot.drills.solo import open_solo

    settings = settings_of(context)
    solo = open_solo(
        settings.workspace, settings.state, scenario, lang or settings.language, grade, seed, lexical=lexical
    )
    _play(solo, script, quiet=as_json)
    if as_json:
        print_json(solo.as_json())
    else:
        click.echo("\n".join(solo.report()))


def _play(solo: "Solo", script: Path | None, *, quiet: bool) -> None:
    if not quiet:
        click.echo(solo.last)
    for text in _messages(script):
        if solo.over:
            return
        answer = solo.say(text)
        if not quiet:
            click.echo((f"> {text}\n" if script else "") + answer)


def _messages(script: Path | None) -> Iterator[str]:
    """Lines of the script without blank ones and those that begin with #; from the keyboard until it is closed."""
    if script is not None:
        try:
            lines = script.read_text("utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise CornermanError(f"{script} is not UTF-8 text. Save it as UTF-8.") from error
        yield from (line.strip() for line in lines if line.strip() and not line.startswith("#"))
        return
    yield from (line.strip() for line in sys.stdin if line.strip())

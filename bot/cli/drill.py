"""Playing a drill from a file or the keyboard, without a database: the same customer, the same score."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.base import main, print_json, settings_of
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.drills.solo import Solo

GRADES = ("easy", "medium", "hard")


@main.command()
@click.argument("scenario")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number, another day of this customer.")
@click.option("--script", type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="What the rep says, a message a line; without it you are asked.")  # fmt: skip
@click.option("--grade", type=click.Choice(GRADES), default="medium", show_default=True)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Otherwise the workspace's.")
@click.option("--lexical", is_flag=True, help="Without the sentence encoder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def drill(
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
    yield from (line.strip() for line in click.get_text_stream("stdin") if line.strip())

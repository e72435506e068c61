"""What every verb stands on: the workspace, the app, errors as one sentence, JSON and progress."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot import settings as settings_file
from bot.clock import Clock, system_clock
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings

FINDING = 1
"""Exit code of a verb that found something wrong; click ends wrong use with 2."""


class Verbs(click.Group):
    """Turns our errors into one sentence and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except CornermanError as error:
            click.echo(str(error), err=True)
            context.exit(FINDING)
        except OSError as error:
            if isinstance(error, BrokenPipeError) or error.filename is None:
                raise
            click.echo(f"{error.filename}: {error.strerror}.", err=True)
            context.exit(FINDING)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--workspace", type=click.Path(path_type=Path, file_okay=False), envvar="CORNERMAN_WORKSPACE",
              help="Folder with cornerman.toml; otherwise the nearest one at or above this folder.")  # fmt: skip
@click.version_option(package_name="cornerman")
@click.pass_context
def main(context: click.Context, workspace: Path | None) -> None:
    """Cornerman, the sales coach in a team's chat."""
    context.obj = workspace


def settings_of(context: click.Context, *, demo: bool = False) -> "Settings":
    workspace = context.find_root().obj
    folder = workspace.resolve() if workspace else settings_file.find_workspace(Path.cwd())
    return settings_file.load(folder, demo=demo)


@contextmanager
def app_of(context: click.Context, *, demo: bool = False, clock: Clock = system_clock) -> Iterator["App"]:
    from bot.app import App

    app = App(settings_of(context, demo=demo), clock=clock)
    try:
        yield app
    finally:
        app.close()


def moment(text: str, zone: str) -> datetime:
    """A time as it is typed; without an offset it is the workspace's."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"{text!r} is no time. Write it like 2026-11-23T08:00.") from error
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def bar(label: str) -> Any:
    """A progress bar on stderr: silent where nobody looks."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task(label, total=None)

    def report(done: int, total: int) -> None:
        if not progress.live.is_started:
            progress.start()
        progress.update(task, completed=done, total=total)
        if total and done >= total:
            progress.stop()

    return report

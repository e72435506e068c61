"""The verbs of `cornerman`. Each loads only what it needs, so that a short one stays short."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from bot import settings as settings_file
from bot.clock import Clock, MovedClock, system_clock
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings

FINDING, USAGE = 1, 2


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


def _settings(context: click.Context, *, demo: bool = False) -> "Settings":
    workspace = context.find_root().obj
    folder = workspace.resolve() if workspace else settings_file.find_workspace(Path.cwd())
    return settings_file.load(folder, demo=demo)


@contextmanager
def _app(context: click.Context, *, demo: bool = False, clock: Clock = system_clock) -> Iterator["App"]:
    from bot.app import App

    app = App(_settings(context, demo=demo), clock=clock)
    try:
        yield app
    finally:
        app.close()


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


# The bot


@main.command()
@click.option("--demo", is_flag=True, help="An invented team, a clock that can be moved, anyone's view.")
@click.option("--at", metavar="TIME", help="With --demo: the moment to start at, such as 2026-11-23T08:00.")
@click.option("--port", type=click.IntRange(0, 65535), help="Another port than cornerman.toml says.")
@click.pass_context
def run(context: click.Context, demo: bool, at: str | None, port: int | None) -> None:
    """Start the bot and print the address of its page."""
    from dataclasses import replace

    from bot.app import serve

    if at and not demo:
        raise click.UsageError("--at moves the clock, and only --demo may do that.")
    found = _settings(context, demo=demo)
    clock: Clock = MovedClock(_moment(at, found.time_zone) if at else None) if demo else system_clock
    serve(found if port is None else replace(found, port=port), clock, click.echo)


def _moment(text: str, zone: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"{text!r} is no time. Write it like 2026-11-23T08:00.") from error
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


@main.command()
@click.option("--as", "name", default="", metavar="NAME", help="Who is speaking; somebody new is a rep.")
@click.option("--plain", is_flag=True, help="One message a line from stdin, plain text out; #2 presses button 2.")
@click.pass_context
def chat(context: click.Context, name: str, plain: bool) -> None:
    """Talk to the bot in this terminal."""
    from bot.channels import terminal

    with _app(context) as app:
        account = name or _only_admin(app)
        _known_on_terminal(app, account)
        app.library.watch()
        if plain or not sys.stdin.isatty():
            terminal.chat_plain(app, account, sys.stdin, click.echo)
        else:
            terminal.chat(app, account)


def _only_admin(app: "App") -> str:
    """Who sits at this machine when no name is given: its admin."""
    from bot.app import first_admin

    return first_admin(app).name


def _known_on_terminal(app: "App", name: str) -> None:
    """At the terminal a name is the account: somebody of that name is recognised, anybody else is new."""
    from bot.channels.terminal import CHANNEL

    with app.store.write() as db:
        if app.directory.recognise(db, CHANNEL, name) is not None:
            return
        same = [p for p in app.directory.everyone(db) if p.name == name]
        if same:
            app.directory.attach(db, CHANNEL, name, same[0].id)


@main.command()
@click.argument("text")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the card; otherwise that of the question.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def ask(context: click.Context, text: str, lang: str | None, as_json: bool) -> None:
    """Ask the knowledge base once. Exit code 1: no card."""
    from bot.knowledge.library import Library
    from bot.knowledge.once import as_text, ask_once

    found = _settings(context)
    library = Library(found.workspace, found.state, system_clock)
    try:
        library.open(_bar("Reading the cards"))
        answer = ask_once(library, text)
        if as_json:
            _print_json(answer)
        else:
            click.echo(as_text(library, answer, text, lang))
    finally:
        library.close()  # stops the training that opening began
    if answer["outcome"] == "refuse":
        context.exit(FINDING)


# Content


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def check(context: click.Context, folder: Path | None, as_json: bool) -> None:
    """Check a workspace's files. Exit code 1: something is wrong."""
    from bot.knowledge.cards import read_shelf

    root = folder.resolve() if folder else _settings(context).workspace
    settings_file.load(root)
    shelf = read_shelf(root)
    if as_json:
        problems = [{"path": p.path, "line": p.line, "problem": p.problem} for p in shelf.problems]
        _print_json({"cards": len(shelf.ids), "files": len(shelf.cards), "problems": problems})
    else:
        for problem in shelf.problems:
            click.echo(str(problem))
        phrases = sum(len(card.says) for card in shelf.cards.values())
        verdict = "fine" if not shelf.problems else f"{len(shelf.problems)} to mend"
        click.echo(f"{len(shelf.ids)} cards, {len(shelf.cards)} files, {phrases} phrases: {verdict}.")
    if shelf.problems:
        context.exit(FINDING)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Copy the starter workspace to FOLDER."""
    from bot.content import STARTER, starter

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CornermanError(f"{folder} is not empty; nothing was copied. Name a new folder.")
    for name in STARTER:
        source, target = starter() / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
    click.echo(f"The starter workspace is in {folder}. Its company, customers and figures are invented.")
    click.echo(f"Next: cd {folder} && cornerman run")


@main.group()
def eval() -> None:
    """Measure how well questions find their cards."""


@eval.command("knowledge")
@click.argument("pack", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--questions", type=click.Path(path_type=Path, dir_okay=False), help="Ask these of the workspace's own cards."
)
@click.option("--lexical", is_flag=True, help="Without the sentence encoder.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.pass_context
def eval_knowledge(
    context: click.Context, pack: Path | None, questions: Path | None, lexical: bool, quiet: bool
) -> None:
    """Measure on PACK (cards.jsonl, questions.jsonl), or with --questions on the workspace's own cards."""
    from bot.knowledge.cards import read_shelf
    from bot.knowledge.library import entries
    from bot.search.evaluate import evaluate, load_pack, load_questions

    if (pack is None) == (questions is None):
        raise click.UsageError("Name a PACK, or --questions FILE for the workspace's own cards.")
    if pack is not None:
        cards, asked = load_pack(pack)
    else:
        assert questions is not None
        cards, asked = entries(read_shelf(_settings(context).workspace)), load_questions(questions)
    _print_json(evaluate(cards, asked, lexical=lexical, progress=None if quiet else _bar("Asking")))


def _bar(label: str) -> Any:
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


# People


@main.group()
def people() -> None:
    """Who may talk to the bot."""


ROLES = click.Choice(["rep", "newhire", "manager", "editor", "admin"])


@people.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def people_list(context: click.Context, as_json: bool) -> None:
    """Everyone, with role, team, language and time zone."""
    with _app(context) as app, app.store.read() as db:
        rows = [
            {"name": p.name, "role": p.role.value, "team": p.team, "language": p.language, "time_zone": p.time_zone}
            for p in app.directory.everyone(db)
        ]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        click.echo("  ".join(value for value in row.values() if value))


@people.command("invite")
@click.argument("name")
@click.option("--role", type=ROLES, help="For somebody new: rep unless you say otherwise.")
@click.option("--team", default="", help="For somebody new: an existing team.")
@click.pass_context
def people_invite(context: click.Context, name: str, role: str | None, team: str) -> None:
    """A personal link to the page for NAME (and a QR code, where phones can reach it)."""
    from bot.app import invite
    from bot.messages import Role

    with _app(context) as app:
        with app.store.write() as db:
            app.directory.let_back(db, name)
        link = invite(app, name, Role(role) if role else None, team)
    click.echo(f"{name} is let in once by this link, within 7 days; the device stays signed in for 30 days:")
    click.echo(link)
    if not _settings(context).public_url:
        click.echo("It works on this machine only. For a phone set public_url; docs/how-to/phone.md shows how.")
        return
    import segno

    segno.make(link, micro=False).terminal(compact=True)


@people.command("set")
@click.argument("name")
@click.option("--role", type=ROLES)
@click.option("--team", help='An existing team; "" for none.')
@click.pass_context
def people_set(context: click.Context, name: str, role: str | None, team: str | None) -> None:
    """Change NAME's role or team."""
    with _app(context) as app, app.store.write() as db:
        somebody = app.directory.named(db, name)
        if role:
            app.directory.change(db, somebody.id, role=role)
        if team is not None:
            app.directory.change(db, somebody.id, team_id=app.directory.team_id(db, team) if team else None)
        changed = app.directory.named(db, name)
    click.echo(f"{changed.name}: {changed.role.value}, team {changed.team or 'none'}.")


@people.command("leave")
@click.argument("name")
@click.pass_context
def people_leave(context: click.Context, name: str) -> None:
    """NAME left: signed out everywhere. Their rows stay until `cornerman erase`."""
    with _app(context) as app, app.store.write() as db:
        app.directory.leave(db, app.directory.named(db, name).id, app.clock())
    click.echo(f"{name} is signed out everywhere.")


@main.group()
def teams() -> None:
    """Teams, and which team is under which."""


@teams.command("add")
@click.argument("name")
@click.option("--parent", default="", help="The team above it.")
@click.pass_context
def teams_add(context: click.Context, name: str, parent: str) -> None:
    """A new team."""
    with _app(context) as app, app.store.write() as db:
        app.directory.add_team(db, name, parent)
    click.echo(f"Team {name} is there.")


@teams.command("list")
@click.pass_context
def teams_list(context: click.Context) -> None:
    """Every team, and the one above it."""
    with _app(context) as app, app.store.read() as db:
        for name, parent in app.directory.teams(db):
            click.echo(f"{name} (under {parent})" if parent else name)


@main.command()
@click.argument("person")
@click.pass_context
def export(context: click.Context, person: str) -> None:
    """Everything stored about PERSON, as JSON."""
    from bot.people.erasure import export as rows_about

    with _app(context) as app, app.store.read() as db:
        _print_json(rows_about(db, app.directory.named_even_gone(db, person)))


@main.command()
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def erase(context: click.Context, person: str, yes: bool) -> None:
    """Forget PERSON for good, in the tables and on disk."""
    from bot.people.erasure import erase as forget
    from bot.people.erasure import scrub

    with _app(context) as app:
        with app.store.read() as db:
            somebody = app.directory.named_even_gone(db, person)
        if not yes:
            click.confirm(f"Erase everything about {person}? This cannot be undone.", abort=True)
        with app.store.write() as db:
            done = forget(db, somebody, app.clock())
        try:
            scrub(app.store)
        except CornermanError as error:
            raise CornermanError(
                f"{person} is erased, but the old text could not be cleared from the disk: {error} "
                f"Stop what uses the database, then run: cornerman erase erased-{somebody} --yes"
            ) from error
    click.echo(f"{sum(done.values())} rows about {person} are gone or name nobody now.")


@main.command()
@click.pass_context
def migrate(context: click.Context) -> None:
    """Bring the database to this release (starting the bot does it too)."""
    with _app(context):
        click.echo("The database fits this release.")

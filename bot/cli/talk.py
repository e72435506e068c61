"""Talking to the bot: run, chat, ask."""

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from bot.cli.base import FINDING, app_of, bar, main, moment, print_json, settings_of
from bot.clock import Clock, MovedClock, system_clock

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings


@main.command()
@click.option("--demo", is_flag=True, help="An invented team, a clock that can be moved, anyone's view.")
@click.option("--at", metavar="TIME", help="With --demo: the moment to start at, such as 2026-11-23T08:00.")
@click.option("--port", type=click.IntRange(0, 65535), help="Another port than cornerman.toml says.")
@click.pass_context
def run(context: click.Context, demo: bool, at: str | None, port: int | None) -> None:
    """Start the bot and print the address of its page."""

    from bot.app import serve

    if at and not demo:
        raise click.UsageError("--at moves the clock, and only --demo may do that.")
    found = settings_of(context, demo=demo)
    found = found if port is None else replace(found, port=port)
    if demo:
        _serve_demo(found, MovedClock(moment(at, found.time_zone) if at else None))
    else:
        serve(found, system_clock, click.echo)


def _serve_demo(settings: "Settings", clock: Clock) -> None:
    from bot.app import serve
    from bot.simulate.demo import begin, profiled

    serve(profiled(settings), clock, click.echo, partial(begin, progress=bar("Nine months of an invented team")))


@main.command()
@click.option("--as", "name", default="", metavar="NAME", help="Who is speaking; somebody new is a rep.")
@click.option("--plain", is_flag=True, help="One message a line from stdin, plain text out; #2 presses button 2.")
@click.pass_context
def chat(context: click.Context, name: str, plain: bool) -> None:
    """Talk to the bot in this terminal."""
    from bot.channels import terminal

    with app_of(context) as app:
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
    from bot.people.audit import record

    with app.store.write() as db:
        if app.directory.recognise(db, CHANNEL, name) is not None:
            return
        same = [p for p in app.directory.everyone(db) if p.name == name]
        if same:
            app.directory.attach(db, CHANNEL, name, same[0].id)
            record(db, app.clock(), actor=None, action="people.link", subject=same[0].id, channel=CHANNEL, closed=False)


@main.command()
@click.argument("text")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the card; otherwise that of the question.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def ask(context: click.Context, text: str, lang: str | None, as_json: bool) -> None:
    """Ask the knowledge base once. Exit code 1: no card."""
    from bot.knowledge.library import Library
    from bot.knowledge.once import as_text, ask_once

    found = settings_of(context)
    library = Library(found.workspace, found.state, system_clock)
    try:
        library.open(bar("Reading the cards"))
        answer = ask_once(library, text)
        if as_json:
            print_json(answer)
        else:
            click.echo(as_text(library, answer, text, lang))
    finally:
        library.close()  # stops the training that opening began
    if answer["outcome"] == "refuse":
        context.exit(FINDING)

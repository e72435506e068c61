"""People and teams, and what is stored about them; the database."""

from typing import TYPE_CHECKING

import click

from bot.cli.base import app_of, main, print_json, settings_of
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.app import App


@main.group()
def people() -> None:
    """Who may talk to the bot."""


ROLES = click.Choice(["rep", "newhire", "manager", "editor", "admin"])


@people.command("list")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def people_list(context: click.Context, as_json: bool) -> None:
    """Everyone, with role, team, language and time zone."""
    with app_of(context) as app, app.store.read() as db:
        rows = [
            {"name": p.name, "role": p.role.value, "team": p.team, "language": p.language, "time_zone": p.time_zone}
            for p in app.directory.everyone(db)
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("  ".join(value for value in row.values() if value))


@people.command("invite")
@click.argument("name")
@click.option("--role", type=ROLES, help="For somebody new: rep unless you say otherwise.")
@click.option("--team", default="", help="For somebody new: an existing team.")
@click.pass_context
def people_invite(context: click.Context, name: str, role: str | None, team: str) -> None:
    """Personal links for NAME: to the page (with a QR code, where phones can reach it) and to the bot on Telegram."""
    from bot.app import invite
    from bot.messages import Role

    with app_of(context) as app:
        with app.store.write() as db:
            app.directory.let_back(db, name, app.clock())
        link = invite(app, name, Role(role) if role else None, team)
        elsewhere = _on_telegram(app, name)
    click.echo(f"{name} is let in once by this link, within 7 days; the device stays signed in for 30 days:")
    click.echo(link)
    if settings_of(context).public_url:
        import segno

        segno.make(link, micro=False).terminal(compact=True)
    else:
        click.echo("It works on this machine only. For a phone set public_url; docs/how-to/people.md shows how.")
    if elsewhere:
        click.echo(elsewhere)


def _on_telegram(app: "App", name: str) -> str:
    """The invitation as a link to the bot there; "" while no bot is set up."""
    if not app.settings.telegram.on:
        return ""
    import asyncio

    from bot.channels.telegram.application import username
    from bot.people import logins
    from bot.people.page_link import telegram_link

    bot_name = asyncio.run(username(app.settings.telegram))
    if not bot_name:
        return "There is no link to Telegram, which cannot be reached: `cornerman doctor` says why."
    with app.store.write() as db:
        payload = logins.new_invitation(db, app.directory.named(db, name).id, app.clock())
    return f"Or on Telegram, once, within 7 days:\n{telegram_link(bot_name, payload)}"


@people.command("set")
@click.argument("name")
@click.option("--role", type=ROLES)
@click.option("--team", help='An existing team; "" for none.')
@click.pass_context
def people_set(context: click.Context, name: str, role: str | None, team: str | None) -> None:
    """Change NAME's role or team."""
    from bot.people.audit import record

    with app_of(context) as app, app.store.write() as db:
        somebody = app.directory.named(db, name)
        if role:
            app.directory.change(db, somebody.id, role=role)
        if team is not None:
            app.directory.change(db, somebody.id, team_id=app.directory.team_id(db, team) if team else None)
        changed = app.directory.named(db, name)
        if role or team is not None:
            record(db, app.clock(), actor=None, action="people.set", subject=changed.id,
                   role=changed.role.value, team=changed.team)  # fmt: skip
    click.echo(f"{changed.name}: {changed.role.value}, team {changed.team or 'none'}.")


@people.command("leave")
@click.argument("name")
@click.option("--handover", metavar="TO", default="", help="Who has their open deals, tasks and mentees from now on.")
@click.pass_context
def people_leave(context: click.Context, name: str, handover: str) -> None:
    """NAME left: signed out everywhere. Their rows stay until `cornerman erase`."""
    from bot.quests.joining.handover import leave, left_behind
    from bot.quests.quests import Quests

    with app_of(context) as app, app.store.write() as db:
        somebody, now = app.directory.named(db, name), app.clock()
        to = app.directory.named(db, handover) if handover else None
        before = left_behind(db, app.service(Quests), somebody, now)
        handed = leave(app, db, somebody, to, now)
    click.echo(f"{name} is signed out everywhere.")
    if to is not None:
        click.echo(f"{to.name} has now: {handed}.")
    elif before.all:
        click.echo(f"Without an owner: {before}. `--handover TO` would have given them to somebody.")


@main.group()
def teams() -> None:
    """Teams, and which team is under which."""


@teams.command("add")
@click.argument("name")
@click.option("--parent", default="", help="The team above it.")
@click.pass_context
def teams_add(context: click.Context, name: str, parent: str) -> None:
    """A new team."""
    from bot.people.audit import record

    with app_of(context) as app, app.store.write() as db:
        app.directory.add_team(db, name, parent)
        record(db, app.clock(), actor=None, action="teams.add", team=name, parent=parent)
    click.echo(f"Team {name} is there.")


@teams.command("list")
@click.pass_context
def teams_list(context: click.Context) -> None:
    """Every team, and the one above it."""
    with app_of(context) as app, app.store.read() as db:
        for name, parent in app.directory.teams(db):
            click.echo(f"{name} (under {parent})" if parent else name)


@main.command()
@click.argument("person")
@click.pass_context
def export(context: click.Context, person: str) -> None:
    """Everything stored about PERSON, as JSON."""
    from bot.people.erasure import export as rows_about

    with app_of(context) as app, app.store.read() as db:
        print_json(rows_about(db, app.directory.named_even_gone(db, person)))


@main.command()
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def erase(context: click.Context, person: str, yes: bool) -> None:
    """Forget PERSON for good, in the tables and on disk."""
    from bot.people.erasure import erase as forget
    from bot.people.erasure import scrub

    with app_of(context) as app:
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
    with app_of(context):
        click.echo("The database fits this release.")

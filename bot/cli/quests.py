"""Quests at the command line: the ramp report, and taking an edited quest to all who are in it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.base import app_of, main, print_json
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.app import App
    from bot.quests.joining.migrating import Migration
    from bot.quests.ramp.report import Ramp
    from bot.words import Words


@main.command()
@click.option("--quest", default="", help="Its id; otherwise the one with most new people.")
@click.option("--team", default="", help="A team, with the teams under it; otherwise the company.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="A table, one row a person: FILE.csv or FILE.xlsx.")  # fmt: skip
@click.pass_context
def ramp(context: click.Context, quest: str, team: str, as_json: bool, out: Path | None) -> None:
    """How new people come up to speed: by month of start, where they stick, what they reached and when."""
    from bot.quests.ramp import sheet
    from bot.sheets.out import write
    from bot.words import words

    with app_of(context) as app:
        found, zone, said = _ramp(app, quest, team), app.settings.time_zone, words(app.settings.language)
    if as_json:
        print_json(sheet.as_json(said, found, zone))
    if out:
        write(out, sheet.table(said, found, zone))
        click.echo(f"{len(found.places)} people are in {out}.", err=as_json)
    if not as_json and not out:
        click.echo("\n".join(_lines(words("en"), found)))


def _ramp(app: "App", quest: str, team: str) -> "Ramp":
    from bot.funnel.scope import under
    from bot.pushes.calendar import local
    from bot.quests.quests import Quests
    from bot.quests.ramp.figures import Whom, read
    from bot.quests.ramp.report import report

    zone, now = app.settings.time_zone, app.clock()
    with app.store.read() as db:
        if team:
            app.directory.team_id(db, team)
        whom = Whom(under(db, team)) if team else Whom()
        figures = read(db, app.service(Quests), whom, local(zone, now).date(), zone, quest)
    found = report(figures, now, zone)
    if found is None or not figures.hires:
        which = f"the quest {quest!r}" if quest else "a quest"
        raise CornermanError(f"Nobody{f' of {team}' if team else ''} began {which} in the last two years.")
    return found


def _lines(said: "Words", found: "Ramp") -> list[str]:
    from bot.quests.ramp import telling

    lines = [telling.title(said, found), "", *(f"{label}: {value}" for label, value in telling.facts(said, found))]
    if found.stuck:
        lines += ["", "Where people are for long:", *(f"  {telling.sticking(said, one)}" for one in found.stuck)]
    if found.mistakes:
        lines += ["", "Typical in their drills:", *(f"  {telling.mistake(said, one)}" for one in found.mistakes)]
    return lines


@main.group()
def quests() -> None:
    """Quests, and the people in them."""


@quests.command("migrate")
@click.argument("quest")
@click.option("--dry-run", is_flag=True, help="Write nothing, and say who would gain and lose which steps.")
@click.pass_context
def quests_migrate(context: click.Context, quest: str, dry_run: bool) -> None:
    """Puts everybody who is in an older QUEST into the one that its file says now."""
    from bot.content import nearest
    from bot.quests.joining.migrating import migrate, migrations, news
    from bot.quests.quests import Quests
    from bot.words import words

    with app_of(context) as app, app.store.write() as db:
        known, now = app.service(Quests), app.clock()
        new = known.get(quest)
        if new is None:
            raise CornermanError(f"There is no quest {quest!r} that can be read.{nearest(quest, known.shelf.quests)}")
        found = migrations(db, known, new, now)
        for each in found:
            somebody = app.directory.by_id(db, each.journey.person_id)
            click.echo(_migrated(somebody.name if somebody else "somebody who left", each))
            if dry_run:
                continue
            migrate(db, known, each.journey, new, now)
            if somebody:
                said = words(somebody.language or app.settings.language)
                app.tell(db, somebody.id, news(said, new, each), "quest", now)
    would = "would be" if dry_run else "are"
    click.echo(
        f"{len(found)} people {would} in the new {quest}." if found else f"Everybody is in this {quest} already."
    )


def _migrated(name: str, each: "Migration") -> str:
    """One line a person: what they gain, lose, and do again."""
    changes = each.changes
    named = {
        "new": changes.added, "gone": changes.gone, "changed": [now for _, now in changes.changed],
        "moved": changes.moved, "to do again": each.again,
    }  # fmt: skip
    return f"{name}: " + "; ".join(f"{what} {', '.join(s.id for s in steps)}" for what, steps in named.items() if steps)

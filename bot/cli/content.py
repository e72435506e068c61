"""A workspace's files: check, init, content pull."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import settings as settings_file
from bot.cli.base import FINDING, app_of, main, print_json, settings_of
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.errors import ContentError
    from bot.knowledge.review import Remark


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--strict", is_flag=True, help="A warning counts as wrong, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def check(context: click.Context, folder: Path | None, strict: bool, as_json: bool) -> None:
    """Check a workspace's files. Exit code 1: something is wrong; a warning alone is not, unless --strict."""
    from bot.app.host import FEATURES, check_features
    from bot.drills.check import check_drills
    from bot.drills.repertoire import drill_files
    from bot.features import Routes
    from bot.funnel.alerts.rules import check_rules
    from bot.funnel.morning.wording import TEXTS
    from bot.knowledge.cards import read_shelf
    from bot.knowledge.review import review
    from bot.playbooks.playbooks import read_playbooks
    from bot.pushes.templates import Templates
    from bot.quests.quests import read_quests

    root = folder.resolve() if folder else settings_of(context).workspace
    check_features(settings_file.load(root), Routes(FEATURES))
    shelf = read_shelf(root)
    drills, wrong_drills = check_drills(root, shelf)
    books = read_playbooks(root, frozenset(shelf.ids))
    scenarios = {path.stem for path in drill_files(root, "scenarios")}
    rules, wrong_rules = check_rules(root, {"card": shelf.ids, "drill": scenarios})
    quests = read_quests(root, shelf.ids, scenarios)
    problems = (
        *shelf.problems, *wrong_drills, *books.problems, *quests.problems, *wrong_rules,
        *Templates(root, TEXTS).problems(),
    )  # fmt: skip
    warnings = review(shelf)
    if as_json:
        print_json({
            "cards": len(shelf.ids), "files": len(shelf.cards), "drills": drills, "playbooks": len(books.playbooks),
            "rules": rules, "quests": len(quests.quests),
            "problems": [_row(problem) for problem in problems], "warnings": [_row(one) for one in warnings],
        })  # fmt: skip
    else:
        for finding in (*problems, *warnings):
            click.echo(str(finding))
        phrases = sum(len(card.says) for card in shelf.cards.values())
        verdict = _verdict(len(problems), len(warnings))
        counted = f"{len(shelf.ids)} cards, {len(shelf.cards)} files, {phrases} phrases, {drills} drills"
        counted += f", {len(books.playbooks)} playbooks, {rules} rules, {len(quests.quests)} quests"
        click.echo(f"{counted}: {verdict}.")
    if problems or (strict and warnings):
        context.exit(FINDING)


def _row(finding: "ContentError | Remark") -> dict[str, str | int]:
    return {"path": finding.path, "line": finding.line, "problem": finding.problem}


def _verdict(problems: int, warnings: int) -> str:
    mend = [f"{problems} to mend"] if problems else []
    warned = [f"{warnings} warning{'s' if warnings > 1 else ''}"] if warnings else []
    return ", ".join(mend + warned) or "fine"


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


@main.group("content")
def files() -> None:
    """What was decided in chat, and the workspace's files."""


@files.command("pull")
@click.pass_context
def content_pull(context: click.Context) -> None:
    """Write what was decided in chat into the files: phrases that were taken, and the line `reviewed:` of cards."""
    from bot.knowledge import taken
    from bot.knowledge.review_dates import pull, recorded

    with app_of(context) as app:
        with app.store.read() as db:
            dates, phrases = recorded(db), taken.taken(db)
        longer = taken.pull(app.settings.workspace, phrases)
        changed, stuck = pull(app.settings.workspace, dates)
    for file, count in longer:
        click.echo(f"{file}: {count} phrases added")
    for card in changed:
        click.echo(f"{card.path}: reviewed {dates[card.id]} (was {card.reviewed})")
    for card in stuck:
        click.echo(
            f"{card.path}: has no line `reviewed: {card.reviewed}`; write {dates[card.id]} there by hand.", err=True
        )
    files = len(changed) + len(longer)
    click.echo(f"{files} files changed." if files else "Nothing to write: the files know it all.")
    if stuck:
        context.exit(FINDING)

"""A workspace's files: check, init."""

import shutil
from pathlib import Path

import click

from bot import settings as settings_file
from bot.cli.base import FINDING, main, print_json, settings_of
from bot.errors import CornermanError


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def check(context: click.Context, folder: Path | None, as_json: bool) -> None:
    """Check a workspace's files. Exit code 1: something is wrong."""
    from bot.app.turns import FEATURES, check_features
    from bot.features import Routes
    from bot.knowledge.cards import read_shelf

    root = folder.resolve() if folder else settings_of(context).workspace
    check_features(settings_file.load(root), Routes(FEATURES))
    shelf = read_shelf(root)
    if as_json:
        problems = [{"path": p.path, "line": p.line, "problem": p.problem} for p in shelf.problems]
        print_json({"cards": len(shelf.ids), "files": len(shelf.cards), "problems": problems})
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

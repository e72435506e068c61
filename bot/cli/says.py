"""The phrases a card is found by: says draft."""

import contextlib
import re
import sys
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.base import app_of, bar, main, print_json, settings_of
from bot.errors import CornermanError

if TYPE_CHECKING:
    from bot.app import App
    from bot.knowledge.cards import Card, Shelf
    from bot.knowledge.collisions import Placed
    from bot.knowledge.draft import Candidate, Neighbour, Slot

OFFERED = re.compile(r"#\d+")
"""How what a rep typed is taken over."""


@main.group()
def says() -> None:
    """The phrases a card is found by."""


@says.command("draft")
@click.argument("card")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="One language; otherwise all that the card is in.")
@click.option("--write", is_flag=True, help="Ask for the missing phrases one by one and keep them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.pass_context
def draft(context: click.Context, card: str, lang: str | None, write: bool, as_json: bool) -> None:
    """Help find twenty good phrases for CARD: what is there, what is taken, what reps typed, what is missing."""
    if write and as_json:
        raise click.UsageError("--write asks and answers; take --json without it.")
    from bot.knowledge.cards import read_shelf

    _cards(read_shelf(settings_of(context).workspace), card, lang)  # a wrong name is said before anything is built
    with app_of(context) as app:
        app.library.open(bar("Reading the cards"))
        sides = [_side(app, one) for one in _cards(app.library.shelf, card, lang)]
        if as_json:
            print_json({"card": card, "languages": {side.card.language: _as_json(side) for side in sides}})
            return
        for side in sides:
            _show(side)
        if write:
            _write(app, sides)


def _cards(shelf: "Shelf", id: str, language: str | None) -> list["Card"]:
    from bot.content import nearest

    versions = shelf.versions(id)
    if not versions:
        if broken := next((p for p in shelf.problems if Path(p.path).name == f"{id}.md"), None):
            raise CornermanError(f"The card {id!r} has to be mended first. {broken}")
        raise CornermanError(f"There is no card {id!r}.{nearest(id, shelf.ids)}")
    found = [card for card in versions if language in (None, card.language)]
    if not found:
        raise CornermanError(f"The card {id!r} is not in {language}: write knowledge/{language}/{id}.md first.")
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """All there is to say about a card in one language."""

    card: "Card"
    voices: dict[str, int]
    speakers: dict[str, int]
    neighbours: "list[Neighbour]"
    candidates: "list[Candidate]"
    slots: "list[Slot]"


def _side(app: "App", card: "Card") -> Side:
    from bot.knowledge import draft
    from bot.knowledge.collisions import phrases
    from bot.knowledge.gaps import open_gaps, proposals

    library = app.library
    known = phrases(library.shelf)
    with app.store.read() as db:
        gaps, picks = open_gaps(db), proposals(db, card.id)

    def lands(question: str) -> bool:
        return card.id in [hit.id for hit in library.search(question).hits[:3]]

    like = partial(library.texts_like, but=card.id, most=2 * draft.NEIGHBOURS_MOST)
    voices, speakers = draft.counts(card)
    candidates = draft.candidates(card, gaps, picks, lands, known)
    return Side(card, voices, speakers, draft.neighbours(card, like, known), candidates, draft.missing(card))


def _as_json(side: Side) -> dict[str, Any]:
    return {
        "path": side.card.says_path,
        "phrases": len(side.card.says),
        "voices": side.voices,
        "speakers": side.speakers,
        "neighbours": [_neighbour_as_json(one) for one in side.neighbours],
        "candidates": [asdict(one) for one in side.candidates],
        "slots": [asdict(slot) for slot in side.slots],
    }


def _neighbour_as_json(one: "Neighbour") -> dict[str, Any]:
    where = {"card": one.phrase.card, "phrase": one.phrase.written, "path": one.phrase.path, "line": one.phrase.line}
    return {**where, "like": one.like, "likeness": round(one.likeness, 3)}


def _show(side: Side) -> None:
    card = side.card
    click.echo(f"{card.title} ({card.says_path}): {_phrases(len(card.says))}")
    for counted in (side.voices, side.speakers):
        click.echo("  " + ", ".join(f"{name} {count}" for name, count in counted.items()))
    if side.neighbours:
        click.echo("\nThese are taken. A phrase too close to them makes both cards worse:")
        for one in side.neighbours:
            click.echo(f"  {one.phrase.card}: {one.phrase.written}   (like “{one.like}”)")
    if side.candidates:
        click.echo("\nReps typed these, and they may be yours:")
        for number, candidate in enumerate(side.candidates, 1):
            times = f", {candidate.times} times" if candidate.times > 1 else ""
            click.echo(f"  #{number} {candidate.phrase} ({candidate.why}{times})")
    click.echo("\nWhat is missing:" if side.slots else "\nNothing is missing: twenty and more, in every voice.")
    for number, slot in enumerate(side.slots, 1):
        click.echo(f"  {number:2}. {slot.label}: {slot.prompt}")
    click.echo()


# Asking for them


def _write(app: "App", sides: list[Side]) -> None:
    from bot.knowledge.collisions import phrases

    click.echo("One phrase a line, kept at once. Enter alone skips, #1 takes what a rep typed, Ctrl-C stops.")
    if sys.stdin.isatty():
        with contextlib.suppress(ImportError):  # Windows has its own
            import readline  # noqa: F401  # lets `input` go back within the line
    known = phrases(app.library.shelf)
    before = len(known)
    try:
        for side in sides:
            for slot in side.slots:
                click.echo(f"\n{slot.label}: {slot.prompt}")
                _fill(side, known, app)
    except (KeyboardInterrupt, EOFError):
        click.echo()
    click.echo(f"{_phrases(len(known) - before)} added. Next: cornerman check")


def _phrases(count: int) -> str:
    return "1 phrase" if count == 1 else f"{count} phrases"


def _fill(side: Side, known: "list[Placed]", app: "App") -> None:
    """Asks until a phrase is kept or the slot is skipped."""
    from bot.knowledge.draft import Verdict, judge, keep
    from bot.knowledge.gaps import settle

    offered = {f"#{number}": candidate.phrase for number, candidate in enumerate(side.candidates, 1)}
    while typed := _read():
        phrase = offered.get(typed, typed)
        if OFFERED.fullmatch(phrase):
            verdict = Verdict(refused=f"There is no {phrase}.")
        else:
            verdict = judge(phrase, side.card, known, app.library.search)
        if verdict.refused:
            click.echo(f"{verdict.refused} Another one, or Enter alone to skip.")
        elif not verdict.doubt or _agrees(f"{verdict.doubt} Keep it? y/N"):
            known.append(keep(phrase, side.card, app.library.workspace))
            with app.store.write() as db:
                settle(db, side.card.id, [phrase], "accepted")
            return


def _agrees(question: str) -> bool:
    click.echo(question)
    return _read().lower() in ("y", "yes", "是", "好")


def _read() -> str:
    from bot.messages import readable

    try:
        return " ".join(readable(input("> " if sys.stdin.isatty() else "")).split())
    except UnicodeDecodeError as error:
        raise CornermanError("What was typed is not UTF-8 text. Set the terminal to UTF-8.") from error

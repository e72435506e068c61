"""The matrix of pitches in chat: how full it is, the whole table, and a scene's cards."""

from collections.abc import Sequence
from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.library import Library
from bot.knowledge.matrix import Line, counted, homeless, matrix, named
from bot.knowledge.show import first_screen, page_of, start_of
from bot.messages import EVERYONE, Button, Choices, Part, Reply, Role, Text, say
from bot.words import Words

PLANNERS = frozenset({Role.MANAGER, Role.EDITOR, Role.ADMIN})
"""Who hears what is missing when they only wanted a pitch; the table itself is open to everybody."""

HOLES_MAX = 3
"""Holes that are named; the table has them all."""


def register(knowledge: Feature) -> None:
    knowledge.button("matrix", roles=EVERYONE)(whole_table)
    knowledge.button("scene", roles=EVERYONE)(open_scene)


def how_full(turn: Turn) -> tuple[Text, ...]:
    """Two short lines for who plans the pitches."""
    lines = _lines(turn)
    if not lines or turn.person.role not in PLANNERS:
        return ()
    holes = [line for line in lines if line.missing]
    return (Text("\n".join([counted(turn.words, lines), *_still_missing(turn.words, holes)])),)


def table_button(turn: Turn) -> tuple[Button, ...]:
    return (Button(turn.words("The whole table"), "knowledge.matrix"),) if turn.get(Library).shelf.scenes else ()


def whole_table(turn: Turn, _: Any) -> Reply:
    """One line a scene; the buttons of the first scenes, and further ones behind the last."""
    said, lines = turn.words, _lines(turn)
    if not lines:
        return say(said("There is no plan of pitches: knowledge/matrix.yaml."))
    opens = [
        Button(line.scene.name(said.language), "knowledge.scene", {"scene": line.scene.id})
        for line in lines if line.cards
    ]  # fmt: skip
    start = start_of(turn)
    choices = Choices(page_of(said, opens, start, "knowledge.matrix"))
    if start:
        return Reply((Text(said("Which scene?")), choices))
    text = Text("\n".join(_as_text(said, line) for line in lines))
    return Reply((Text(said("Which pitch there is for whom"), "title"), text, *_outside(turn), choices))


def open_scene(turn: Turn, _: Any) -> Reply:
    line = next((one for one in _lines(turn) if one.scene.id == turn.args.get("scene")), None)
    if line is None or not line.cards:
        return say(turn.words("There is no pitch for that any more. /pitch shows what there is."))
    if len(line.cards) == 1:
        return first_screen(turn, line.cards[0])
    buttons = tuple(
        Button(card.title, "knowledge.show", {"card": card.id, "language": card.language}) for card in line.cards
    )
    return Reply((Text(line.scene.name(turn.words.language), "title"), Choices(buttons)))


def _lines(turn: Turn) -> tuple[Line, ...]:
    shelf = turn.get(Library).shelf
    return matrix(shelf.scenes, shelf.in_language(turn.words.language))


def _as_text(said: Words, line: Line) -> str:
    there, missing = named(said, line.pitches), named(said, line.missing)
    if not missing:
        value = there
    elif not there:
        value = said("missing: {missing}", missing=missing)
    else:
        value = said("{buyers}; missing: {missing}", buyers=there, missing=missing)
    return said("{label}: {value}", label=line.scene.name(said.language), value=value)


def _still_missing(said: Words, lines: Sequence[Line]) -> list[str]:
    """Where the holes are; the first few by name."""
    if not lines:
        return []
    holes = " · ".join(
        said("{scene} for {buyers}", scene=line.scene.name(said.language), buyers=named(said, line.missing))
        for line in lines[:HOLES_MAX]
    )
    more = len(lines) - HOLES_MAX
    if more > 0:
        return [said("Still missing: {holes} and in {n} more scenes.", holes=holes, n=more)]
    return [said("Still missing: {holes}.", holes=holes)]


def _outside(turn: Turn) -> tuple[Part, ...]:
    shelf = turn.get(Library).shelf
    titles = " · ".join(card.title for card in homeless(shelf.scenes, shelf.in_language(turn.words.language)))
    return (Text(turn.words("In no scene yet: {titles}", titles=titles), "muted"),) if titles else ()

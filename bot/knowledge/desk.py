"""What waits for whoever keeps the cards: one line on their own page, and one in the morning."""

from sqlalchemy import func, select

from bot.features import Feature, Turn
from bot.knowledge.aliases import EDITORS
from bot.knowledge.gap_list import READERS
from bot.knowledge.tables import alias, gap
from bot.messages import Button, Choices, Part, Text


def register(knowledge: Feature) -> None:
    knowledge.home(waiting)
    knowledge.morning(waiting)


def waiting(turn: Turn) -> tuple[Part, ...]:
    """Nothing for a rep, and nothing where nothing waits."""
    said, parts = turn.words, list[Part]()
    if turn.person.role in READERS and (n := _open_gaps(turn)):
        text = said.plural("{n} question has no card yet.", "{n} questions have no card yet.", n)
        parts += [Text(text), Choices((Button(said("Open the list"), "knowledge.gaps"),))]
    if turn.person.role in EDITORS and (n := _proposed(turn)):
        text = said.plural("{n} new phrase waits for you.", "{n} new phrases wait for you.", n)
        parts += [Text(text), Choices((Button(said("Have a look"), "knowledge.aliases"),))]
    return tuple(parts)


def _open_gaps(turn: Turn) -> int:
    return turn.db.execute(select(func.count()).select_from(gap).where(gap.c.state == "open")).scalar_one()


def _proposed(turn: Turn) -> int:
    return turn.db.execute(select(func.count()).select_from(alias).where(alias.c.state == "proposed")).scalar_one()

"""The card for what a customer says: searched for as on any working day, then chosen."""

from collections.abc import Sequence
from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.cards import Card
from bot.knowledge.library import Library
from bot.messages import EVERYONE, Button, Choices, Reply, Text
from bot.quests.answering.frame import card_gone, card_of, head, is_old, missed, round_of, step_of
from bot.quests.telling import done
from bot.quests.ways_in import At

MOST = 5
"""Titles to choose from."""


def register(quests: Feature) -> None:
    quests.step("find", roles=EVERYONE, prepare=look)(offer)
    quests.button("found", roles=EVERYONE)(choose)


def show(turn: Turn, at: At) -> Reply:
    if card_of(turn, at) is None:
        return card_gone(turn, at)
    asked = _ask(turn, at, turn.words("Search for it the way you would:"))
    return Reply((*head(turn.words, at.step), Text(turn.words("A customer says:")), *asked.parts))


def look(turn: Turn) -> tuple[str, ...]:
    """Ids of the cards that are found, outside the transaction; a title or an id typed out is that card's."""
    library, text = turn.get(Library), turn.text.strip().casefold()
    if not text:
        return ()
    named = [card.id for card in library.shelf.cards.values() if text in (card.id, card.title.casefold())]
    return tuple(dict.fromkeys((*named, *(hit.id for hit in library.search(text).hits))))[:MOST]


def offer(turn: Turn, ids: Sequence[str]) -> Reply:
    at = step_of(turn, "find")
    if isinstance(at, Reply):
        return at
    if card_of(turn, at) is None:
        return card_gone(turn, at)
    cards = [card for id in ids if (card := _card(turn, id))]
    if not cards:
        return _ask(turn, at, turn.words("Nothing is found by that. Try other words:"))
    turn.ask_next("quests.find", **at.args())  # who does not like what was found types on
    buttons = (Button(card.title, "quests.found", at.args(round=round_of(at), card=card.id)) for card in cards)
    return Reply((Text(turn.words("Which one is it? Or search again with other words.")), Choices(tuple(buttons))))


def choose(turn: Turn, _: Any) -> Reply:
    at = step_of(turn, "find")
    if isinstance(at, Reply):
        return at
    if is_old(turn, at):
        return _ask(turn, at, turn.words("That list is of an earlier try. Search again:"))
    card = _card(turn, turn.args["card"])
    if turn.args["card"] == at.step.card:
        return Reply((*((Text(card.title),) if card else ()), *done(turn, at)))
    title = card.title if card else turn.args["card"]
    head_ = Text(turn.words("That card is for something else: {title}", title=title))
    again = _ask(turn, at, turn.words("Search again:"))
    return Reply((head_, *missed(turn, at, None, again.parts)))


def _ask(turn: Turn, at: At, text: str) -> Reply:
    turn.ask_next("quests.find", **at.args())
    phrase = at.step.phrase.of(turn.words.language) if at.step.phrase else ""
    return Reply((Text(phrase, "quote"), Text(text)))


def _card(turn: Turn, id: str) -> Card | None:
    return turn.get(Library).card(id, turn.words.language)

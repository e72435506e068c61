"""A gap that has a card by now: whoever asked hears of it once, and says whether it is solved."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.features import Feature, Turn
from bot.knowledge.cards import Card
from bot.knowledge.gaps import Gap, reopen, set_state, some_gaps
from bot.knowledge.library import Library
from bot.messages import EVERYONE, Button, Choices, Reply, Text, say
from bot.people.directory import Directory
from bot.pushes import outbox
from bot.search import Found
from bot.words import Words, words

Search = Callable[[str], Found]


def register(knowledge: Feature) -> None:
    knowledge.button("gap_solved", roles=EVERYONE)(solved)
    knowledge.button("gap_not_it", roles=EVERYONE)(not_it)


def now_answered(gaps: Iterable[Gap], search: Search) -> dict[Gap, str]:
    """Gaps for which there is a card by now: an answer outright, and not one that the asker sent back."""
    found = {gap: search(gap.question) for gap in gaps}
    return {
        gap: result.hits[0].id
        for gap, result in found.items()
        if result.outcome == "answer" and result.hits[0].id not in gap.declined
    }


def tell_askers(
    db: Connection, directory: Directory, library: Library, answered: dict[Gap, str], now: datetime
) -> set[int]:
    """One message to each asker and card, once: a gap that was told is open no more. Returns whom."""
    told: dict[tuple[int, str], list[Gap]] = {}
    for gap, card in answered.items():
        told.setdefault((gap.person_id, card), []).append(gap)
    for (person_id, id), gaps in told.items():
        set_state(db, gaps, "told", id)
        person, found = directory.by_id(db, person_id), library.card(id, gaps[-1].language)
        if person and found:
            reply = _news(words(person.language or gaps[-1].language), gaps, found)
            outbox.push(db, reply, person_id=person_id, kind="gap", now=now)
    return {person_id for person_id, _ in told}


def _news(said: Words, gaps: Sequence[Gap], card: Card) -> Reply:
    text = said("You asked: “{question}”. There is a card for it now: {title}.",
                question=shortened(gaps[-1].question, 80), title=card.title)  # fmt: skip
    ids = {"ids": ",".join(str(gap.id) for gap in gaps)}
    buttons = (
        Button(said("Open"), "knowledge.show", {"card": card.id, "language": card.language}, primary=True),
        Button(said("Solved"), "knowledge.gap_solved", ids),
        Button(said("Not it"), "knowledge.gap_not_it", ids),
    )
    return Reply((Text(text), Choices(buttons)))


def solved(turn: Turn, _: Any) -> Reply:
    for gap in _mine(turn):
        set_state(turn.db, [gap], "solved", gap.card)
    return say(turn.words("Good. Thank you for asking: others find it now too."))


def not_it(turn: Turn, _: Any) -> Reply:
    for gap in _mine(turn):
        reopen(turn.db, gap)
    return say(turn.words("Open again. The editors see it, and you hear from me."))


def _mine(turn: Turn) -> list[Gap]:
    return [g for g in some_gaps(turn.db, gap_ids(turn)) if g.person_id == turn.person.id and g.state == "told"]


def gap_ids(turn: Turn) -> list[int]:
    """The gaps that a button is about."""
    return [int(id) for id in turn.args.get("ids", "").split(",") if id.isdecimal()]


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"

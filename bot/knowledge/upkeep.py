"""What time and edits make due for the cards. `keep_fresh` is for a ticker: it may be called as often as one likes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.knowledge.cards import Card, Shelf
from bot.knowledge.freshness import due, freshness, with_reviews
from bot.knowledge.nudges import editors, push
from bot.knowledge.review_dates import recorded
from bot.knowledge.show import desk, opening, still_right_button
from bot.knowledge.tables import review_ask, review_told
from bot.messages import Choices, Part, Reply, Text
from bot.people.directory import Directory
from bot.store import Store, insert_once
from bot.words import N_, Words, words

LISTED = 8
"""Cards of one message that get buttons; the others are named, and found by asking."""


def keep_fresh(store: Store, directory: Directory, shelf: Shelf, now: datetime, language: str) -> set[int]:
    """Tells the editors what is due and the askers what was checked, each once, whoever looks; returns who was told.

    `language` is for people who have not chosen one.
    """
    with store.read() as db:
        shelf = with_reviews(shelf, recorded(db))
        if not (_due(db, shelf, now) or _checked(db, shelf)):
            return set()
    with store.write() as db:
        return {*_tell_editors(db, directory, shelf, now, language), *_tell_askers(db, directory, shelf, now, language)}


def _due(db: Connection, shelf: Shelf, now: datetime) -> tuple[Card, ...]:
    told = db.execute(select(review_told.c.card, review_told.c.day).where(review_told.c.kind == "due"))
    return due(now, shelf.cards.values(), {(card, day) for card, day in told})


def _tell_editors(db: Connection, directory: Directory, shelf: Shelf, now: datetime, language: str) -> Iterator[int]:
    people = editors(db, directory)
    if not people:
        return  # they are told once there is somebody
    cards = [c for c in _due(db, shelf, now) if insert_once(db, review_told, kind="due", card=c.id, day=c.due)]
    if not cards:
        return  # another process was quicker
    for person in people:
        spoken = person.language or language
        own = [(shelf.get(card.id, spoken) or card, card) for card in cards]
        push(db, person, _reminder(words(spoken), own, now), now)
        yield person.id


def _reminder(said: Words, cards: list[tuple[Card, Card]], now: datetime) -> Reply:
    """Each card as the editor reads it, with the version of it that is due first."""
    parts: list[Part] = [Text(said.plural("{n} card is to be checked:", "{n} cards are to be checked:", len(cards)))]
    for own, first in cards[:LISTED]:
        parts += [Text(_line(said, own, first, now)), Choices((opening(said, own), still_right_button(said, own)))]
    parts += [Text(_line(said, own, first, now)) for own, first in cards[LISTED:]]
    return Reply(tuple(parts))


def _line(said: Words, own: Card, first: Card, now: datetime) -> str:
    late = freshness(first, now.date()) == "overdue"
    text = N_("{title}: should have been checked by {date} ({desk})") if late else N_("{title}: by {date} ({desk})")
    return said(text, title=own.title, date=first.due, desk=desk(said, own))


def _checked(db: Connection, shelf: Shelf) -> list[tuple[Any, Card]]:
    """(who asked, the card) wherever it was checked since; while a card cannot be read, they wait."""
    asked = ((row, shelf.get(row.card, row.language)) for row in db.execute(select(review_ask)))
    return [(row, card) for row, card in asked if card is not None and card.reviewed > row.reviewed]


def _tell_askers(db: Connection, directory: Directory, shelf: Shelf, now: datetime, language: str) -> Iterator[int]:
    for row, card in _checked(db, shelf):
        mine = db.execute(delete(review_ask).where(review_ask.c.id == row.id)).rowcount
        person = directory.by_id(db, row.person_id)
        if not mine or person is None:
            continue  # another process was quicker, or they left
        said = words(person.language or language)
        news = said("You asked about “{title}”: it was checked on {date}.", title=card.title, date=card.reviewed)
        push(db, person, Reply((Text(news), Choices((opening(said, card),)))), now)
        yield person.id

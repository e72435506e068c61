"""How old a card may be, and what follows from it. Pure: who is told and when is decided here, and done elsewhere."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.knowledge.cards import Card, Shelf

Freshness = Literal["fresh", "due", "overdue"]

NOTICE = timedelta(days=14)
"""How long before the date a review counts as due: time for an editor to ask the desk."""

Told = tuple[str, date]
"""(card, day): which day's review the editors have heard of."""


def freshness(card: Card, today: date) -> Freshness:
    if today > card.due:
        return "overdue"
    return "due" if today >= card.due - NOTICE else "fresh"


def needs_asking(card: Card, today: date) -> bool:
    """Whether it is to be checked with its desk first: past review, on a subject where a wrong word costs money."""
    return bool(card.topic) and freshness(card, today) == "overdue"


def overdue(cards: Iterable[Card], today: date) -> frozenset[str]:
    """Ids of the cards past their review, in any language: one claim stands in both."""
    return frozenset(card.id for card in cards if freshness(card, today) == "overdue")


def due(now: datetime, cards: Iterable[Card], told: Collection[Told]) -> tuple[Card, ...]:
    """Each card whose review the editors should hear of now, the most urgent first."""
    first: dict[str, Card] = {}
    for card in sorted(cards, key=lambda card: (card.due, card.id, card.language)):
        if card.topic and freshness(card, now.date()) != "fresh":
            first.setdefault(card.id, card)
    return tuple(card for card in first.values() if (card.id, card.due) not in told)


def with_reviews(shelf: Shelf, reviews: Mapping[str, date]) -> Shelf:
    """The shelf with what was recorded in chat laid over the files: the later of both dates counts."""
    return replace(shelf, cards={key: reviewed_on(card, reviews.get(card.id)) for key, card in shelf.cards.items()})


def reviewed_on(card: Card, day: date | None) -> Card:
    return replace(card, reviewed=day) if day is not None and day > card.reviewed else card

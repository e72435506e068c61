"""Questions that no card answered, and phrases that a pick proposes for a card."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.knowledge.cards import PHRASE_MAX
from bot.knowledge.tables import alias, gap
from bot.store import insert_once


def log_gap(db: Connection, person_id: int, question: str, language: str, near: list[str], now: datetime) -> None:
    db.execute(gap.insert().values(person_id=person_id, question=question, language=language, near=near, asked_at=now))


def propose(db: Connection, person_id: int, card: str, language: str, phrase: str, now: datetime) -> None:
    """A rep picked this card for these words: proposed as one of its phrases, once a person.

    A longer text is a story rather than a phrase, and PostgreSQL's index would not take it.
    """
    if len(phrase) > PHRASE_MAX:
        return
    insert_once(
        db,
        alias,
        person_id=person_id,
        card=card,
        language=language,
        phrase=phrase,
        state="proposed",
        proposed_at=now,
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody typed, without who; `cards` are those it came near to, or was meant for."""

    text: str
    language: str
    cards: tuple[str, ...]


def unanswered(db: Connection, most: int) -> list[Heard]:
    """The questions that no card answered, newest first."""
    rows = db.execute(select(gap.c.question, gap.c.language, gap.c.near).order_by(gap.c.id.desc()).limit(most))
    return [Heard(question, language, tuple(near)) for question, language, near in rows]


def picked(db: Connection, card: str) -> list[Heard]:
    """The phrases proposed for a card, newest first."""
    wanted = (alias.c.card == card) & (alias.c.state == "proposed")
    rows = db.execute(select(alias.c.phrase, alias.c.language).where(wanted).order_by(alias.c.id.desc()))
    return [Heard(phrase, language, (card,)) for phrase, language in rows]

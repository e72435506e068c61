"""Questions that no card answered, and phrases that a pick proposes for a card."""

from datetime import datetime

from sqlalchemy import Connection

from bot.knowledge.tables import alias, gap
from bot.store import insert_once


def log_gap(db: Connection, person_id: int, question: str, language: str, near: list[str], now: datetime) -> None:
    db.execute(gap.insert().values(person_id=person_id, question=question, language=language, near=near, asked_at=now))


def propose(db: Connection, person_id: int, card: str, language: str, phrase: str, now: datetime) -> None:
    """A rep picked this card for these words: proposed as one of its phrases, once a person."""
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

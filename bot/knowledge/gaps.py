"""Questions that no card answered, and phrases that a pick proposes for a card."""

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.knowledge.tables import alias, gap


def log_gap(db: Connection, person_id: int, question: str, language: str, near: list[str], now: datetime) -> None:
    db.execute(gap.insert().values(person_id=person_id, question=question, language=language, near=near, asked_at=now))


def propose(db: Connection, person_id: int, card: str, language: str, phrase: str, now: datetime) -> None:
    """A rep picked this card for these words: proposed as one of its phrases, once a person."""
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    row = dialect.insert(alias).values(
        person_id=person_id, card=card, language=language, phrase=phrase, state="proposed", proposed_at=now
    )
    db.execute(row.on_conflict_do_nothing())

"""Rows of what reps taught the knowledge base: questions that no card answered, phrases that a pick proposes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, select, update

from bot.knowledge.cards import PHRASE_MAX
from bot.knowledge.tables import alias, gap
from bot.store import insert_once

LISTED = 200
"""Open gaps that are grouped, newest first; older ones come up again when somebody asks again."""


@dataclass(frozen=True, slots=True)
class Gap:
    id: int
    person_id: int
    question: str
    language: str
    state: str
    card: str
    declined: tuple[str, ...]
    near: tuple[str, ...]
    """The cards that came nearest when it was asked."""


def log_gap(
    db: Connection,
    person_id: int,
    question: str,
    language: str,
    near: list[str],
    now: datetime,
    declined: Sequence[str] = (),
) -> None:
    """`declined` are cards that the asker saw and sent back."""
    values = {"person_id": person_id, "question": question, "language": language, "near": near, "asked_at": now}
    db.execute(gap.insert().values(**values, declined=sorted(declined)))


def open_gaps(db: Connection) -> list[Gap]:
    newest = select(gap).where(gap.c.state == "open").order_by(gap.c.id.desc()).limit(LISTED)
    return [_gap(row) for row in db.execute(newest)]


def some_gaps(db: Connection, ids: Iterable[int]) -> list[Gap]:
    return [_gap(row) for row in db.execute(select(gap).where(gap.c.id.in_(list(ids))).order_by(gap.c.id))]


def set_state(db: Connection, gaps: Iterable[Gap], state: str, card: str = "") -> None:
    db.execute(update(gap).where(gap.c.id.in_([g.id for g in gaps])).values(state=state, card=card))


def reopen(db: Connection, found: Gap) -> None:
    """The asker says that this card is not it: it is never offered for the question again."""
    declined = sorted({*found.declined, found.card} - {""})
    db.execute(update(gap).where(gap.c.id == found.id).values(state="open", card="", declined=declined))


def _gap(row: Row[tuple[object, ...]]) -> Gap:
    declined, near = tuple(row.declined), tuple(row.near)
    return Gap(row.id, row.person_id, row.question, row.language, row.state, row.card, declined, near)


def propose(db: Connection, person_id: int, card: str, language: str, phrase: str, now: datetime) -> None:
    """A rep picked this card for these words: proposed as one of its phrases, once a person.

    A longer text is a story rather than a phrase, and PostgreSQL's index would not take it.
    """
    phrase = " ".join(phrase.split())
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
class Proposal:
    """A phrase for a card; `people` picked the card for it."""

    card: str
    language: str
    phrase: str
    people: int


def proposals(db: Connection, card: str = "") -> list[Proposal]:
    """What waits for an editor, oldest first; those of one card if it is given."""
    rows = db.execute(select(alias).where(alias.c.state == "proposed").order_by(alias.c.id)).all()
    found: dict[tuple[str, str], Proposal] = {}
    for row in rows:
        if not card or row.card == card:
            people = found[row.card, row.phrase].people if (row.card, row.phrase) in found else 0
            found[row.card, row.phrase] = Proposal(row.card, row.language, row.phrase, people + 1)
    return list(found.values())


def settle(db: Connection, card: str, phrases: Sequence[str], state: str) -> None:
    """Everybody's proposal of these phrases for this card is "accepted" or "rejected"."""
    db.execute(
        update(alias)
        .where(alias.c.card == card, alias.c.phrase.in_(phrases), alias.c.state == "proposed")
        .values(state=state)
    )

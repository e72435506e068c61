"""Reviewed talks as rows: masked lines and their score, of one person until they share them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.drills.real.reading import Reviewed
from bot.drills.scorecards import as_json, from_json
from bot.drills.tables import talk_review
from bot.drills.talk import Line, Talk


@dataclass(frozen=True, slots=True)
class Kept:
    id: int
    person_id: int
    shared: bool
    options: tuple[Reviewed, ...]
    """One; several while the person has not said who of the speakers they were."""

    @property
    def chosen(self) -> Reviewed | None:
        return self.options[0] if len(self.options) == 1 else None


def put(db: Connection, person_id: int, options: Sequence[Reviewed], now: datetime) -> int:
    made = db.execute(
        insert(talk_review).values(
            person_id=person_id, language=options[0].talk.language, shared=False, created_at=now, **_values(options)
        )
    )
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def choose(db: Connection, kept: Kept, n: int) -> Reviewed:
    """That the person was the n-th of the speakers; what stood for the others is forgotten."""
    db.execute(update(talk_review).where(talk_review.c.id == kept.id).values(**_values([kept.options[n]])))
    return kept.options[n]


def own(db: Connection, id: int, person_id: int) -> Kept | None:
    """A talk of this person's; nobody reads another's."""
    return _one(db, talk_review.c.id == id, talk_review.c.person_id == person_id)


def shared(db: Connection, id: int) -> Kept | None:
    """A talk that its owner offered as a drill."""
    return _one(db, talk_review.c.id == id, talk_review.c.shared)


def share(db: Connection, id: int, person_id: int) -> bool:
    """False where it was shared before."""
    mine = (talk_review.c.id == id, talk_review.c.person_id == person_id, talk_review.c.shared.is_(False))
    return db.execute(update(talk_review).where(*mine).values(shared=True)).rowcount == 1


def _one(db: Connection, *where: Any) -> Kept | None:
    row = db.execute(select(talk_review).where(*where)).mappings().one_or_none()
    if row is None:
        return None
    lines, cards = row["lines"], row["scorecard"]
    options = tuple(_reviewed(row["language"], *each) for each in zip(lines, cards, strict=True))
    return Kept(row["id"], row["person_id"], row["shared"], options)


def _values(options: Sequence[Reviewed]) -> dict[str, Any]:
    """Both columns are lists: one entry for each speaker that the person may be."""
    return {
        "lines": [[[line.speaker, line.text] for line in option.talk.lines] for option in options],
        "scorecard": [as_json(option.card) | {"objections": list(option.objections)} for option in options],
        "total": options[0].card.total if len(options) == 1 else None,
    }


def _reviewed(language: str, lines: Sequence[Any], card: Mapping[str, Any]) -> Reviewed:
    spoken = tuple(Line(speaker, text) for speaker, text in lines)
    return Reviewed(Talk(language, spoken), from_json(card), tuple(card["objections"]))

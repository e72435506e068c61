"""Reviews as rows: who found which card still right, and writing those dates into the card files."""

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.knowledge.cards import Card, read_shelf
from bot.knowledge.tables import review
from bot.store import insert_once

_REVIEWED = re.compile(rb"([\r\n]reviewed:[ \t]*)\d{4}-\d{2}-\d{2}")
"""Its first match is the field: the front matter comes first in a card."""


def record(db: Connection, card: str, on: date, person_id: int) -> None:
    """Somebody found a card still right: both languages, for they make the same claims. Once a day."""
    insert_once(db, review, card=card, reviewed_on=on, person_id=person_id)


def recorded(db: Connection) -> dict[str, date]:
    """Card id → the last day on which it was found still right."""
    rows = db.execute(select(review.c.card, func.max(review.c.reviewed_on)).group_by(review.c.card))
    return {card: on for card, on in rows}


def pull(workspace: Path, dates: Mapping[str, date]) -> tuple[list[Card], list[Card]]:
    """Writes newer dates into the files: the cards that changed (as they were), and those where no line was found."""
    newer = [card for card in read_shelf(workspace).cards.values() if dates.get(card.id, card.reviewed) > card.reviewed]
    changed = [card for card in newer if _write(workspace / card.path, dates[card.id])]
    return changed, [card for card in newer if card not in changed]


def _write(path: Path, on: date) -> bool:
    """Changes the one line and keeps every other byte; whether there was such a line."""
    raw, found = _REVIEWED.subn(rb"\g<1>" + on.isoformat().encode(), path.read_bytes(), count=1)
    if not found:
        return False
    path = path.resolve()  # a link stays one
    half = path.with_suffix(".half")
    half.write_bytes(raw)  # a full disk must not cost the card
    shutil.copymode(path, half)
    half.replace(path)
    return True

"""Phrases that an editor took in through chat: rows laid over the files until `content pull` writes them there."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.knowledge.cards import Shelf, read_shelf
from bot.knowledge.tables import phrase
from bot.store import Store, insert_once

Taken = Mapping[tuple[str, str], tuple[str, ...]]
"""(card, language) → phrases"""


def take(db: Connection, card: str, texts: Iterable[tuple[str, str]], now: datetime) -> None:
    """`texts` are (language, phrase); one that is there already stays once."""
    for language, text in texts:
        insert_once(db, phrase, card=card, language=language, text=text, added_at=now)


def stamp(db: Connection) -> tuple[int, int]:
    """Changes whenever a phrase is added or goes; cheap enough to ask every second."""
    count, last = db.execute(select(func.count(), func.coalesce(func.max(phrase.c.id), 0)).select_from(phrase)).one()
    return count, last


def taken(db: Connection) -> Taken:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in db.execute(select(phrase.c.card, phrase.c.language, phrase.c.text).order_by(phrase.c.id)):
        found[row.card, row.language] = (*found.get((row.card, row.language), ()), row.text)
    return found


def laid_over(shelf: Shelf, extra: Taken) -> Shelf:
    """The shelf with these phrases added; a language in which the card is not written goes to the one it has."""
    cards = dict(shelf.cards)
    for (id, language), texts in extra.items():
        card = shelf.get(id, language)
        if card is not None:
            known = cards[card.id, card.language]
            says = tuple(dict.fromkeys((*known.says, *texts)))
            lines = (*known.says_lines, *[0] * (len(says) - len(known.says)))
            cards[card.id, card.language] = replace(known, says=says, says_lines=lines)
    return replace(shelf, cards=cards)


def pull(workspace: Path, extra: Taken) -> list[tuple[str, int]]:
    """Appends to the says files what they lack; (file, how many) for each that changed.

    The rows stay: a phrase that is in both counts once, and other replicas may not have these files yet.
    """
    shelf = read_shelf(workspace)
    over = laid_over(shelf, extra)
    changed = []
    for key, card in over.cards.items():
        new = card.says[len(shelf.cards[key].says) :]
        if new:
            append(workspace / card.says_path, new)
            changed.append((card.says_path, len(new)))
    return changed


def append(file: Path, phrases: Iterable[str]) -> int:
    """Adds the phrases to a says file, whatever its last line ends with; returns the line of the first."""
    raw = file.read_bytes() if file.exists() else b""
    end = b"\r\n" if b"\r\n" in raw else b"\n"
    between = b"" if not raw or raw.endswith(b"\n") else end
    added = b"".join(phrase.encode() + end for phrase in phrases)
    half = file.with_suffix(".half")
    half.write_bytes(raw + between + added)  # a full disk must not cost the phrases
    if file.exists():
        shutil.copymode(file, half)
    half.replace(file.resolve())  # a link stays one
    return (raw + between).count(b"\n") + 1


class TakenPhrases:
    """The overlay of a workspace's database; see `Library.overlay`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def stamp(self) -> tuple[int, int]:
        with self._store.read() as db:
            return stamp(db)

    def over(self, shelf: Shelf) -> Shelf:
        with self._store.read() as db:
            return laid_over(shelf, taken(db))

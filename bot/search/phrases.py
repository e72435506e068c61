"""The texts that cards are found by, laid out as arrays: one row a text, rows of a card side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from bot.search.normalise import clean


@dataclass(frozen=True)
class Entry:
    """A card as search sees it: an id, its titles, what customers say, and words it must be found by."""

    id: str
    titles: tuple[str, ...]
    phrases: tuple[str, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrases:
    """`starts[i]` is the first row of `cards[i]`; `card_of[row]` leads back."""

    cards: tuple[str, ...]
    written: tuple[str, ...]
    texts: tuple[str, ...]
    card_of: NDArray[np.int32]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Phrases":
        cards: list[str] = []
        written: list[str] = []
        texts: list[str] = []
        starts: list[int] = []
        for entry in entries:
            rows = _distinct(entry)
            if not rows:
                continue
            cards.append(entry.id)
            starts.append(len(texts))
            texts.extend(rows)
            written.extend(rows.values())
        lengths = np.diff([*starts, len(texts)])
        card_of = np.repeat(np.arange(len(cards), dtype=np.int32), lengths)
        return cls(tuple(cards), tuple(written), tuple(texts), card_of, np.array(starts, dtype=np.int64))

    def best_of_card(self, by_row: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest value among each card's rows."""
        return np.maximum.reduceat(by_row, self.starts)

    def digest(self) -> str:
        """Changes whenever a card, a text or their order does."""
        lines = (f"{self.cards[c]}\t{text}\n" for c, text in zip(self.card_of, self.texts, strict=True))
        return blake2b("".join(lines).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _distinct(entry: Entry) -> dict[str, str]:
    """Clean text → text as written, without repeats; phrases first, since they are what a reader recognises."""
    rows: dict[str, str] = {}
    for raw in (*entry.phrases, *entry.titles, *entry.keywords):
        text = clean(raw)
        if text:
            rows.setdefault(text, raw.strip())
    return rows

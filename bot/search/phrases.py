"""The texts that cards are found by, laid out as arrays: one row a text, rows of a card side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from bot.search.normalise import CJK, clean

LATIN_SHARE = 0.25
CHINESE_SHARE = 0.5


@dataclass(frozen=True)
class Entry:
    """A card as search sees it: an id, its titles, what customers say, and words it must be found by."""

    id: str
    titles: tuple[str, ...]
    phrases: tuple[str, ...]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrases:
    """`starts[i]` is the first of the `sizes[i]` rows of `cards[i]`; `card_of[row]` leads back."""

    cards: tuple[str, ...]
    written: tuple[str, ...]
    texts: tuple[str, ...]
    is_title: NDArray[np.bool_]
    is_chinese: NDArray[np.bool_]
    card_of: NDArray[np.int32]
    starts: NDArray[np.int64]
    sizes: NDArray[np.float32]
    literal: NDArray[np.float32]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Phrases":
        cards: list[str] = []
        written: list[str] = []
        texts: list[str] = []
        is_title: list[bool] = []
        starts: list[int] = []
        for entry in entries:
            rows = _distinct(entry)
            if not rows:
                continue
            cards.append(entry.id)
            starts.append(len(texts))
            texts.extend(rows)
            written.extend(rows.values())
            titles = {clean(title) for title in entry.titles}
            is_title.extend(text in titles for text in rows)
        lengths = np.diff([*starts, len(texts)])
        card_of = np.repeat(np.arange(len(cards), dtype=np.int32), lengths)
        return cls(
            tuple(cards),
            tuple(written),
            tuple(texts),
            np.array(is_title, dtype=bool),
            np.array([is_chinese(text) for text in texts], dtype=bool),
            card_of,
            np.array(starts, dtype=np.int64),
            lengths.astype(np.float32),
            np.array([literalness(text) for text in texts], dtype=np.float32),
        )

    def best_of_card(self, by_row: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest value among each card's rows."""
        return np.maximum.reduceat(by_row, self.starts)

    def title_of_card(self, by_row: NDArray[np.float32], question: str) -> NDArray[np.float32]:
        """The highest value among each card's titles in the question's script, 0 where it has none.

        A title in the other script is a label or a translation, and the card's phrases know better.
        """
        telling = self.is_title & (self.is_chinese == is_chinese(question))
        return np.maximum.reduceat(np.where(telling, by_row, np.float32(0)), self.starts)

    def digest(self) -> str:
        """Changes whenever a card, a text or their order does."""
        lines = (f"{self.cards[c]}\t{text}\n" for c, text in zip(self.card_of, self.texts, strict=True))
        return blake2b("".join(lines).encode("utf-8", "replace"), digest_size=16).hexdigest()


def is_chinese(text: str) -> bool:
    return CJK.search(text) is not None


def literalness(text: str) -> np.float32:
    """How much spelling tells beside meaning; two texts share the product of theirs.

    A Chinese character carries meaning by itself, a Latin letter none. Root, since likeness must stay a kernel.
    """
    chinese = len(CJK.findall(text)) / len(text)
    return np.float32((LATIN_SHARE + (CHINESE_SHARE - LATIN_SHARE) * chinese) ** 0.5)


def _distinct(entry: Entry) -> dict[str, str]:
    """Clean text → text as written, without repeats; phrases first, since they are what a reader recognises."""
    rows: dict[str, str] = {}
    for raw in (*entry.phrases, *entry.titles, *entry.keywords):
        text = clean(raw)
        if text:
            rows.setdefault(text, raw.strip())
    return rows

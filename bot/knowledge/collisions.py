"""Phrases of two cards that are the same, or nearly so: a question in those words could go to either."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from bot.knowledge.cards import Shelf
from bot.search.normalise import clean

ALIKE = 92
"""rapidfuzz ratio from which two phrases say the same: one slip in thirteen characters."""
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Placed:
    """A phrase, as it is written and as search compares it, and where it stands."""

    card: str
    written: str
    text: str
    path: str
    line: int
    """0: taken in through chat, and in no file yet."""

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}" if self.line else "taken in through chat"


Pair = tuple[Placed, Placed]
"""Two phrases of different cards, in the order of the shelf."""


def phrases(shelf: Shelf) -> list[Placed]:
    return [
        Placed(card.id, written, clean(written), card.says_path, line)
        for card in shelf.cards.values()
        for written, line in zip(card.says, card.says_lines, strict=True)
    ]


def same(known: Sequence[Placed]) -> Iterator[Pair]:
    """Each phrase that an earlier card holds too; case, width and script make no difference."""
    first: dict[str, Placed] = {}
    for phrase in known:
        before = first.setdefault(phrase.text, phrase)
        if before.card != phrase.card:
            yield before, phrase


def nearly_same(known: Sequence[Placed]) -> Iterator[Pair]:
    """By length and in blocks: so much alike are only phrases of about one length, and that leaves few pairs."""
    order = sorted(range(len(known)), key=lambda n: len(known[n].text))
    texts = [known[n].text for n in order]
    lengths = np.array([len(text) for text in texts])
    for start in range(0, len(texts), BLOCK):
        block = texts[start : start + BLOCK]
        longest = len(block[-1]) * (200 - ALIKE) / ALIKE  # more would be missing than may differ
        end = int(np.searchsorted(lengths, longest, side="right"))
        ratios = process.cdist(block, texts[start:end], scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
        for row, column in np.argwhere(np.triu(ratios, 1)):
            a, b = sorted((order[start + row], order[start + column]))
            if known[a].card != known[b].card and known[a].text != known[b].text:
                yield known[a], known[b]


def most_alike(text: str, known: Sequence[Placed]) -> Placed | None:
    """The phrase that says the same as `text`, if there is one."""
    found = process.extractOne(clean(text), [p.text for p in known], scorer=fuzz.ratio, score_cutoff=ALIKE)
    return known[found[2]] if found else None

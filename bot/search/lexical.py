"""Search by letters, words and sounds: TF-IDF cosine over numpy postings."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.search.background import Background
from bot.search.normalise import Terms

COMMON_ROWS = 500  # a term that more rows hold, and more than this share of all, is looked up no more: it tells
COMMON_SHARE = 1 / 40  # least and costs most (half of the time at 34,000 rows)
RARITY_FLOOR = 0.2  # so that even a term that every text holds keeps some say

ARRAYS = ("terms", "ends", "rows", "weights", "rarity")

Scores = NDArray[np.float32]
Split = Callable[[str], Terms]


@dataclass(frozen=True)
class Asked:
    """By row, the cosine with the question; and which share of the question's weight is in terms known at all."""

    scores: Scores
    covered: float


@dataclass(frozen=True)
class Postings:
    """Term → rows that hold it, with the weight it has there; `ends[i]` closes the rows of `terms[i]`.

    Rows have length 1. Hashed terms cannot collide for letters; for words and sounds the odds are 1 in 10^10.
    """

    split: Split
    background: Background
    size: int
    terms: Terms
    ends: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float16]
    rarity: Scores

    @classmethod
    def of(cls, texts: Sequence[str], split: Split, background: Background) -> "Postings":
        parts = [split(text) for text in texts]
        row = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        every = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
        terms, term = np.unique(every, return_inverse=True)
        pair, count = np.unique(term.astype(np.int64) * max(1, len(parts)) + row, return_counts=True)
        term, row = np.divmod(pair, max(1, len(parts)))
        held_by = np.bincount(term, minlength=len(terms))
        rarity = _rarity(held_by, len(parts), terms, background)
        weights = (1 + np.log(count)) * rarity[term]
        length = np.sqrt(np.bincount(row, weights=weights**2, minlength=len(parts)))
        weights = (weights / length[row]).astype(np.float16)
        telling = (held_by <= max(COMMON_ROWS, COMMON_SHARE * len(parts)))[term]
        row, weights = row[telling].astype(np.int32), weights[telling]
        ends = np.cumsum(np.bincount(term[telling], minlength=len(terms)))
        return cls(split, background, len(parts), terms, ends, row, weights, rarity)

    def save(self, file: Path) -> None:
        """Written beside and renamed, so that a reader sees all of it or nothing."""
        half = file.with_name(f".{file.name}.{os.getpid()}")
        with half.open("wb") as out:
            np.savez(out, **{name: getattr(self, name) for name in ARRAYS})
        half.replace(file)

    @classmethod
    def load(cls, file: Path, split: Split, background: Background, size: int) -> "Postings | None":
        """None when there is none or it is damaged: it can be made again."""
        try:
            with np.load(file) as kept:
                return cls(split, background, size, **{name: kept[name] for name in ARRAYS})
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def ask(self, text: str) -> Asked:
        terms, count = np.unique(self.split(text), return_counts=True)
        if not len(terms) or not len(self.terms):
            return Asked(np.zeros(self.size, dtype=np.float32), 0.0)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        known = self.terms[at] == terms
        weights = (1 + np.log(count)).astype(np.float32)
        weights[known] *= self.rarity[at[known]]
        weights[~known] *= _rarity(np.zeros(1), self.size, terms[~known], self.background)
        inside, outside = float((weights[known] ** 2).sum()), float((weights[~known] ** 2).sum())
        if not inside:
            return Asked(np.zeros(self.size, dtype=np.float32), 0.0)
        # Unknown terms lengthen the question: what it says that no card says makes it less like every card.
        return Asked(
            self._sum(at[known], weights[known] / np.float32((inside + outside) ** 0.5)), inside / (inside + outside)
        )

    def _sum(self, at: NDArray[np.int64], factors: Scores) -> Scores:
        """For every row: the weights of the terms at `at`, each times its factor."""
        first = np.where(at > 0, self.ends[at - 1], 0)
        lengths = self.ends[at] - first
        before = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        places = np.repeat(first - before, lengths) + np.arange(int(lengths.sum()))
        values = self.weights[places].astype(np.float32) * np.repeat(factors, lengths)
        return np.bincount(self.rows[places], weights=values, minlength=self.size).astype(np.float32)


def _rarity(
    held_by: NDArray[np.int64] | NDArray[np.float64], size: int, terms: Terms, background: Background
) -> Scores:
    """IDF over these texts and, as if it were so many more of them, the language at large."""
    held = 1 + held_by + background.held_by(terms)
    return (np.log((1 + size + background.size) / held) + RARITY_FLOOR).astype(np.float32)

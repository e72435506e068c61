"""Search by words, sounds and letters, over numpy postings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.normalise import grams, syllables, words

K1 = 1.2
B = 0.5

Terms = NDArray[np.uint64]
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Postings:
    """Term → rows that hold it, with the weight it has there; `ends[i]` closes the rows of `terms[i]`."""

    size: int
    terms: Terms
    ends: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float16]
    idf: Scores

    def find(self, terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where each term stands, and whether it is known at all."""
        if not len(self.terms):
            return np.zeros(len(terms), dtype=np.int64), np.zeros(len(terms), dtype=bool)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return at, self.terms[at] == terms

    def sum(self, at: NDArray[np.int64], factors: Scores) -> Scores:
        """For every row: the weights of the terms at `at`, each times its factor."""
        first = np.where(at > 0, self.ends[at - 1], 0)
        lengths = self.ends[at] - first
        total = int(lengths.sum())
        if not total:
            return np.zeros(self.size, dtype=np.float32)
        offsets = np.repeat(first - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths) + np.arange(total)
        values = self.weights[offsets].astype(np.float32) * np.repeat(factors, lengths)
        return np.bincount(self.rows[offsets], weights=values, minlength=self.size).astype(np.float32)


@dataclass(frozen=True)
class Counted:
    """Term counts of many texts: one entry for each (row, term) that occurs."""

    size: int
    terms: Terms
    term: NDArray[np.int64]
    row: NDArray[np.int64]
    count: Scores

    @classmethod
    def of(cls, texts: Sequence[str], split: Callable[[str], Terms]) -> "Counted":
        parts = [split(text) for text in texts]
        rows = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        every = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
        terms, term = np.unique(every, return_inverse=True)
        pair, count = np.unique(term.astype(np.int64) * max(1, len(parts)) + rows, return_counts=True)
        term, row = np.divmod(pair, max(1, len(parts)))
        return cls(len(parts), terms, term, row, count.astype(np.float32))

    def postings(self, weights: NDArray[Any], idf: NDArray[Any]) -> Postings:
        ends = np.cumsum(np.bincount(self.term, minlength=len(self.terms)))
        rows = self.row.astype(np.int32)
        return Postings(self.size, self.terms, ends, rows, weights.astype(np.float16), idf.astype(np.float32))


class Cosine:
    """TF-IDF cosine over character 1–4-grams: survives typos and endings."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = Counted.of(texts, grams)
        held_by = np.bincount(counted.term, minlength=len(counted.terms))
        idf = np.log((1 + counted.size) / (1 + held_by)) + 1
        weights = (1 + np.log(counted.count)) * idf[counted.term]
        norms = np.sqrt(np.bincount(counted.row, weights=weights**2, minlength=counted.size))
        self._postings = counted.postings(weights / norms[counted.row], idf)

    def scores(self, text: str) -> Scores:
        postings = self._postings
        terms, count = np.unique(grams(text), return_counts=True)
        at, known = postings.find(terms)
        rare = np.float32(np.log(1 + postings.size) + 1)
        weights = (1 + np.log(count)) * np.where(known, postings.idf[at] if len(postings.idf) else rare, rare)
        # An unknown gram adds to the length, but a text of unknown grams alone must not divide by nearly nothing.
        norm = np.sqrt((weights[known] ** 2).sum()) or 1.0
        return postings.sum(at[known], (weights[known] / norm).astype(np.float32))


class Matched:
    """BM25 as a share of what a row holding the whole question could reach: 0 to 1, comparable across questions."""

    def __init__(self, texts: Sequence[str], split: Callable[[str], list[str]]) -> None:
        self._split = split
        counted = Counted.of(texts, self._terms)
        held_by = np.bincount(counted.term, minlength=len(counted.terms))
        idf = np.log1p((counted.size - held_by + 0.5) / (held_by + 0.5))
        lengths = np.bincount(counted.row, weights=counted.count, minlength=counted.size)
        long = 1 - B + B * lengths / max(1.0, float(lengths.mean()) if len(lengths) else 1.0)
        weights = idf[counted.term] * counted.count * (K1 + 1) / (counted.count + K1 * long[counted.row])
        self._postings = counted.postings(weights, idf)

    def scores(self, text: str) -> Scores:
        terms = np.unique(self._terms(text))
        at, known = self._postings.find(terms)
        if not known.any():
            return np.zeros(self._postings.size, dtype=np.float32)
        unknown = np.log1p((self._postings.size + 0.5) / 0.5)
        reach = self._postings.idf[at[known]].sum() + unknown * (~known).sum()
        found = self._postings.sum(at[known], np.ones(int(known.sum()), dtype=np.float32))
        return found / np.float32((K1 + 1) * reach)

    def _terms(self, text: str) -> Terms:
        return np.array([_number(word) for word in self._split(text)], dtype=np.uint64)


def by_words(texts: Sequence[str]) -> Matched:
    return Matched(texts, words)


def by_sound(texts: Sequence[str]) -> Matched:
    return Matched(texts, syllables)


@lru_cache(maxsize=50_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")

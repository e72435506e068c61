"""Fits a head, as `python -m bot.search.train FOLDER DIGEST NICENESS`: scipy never enters the serving process."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search import calibrate, solve
from bot.search.calibrate import Calibrator
from bot.search.chatter import chatter
from bot.search.head import SOUNDS_SHARE, Head, likeness, row_keys
from bot.search.index import Index
from bot.search.job import Job
from bot.search.lexical import Postings
from bot.search.phrases import Entry

SEED = 7
BLOCK = 512
HIDDEN_CARDS = 0.25
HIDDEN_PHRASES = 0.2
EXAMPLES = 1_000
CHATTER = 0.3
COVERED = 0.8  # cosine from which a line is one of this workspace's own questions after all
OWN_FROM = 300  # phrases; with fewer the default calibrator knows better
ROUNDS_ROWS = 6_000  # rounds are played until this many rows were fitted for them, and none has more


def fit_weights(index: Index, blended: bool) -> NDArray[np.float16]:
    """One column a card, one row a phrase, turned so that serving multiplies rows; K compares every two phrases."""
    phrases = index.phrases
    weights = solve.fit(_kernel(index), phrases.card_of, len(phrases.cards), blended)
    return np.ascontiguousarray(weights.T).astype(np.float16)


def worth_blending(index: Index) -> bool:
    return solve.worth_blending(len(index.phrases.texts), len(index.phrases.cards))


def _kernel(index: Index) -> NDArray[np.float32]:
    """Likeness of every phrase to every phrase: blocks of the upper half, so that there is one matrix of that size."""
    size = len(index.phrases.texts)
    kernel = np.empty((size, size), dtype=np.float32)
    spelling = _spelling(index)
    vectors = index.nearest.exact() if index.nearest else None
    literal = index.phrases.literal
    for start in range(0, size, BLOCK):
        rows, rest = slice(start, start + BLOCK), slice(start, size)
        shared = (spelling[rows] @ spelling[rest].T).toarray()
        shared *= literal[rows, None] * literal[rest]
        kernel[rows, rest] = likeness(None if vectors is None else vectors[rows] @ vectors[rest].T, shared)
        kernel[rest, rows] = kernel[rows, rest].T
    return kernel


def _spelling(index: Index) -> Any:
    """Letters, words and sounds side by side: one product instead of three."""
    from scipy.sparse import hstack  # type: ignore[import-untyped]

    sounds = SOUNDS_SHARE**0.5 * _matrix(index.sounds)
    return hstack([_matrix(index.letters), _matrix(index.words), sounds], format="csr", dtype=np.float32)


def _matrix(postings: Postings) -> Any:
    from scipy.sparse import csc_array

    ends = np.concatenate(([0], postings.ends))
    weights = postings.weights.astype(np.float32)
    return csc_array((weights, postings.rows, ends), shape=(postings.size, len(postings.terms))).tocsr()


def fit_head(entries: Sequence[Entry], index: Index, digest: str, job: Job) -> Head:
    job.report(0.05)
    calibrator = fit_calibrator(entries, index, job)
    weights = fit_weights(index, worth_blending(index))
    job.report(1.0)
    return Head(digest, index.phrases.cards, row_keys(index.phrases), weights, calibrator)


def fit_calibrator(entries: Sequence[Entry], index: Index, job: Job) -> Calibrator:
    """Plays questions on the cards themselves; with few phrases the same ones would come up again and again."""
    if len(index.phrases.texts) < OWN_FROM:
        return calibrate.default_calibrator(index.encoder is not None, True)
    rng = np.random.default_rng(SEED)
    blended = worth_blending(index)  # the parts are smaller; scores must come about as they will in service
    played = Played()
    rows = 0
    while rows < ROUNDS_ROWS and len(played.right) < EXAMPLES:
        kept, questions = hide(entries, rng)
        part = Index.build(kept, index.encoder)
        rows += len(part.phrases.texts)
        part = part.with_weights(fit_weights(part, blended))
        played.add(part, questions[:EXAMPLES])
        played.add_chatter(part, rng, len(questions[:EXAMPLES]))
        job.report(0.05 + 0.5 * len(played.right) / EXAMPLES)
    return played.calibrator()


@dataclass(frozen=True)
class Played:
    """Questions with known answers, as a calibrator learns from them."""

    features: list[NDArray[np.float64]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, index: Index, questions: Sequence[tuple[str, str]]) -> None:
        for text, card in questions:
            evidence = index.evidence(text)
            if evidence:
                self.features.append(evidence.features())
                self.right.append(index.phrases.cards[int(evidence.score.argmax())] == card)

    def add_chatter(self, index: Index, rng: np.random.Generator, beside: int) -> None:
        """Messages that no card answers, as many as `CHATTER` of the questions beside them.

        Hidden cards teach what a near miss looks like; without these, talk from elsewhere is judged by guesswork.
        """
        for line in rng.permutation(np.array(chatter()))[: int(CHATTER * beside)]:
            evidence = index.evidence(str(line))
            if evidence and evidence.near.max() < COVERED:
                self.features.append(evidence.features())
                self.right.append(False)

    def calibrator(self) -> Calibrator:
        return calibrate.fit(np.array(self.features), np.array(self.right))


def hide(entries: Sequence[Entry], rng: np.random.Generator) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Entries with holes, and the texts that were in them; about one question in four has no card left."""
    absent = {entries[i].id for i in rng.choice(len(entries), int(len(entries) * HIDDEN_CARDS), replace=False)}
    kept: list[Entry] = []
    questions: list[tuple[str, str]] = []
    rows = sum(len(entry.phrases) for entry in entries)
    share = max(HIDDEN_PHRASES, 1 - ROUNDS_ROWS / max(1.0, (1 - HIDDEN_CARDS) * rows))
    for entry in entries:
        count = max(1, round(share * len(entry.phrases)))
        if len(entry.phrases) < 2:
            kept.append(entry)
            continue
        held = set(rng.choice(len(entry.phrases), count, replace=False).tolist())
        questions.extend((entry.phrases[i], entry.id) for i in sorted(held))
        if entry.id not in absent:
            left = tuple(phrase for i, phrase in enumerate(entry.phrases) if i not in held)
            kept.append(Entry(entry.id, entry.titles, left, entry.keywords))
    order = rng.permutation(len(questions))
    return kept, [questions[i] for i in order]


def main(folder: str, digest: str, niceness: str) -> None:
    if hasattr(os, "nice"):
        os.nice(int(niceness))
    job = Job(Path(folder))
    entries, encoder = job.read()
    index = Index.build(entries, encoder)
    job.finish(fit_head(entries, index, digest, job))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A linear head in the space of the cards' own phrases: what nearest phrase misses, the shape of a whole card.

A phrase votes for or against every card with a weight learned together with all others; its say grows with its
likeness to the question. Fitting is in `train.py` (a child process); this half only multiplies, with numpy alone.
"""

import json
import os
import shutil
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
from numpy.typing import NDArray

from bot.search.calibrate import Calibrator
from bot.search.phrases import Phrases
from bot.search.vectors import text_key

VERSION = 7  # raise it with any change to what a head means: kernel, ridge, features
MAX_CARDS = 2_000
WIDENED_UP_TO = 2_000_000
MAX_WEIGHTS = 40_000_000  # cards × phrases: past this, fitting takes minutes and the file is over 80 MB
SHARPNESS = 3.0
SOUNDS_SHARE = np.float32(0.5)  # beside letters and words; what is left of a homophone

Scores = NDArray[np.float32]


def likeness(cosines: Scores | None, spelling: Scores) -> Scores:
    """The kernel: exponential in the cosine of meanings plus what is shared in spelling, already weighed."""
    if cosines is None:
        return spelling
    like: Scores = np.exp(np.float32(SHARPNESS) * (cosines - np.float32(1)))
    like += spelling
    return like


@dataclass(frozen=True)
class Head:
    """`weights[card, row]` is how row speaks for card; rows and cards as they stood when it was trained."""

    digest: str
    cards: tuple[str, ...]
    rows: NDArray[np.void]
    weights: NDArray[np.float16]
    calibrator: Calibrator

    def save(self, folder: Path) -> None:
        """Written beside and renamed, so that a reader sees all of it or nothing."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(mkdtemp(prefix=".head-", dir=folder.parent))
        np.save(part / "weights.npy", self.weights)
        np.save(part / "rows.npy", self.rows)
        np.save(part / "cards.npy", np.array(self.cards))
        (part / "calibrator.json").write_text(json.dumps(self.calibrator.as_json()), encoding="utf-8")
        try:
            os.replace(part, folder)
        except OSError:  # another process was first with the same content
            shutil.rmtree(part, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, digest: str) -> "Head | None":
        """None when there is none or it is damaged: it can be trained again."""
        try:
            weights = np.load(folder / "weights.npy", mmap_mode="r")
            rows = np.load(folder / "rows.npy")
            cards = tuple(str(card) for card in np.load(folder / "cards.npy"))
            calibrator = Calibrator.from_json(json.loads((folder / "calibrator.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, EOFError):
            return None
        return cls(digest, cards, rows, weights, calibrator)


@dataclass(frozen=True)
class Fitted:
    """A head laid over an index: `known` marks the cards it can score."""

    weights: NDArray[np.float16] | NDArray[np.float32]
    known: NDArray[np.bool_]

    def scores(self, like: Scores) -> Scores:
        return np.asarray(self.weights, dtype=np.float32) @ like


def row_keys(phrases: Phrases) -> NDArray[np.void]:
    return np.frombuffer(b"".join(text_key(text) for text in phrases.texts), dtype="V16")


def head_id(phrases: Phrases, model: str) -> str:
    """Names the content that a head was trained on, and by what."""
    return blake2b(f"{VERSION} {model} {phrases.digest()}".encode(), digest_size=16).hexdigest()


def worth_training(phrases: Phrases) -> bool:
    cards, rows = len(phrases.cards), len(phrases.texts)
    return 2 <= cards <= MAX_CARDS and rows > cards and cards * rows <= MAX_WEIGHTS


def fit_onto(head: Head, phrases: Phrases) -> Fitted:
    """Weights in the order of `phrases`; a row the head never saw has no say, a card it never saw no score."""
    keys = row_keys(phrases)
    if head.cards == phrases.cards and len(keys) == len(head.rows) and bool((keys == head.rows).all()):
        return Fitted(_at_hand(head.weights), np.ones(len(head.cards), dtype=bool))
    card_at = {card: i for i, card in enumerate(head.cards)}
    row_at = {key.tobytes(): i for i, key in enumerate(head.rows)}
    cards = np.array([card_at.get(card, -1) for card in phrases.cards])
    rows = np.array([row_at.get(key.tobytes(), -1) for key in keys])
    weights = np.array(head.weights[np.ix_(np.maximum(cards, 0), np.maximum(rows, 0))])
    weights[:, rows < 0] = 0
    return Fitted(_at_hand(weights), cards >= 0)


def _at_hand(weights: NDArray[np.float16]) -> NDArray[np.float16] | NDArray[np.float32]:
    """Small ones are widened once rather than for every question; large ones stay in the file."""
    return weights.astype(np.float32) if weights.size <= WIDENED_UP_TO else weights

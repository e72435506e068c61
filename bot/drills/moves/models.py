"""The linear models as they ship: weights by feature and label, once with an encoder and once for words alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.drills.moves import features
from bot.drills.moves.bank import LABELS
from bot.drills.moves.reading import By
from bot.search.encoder import Encoder

WEIGHTS = Path(__file__).parent / "weights.npz"

Matrix = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """A turn, or one sentence of it."""

    text: str
    previous: str
    shape: features.Shape


@dataclass(frozen=True)
class Model:
    spelling: Matrix
    """A row a bucket, a column a label; so are the others."""
    before: Matrix
    shape: Matrix
    meaning: Matrix
    meaning_before: Matrix
    start: Matrix
    threshold: Matrix
    slope: Matrix
    rarity: Matrix
    before_rarity: Matrix

    def raw(self, parts: Sequence[Part], encoder: Encoder | None) -> Matrix:
        """A row a part, a column a label; all parts follow the same turn of the customer."""
        heard = parts[0].previous
        shared = self.start + self._spelt(features.spelling(heard, features.BEFORE_BUCKETS), self.before, False)
        scores = np.array([self._formed(part) for part in parts]) + shared
        if encoder is None:
            return scores
        vectors = encoder.encode([heard or " ", *(part.text for part in parts)])
        scores += vectors[1:] @ self.meaning + vectors[0] @ self.meaning_before
        return scores

    def _formed(self, part: Part) -> Matrix:
        row = features.numbers(part.shape, part.text, part.previous)
        score: Matrix = row @ self.shape + self._spelt(features.spelling(part.text), self.spelling, True)
        return score

    def _spelt(self, keys: features.Keys, weights: Matrix, own: bool) -> Matrix:
        buckets, values = features.counted(keys, self.rarity if own else self.before_rarity)
        score: Matrix = values @ weights[buckets]
        return score

    def chances(self, raw: Matrix) -> Matrix:
        """Of the turn as a whole: .5 is where a label is more often there than not."""
        turn = together(raw)
        chances: Matrix = 1 / (1 + np.exp(-np.clip(self.slope * (turn - self.threshold), -30, 30)))
        return chances


def together(raw: Matrix) -> Matrix:
    """The turn's score and that of its best sentence each see what the other does not."""
    turn: Matrix = raw[0] if len(raw) == 1 else (raw[0] + raw[1:].max(axis=0)) / 2
    return turn


@cache
def load_model(by: By, file: Path = WEIGHTS) -> Model:
    with np.load(file, allow_pickle=False) as kept:
        if [tuple(label) for label in kept["labels"].tolist()] != list(LABELS):
            raise ValueError(f"{file.name} was learnt for other labels: run python -m bot.drills.moves.learn again.")
        own = {name.partition(".")[2]: kept[name] for name in kept.files if name.startswith(f"{by}.")}
        common = {name: kept[name] for name in ("rarity", "before_rarity")}
    return Model(**{name: values.astype(np.float32) for name, values in (own | common).items()})

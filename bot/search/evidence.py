"""What the searches say about each card for one question, and the features a calibrator sees in it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

SHARPLY = 12.0  # at this scale of scores a rival a quarter point behind counts 5 %

FEATURES = (
    "score",
    "margin",
    "margin3",
    "doubt",
    "near",
    "near_margin",
    "letters",
    "letters_margin",
    "words",
    "sounds",
    "title",
    "near_agrees",
    "letters_agree",
    "words_agree",
    "covered",
    "length",
)


@dataclass(frozen=True)
class Evidence:
    """One value a card each; cards are ranked by `score`. `covered` is the share of known words."""

    score: Scores
    near: Scores
    letters: Scores
    words: Scores
    sounds: Scores
    title: Scores
    covered: float
    length: int

    def scope(self) -> float:
        """How likely any card covers the question; only good for comparing questions."""
        return float(self.score.max())

    def features(self) -> NDArray[np.float64]:
        top = int(self.score.argmax())
        first, second, third = _highest(self.score, 3)
        return np.array(
            [
                first,
                first - second,
                first - third,
                float(np.log(np.exp(SHARPLY * (self.score - first)).sum())),
                self.near[top],
                _lead(self.near, top),
                self.letters[top],
                _lead(self.letters, top),
                self.words[top],
                self.sounds[top],
                self.title[top],
                float(self.near.argmax() == top),
                float(self.letters.argmax() == top),
                float(self.words.argmax() == top),
                self.covered,
                np.log1p(self.length),
            ]
        )


def _highest(values: Scores, count: int) -> list[float]:
    """Descending; a missing one counts as 0, so that a single card has a margin too."""
    if len(values) > count:
        values = np.partition(values, -count)[-count:]
    best = sorted(values.tolist(), reverse=True)
    return best + [0.0] * (count - len(best))


def _lead(values: Scores, top: int) -> float:
    """How far the card leads the best of the others, or trails it."""
    best, second = _highest(values, 2)
    return float(values[top]) - (second if values[top] >= best else best)

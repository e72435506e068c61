"""From scores to a probability that the best card is the right one, and from that to an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Outcome = Literal["answer", "choose", "refuse"]

ANSWER_FROM = 0.85  # probability from which one card is shown outright
CHOOSE_FROM = 0.25  # probability from which three are offered

FEATURES = (
    "score",
    "margin",
    "margin3",
    "near",
    "near_margin",
    "letters",
    "letters_margin",
    "matched",
    "sound",
    "near_agrees",
    "letters_agree",
    "matched_agrees",
    "length",
)


@dataclass(frozen=True)
class Evidence:
    """What each search says about each card; `score` is what they are ranked by."""

    score: NDArray[np.float32]
    near: NDArray[np.float32]
    letters: NDArray[np.float32]
    matched: NDArray[np.float32]
    sound: NDArray[np.float32]
    length: int

    def features(self) -> NDArray[np.float64]:
        top = int(self.score.argmax())
        best = _sorted_top(self.score, 3)
        return np.array(
            [
                best[0],
                best[0] - best[1],
                best[0] - best[2],
                self.near[top],
                _margin(self.near, top),
                self.letters[top],
                _margin(self.letters, top),
                self.matched[top],
                self.sound[top],
                float(self.near.argmax() == top),
                float(self.letters.argmax() == top),
                float(self.matched.argmax() == top),
                np.log1p(self.length),
            ]
        )


@dataclass(frozen=True)
class Calibrator:
    """Logistic regression on `FEATURES`, standardised."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def probability(self, features: NDArray[np.float64]) -> float:
        logit = float(((features - self.mean) / self.scale) @ self.weights + self.bias)
        return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))

    def as_arrays(self) -> dict[str, NDArray[np.float64]]:
        return {"mean": self.mean, "scale": self.scale, "weights": self.weights, "bias": np.array([self.bias])}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.float64]]) -> "Calibrator":
        return cls(arrays["mean"], arrays["scale"], arrays["weights"], float(arrays["bias"][0]))


def fit(features: NDArray[np.float64], right: NDArray[np.bool_], ridge: float = 1.0, steps: int = 30) -> Calibrator:
    """Newton's method; `ridge` keeps it finite when one feature splits the examples perfectly."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-3
    x = np.column_stack([(features - mean) / scale, np.ones(len(features))])
    keep = np.full(x.shape[1], ridge)
    keep[-1] = 1e-6
    beta = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        slope = x.T @ (right - p) - keep * beta
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.diag(keep)
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-6:
            break
    return Calibrator(mean, scale, beta[:-1], float(beta[-1]))


def outcome(confidence: float) -> Outcome:
    if confidence >= ANSWER_FROM:
        return "answer"
    return "choose" if confidence >= CHOOSE_FROM else "refuse"


def _sorted_top(values: NDArray[np.float32], count: int) -> list[float]:
    """The highest `count` values; a missing one counts as 0, so that a single card has a margin too."""
    if len(values) > count:
        values = np.partition(values, -count)[-count:]
    best = sorted(values.tolist(), reverse=True)
    return best + [0.0] * (count - len(best))


def _margin(values: NDArray[np.float32], top: int) -> float:
    """How far the card leads the best of the others, or trails it."""
    best = _sorted_top(values, 2)
    rival = best[1] if values[top] >= best[0] else best[0]
    return float(values[top] - rival)

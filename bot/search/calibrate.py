"""From evidence to a probability that the best card is the right one, and from that to an outcome."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from bot.search.evidence import FEATURES

Outcome = Literal["answer", "choose", "refuse"]

ANSWER_FROM = 0.8  # probability from which one card is shown outright
CHOOSE_FROM = 0.25  # probability from which three are offered

DEFAULTS = Path(__file__).with_name("calibrators.json")


@dataclass(frozen=True)
class Calibrator:
    """Logistic regression on standardised `FEATURES`."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def probability(self, features: NDArray[np.float64]) -> float:
        logit = float(((features - self.mean) / self.scale) @ self.weights + self.bias)
        return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))

    def as_json(self) -> dict[str, Any]:
        rows = zip(FEATURES, self.mean, self.scale, self.weights, strict=True)
        return {"bias": self.bias, "features": {name: [round(float(v), 6) for v in values] for name, *values in rows}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Calibrator":
        """KeyError if it was fitted on other features than these."""
        mean, scale, weights = np.array([data["features"][name] for name in FEATURES]).T
        return cls(mean, scale, weights, float(data["bias"]))


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


@cache
def default_calibrator(with_encoder: bool, with_head: bool) -> Calibrator:
    """For the seconds before a workspace has its own; fitted by `learn.py` on the project's phrase bank."""
    fitted = json.loads(DEFAULTS.read_text(encoding="utf-8"))
    return Calibrator.from_json(fitted[default_name(with_encoder, with_head)])


def default_name(with_encoder: bool, with_head: bool) -> str:
    return ("encoder" if with_encoder else "words") + (" and head" if with_head else "")


def outcome(confidence: float) -> Outcome:
    if confidence >= ANSWER_FROM:
        return "answer"
    return "choose" if confidence >= CHOOSE_FROM else "refuse"

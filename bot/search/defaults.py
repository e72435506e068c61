"""Calibrators for the minutes before a workspace has its own; fitted on the project's phrase bank alone."""

import numpy as np

from bot.search.calibrate import FEATURES, Calibrator


def _calibrator(bias: float, **weights: float) -> Calibrator:
    size = len(FEATURES)
    values = np.array([weights.get(name, 0.0) for name in FEATURES])
    return Calibrator(np.zeros(size), np.ones(size), values, bias)


WITH_ENCODER = _calibrator(-4.0, near=4.0, margin=6.0, letters=2.0)
BY_WORDS = _calibrator(-3.0, letters=5.0, margin=6.0, matched=2.0)

"""Has a rate really changed? Two proportions, like for like."""

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from bot.signals.finding import LEAST, Change, Finding, Formula, Rate

FORMULA: Formula = "Jeffreys beta-binomial, Newcombe interval"
Z = NormalDist().inv_cdf(0.975)

Values = NDArray[np.float64]


def compare(before: Rate, now: Rate, least: int = LEAST) -> Finding:
    """Swapping the sides mirrors the finding."""
    if min(before.n, now.n) < max(least, 1):
        return Finding(FORMULA, "too_few", before, now, least, None)
    difference = now.hits / now.n - before.hits / before.n
    change = Change(difference, *_newcombe(before, now), _drop(before, now))
    return Finding(FORMULA, change.verdict, before, now, least, change)


def _drop(before: Rate, now: Rate) -> float:
    """P(now's true rate < before's), each Beta(hits + ½, misses + ½): Jeffreys' prior, which favours no rate.

    Over θ = arcsin √rate that prior is flat and every posterior smooth, so a sum over the middles of equal steps is
    right to a hundred-thousandth, without the incomplete beta function.
    """
    steps = max(4_000, 100 * math.isqrt(max(before.n, now.n)))
    theta = (np.arange(steps, dtype=np.float64) + 0.5) * (math.pi / 2 / steps)
    earlier, later = _posterior(before, theta), _posterior(now, theta)
    below = np.cumsum(later) - later / 2
    return min(1.0, float(earlier @ below))


def _posterior(rate: Rate, theta: Values) -> Values:
    likelihood = 2 * rate.hits * np.log(np.sin(theta)) + 2 * (rate.n - rate.hits) * np.log(np.cos(theta))
    weight: Values = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    return weight


def _newcombe(before: Rate, now: Rate) -> tuple[float, float]:
    """The 95 % interval of the difference: Newcombe 1998, Statistics in Medicine 17:873, method 10."""
    (p, p_low, p_high), (q, q_low, q_high) = wilson(now), wilson(before)
    difference = p - q
    low, high = difference - math.hypot(p - p_low, q_high - q), difference + math.hypot(p_high - p, q - q_low)
    return max(-1.0, low), min(1.0, high)


def wilson(rate: Rate) -> tuple[float, float, float]:
    """The rate and its 95 % score interval."""
    p, n = rate.hits / rate.n, rate.n
    middle = p + Z**2 / (2 * n)
    half = Z * math.sqrt(p * (1 - p) / n + (Z / (2 * n)) ** 2)
    return p, (middle - half) / (1 + Z**2 / n), (middle + half) / (1 + Z**2 / n)

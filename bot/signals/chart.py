"""Is a series in its usual range? Process-behaviour charts: limits from the series' own point-to-point variation.

A point outside the limits, or eight in a row on one side of the centre, is worth a question. It is not yet an alert:
where quarters end in a rush their ends stand out each time, so compare like for like (`periods`) before saying why.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.signals.finding import Formula, Measured, Rate

LEAST_POINTS = 12
RUN = 8
D2 = 1.128
"""Mean distance of two normal values one after the other, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Point:
    of: Measured
    value: float
    low: float
    high: float

    @property
    def outside(self) -> bool:
        return _side(self.value, self.low) < 0 or _side(self.value, self.high) > 0


@dataclass(frozen=True, slots=True)
class Chart:
    """Periods without a value have no point."""

    formula: Formula
    centre: float
    points: tuple[Point, ...]

    @property
    def n(self) -> int:
        return len(self.points)

    @property
    def outside(self) -> tuple[int, ...]:
        """Which points are beyond their limits."""
        return tuple(at for at, point in enumerate(self.points) if point.outside)

    @property
    def runs(self) -> tuple[range, ...]:
        """Which points stand in a row of eight or more on one side; one on the centre ends a row."""
        sides = groupby(range(self.n), key=lambda at: _side(self.points[at].value, self.centre))
        rows = [(side, list(row)) for side, row in sides]
        return tuple(range(row[0], row[-1] + 1) for side, row in rows if side and len(row) >= RUN)


def xmr(series: Sequence[Measured]) -> Chart | None:
    """Individual values and moving range: mean ± 2.66 mean moving ranges (Wheeler); None under twelve values."""
    seen = [(one, one.value) for one in series if one.value is not None]
    if len(seen) < LEAST_POINTS:
        return None
    values = [value for _, value in seen]
    centre, reach = math.fsum(values) / len(values), 3 / D2 * _moving_range(values)
    return Chart("XmR chart", centre, tuple(Point(one, value, centre - reach, centre + reach) for one, value in seen))


def laney(series: Sequence[Rate]) -> Chart | None:
    """For rates whose n varies: p̄ ± 3 σᵢ σ_z (Laney 2002, Quality Engineering 14:531); None under twelve rates.

    A plain p-chart takes all variation for chance and puts half the weeks of a real pipeline outside; σ_z, from the
    moving range of the standardised rates, widens the limits by what the weeks really vary.
    """
    seen = [one for one in series if one.n]
    if len(seen) < LEAST_POINTS:
        return None
    centre = sum(one.hits for one in seen) / sum(one.n for one in seen)
    sigmas = [math.sqrt(centre * (1 - centre) / one.n) for one in seen]
    values = [one.hits / one.n for one in seen]
    scores = [(value - centre) / sigma if sigma else 0.0 for value, sigma in zip(values, sigmas, strict=True)]
    reach = 3 * _moving_range(scores) / D2
    limits = [(max(0.0, centre - reach * sigma), min(1.0, centre + reach * sigma)) for sigma in sigmas]
    points = (Point(one, value, *both) for one, value, both in zip(seen, values, limits, strict=True))
    return Chart("Laney p′ chart", centre, tuple(points))


def _moving_range(values: Sequence[float]) -> float:
    return math.fsum(abs(b - a) for a, b in pairwise(values)) / (len(values) - 1)


def _side(value: float, line: float) -> int:
    """A mean of equal values may be a last digit beside them."""
    return 0 if math.isclose(value, line, abs_tol=1e-12) else 1 if value > line else -1

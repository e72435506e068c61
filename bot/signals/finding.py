"""What a comparison of two periods found: a number never comes without its n, range, periods and formula."""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.signals.periods import Period

Verdict = Literal["signal", "normal", "too_few"]
Formula = Literal[
    "Jeffreys beta-binomial, Newcombe interval",
    "permutation of Welch's t",
    "XmR chart",
    "Laney p′ chart",
    "percentiles, linear",
    "Kaplan-Meier",
]

LEAST = 30
"""Deals a side below which no rate is compared: a week of ten shows a fall of 5 points in 41 % of quiet weeks."""

CERTAIN = 0.985
"""How sure a fall, or a rise, must be. With it 3 % of quiet pairs show a signal in either direction, and under 4 %
whatever the rate and the n; with .975 it would be up to 6 %, as hits are whole numbers."""


class Measured(Protocol):
    """What can be a point of a chart or a side of a comparison; the value is None where there is nothing to measure."""

    @property
    def value(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def period(self) -> Period: ...


@dataclass(frozen=True, slots=True)
class Rate:
    hits: int
    n: int
    period: Period

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.n:
            raise ValueError(f"{self.hits} of {self.n} is no rate.")

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Mean:
    """Of n amounts, days, discounts, …"""

    value: float | None
    n: int
    period: Period


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were: new leads, visits."""

    n: int
    period: Period

    @property
    def value(self) -> float:
        return float(self.n)


@dataclass(frozen=True, slots=True)
class Change:
    difference: float
    """Now less before: a fall is negative."""
    low: float
    high: float
    """The 95 % interval of the difference."""
    drop: float
    """How sure it is that there was a fall, 0 to 1; what is left to 1 is for a rise."""

    @property
    def p(self) -> float:
        """Two-sided: small where a fall or a rise is sure."""
        return 2 * min(self.drop, 1 - self.drop)

    @property
    def verdict(self) -> Verdict:
        """A signal is sure, and its interval is clear of no change: a message never contradicts itself."""
        sure = max(self.drop, 1 - self.drop) >= CERTAIN
        return "signal" if sure and (self.low > 0 or self.high < 0) else "normal"


@dataclass(frozen=True, slots=True)
class Finding:
    formula: Formula
    verdict: Verdict
    before: Rate | Mean
    now: Rate | Mean
    least: int
    """n a side that it takes."""
    change: Change | None
    """None if there are too few: what nobody should read is not there to be shown."""

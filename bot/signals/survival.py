"""How long a deal takes, when some are still open.

Closed deals alone flatter: the slow ones are not among them yet. On one real pipeline their median was 45 days, with
the open ones counted as "at least so long" 69.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.signals.finding import Formula
from bot.signals.periods import Period


@dataclass(frozen=True, slots=True)
class Cycle:
    days: float
    closed: bool
    """False: still open, so it takes longer than that."""


@dataclass(frozen=True, slots=True)
class Survival:
    n: int
    closed: int
    steps: tuple[tuple[float, float], ...]
    """(day, share still open after it), for each day on which one closed."""
    period: Period
    formula: Formula = "Kaplan-Meier"

    @property
    def median(self) -> float | None:
        """The day by which half have closed; None while more than half have not."""
        return next((day for day, share in self.steps if share <= 0.5 + 1e-12), None)

    def still_open(self, day: float) -> float:
        """The share of deals that take longer than so many days."""
        return next((share for at, share in reversed(self.steps) if at <= day), 1.0)


def kaplan_meier(cycles: Sequence[Cycle], period: Period) -> Survival | None:
    """Kaplan and Meier 1958, JASA 53:457: the product of (1 − closed that day / open until that day); None of none."""
    if not cycles:
        return None
    ended = Counter(cycle.days for cycle in cycles)
    closed = Counter(cycle.days for cycle in cycles if cycle.closed)
    at_risk, share, steps = len(cycles), 1.0, []
    for day in sorted(ended):
        if closed[day]:
            share *= 1 - closed[day] / at_risk
            steps.append((day, share))
        at_risk -= ended[day]
    return Survival(len(cycles), closed.total(), tuple(steps), period)

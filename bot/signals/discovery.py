"""Many comparisons at once: of thirty reps who are all alike, one or two look like a signal."""

from collections.abc import Mapping
from typing import TypeVar

from bot.signals.finding import CERTAIN, Finding

Key = TypeVar("Key")

Q = 0.05
"""The share of false ones among those kept, on average, at most."""


def kept(p_values: Mapping[Key, float], q: float = Q) -> tuple[Key, ...]:
    """Benjamini and Hochberg 1995: the k smallest, for the largest k whose p ≤ q·k/m; smallest first."""
    ranked = sorted(p_values, key=p_values.__getitem__)
    within = [k for k, key in enumerate(ranked, 1) if p_values[key] <= q * k / len(ranked)]
    return tuple(ranked[: max(within, default=0)])


def standing(findings: Mapping[Key, Finding]) -> tuple[Key, ...]:
    """Whose signal remains one beside all the others (reps, stages, products), the surest first.

    Give it every comparison that was made: those left out are what the correction is for. Too few are not counted, as
    nothing was tested there. As strict as one comparison is (q = .03): with .05, thirty equal reps had one named in a
    little over 5 % of quiet periods.
    """
    tested = {key: finding.change.p for key, finding in findings.items() if finding.change}
    return tuple(key for key in kept(tested, q=2 * (1 - CERTAIN)) if findings[key].verdict == "signal")

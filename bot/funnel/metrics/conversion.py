"""How many came how far: entries, what was reached, the sources' simple ratio, and cohorts that had their time.

The simple ratio compares this period's entries of two stages; these are different deals, so it can exceed 1, and deals
that skip a stage lower it. A cohort follows the same deals: those that entered, and what became of each of them within
a fixed window. "Relative" is to the stage before, "overall" to the first; the two are never in one list.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.funnel.metrics.figure import Figure, Span, share
from bot.funnel.metrics.journeys import Journey, Path
from bot.words import N_

WINDOW = timedelta(days=60)

NOBODY_ENTERED = N_("No deal entered the stage in this period.")
NO_COHORT = N_("No deal entered long enough ago to have had its time.")


def entered(journeys: Iterable[Journey], path: Path, span: Span) -> list[int]:
    """Distinct deals whose first entry of the stage lies in the period."""
    counts = [0] * len(path.stages)
    for journey in journeys:
        for place, at in journey.firsts().items():
            counts[place] += at in span
    return counts


def reached(journeys: Iterable[Journey], path: Path, span: Span) -> list[int]:
    """Distinct deals that, in the period, entered the stage or a later one for the first time."""
    counts = [0] * len(path.stages)
    for journey in journeys:
        furthest = max((place for place, at in journey.firsts().items() if at in span), default=-1)
        for place in range(furthest + 1):
            counts[place] += 1
    return counts


def ratios(entries: Sequence[int]) -> list[Figure]:
    """To the next stage, one for each stage but the last; n is the entries of the stage itself."""
    return [share(after, here, "ratio", NOBODY_ENTERED) for here, after in pairwise(entries)]


def relative(
    journeys: Sequence[Journey], path: Path, span: Span, now: datetime, window: timedelta = WINDOW
) -> list[Figure]:
    """For each stage but the last: of the deals that entered it in the period, how many went further in the window."""
    return [
        _cohort(journeys, place, place + 1, span, now, window, "cohort_relative")
        for place in range(len(path.stages) - 1)
    ]


def overall(
    journeys: Sequence[Journey], path: Path, span: Span, now: datetime, window: timedelta = WINDOW
) -> list[Figure]:
    """For each stage but the first: of the deals that entered the first one in the period, how many came to it."""
    return [
        _cohort(journeys, 0, place, span, now, window, "cohort_overall") for place in range(1, len(path.stages))
    ]  # fmt: skip


def _cohort(
    journeys: Iterable[Journey], start: int, goal: int, span: Span, now: datetime, window: timedelta, formula: str
) -> Figure:
    began = [(j, at) for j in journeys if (at := j.firsts().get(start)) in span and _mature(at, now, window)]
    hits = sum(any(v.place >= goal and at <= v.entered <= at + window for v in j.visits) for j, at in began if at)
    return share(hits, len(began), formula, NO_COHORT)


def _mature(at: datetime | None, now: datetime, window: timedelta) -> bool:
    return at is not None and at + window <= now

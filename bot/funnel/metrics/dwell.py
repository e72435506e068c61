"""How long deals stay in a stage, and which of them have been there for long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

import numpy as np

from bot.funnel.metrics.figure import Span, days
from bot.funnel.metrics.journeys import Journey, Path


@dataclass(frozen=True, slots=True)
class Dwell:
    """Days of the visits that ended in a period; percentiles as a spreadsheet's PERCENTILE.INC has them."""

    n: int
    median: float
    p75: float
    p90: float
    mean: float
    max: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open deal, and how many days it has been in its stage."""

    journey: Journey
    place: int
    days: float


def completed(journeys: Iterable[Journey], path: Path, span: Span) -> list[list[float]]:
    """Days of each visit that ended in the period, by stage. A deal that came back has two."""
    found: list[list[float]] = [[] for _ in path.stages]
    for journey in journeys:
        for visit in journey.visits:
            if visit.left is not None and visit.left in span:
                found[visit.place].append(days(visit.entered, visit.left))
    return found


def dwell(journeys: Iterable[Journey], path: Path, span: Span) -> list[Dwell | None]:
    return [_spread(stays) for stays in completed(journeys, path, span)]


def _spread(stays: list[float]) -> Dwell | None:
    if not stays:
        return None
    median, p75, p90 = (float(value) for value in np.percentile(stays, (50, 75, 90)))
    return Dwell(len(stays), median, p75, p90, fmean(stays), max(stays))


def waiting(journeys: Iterable[Journey], at: datetime) -> list[Waiting]:
    """Open deals, the one that has been longest in its stage first."""
    stays = [(j, v) for j in journeys if j.is_open(at) and (v := j.visit(at)) is not None]
    found = [Waiting(journey, visit.place, days(visit.entered, at)) for journey, visit in stays]
    return sorted(found, key=lambda one: (-one.days, one.journey.id))

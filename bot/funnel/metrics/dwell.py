"""How long deals stay in a stage, and which of them have been there for long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from bot.funnel.metrics.figure import Span, days
from bot.funnel.metrics.journeys import Journey, Path
from bot.signals import Spread, spread


@dataclass(frozen=True, slots=True)
class Dwell:
    """Days of the visits that ended in a period."""

    spread: Spread
    mean: float
    max: float

    @property
    def n(self) -> int:
        return self.spread.n

    @property
    def median(self) -> float:
        return self.spread.median


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
    found = completed(journeys, path, span)
    return [_dwell(stays, spread(stays, span.period)) for stays in found]


def _dwell(stays: list[float], known: Spread | None) -> Dwell | None:
    return Dwell(known, fmean(stays), max(stays)) if known else None


def waiting(journeys: Iterable[Journey], at: datetime) -> list[Waiting]:
    """Open deals, the one that has been longest in its stage first."""
    stays = [(j, v) for j in journeys if j.is_open(at) and (v := j.visit(at)) is not None]
    found = [Waiting(journey, visit.place, days(visit.entered, at)) for journey, visit in stays]
    return sorted(found, key=lambda one: (-one.days, one.journey.id))

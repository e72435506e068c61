"""How deals end: the win rate, how long they take, how much comes of them in a day, and why they are lost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.funnel.metrics.figure import Figure, Span, days, mean, middle, share
from bot.funnel.metrics.journeys import LOST, WON, Journey, closed_in
from bot.words import N_

NONE_CLOSED = N_("No deal was won or lost in this period.")
NOT_HALF = N_("Fewer than half of the deals have closed.")
NO_INPUT = N_("It takes open deals, won deals with an amount, a win rate and a cycle.")
NO_REASON = "unknown"


def win_rate(journeys: Iterable[Journey], span: Span) -> Figure:
    """Won of won and lost, by the day on which they closed."""
    closed = closed_in(journeys, span)
    return share(sum(j.status == WON for j in closed), len(closed), "win_rate", NONE_CLOSED)


def cycle_mean(journeys: Iterable[Journey], span: Span) -> Figure:
    return mean(_cycles(journeys, span), "cycle", NONE_CLOSED)


def cycle_median(journeys: Iterable[Journey], span: Span) -> Figure:
    return middle(_cycles(journeys, span), "cycle", NONE_CLOSED)


def _cycles(journeys: Iterable[Journey], span: Span) -> list[float]:
    return [days(j.created_at, j.closed_at) for j in closed_in(journeys, span) if j.closed_at is not None]


def velocity(open_deals: int, size: Figure, rate: Figure, cycle: Figure) -> Figure:
    """Open deals × mean size × win rate / cycle: what they are worth a day, in hundredths."""
    if not open_deals or size.value is None or rate.value is None or not cycle.value:
        return Figure(None, 0, "velocity", NO_INPUT)
    return Figure(open_deals * size.value * rate.value / cycle.value, open_deals, "velocity")


def lost_reasons(journeys: Iterable[Journey], span: Span) -> dict[str, int]:
    """Reason → deals, the most frequent first."""
    counts = Counter(journey.lost_reason or NO_REASON for journey in closed_in(journeys, span, LOST))
    return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def cycle_censored(journeys: Sequence[Journey], span: Span, at: datetime) -> Figure:
    """The day by which half of the deals close, where those still open count as "at least so long"."""
    ended = _cycles(journeys, span)
    still = [days(j.created_at, at) for j in journeys if j.is_open(at)]
    return Figure(_half_closed(ended, still), len(ended) + len(still), "cycle_censored", NOT_HALF)


def _half_closed(ended: Sequence[float], still: Sequence[float]) -> float | None:
    """Kaplan and Meier 1958, JASA 53:457: the product of (1 − closed that day / open until that day)."""
    at_risk, share_open = len(ended) + len(still), 1.0
    closings = Counter(ended)
    leaving = Counter([*ended, *still])
    for day in sorted(leaving):
        share_open *= 1 - closings[day] / at_risk
        if share_open <= 0.5 + 1e-12:
            return day
        at_risk -= leaving[day]
    return None

"""How deals end: the win rate, how long they take, how much comes of them in a day, and why they are lost."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.funnel.metrics.figure import Figure, Span, days, mean, middle, share
from bot.funnel.metrics.journeys import LOST, WON, Journey, closed_in
from bot.signals import Cycle, kaplan_meier
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
    return mean(cycles_in(journeys, span), "cycle", NONE_CLOSED)


def cycle_median(journeys: Iterable[Journey], span: Span) -> Figure:
    return middle(cycles_in(journeys, span), "cycle", NONE_CLOSED)


def cycles_in(journeys: Iterable[Journey], span: Span) -> list[float]:
    """Days from creation to close, of each deal that closed in the period."""
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
    cycles = [Cycle(took, True) for took in cycles_in(journeys, span)]
    cycles += [Cycle(days(j.created_at, at), False) for j in journeys if j.is_open(at)]
    survival = kaplan_meier(cycles, span.period)
    median = survival.median if survival else None
    return Figure(median, len(cycles), "cycle_censored", "" if median is not None else NOT_HALF)

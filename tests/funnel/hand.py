"""Small funnels that can be counted on paper: times are days after D0."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.funnel.metrics.figure import Span, span_of
from bot.funnel.metrics.journeys import Event, Journey, Path, walk
from bot.signals import Period

D0 = datetime(2026, 9, 1, tzinfo=UTC)
ABC = Path(("a", "b", "c"), playbook="abc")


def day(n: float) -> datetime:
    return D0 + timedelta(days=n)


def span(first: int, last: int) -> Span:
    """From the beginning of one day until just before another."""
    start = date(2026, 9, 1)
    return span_of(Period(start + timedelta(days=first), start + timedelta(days=last - 1)), "UTC")


def journey(id: int, *steps: tuple[str, float], path: Path = ABC, **more: Any) -> Journey:
    """A deal that took these steps; "won" and "lost" close it."""
    events = [Event(day(at), stage, stage) for stage, at in steps]
    status, closed = next(
        ((stage, day(at)) for stage, at in reversed(steps) if stage in ("won", "lost")), ("open", None)
    )
    created = more.pop("created_at", day(steps[0][1]) if steps else D0)
    visits = walk(path, events, closed)
    return Journey(id, created, visits, status, closed, **{"name": f"deal {id}", **more})


FOUR: Sequence[Journey] = (
    journey(1, ("a", 0), ("b", 5), ("c", 9), ("lost", 12), lost_reason="price"),
    journey(2, ("a", 1), ("c", 4)),  # skips b
    journey(3, ("a", 2), ("b", 3), ("a", 6), ("b", 8)),  # goes back, and enters again
    journey(4, ("a", 2), ("a", 4), ("b", 10)),  # the second a is no new visit
)

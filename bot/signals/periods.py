"""Which earlier period a period may be compared with. Choose it first, test second.

Deals close at the end of quarters. On one real pipeline the three months of a quarter had win rates of .49, .55 and
.81, year in, year out: October against September was "−29.9 points, p = 2e-27", a false alarm by any sound test;
October against July, the same place in the quarter, was +0.2 points.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

DAY = timedelta(days=1)
WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Both days belong to it."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"A period ends before it starts: {self.start}, {self.end}.")

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def like_for_like(start: date, end: date, history_begins: date) -> Period | None:
    """The same place in the quarter before; None if no history reaches back so far.

    - Whole months are laid on whole months: October on July, a quarter or a year on the one before.
    - Anything else keeps its distance from the nearest end of a quarter, where the rush is: the last week of December
      is laid on the last week of September, and a week that straddles two quarters on one that straddles two.
    - Whole weeks hold every weekday equally often, so they may begin on another weekday. Other spans, a Monday to
      Wednesday for example, are moved by whole weeks, at most three days beside their place.
    - What is longer than a quarter goes back as many quarters as keep the two apart.

    Quarters begin in January, April, July and October. Moving holidays (the Spring Festival) are not made up for.
    """
    now = Period(start, end)
    earlier = next(found for quarters in count(1) if (found := _earlier(now, quarters)).end < start)
    return earlier if earlier.start >= history_begins else None


def _earlier(now: Period, quarters: int) -> Period:
    after = now.end + DAY
    if now.start.day == after.day == 1:
        return Period(_months_before(now.start, 3 * quarters), _months_before(after, 3 * quarters) - DAY)
    edge = _nearest_edge(now)
    shift = edge - _months_before(edge, 3 * quarters)
    if now.days % WEEK:
        shift = timedelta(weeks=round(shift.days / WEEK))
    return Period(now.start - shift, now.end - shift)


def _nearest_edge(now: Period) -> date:
    """The first day of a quarter: one within the period if there is one, or else the nearer of the two around it."""
    begun = _quarter_start(now.end)
    next_one = _quarter_start(begun + timedelta(days=95))
    return begun if now.start - begun <= next_one - DAY - now.end else next_one


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _months_before(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)

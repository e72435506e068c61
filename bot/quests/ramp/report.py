"""The ramp report: what the figures of many people say. Pure; nothing is said without its n."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bot.pushes.calendar import local
from bot.quests.quest import Quest, Step
from bot.quests.ramp.figures import Figures
from bot.quests.ramp.place import Place, places
from bot.quests.ramp.workdays import Workdays
from bot.signals import Cycle, Period, kaplan_meier

LEAST = 5
"""People, or drills, below which there are counts and no rates."""
PEOPLE = 3
"""Whose drills are added up at the least: of fewer, it would be said how somebody drills."""
TOP = 5
STUCK = 2
"""Working days at one step after which it is worth a look: the quest is made for one a day."""
RETAINED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Reading:
    """One working day of a cohort, for those of them whose day it has been."""

    day: int
    share: float
    """The median share of required steps that was done at its end."""
    n: int


@dataclass(frozen=True, slots=True)
class Cohort:
    month: str
    """Of their first day: "2026-10"."""
    places: tuple[Place, ...]
    curve: tuple[Reading, ...]

    @property
    def n(self) -> int:
        return len(self.places)

    @property
    def told(self) -> tuple[Reading, ...]:
        """As far as half of them have come: the first few of a month are not the month."""
        return tuple(reading for reading in self.curve if 2 * reading.n >= self.n)


@dataclass(frozen=True, slots=True)
class Sticking:
    """A step at which people are for more than STUCK working days."""

    step: Step
    places: tuple[Place, ...]
    """The longest there first."""

    @property
    def days(self) -> float:
        return median(place.days for place in self.places)

    @property
    def wrong(self) -> float:
        """Wrong answers a person."""
        return sum(place.wrong for place in self.places) / len(self.places)


@dataclass(frozen=True, slots=True)
class Mistake:
    criterion: str
    low: int
    n: int
    """Drills in which there was occasion for it."""

    @property
    def share(self) -> float:
        return self.low / self.n


@dataclass(frozen=True, slots=True)
class Time:
    """Days from the first one until something is reached."""

    median: float | None
    """By Kaplan and Meier, with those who have not yet: without them the slow ones would be missing. None while more
    than half have not."""
    low: int
    high: int
    """Among those who have."""
    reached: int
    n: int


@dataclass(frozen=True, slots=True)
class Retention:
    """Of those who began 90 days ago or earlier, how many were here on the 90th day."""

    here: int
    n: int

    @property
    def share(self) -> float | None:
        return self.here / self.n if self.n >= LEAST else None


@dataclass(frozen=True, slots=True)
class Ramp:
    quest: Quest
    today: date
    month: str
    """Whom it is about; "" is everybody."""
    places: tuple[Place, ...]
    """Of everybody whom it is about, by first day."""
    cohorts: tuple[Cohort, ...]
    """The earliest first, whatever `month`."""
    plan: tuple[float, ...]
    """The share of required steps due by each working day."""
    stuck: tuple[Sticking, ...]
    mistakes: tuple[Mistake, ...]
    certificate: Time
    opportunity: Time
    deal: Time
    retention: Retention

    @property
    def ahead(self) -> int:
        """Whose first day has not come."""
        return sum(not place.started for place in self.places)


def report(figures: Figures, now: datetime, zone: str, month: str = "") -> Ramp | None:
    """Of everybody, or of those who began in a month; None where there is no quest to speak of."""
    if figures.quest is None:
        return None
    today = local(zone, now).date()
    first = min((hire.started_on for hire in figures.hires), default=today)
    everybody = places(figures.hires, Workdays(min(first, today), today, zone), now, zone)
    mine = [place for place in everybody if not month or month_of(place) == month]
    begun = [place for place in mine if place.started]
    return Ramp(
        figures.quest, today, month, tuple(mine), cohorts(figures.quest, everybody), plan(figures.quest),
        sticking(begun), mistakes(begun),
        _time(begun, [place.hire.reached.certificate for place in begun], today, zone),
        _time(begun, [place.hire.reached.opportunity for place in begun], today, zone),
        _time(begun, [place.hire.reached.deal for place in begun], today, zone),
        retention(begun, today),
    )  # fmt: skip


def month_of(place: Place) -> str:
    return f"{place.hire.started_on:%Y-%m}"


def plan(quest: Quest) -> tuple[float, ...]:
    due = Counter(step.day for gate in quest.gates for step in quest.required(gate))
    done = [sum(n for day, n in due.items() if day <= last) for last in range(1, max(due, default=0) + 1)]
    return tuple(n / due.total() for n in done)


def cohorts(quest: Quest, everybody: Iterable[Place]) -> tuple[Cohort, ...]:
    """By month of the first day. Whoever left the quest and is still here is in none: nobody knows since when."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in everybody:
        if place.started and (place.hire.stays or not place.here):
            found[month_of(place)].append(place)
    last = len(plan(quest))
    return tuple(Cohort(month, tuple(them), curve(them, last)) for month, them in sorted(found.items()))


def curve(them: Sequence[Place], last: int) -> tuple[Reading, ...]:
    """For each working day that is over for somebody: whoever has it ahead, or left before, does not count in it.

    What was taken back counts from when it was done again.
    """
    readings = []
    for day in range(1, last + 1):
        shares = [place.share(day) for place in them if place.behind >= day]
        if shares:
            readings.append(Reading(day, median(shares), len(shares)))
    return tuple(readings)


def sticking(begun: Iterable[Place]) -> tuple[Sticking, ...]:
    """Where most days are lost."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for place in begun:
        if place.step is not None and place.days > STUCK:
            found[place.step.id].append(place)
    ordered = (sorted(them, key=lambda place: -place.days) for them in found.values())
    stuck = [Sticking(them[0].step, tuple(them)) for them in ordered if them[0].step]
    lost = sorted(stuck, key=lambda s: (-sum(place.days for place in s.places), s.step.day))
    return tuple(lost[:TOP])


def mistakes(begun: Iterable[Place]) -> tuple[Mistake, ...]:
    """The criteria that are marked low most often, from LEAST drills of PEOPLE on."""
    low, n, people = Counter[str](), Counter[str](), Counter[str]()
    for place in begun:
        for criterion, (few, of) in place.hire.marks.items():
            low[criterion] += few
            n[criterion] += of
            people[criterion] += 1
    found = [Mistake(id, low[id], n[id]) for id in n if low[id] and n[id] >= LEAST and people[id] >= PEOPLE]
    return tuple(sorted(found, key=lambda mistake: (-mistake.share, -mistake.n, mistake.criterion))[:TOP])


ARRIVED = 3
"""People, where others are still on the way: a median of one who was quick or slow is that one's number."""


def _time(begun: Sequence[Place], reached: Sequence[datetime | None], today: date, zone: str) -> Time:
    """Whoever has not got there, or left before, took at least the days that they have been here."""
    cycles = [
        Cycle(_days(place, local(zone, at).date() if at else place.left_on or today), at is not None)
        for place, at in zip(begun, reached, strict=True)
    ]
    took = [int(cycle.days) for cycle in cycles if cycle.closed]
    first = min((place.hire.started_on for place in begun), default=today)
    survival = kaplan_meier(cycles, Period(first, today))
    known = len(took) == len(cycles) or len(took) >= ARRIVED
    middle = survival.median if survival and known else None
    return Time(middle, min(took, default=0), max(took, default=0), len(took), len(cycles))


def _days(place: Place, until: date) -> int:
    """A clock set back makes nothing happen before the first day."""
    return max(0, (until - place.hire.started_on).days)


def retention(begun: Iterable[Place], today: date) -> Retention:
    long = [place for place in begun if today - place.hire.started_on >= RETAINED]
    here = [place for place in long if place.left_on is None or place.left_on - place.hire.started_on >= RETAINED]
    return Retention(len(here), len(long))

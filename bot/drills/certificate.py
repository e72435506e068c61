"""Certification: enough exams passed on different seeds of a scenario as it is now, and a wait after a failed one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, desc, select

from bot.drills.tables import drill

PASSES = 2
COOLDOWN = timedelta(hours=20)
"""Tomorrow at the same hour, give or take; a drill sat again at once would measure memory."""
GRADES = ("medium", "hard")


class Sat(Protocol):
    """What counts of an exam; a `rows.Drill` has it all."""

    @property
    def scenario(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def grade(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def exam(self) -> bool: ...
    @property
    def passed(self) -> bool: ...
    @property
    def moved_at(self) -> datetime: ...


class Present(Protocol):
    """A scenario, as far as its certificate goes."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Certificate:
    passes: int
    """Exams that count, up to PASSES."""
    wait_until: datetime | None
    """When the next exam may begin; None: now."""

    @property
    def certified(self) -> bool:
        return self.passes >= PASSES


def standing(scenario: Present, drills: Iterable[Sat], now: datetime) -> Certificate:
    """Where somebody stands in one scenario; practice among the drills does not count."""
    exams = [sat for sat in drills if sat.exam and sat.scenario == scenario.id]
    seeds = {sat.seed for sat in exams if sat.passed and sat.version == scenario.version and sat.grade in GRADES}
    return Certificate(min(len(seeds), PASSES), may_sit(exams, now))


def may_sit(exams: Iterable[Sat], now: datetime) -> datetime | None:
    """None: the next exam may begin now; else from when, after one that was failed."""
    failed = max((sat.moved_at for sat in exams if sat.exam and not sat.passed), default=None)
    return failed + COOLDOWN if failed and now < failed + COOLDOWN else None


def certified(scenarios: Iterable[Present], drills: Sequence[Sat], now: datetime) -> list[str]:
    """The ids of the scenarios that somebody is certified in."""
    return [scenario.id for scenario in scenarios if standing(scenario, drills, now).certified]


# As rows


@dataclass(frozen=True, slots=True)
class Exam:
    scenario: str
    version: int
    grade: str
    seed: int
    passed: bool
    moved_at: datetime
    exam: bool = True


def exams(db: Connection, person_id: int, scenario: str = "") -> list[Exam]:
    """Every exam of a person, the newest first, however many drills came after it.

    One that was left in the middle is failed, so that nobody looks for an easy seed; one left unplayed never was.
    """
    columns = (drill.c.scenario, drill.c.version, drill.c.grade, drill.c.seed, drill.c.passed, drill.c.moved_at)
    over = (drill.c.exam.is_(True), drill.c.status != "playing", drill.c.moved > 0)
    found = select(*columns).where(drill.c.person_id == person_id, *over)
    if scenario:
        found = found.where(drill.c.scenario == scenario)
    rows = db.execute(found.order_by(desc(drill.c.id)))
    return [Exam(*row) for row in rows]


def sitting(db: Connection, person_id: int, scenario: Present, now: datetime) -> Certificate:
    """Where somebody stands, from their rows."""
    return standing(scenario, exams(db, person_id, scenario.id), now)

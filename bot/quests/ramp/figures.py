"""What the ramp report is made of: a few statements for any number of people, and columns instead of objects."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from bot.drills.certificate import GRADES, PASSES
from bot.drills.tables import drill
from bot.funnel.scope import under
from bot.messages import Person, Role
from bot.people.tables import person, team
from bot.playbooks.playbook import STAGE_IDS
from bot.playbooks.tables import deal, stage_event
from bot.pushes.calendar import reached
from bot.quests import rows
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.tables import enrolment, quest_event, quest_version
from bot.store import Instant

LOOK_BACK = timedelta(days=730)
"""Whoever began earlier tells nothing about how it goes now."""
LOW = 1
"""A criterion's level up to which it counts as a mistake."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Whose figures somebody may see."""

    teams: tuple[int, ...] | None = None
    """None: everybody's."""
    besides: int | None = None
    """Never one's own: that is one's own page."""

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.teams is not None:
            found.append(enrolment.c.person_id.in_(select(person.c.id).where(person.c.team_id.in_(self.teams))))
        if self.besides is not None:
            found.append(enrolment.c.person_id != self.besides)
        return found


def led_by(db: Connection, who: Person) -> Whom:
    """An admin leads everybody; a manager the team and those below it; nobody else anybody."""
    if who.role is Role.ADMIN:
        return Whom(besides=who.id)
    if who.role is Role.MANAGER and who.team:
        return Whom(under(db, who.team), who.id)
    return Whom(())


@dataclass(slots=True)
class Reached:
    """When somebody first did what counts, since they began."""

    certificate: datetime | None = None
    opportunity: datetime | None = None
    deal: datetime | None = None


@dataclass(slots=True)
class Steps:
    """What happened in somebody's steps; the same fold as in course.py, without what the report does not need."""

    over: dict[str, datetime] = field(default_factory=dict)
    waived: set[str] = field(default_factory=set)
    wrong: Counter[str] = field(default_factory=Counter)
    reopened: dict[str, datetime] = field(default_factory=dict)

    def add(self, step: str, kind: str, at: datetime) -> None:
        if kind == "undone":
            self.over.pop(step, None)
            self.waived.discard(step)
            self.wrong.pop(step, None)
            self.reopened[step] = at
        elif step in self.over:
            return
        elif kind == "tried":
            self.wrong[step] += 1
        else:
            self.over[step] = at
            if kind == "waived":
                self.waived.add(step)


@dataclass(frozen=True, slots=True)
class Hire:
    """Somebody in the quest."""

    enrolment_id: int
    person_id: int
    name: str
    team: str
    started_on: date
    quest: Quest
    """As it was when they began."""
    stays: bool
    """False: out of the quest, though they may still be here."""
    left_at: datetime | None
    steps: Steps
    reached: Reached
    marks: Mapping[str, tuple[int, int]]
    """Criterion → (marked low, marked at all) in their drills since they began."""


@dataclass(frozen=True, slots=True)
class Figures:
    quest: Quest | None
    """As whoever began last has it; None where nobody is in any."""
    hires: tuple[Hire, ...] = ()


def read(db: Connection, quests: Quests, whom: Whom, today: date, zone: str, quest_id: str = "") -> Figures:
    """Everybody who started within the last two years."""
    quest_id = quest_id or _largest(db, quests, whom)
    chosen = [enrolment.c.quest == quest_id, enrolment.c.started_on >= today - LOOK_BACK, *whom.conditions()]
    people = db.execute(_PEOPLE.where(*chosen).order_by(enrolment.c.started_on, person.c.name)).all()
    if not people:
        return Figures(quests.get(quest_id))
    versions = rows.versions(db, quests, people)
    steps, firsts, marks = _steps(db, chosen), _firsts(db, chosen, people, zone), _marks(db, chosen)
    hires = tuple(
        Hire(row.id, row.person_id, row.name, row.team or "", row.started_on, versions[row.version_id],
             row.state != "left", row.left_at, steps.get(row.id) or Steps(), firsts[row.person_id],
             marks.get(row.person_id, {}))
        for row in people
    )  # fmt: skip
    return Figures(versions[max(row.version_id for row in people)], hires)


def _largest(db: Connection, quests: Quests, whom: Whom) -> str:
    """The quest that most are in, of those that new people are enrolled in; else of all."""
    counted = db.execute(_BY_QUEST.where(*whom.conditions())).all()
    own = {quest.id for quest in quests.all() if "newhire" in quest.enrols}
    most = max(counted, key=lambda row: (row.quest in own, row.n, row.quest), default=None)
    return str(most.quest) if most else min(own, default="")


def _steps(db: Connection, chosen: Sequence[ColumnElement[bool]]) -> dict[int, Steps]:
    """Enrolment → its steps, in the order of the rows: clocks are set back."""
    found: dict[int, Steps] = {}
    for enrolled, step, kind, at in db.execute(_EVENTS.where(*chosen)):
        if enrolled not in found:
            found[enrolled] = Steps()
        found[enrolled].add(step, kind, at)
    return found


# What they reached besides


def _firsts(
    db: Connection, chosen: Sequence[ColumnElement[bool]], people: Iterable[Any], zone: str
) -> dict[int, Reached]:
    started = {row.person_id: reached(zone, datetime.combine(row.started_on, time())) for row in people}
    found = {id: Reached() for id in started}
    for who, at in _certificates(db, chosen):
        found[who].certificate = found[who].certificate or at
    for who, made, entered, status, closed in db.execute(_DEALS.where(*chosen)):
        if made < started[who]:
            continue
        mine = found[who]
        mine.opportunity = min(mine.opportunity or entered, entered)
        if status == "won" and closed is not None:
            mine.deal = min(mine.deal or closed, closed)
    return found


def _certificates(db: Connection, chosen: Sequence[ColumnElement[bool]]) -> Iterable[tuple[int, datetime]]:
    """(person, when) as often as somebody passed enough exams on different seeds of one version of a scenario."""
    seeds: dict[tuple[int, str, int], set[int]] = {}
    for who, scenario, version, seed, at in db.execute(_EXAMS.where(*chosen)):
        passed = seeds.setdefault((who, scenario, version), set())
        passed.add(seed)
        if len(passed) >= PASSES:
            yield who, at


def _marks(db: Connection, chosen: Sequence[ColumnElement[bool]]) -> dict[int, dict[str, tuple[int, int]]]:
    """Person → criterion → (marked low, marked at all)."""
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for who, card in db.execute(_CARDS.where(*chosen)):
        mine = found.setdefault(who, {})
        for mark in card["marks"]:
            if mark["level"] is not None:
                low, n = mine.get(mark["criterion"], (0, 0))
                mine[mark["criterion"]] = (low + (mark["level"] <= LOW), n + 1)
    return found


_PEOPLE: Select[Any] = select(
    enrolment.c.id, enrolment.c.person_id, enrolment.c.version_id, enrolment.c.started_on, enrolment.c.state,
    enrolment.c.quest, quest_version.c.shape, person.c.name, person.c.left_at, team.c.name.label("team"),
).select_from(
    enrolment.join(quest_version, quest_version.c.id == enrolment.c.version_id)
    .join(person, person.c.id == enrolment.c.person_id)
    .outerjoin(team, team.c.id == person.c.team_id)
)  # fmt: skip
_BY_QUEST: Select[Any] = select(enrolment.c.quest, func.count().label("n")).group_by(enrolment.c.quest)
_EVENTS: Select[Any] = (
    select(quest_event.c.enrolment_id, quest_event.c.step, quest_event.c.kind, quest_event.c.at)
    .select_from(quest_event.join(enrolment, enrolment.c.id == quest_event.c.enrolment_id))
    .where(quest_event.c.kind.in_(("done", "waived", "undone", "tried")))
    .order_by(quest_event.c.id)
)
_THEIRS = drill.join(enrolment, enrolment.c.person_id == drill.c.person_id)
_EXAMS: Select[Any] = (
    select(drill.c.person_id, drill.c.scenario, drill.c.version, drill.c.seed, drill.c.moved_at)
    .select_from(_THEIRS)
    .where(drill.c.id > enrolment.c.drills_before, drill.c.exam, drill.c.passed, drill.c.moved > 0,
           drill.c.status != "playing", drill.c.grade.in_(GRADES))
    .order_by(drill.c.id)
)  # fmt: skip
_CARDS: Select[Any] = (
    select(drill.c.person_id, drill.c.scorecard)
    .select_from(_THEIRS)
    .where(drill.c.id > enrolment.c.drills_before, drill.c.status == "ended", drill.c.scorecard.is_not(None))
)
_DEALS: Select[Any] = (
    select(deal.c.owner_id, deal.c.created_at, func.min(stage_event.c.entered_at, type_=Instant()), deal.c.status,
           deal.c.closed_at)
    .select_from(deal.join(stage_event, stage_event.c.deal_id == deal.c.id)
                 .join(enrolment, enrolment.c.person_id == deal.c.owner_id))
    .where(stage_event.c.at.in_((*STAGE_IDS[1:], "won")))
    .group_by(deal.c.id)
)  # fmt: skip

"""The first weeks of invented new hires, a working day at a time, by the same rules as everybody's: what was passed is
passed, what was paid is paid, and whoever is stuck is stuck."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection, update

from bot.drills import rows as drill_rows
from bot.drills.opening import begin
from bot.drills.rubric import IDS, PASS, VERSION, total
from bot.drills.stage import Stage
from bot.drills.tables import drill
from bot.drills.talk import Mark, Scorecard
from bot.messages import Role
from bot.people.tables import person
from bot.quests import rows
from bot.quests.finishing import finish
from bot.quests.quest import ANSWERED, CONFIRMED, Quest, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.settling import settle
from bot.simulate.days import Days
from bot.simulate.team import Member
from bot.store import Store

QUEST = "first-30-days"
STUDIES, AGAIN, SLOW = 0.85, 0.3, 0.45
"""Share of days on which somebody works on their quest; does a second step; and both of who is slow."""
SLIPS = 0.25
"""Share of answers that are wrong the first time."""


@dataclass(frozen=True, slots=True)
class World:
    store: Store
    quests: Quests
    stage: Stage
    days: Days
    rng: Random


@dataclass(frozen=True, slots=True)
class Newcomer:
    person_id: int
    start: int
    """The working day of the first day."""
    mentor: int | None
    manager: int | None
    language: str
    slow: bool = False


def live(world: World, members: Sequence[Member], staff: Mapping[str, int]) -> None:
    """Up to yesterday: today is left to be lived."""
    quest = world.quests.get(QUEST)
    if quest is None:
        return
    for newcomer in _newcomers(world, members, staff):
        with world.store.write() as db:
            number = _enrolled(world, db, quest, newcomer)
            for day in range(newcomer.start, int(world.days.end)):
                _day(world, db, number, newcomer, day)


def _newcomers(world: World, members: Sequence[Member], staff: Mapping[str, int]) -> Iterator[Newcomer]:
    for member in members:
        if member.role is not Role.NEWHIRE or member.joined is None:
            continue
        team = {each.role: staff[each.name] for each in reversed(members) if each.team == member.team}
        start = max(0, int(world.days.end) - member.joined)
        slow = "慢" in member.name
        yield Newcomer(staff[member.name], start, team.get(Role.REP), team.get(Role.MANAGER), member.language, slow)


def _enrolled(world: World, db: Connection, quest: Quest, who: Newcomer) -> int:
    at = world.days.at(who.start)
    number = rows.enrol(
        db, quest, who.person_id, world.days.day(who.start), at, by_id=who.manager, mentor_id=who.mentor
    )
    assert number is not None
    db.execute(update(person).where(person.c.id == who.person_id).values(joined_at=at))
    # What they did is written already, and comes after this.
    rows.change(db, number, drills_before=0, touches_before=0, deals_before=0)
    return number


def _day(world: World, db: Connection, number: int, who: Newcomer, day: int) -> None:
    rng, at = world.rng, world.days.at(day + 0.05)
    _confirm(world, db, number, who, world.days.at(day + 0.02))
    share = SLOW if who.slow else STUDIES
    for _ in range((rng.random() < share) + (rng.random() < AGAIN * share)):
        journey = _journey(world, db, number, at)
        for step in journey.standing.open():
            if step.day <= day - who.start + 3 and _work(world, db, journey, step, who, at):
                at += timedelta(minutes=step.minutes + rng.randint(5, 90))
                break


def _work(world: World, db: Connection, journey: Journey, step: Step, who: Newcomer, at: datetime) -> bool:
    """Whether something came of it."""
    if journey.standing.states[step.id].status != "open":
        return False
    if step.kind in ANSWERED:
        return _answer(world, db, journey, step, at)
    if step.kind in CONFIRMED:
        asked = who.mentor if step.kind == "shadow" else who.manager
        return rows.happen(db, journey, step, "asked", at, by_id=asked, evidence="演示")
    if step.kind in ("drill", "certify"):
        _drill(world, db, step, who, at)
    return bool(settle(db, world.quests, world.stage, journey, at + timedelta(minutes=step.minutes)))


def _answer(world: World, db: Connection, journey: Journey, step: Step, at: datetime) -> bool:
    number, end = journey.enrolment.id, at + timedelta(minutes=step.minutes * world.rng.uniform(0.4, 1.3))
    rows.happen(db, journey, step, "begun", at)
    for _ in range(world.rng.random() < SLIPS):
        rows.happen(db, _journey(world, db, number, at), step, "tried", at, score=world.rng.choice((33, 50, 67)))
    graded = None if step.kind == "reflect" else 100
    return finish(db, world.quests, _journey(world, db, number, end), step, end, evidence="", score=graded) is not None


def _journey(world: World, db: Connection, number: int, at: datetime) -> Journey:
    found = rows.one(db, world.quests, number, at)
    assert found is not None
    return found


def _confirm(world: World, db: Connection, number: int, who: Newcomer, at: datetime) -> None:
    """What was asked yesterday is confirmed this morning, mostly."""
    journey = _journey(world, db, number, at)
    for step in journey.standing.waiting():
        asked = journey.standing.states[step.id].asked
        if asked is not None and asked.by is not None and world.rng.random() < STUDIES:
            finish(db, world.quests, journey, step, at, evidence=f"note:{asked.evidence}", by_id=asked.by)
            return


def _drill(world: World, db: Connection, step: Step, who: Newcomer, at: datetime) -> None:
    """One drill, or the exams of a certificate: levels by chance, the hard habits lower than the easy ones."""
    scenario, rng = world.stage.scenario(step.scenario or ""), world.rng
    if scenario is None:
        return
    grade, exam = step.grade or "medium", step.kind == "certify"
    for _ in range(2 if exam else 1):
        levels = {id: min(3, max(0, round(rng.gauss(HABITS.get(id, 2.6), 0.6)))) for id in IDS}
        reached, seed = total(levels) or 0.0, rng.randrange(10**6)
        state, said = begin(scenario, world.stage.repertoire.personas, grade, who.language, seed)
        number = drill_rows.start(
            db, person_id=who.person_id, scenario=scenario.id, version=scenario.version, rubric=VERSION,
            weights=scenario.weight(), grade=grade, language=who.language, seed=seed, exam=exam,
            state=state, said=said, now=at,
        )  # fmt: skip
        marks = tuple(Mark(id, level) for id, level in levels.items())
        card, end = Scorecard(marks, (), reached, VERSION, "words"), at + timedelta(minutes=11)
        db.execute(update(drill).where(drill.c.id == number).values(moved=9))
        drill_rows.end(db, number, ending="follow_up", card=card, passed=reached >= PASS, now=end)


HABITS: Mapping[str, float] = {"implication": 1.4, "explore_first": 1.7, "confirm_resolution": 1.6, "next_step": 2.1}
"""What new hires find hard."""

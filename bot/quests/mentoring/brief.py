"""A mentor's three lines on one new hire: where they are, what is hard, what you can do."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from bot.drills import rows as drill_rows
from bot.drills.rows import Drill
from bot.drills.rubric import TITLES
from bot.features import Turn
from bot.messages import Person
from bot.pushes.calendar import local
from bot.pushes.own_times import rhythm_of
from bot.quests import pace, rows
from bot.quests.confirming import confirmations
from bot.quests.course import Event, Standing
from bot.quests.quest import Step
from bot.quests.rows import Journey
from bot.quests.skills.choices import choice_of
from bot.words import Words

WEEK = timedelta(days=7)
MONTH = timedelta(days=35)
"""How far back an improvement is measured from."""
OFTEN = 2
"""Wrong answers to one step: a single one is a slip."""
WEAK = 2.0
"""Of the three levels: from here on a criterion is done well."""
QUIET = 3
"""Working days behind: less is a busy week."""
BETTER = 0.5
"""Levels: less is chance."""

Three = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in the last seven days."""

    done: int
    wrong: tuple[Step, int] | None
    """The step with the most wrong answers, where it is more than a slip."""
    weak: tuple[str, float, int] | None
    """The weakest criterion of the week's drills, its mean level, and of how many drills."""
    better: tuple[str, float, float] | None
    """What has improved most: the criterion, its mean level in the weeks before, and now."""


def brief(turn: Turn, journey: Journey, somebody: Person) -> Three:
    happened = rows.events(turn.db, [journey.enrolment.id]).get(journey.enrolment.id, [])
    # How well somebody drills they see alone first, as with their radar.
    open_ = choice_of(turn.db, somebody.id).radar_open(turn.now)
    week = week_of(journey.standing, happened, drill_rows.ended(turn.db, somebody.id) if open_ else (), turn.now)
    hard = _hard(turn.words, week) or _stuck(turn, journey, week)
    return _where(turn, journey, somebody, week), hard, _can_do(turn, journey, somebody, week)


def week_of(standing: Standing, happened: Iterable[Event], drills: Sequence[Drill], now: datetime) -> Week:
    since = now - WEEK
    overs = [state.over for state in standing.states.values() if state.over is not None]
    wrong = Counter(event.step for event in happened if event.kind == "tried" and event.at > since)
    known = [(id, n) for id, n in wrong.most_common() if id in standing.quest.steps and n >= OFTEN]
    lately = _levels(drill for drill in drills if drill.moved_at > since)
    before = _levels(drill for drill in drills if now - MONTH < drill.moved_at <= since)
    return Week(
        done=sum(over.kind == "done" and over.at > since for over in overs),
        wrong=(standing.quest.steps[known[0][0]], known[0][1]) if known else None,
        weak=_weak(lately), better=_better(before, lately),
    )  # fmt: skip


def _levels(drills: Iterable[Drill]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for drill in drills:
        for mark in drill.scorecard.marks if drill.scorecard else ():
            if mark.level is not None and mark.criterion in TITLES:
                found.setdefault(mark.criterion, []).append(mark.level)
    return found


def _weak(lately: Mapping[str, list[int]]) -> tuple[str, float, int] | None:
    means = {id: fmean(levels) for id, levels in lately.items()}
    id = min(means, key=lambda id: means[id], default="")
    return (id, means[id], len(lately[id])) if id and means[id] < WEAK else None


def _better(before: Mapping[str, list[int]], lately: Mapping[str, list[int]]) -> tuple[str, float, float] | None:
    both = {id: (fmean(before[id]), fmean(lately[id])) for id in lately if id in before}
    id = max(both, key=lambda id: both[id][1] - both[id][0], default="")
    return (id, *both[id]) if id and both[id][1] - both[id][0] >= BETTER else None


# In words


def _where(turn: Turn, journey: Journey, somebody: Person, week: Week) -> str:
    said, standing = turn.words, journey.standing
    gates = len(standing.quest.gates)
    if standing.finished:
        place = said("all {n} gates passed", n=gates)
    else:
        gate = standing.quest.gates[standing.gate].title.of(said.language)
        place = said("gate {n} of {m}, {gate}", n=standing.gate + 1, m=gates, gate=gate)
    steps = said.plural("{n} step in 7 days", "{n} steps in 7 days", week.done)
    return said("{name}: {place}; {steps}; {pace}", name=somebody.name, place=place, steps=steps,
                pace=on_plan(turn, journey))  # fmt: skip


def on_plan(turn: Turn, journey: Journey) -> str:
    """By how many working days somebody is behind or ahead of the quest's plan."""
    said, days = turn.words, ahead(turn, journey)
    if days > 0:
        return said.plural("{n} day ahead", "{n} days ahead", days)
    return said.plural("{n} day behind", "{n} days behind", -days) if days else said("on plan")


def ahead(turn: Turn, journey: Journey) -> int:
    who = journey.person_id
    rhythm = rhythm_of(turn.db, who, turn.person.time_zone)
    today = local(rhythm.zone, turn.now).date()
    return days_ahead(journey.standing, pace.day_of(journey.enrolment.started_on, today, rhythm))


def days_ahead(standing: Standing, day: int) -> int:
    """How far the first required step that is not over is from today; what is due today or tomorrow is on plan."""
    steps = (step for gate in standing.quest.gates for step in standing.quest.required(gate))
    due = min((step.day for step in steps if not standing.states[step.id].is_over), default=None)
    if due is None or day == 0:
        return 0
    return due - day if due < day else max(due - day - 1, 0)


def _hard(said: Words, week: Week) -> str:
    if week.wrong:
        step, n = week.wrong
        return said("Hard: “{step}”, {n} wrong answers in 7 days", step=step.title.of(said.language), n=n)
    if week.weak:
        id, level, n = week.weak
        return said("Hard in drills: {what}, {level} of 3 (n = {n})", what=said(TITLES[id]), level=f"{level:.1f}", n=n)
    return ""


def _stuck(turn: Turn, journey: Journey, week: Week) -> str:
    """A week without a step, and which one it is."""
    said, step = turn.words, pace.today_step(journey.standing)
    if week.done or step is None or ahead(turn, journey) > -QUIET:
        return said("Hard: nothing stands out")
    return said("Has stood at “{step}” all week", step=step.title.of(said.language))


def _can_do(turn: Turn, journey: Journey, somebody: Person, week: Week) -> str:
    said = turn.words
    mine = [each for each in confirmations.askings([journey]) if each.event.by == turn.person.id]
    if mine:
        day = f"{local(turn.person.time_zone, mine[0].event.at):%m-%d}"
        return said("You can: answer on “{step}”, which waits for you since {day}",
                    step=mine[0].step.title.of(said.language), day=day)  # fmt: skip
    if week.wrong:
        return said("You can: go through “{step}” together", step=week.wrong[0].title.of(said.language))
    if week.weak:
        return said("You can: sit in on a drill and listen for “{what}”", what=said(TITLES[week.weak[0]]))
    if week.better:
        id, before, now = week.better
        return said("You can: praise “{what}”, from {before} to {now} of 3", what=said(TITLES[id]),
                    before=f"{before:.1f}", now=f"{now:.1f}")  # fmt: skip
    step = pace.today_step(journey.standing)
    if step is not None and ahead(turn, journey) <= -QUIET:
        return said("You can: ask what keeps them at “{step}”", step=step.title.of(said.language))
    if week.done:
        return said("You can: say well done for these 7 days")
    return said("You can: ask what would help")

"""The radar: what somebody showed on six axes, the latest counting most. Pure, given `now`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.quests.quest import SKILLS, Skill

HALF_LIFE = timedelta(days=30)
"""After that long something counts half."""
WINDOW = timedelta(days=180)
"""What is older weighs less than a sixtieth, and is neither counted nor shown."""
LEAST = 3
"""Below that many observations an axis has no number: one good day is no skill."""
BEFORE = timedelta(days=30)
"""How far back the outline is that today is seen beside."""

AXIS_OF: Mapping[str, Skill] = {
    "open_discovery": "discovery", "implication": "discovery", "qualify_decision": "discovery",
    "listening": "discovery", "acknowledge": "objections", "explore_first": "objections",
    "confirm_resolution": "objections", "evidenced_answer": "value", "next_step": "closing",
    "discount_discipline": "closing",
}  # fmt: skip
"""Criterion of a drill → the axis that it is seen on."""

EXAM, DRILL, STEP, REPORT = 2.0, 1.5, 1.0, 0.5
"""What an observation weighs: a whole talk more than a quiz, an exam more than practice, a report in time least."""


@dataclass(frozen=True, slots=True)
class Observation:
    skill: Skill
    score: float
    """0–100."""
    at: datetime
    weight: float = STEP


@dataclass(frozen=True, slots=True)
class Axis:
    skill: Skill
    value: int | None
    """None: not enough yet."""
    n: int


@dataclass(frozen=True, slots=True)
class Radar:
    axes: tuple[Axis, ...]

    def __getitem__(self, skill: Skill) -> Axis:
        return self.axes[SKILLS.index(skill)]

    @property
    def known(self) -> bool:
        return any(axis.value is not None for axis in self.axes)

    @property
    def lowest(self) -> Axis:
        """What to work on next: the lowest of the axes with a number; without one, where least was seen."""
        numbered = [axis for axis in self.axes if axis.value is not None]
        return min(numbered or self.axes, key=lambda axis: (axis.value or 0, axis.n))


def radar(observations: Iterable[Observation], now: datetime) -> Radar:
    found: dict[Skill, list[Observation]] = {skill: [] for skill in SKILLS}
    for each in observations:
        if each.at > now - WINDOW:
            found[each.skill].append(each)
    return Radar(tuple(_axis(skill, found[skill], now) for skill in SKILLS))


def before(observations: Iterable[Observation], now: datetime) -> Radar | None:
    """As it was a month ago, of what was there then; None where that is no number at all."""
    then = now - BEFORE
    past = radar([each for each in observations if each.at <= then], then)
    return past if past.known else None


def of_drill(levels: Mapping[str, int | None], top: int, at: datetime, *, exam: bool) -> list[Observation]:
    """One talk is one observation an axis, however many criteria it was seen by."""
    seen: dict[Skill, list[int]] = {}
    for criterion, level in levels.items():
        if criterion in AXIS_OF and level is not None:
            seen.setdefault(AXIS_OF[criterion], []).append(level)
    weight = EXAM if exam else DRILL
    return [Observation(skill, 100 * sum(marks) / len(marks) / top, at, weight) for skill, marks in seen.items()]


def _axis(skill: Skill, seen: Sequence[Observation], now: datetime) -> Axis:
    if len(seen) < LEAST:
        return Axis(skill, None, len(seen))
    weights = [each.weight * _left(now - each.at) for each in seen]
    value = sum(w * min(max(each.score, 0), 100) for w, each in zip(weights, seen, strict=True)) / sum(weights)
    return Axis(skill, round(value), len(seen))


def _left(age: timedelta) -> float:
    """A clock set back makes nothing count more than what is seen now."""
    return float(0.5 ** (max(age, timedelta(0)) / HALF_LIFE))

"""Where each of them stands today, and on which working day they got so far. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.pushes.calendar import local
from bot.quests.quest import Gate, Step
from bot.quests.ramp.figures import Hire
from bot.quests.ramp.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Place:
    hire: Hire
    started: bool
    """False: their first day is still ahead."""
    left_on: date | None
    day: int
    """The working day of the quest that it is for them; of somebody who left, their last one."""
    behind: int
    """How many working days of it are over."""
    done_on: tuple[int, ...]
    """The working day of each required step that is done or waived, in order."""
    of: int
    gate: int
    """How many gates are passed."""
    step: Step | None
    """Which they are at: the one due first of those that are open. None for whoever has finished or is gone."""
    days: int
    """Working days that they have been at it, without the first."""

    @property
    def done(self) -> int:
        return len(self.done_on)

    @property
    def wrong(self) -> int:
        """Wrong answers at the step where they are."""
        return self.hire.steps.wrong[self.step.id] if self.step else 0

    @property
    def finished(self) -> bool:
        return self.gate == len(self.hire.quest.gates)

    @property
    def here(self) -> bool:
        return self.left_on is None

    def share(self, day: int) -> float:
        """Of the required steps, what was done by the end of a working day."""
        return bisect_right(self.done_on, day) / self.of if self.of else 1.0


def places(hires: Sequence[Hire], days: Workdays, now: datetime, zone: str) -> list[Place]:
    """`days` reach from the first start to today."""
    today = local(zone, now).date()
    required: dict[int, list[str]] = {}
    """Of a version, by its object's number: hundreds began the same one."""
    for hire in hires:
        if id(hire.quest) not in required:
            required[id(hire.quest)] = [s.id for gate in hire.quest.gates for s in hire.quest.required(gate)]
    return [_place(hire, required[id(hire.quest)], days, now, today, zone) for hire in hires]


def _place(hire: Hire, required: Sequence[str], days: Workdays, now: datetime, today: date, zone: str) -> Place:
    gates, over = hire.quest.gates, hire.steps.over
    before = days.before(hire.started_on)
    done_on = sorted(max(1, days.begun(over[id]) - before) for id in required if id in over)
    gate = next((n for n, gate in enumerate(gates) if not _passed(gate, over)), len(gates))
    left_on = local(zone, hire.left_at).date() if hire.left_at else None
    day = max(0, days.begun(hire.left_at or now) - before)
    behind = max(0, days.before(left_on or today) - before)
    going = hire.stays and left_on is None and gate < len(gates) and hire.started_on <= today
    step = _at(gates[gate], hire) if going else None
    since = _since(hire, gate, step) if step else None
    there = max(0, day - max(1, days.begun(since) - before if since else 1)) if step else 0
    return Place(hire, hire.started_on <= today, left_on, day, behind, tuple(done_on), len(required), gate, step, there)


def _passed(gate: Gate, over: dict[str, datetime]) -> bool:
    return all(step.milestone or step.id in over for step in gate.steps)


def _at(gate: Gate, hire: Hire) -> Step | None:
    """Steps may wait for one of a later gate in a file that nobody checked; then nothing is open."""
    over = hire.steps.over
    steps = (step for step in gate.steps if not step.milestone and step.id not in over)
    return min((step for step in steps if all(id in over for id in step.after)), key=lambda s: s.day, default=None)


def _since(hire: Hire, gate: int, step: Step) -> datetime | None:
    """When it was their turn: all that it waited for was done, and what was due before it. None: on the first day.

    Most steps of a gate open together, and are done one a day.
    """
    over, gates = hire.steps.over, hire.quest.gates[: gate + 1]
    earlier = (each.id for n, gate_ in enumerate(gates) for each in gate_.steps if n < gate or each.day <= step.day)
    found = [over[id] for id in (*earlier, *step.after) if id in over]
    taken_back = hire.steps.reopened.get(step.id)
    return max((*found, taken_back) if taken_back else found, default=None)

"""Where somebody stands in a quest: a pure fold of what happened. Nothing else says that a gate is open."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.quests.quest import Gate, Quest, Step

Happening = Literal["begun", "tried", "asked", "passed_on", "declined", "done", "waived", "undone"]
"""begun: the step was shown · tried: answered wrong · asked: somebody is to confirm · passed_on: somebody else is, now
· declined: not confirmed · done: reached · waived: let off by a manager · undone: what it rested on is gone."""

ANEW = "version"
"""Evidence of an undone that takes nothing back: the step is another kind of task in a newer quest, and what it paid
stays paid."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the quest's history; `id` is their order, for clocks are set back."""

    id: int
    step: str
    kind: Happening
    at: datetime
    by: int | None = None
    """Who confirmed, declined or waived; whom it was passed on to or who was asked."""
    evidence: str = ""
    """What it rests on: "drill:12", "touch:3,4"; of an asking, the note of what was done."""
    reason: str = ""


Status = Literal["shut", "open", "resting", "asked", "done", "waived"]
"""shut: something is missing before it · resting: too many wrong answers, for some hours."""


@dataclass(frozen=True, slots=True)
class State:
    """Of one step."""

    status: Status = "shut"
    begun: datetime | None = None
    """Since it last opened anew."""
    wrong: int = 0
    """Wrong answers so far."""
    rests_until: datetime | None = None
    asked: Event | None = None
    """The request that waits; its `by` is who is asked now."""
    over: Event | None = None
    """How it was done, or waived."""
    undone: int = 0
    """How often it was taken back."""
    events: int = 0
    """How many there were: the next one's number."""

    @property
    def is_over(self) -> bool:
        return self.over is not None


@dataclass(frozen=True, slots=True)
class Standing:
    quest: Quest
    states: Mapping[str, State]
    gate: int
    """The first gate that is not passed; as many as there are when all are."""

    @property
    def finished(self) -> bool:
        """All gates passed: the certificate is earned, whatever milestones are still ahead."""
        return self.gate == len(self.quest.gates)

    @property
    def total(self) -> int:
        return sum(len(self.quest.required(gate)) for gate in self.quest.gates)

    @property
    def done(self) -> int:
        return sum(self.states[step.id].is_over for gate in self.quest.gates for step in self.quest.required(gate))

    def open(self) -> Iterator[Step]:
        """What can be worked on now, by the day it is due."""
        steps = (step for step in self.quest.steps.values() if self.states[step.id].status in ("open", "resting"))
        yield from sorted(steps, key=lambda step: (step.milestone, step.day))

    def waiting(self) -> Iterator[Step]:
        """What somebody is asked to confirm."""
        yield from (step for step in self.quest.steps.values() if self.states[step.id].status == "asked")

    def missing_before(self, step: Step) -> list[Step]:
        """What keeps a step shut: of the gate that is open now, or the steps that it comes after."""
        if self.quest.gate_of[step.id] > self.gate:
            return [each for each in self.quest.required(self.quest.gates[self.gate]) if not self._over(each.id)]
        return [self.quest.steps[id] for id in step.after if not self._over(id)]

    def opens_next(self) -> Gate | None:
        """The gate behind the one that is worked on."""
        return next(iter(self.quest.gates[self.gate + 1 :]), None)

    def _over(self, id: str) -> bool:
        return self.states[id].is_over


def standing(quest: Quest, events: Iterable[Event], now: datetime) -> Standing:
    """Steps that a quest no longer has are passed over; what was done in them stays in the ledger."""
    states, counts = dict.fromkeys(quest.steps, State()), Counter[str]()
    for event in events:
        if event.step in states:
            counts[event.step] += 1
            states[event.step] = _after(states[event.step], event, quest.steps[event.step])
    gate = _first_not_passed(quest, states)
    return Standing(quest, {id: _status(quest, id, states, counts[id], gate, now) for id in states}, gate)


def _after(state: State, event: Event, step: Step) -> State:
    """Confirmations and waivers end a step for good until they are undone; later ones change nothing."""
    match event.kind:
        case "undone":
            taken_back = state.is_over and event.evidence != ANEW
            return State(undone=state.undone + taken_back)
        case _ if state.is_over:
            return state
        case "begun":
            return replace(state, begun=event.at)
        case "tried":
            wrong = state.wrong + 1
            return replace(state, wrong=wrong, rests_until=event.at + step.rest if wrong % step.tries == 0 else None)
        case "asked" | "passed_on":
            return replace(state, asked=event if event.kind == "asked" else _passed_on(state.asked, event))
        case "declined":
            return replace(state, asked=None)
        case "done" | "waived":
            return replace(state, over=event, asked=None)


def _passed_on(asked: Event | None, event: Event) -> Event | None:
    """The same request, with somebody else who may answer it."""
    return asked and replace(asked, by=event.by)


def _first_not_passed(quest: Quest, states: Mapping[str, State]) -> int:
    for n, gate in enumerate(quest.gates):
        if not all(states[step.id].is_over for step in quest.required(gate)):
            return n
    return len(quest.gates)


def _status(quest: Quest, id: str, states: Mapping[str, State], events: int, gate: int, now: datetime) -> State:
    state, step = states[id], quest.steps[id]
    if state.over is not None:
        return replace(state, status="waived" if state.over.kind == "waived" else "done", events=events)
    if quest.gate_of[id] > gate or not all(states[before].is_over for before in step.after):
        return replace(state, status="shut", events=events) if events else state
    if state.asked is not None:
        return replace(state, status="asked", events=events)
    until = state.rests_until and min(state.rests_until, now + step.rest)  # a clock set back makes nobody wait longer
    if until and until > now:
        return replace(state, status="resting", rests_until=until, events=events)
    return replace(state, status="open", events=events)

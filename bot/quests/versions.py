"""A quest was edited while people are in it: what is new, what is gone, what is another now; and the offer to take it.

They keep what they began. The rule for whoever takes the new one stands in RULE; `migrating.py` carries it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.features import Turn
from bot.messages import Button, Choices, Part, Text
from bot.quests.quest import Quest, Step
from bot.quests.quests import Quests, decisive
from bot.quests.rows import Journey
from bot.words import N_, Words

RULE = N_(
    "What you have done stays done and is paid once. A step that is another kind of task now is done again, and pays "
    "nothing twice."
)


@dataclass(frozen=True, slots=True)
class Difference:
    added: tuple[Step, ...] = ()
    gone: tuple[Step, ...] = ()
    changed: tuple[tuple[Step, Step], ...] = ()
    """(before, now) of steps that decide otherwise: kind, mark, points, day, what they come after."""
    moved: tuple[Step, ...] = ()
    """That stand behind another gate, and are else the same."""

    @property
    def any(self) -> bool:
        return bool(self.added or self.gone or self.changed or self.moved)

    @property
    def other_kind(self) -> tuple[tuple[Step, Step], ...]:
        return tuple((before, now) for before, now in self.changed if before.kind != now.kind)


def difference(old: Quest, new: Quest) -> Difference:
    """By the steps' ids, which never change."""
    if old is new:
        return Difference()
    both = [(step, new.steps[id]) for id, step in old.steps.items() if id in new.steps]
    changed = tuple((before, now) for before, now in both if _decides(before) != _decides(now))
    others = {now.id for _, now in changed}
    return Difference(
        tuple(step for id, step in new.steps.items() if id not in old.steps),
        tuple(step for id, step in old.steps.items() if id not in new.steps),
        changed,
        tuple(now for _, now in both if now.id not in others and old.gate_of[now.id] != new.gate_of[now.id]),
    )


def again(journey: Journey, found: Difference) -> tuple[Step, ...]:
    """What is to be done again: done or let off as another kind of task."""
    return tuple(now for before, now in found.other_kind if journey.standing.states[before.id].is_over)


def newer(turn: Turn, journey: Journey) -> tuple[Quest, Difference] | None:
    """The quest as its file says it now, for whoever is in an older one that differs in a step."""
    now = turn.get(Quests).get(journey.quest.id)
    if now is None or now is journey.quest or journey.enrolment.state != "going":
        return None
    found = difference(journey.quest, now)
    return (now, found) if found.any else None


def offer(turn: Turn, journey: Journey) -> tuple[Part, ...]:
    """A line on the quest's page, and the button that shows more."""
    found = newer(turn, journey)
    if found is None:
        return ()
    said = turn.words
    text = said("This quest has changed: {changes}. What you have done counts.", changes=counted(said, found[1]))
    button = Button(said("See the new one"), "quests.newer", {"quest": journey.quest.id})
    return Text(text), Choices((button,))


def counted(said: Words, found: Difference) -> str:
    """ "2 new steps · 1 gone"."""
    counts = (
        (N_("{n} new step"), N_("{n} new steps"), found.added), (N_("{n} gone"), N_("{n} gone"), found.gone),
        (N_("{n} changed"), N_("{n} changed"), found.changed), (N_("{n} moved"), N_("{n} moved"), found.moved),
    )  # fmt: skip
    return " · ".join(said.plural(one, many, len(steps)) for one, many, steps in counts if steps)


def lines(said: Words, found: Difference) -> Iterator[str]:
    language = said.language
    yield from (said("new: {step}", step=step.title.of(language)) for step in found.added)
    yield from (said("gone: {step}", step=step.title.of(language)) for step in found.gone)
    yield from (said("changed: {step}", step=now.title.of(language)) for _, now in found.changed)
    yield from (said("behind another gate: {step}", step=step.title.of(language)) for step in found.moved)


def _decides(step: Step) -> object:
    return decisive(step.model_dump())

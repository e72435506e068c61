"""One turn in the making: what is said, and what changes; nothing outside is touched."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.drills.hearing import Heard
from bot.drills.scenario import BURST, Lines, Persona, Scenario
from bot.drills.state import State
from bot.drills.talk import Cue
from bot.drills.voice import pick


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, for the debrief and for the score."""

    kind: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The customer's reply: one message or two, and what they meant."""

    messages: tuple[str, ...]
    cues: tuple[tuple[Cue, str], ...]
    newcomer_from: int | None = None
    """Which message is the first of somebody who has just taken over."""

    @property
    def text(self) -> str:
        return "\n".join(self.messages)


@dataclass(slots=True)
class Scene:
    scenario: Scenario
    personas: Mapping[str, Persona]
    state: State
    seed: int
    heard: Heard | None = None
    said: list[str] = field(default_factory=list)
    cues: list[tuple[Cue, str]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    newcomer_from: int | None = None

    @property
    def persona(self) -> Persona:
        return self.personas[self.state.persona]

    def change(self, **what: Any) -> None:
        self.state = replace(self.state, **what)

    def feel(self, *, trust: int = 0, patience: int = 0, interest: int = 0) -> None:
        now = self.state
        self.change(
            trust=min(10, max(0, now.trust + trust)),
            patience=max(0, now.patience + patience),
            interest=min(10, max(0, now.interest + interest)),
        )

    def say(self, pool: str, lines: Lines, *cues: tuple[Cue, str], **fill: str) -> bool:
        """One of the lines that was not said yet; False when there is none left."""
        state = self.state
        found = pick(lines.of(state.language), pool, state.used, self.seed, state.turn)
        if found is None:
            return False
        key, line = found
        for name, value in fill.items():
            line = line.replace("{" + name + "}", value)
        self.change(used=(*state.used, key))
        self.said += [part.strip() for part in line.split(BURST) if part.strip()]
        self.cues += cues
        return True

    def own(self, pool: str, *cues: tuple[Cue, str], **fill: str) -> bool:
        """A line of the persona's; once one pool is used up, another reaction that always fits."""
        lines: Lines = getattr(self.persona, pool)
        name = f"{self.persona.id}.{pool}"
        return self.say(name, lines, *cues, **fill)

    def note(self, kind: str, about: str = "") -> None:
        self.events.append(Event(kind, about))

    def reply(self) -> Said:
        return Said(tuple(self.said), tuple(self.cues), self.newcomer_from)

"""Scripted reps who play a scenario by cue: what a person would answer to what the customer just said."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.drills.customer import Reads, step
from bot.drills.opening import begin
from bot.drills.scenario import Grade, Persona, Scenario
from bot.drills.scene import Event, Said
from bot.drills.state import State

FOLDER = Path(__file__).parent / "reps"
KINDS = ("bad", "medium", "good")


@dataclass
class Rep:
    """One script, used up from the top; `cues` of the last reply decide what is said."""

    lines: Mapping[str, Any]
    spent: dict[str, int] = field(default_factory=dict)
    about: str = ""
    leaving: bool = False

    def answer(self, said: Said) -> str:
        if ("small", "leaving") in said.cues:
            self.leaving = True
        if any(cue in ("resolved", "left") and about == self.about for cue, about in said.cues):
            self.about = ""
        self.about = next((about for cue, about in said.cues if cue == "objection"), self.about)
        for cue, about in said.cues:
            if cue == "question" and (text := self._next(f"question {about}", self.lines["questions"].get(about, []))):
                return text
        if self.leaving:
            return self._next("close", self.lines["close"]) or self.lines["close"][-1]
        if self.about:
            if text := self._next(self.about, self.lines["objections"].get(self.about, [])):
                return text
            self.about = ""
        return (
            self._next("open", self.lines["open"])
            or self._next("close", self.lines["close"])
            or self.lines["close"][-1]
        )

    def _next(self, what: str, lines: str | Sequence[str]) -> str:
        lines = [lines] if isinstance(lines, str) else lines
        spent = self.spent.get(what, 0)
        self.spent[what] = spent + 1
        return lines[spent] if spent < len(lines) else ""


@dataclass(frozen=True)
class Played:
    state: State
    turns: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """(speaker, text, cues)"""
    events: tuple[Event, ...]


def script(scenario: str, language: str, kind: str) -> Mapping[str, Any]:
    return yaml.safe_load((FOLDER / f"{scenario}.yaml").read_text("utf-8"))[language][kind]


def play(
    scenario: Scenario,
    personas: Mapping[str, Persona],
    rep: Rep,
    *,
    grade: Grade,
    language: str,
    seed: int,
    reader: Reads,
) -> Played:
    state, said = begin(scenario, personas, grade, language, seed)
    turns: list[tuple[str, str, tuple[tuple[str, str], ...]]] = [("customer", said.text, said.cues)]
    events: list[Event] = []
    while not state.ending:
        text = rep.answer(said)
        previous = said.text
        turns.append(("rep", text, ()))
        state, said, happened = step(scenario, personas, state, text, seed, reader, previous)
        turns.append(("customer", said.text, said.cues))
        events += happened
    return Played(state, tuple(turns), tuple(events))


def main(scenario: str, language: str, kind: str, seed: str = "1", grade: str = "medium") -> None:
    """PYTHONPATH=. python -m tests.drills.reps SCENARIO zh good 3 medium: prints one talk."""
    from bot.drills.moves import load_reader
    from bot.drills.repertoire import read_repertoire
    from bot.search import load_encoder

    cards = frozenset(path.stem for path in Path("knowledge/zh").glob("*.md"))
    found = read_repertoire(Path("."), cards)
    for problem in found.problems:
        print(problem)
    reader = load_reader(load_encoder(Path(".cornerman") if Path(".cornerman").exists() else None))
    rep = Rep(script(scenario, language, kind))
    chosen: Any = grade
    played = play(
        found.scenarios[scenario], found.personas, rep, grade=chosen, language=language, seed=int(seed), reader=reader
    )
    for speaker, text, cues in played.turns:
        print(
            f"{'  rep' if speaker == 'rep' else 'cust.'}: " + text.replace("\n", "\n       "),
            "   ",
            *(f"[{a}:{b}]" for a, b in cues),
        )
    state = played.state
    print(f"-- {state.ending} ({state.reason}) trust {state.trust} patience {state.patience} interest {state.interest}")
    print("--", dict(state.standing), "told", state.told)


if __name__ == "__main__":
    main(*sys.argv[1:])

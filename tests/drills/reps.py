"""Scripted reps who play a scenario by cue: what a person would answer to what the customer just said."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.drills.scene import Said
from bot.drills.solo import Solo, open_solo

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


def script(scenario: str, language: str, kind: str) -> Mapping[str, Any]:
    return _scripts(scenario)[language][kind]


@cache
def _scripts(scenario: str) -> Mapping[str, Any]:
    return yaml.safe_load((FOLDER / f"{scenario}.yaml").read_text("utf-8"))


def play(solo: Solo, rep: Rep) -> Solo:
    """The drill to its end."""
    while not solo.over:
        solo.say(rep.answer(solo.said))
    return solo


def main(scenario: str, language: str, kind: str, seed: str = "1", grade: str = "medium") -> None:
    """PYTHONPATH=. python -m tests.drills.reps SCENARIO zh good 3 medium: prints one talk and its score."""
    solo = open_solo(Path(), Path(".cornerman"), scenario, language, grade, int(seed))
    play(solo, Rep(script(scenario, language, kind)))
    for line in solo.lines:
        who = "  rep" if line.speaker == "rep" else "cust."
        cues = " ".join(f"[{cue}:{about}]" for cue, about in line.cues or ())
        print(f"{who}: " + line.text.replace("\n", "\n       "), "  ", cues)
    print(*solo.report(), sep="\n")
    state = solo.state
    print(f"-- {state.ending} ({state.reason}) trust {state.trust} patience {state.patience} interest {state.interest}")
    print("--", dict(state.standing), "told", state.told)


if __name__ == "__main__":
    main(*sys.argv[1:])

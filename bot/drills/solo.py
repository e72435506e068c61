"""A drill without chat and database: for the command line, for tests and for measuring."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.content import nearest
from bot.drills.customer import step
from bot.drills.ears import Ears
from bot.drills.moves import Reader, load_reader
from bot.drills.opening import begin
from bot.drills.repertoire import read_repertoire
from bot.drills.rubric import TITLES, VERSION, tier
from bot.drills.scenario import Grade, Persona, Scenario
from bot.drills.scene import Event
from bot.drills.scoring import score
from bot.drills.stage import talk_of
from bot.drills.talk import Line, Scorecard
from bot.errors import CornermanError
from bot.knowledge.cards import Shelf, read_shelf
from bot.search import load_encoder


class Solo:
    """One drill being played; `say` until `over`."""

    def __init__(
        self, scenario: Scenario, personas: Mapping[str, Persona], shelf: Shelf, reader: Reader, *, language: str,
        grade: Grade, seed: int,
    ) -> None:  # fmt: skip
        self.scenario, self.shelf, self.language, self.seed = scenario, shelf, language, seed
        self._personas, self._reader = personas, reader
        self._ears = Ears(talk_of(scenario, shelf, language, (), {}), reader)
        self.state, said = begin(scenario, personas, grade, language, seed)
        self.lines: list[Line] = [Line("customer", said.text, said.cues)]
        self.said = said
        self.events: list[Event] = []

    @property
    def over(self) -> bool:
        return bool(self.state.ending)

    @property
    def last(self) -> str:
        return self.lines[-1].text

    def say(self, text: str) -> str:
        self.state, self.said, events = step(
            self.scenario, self._personas, self.state, text, self.seed, self._ears, self.lines
        )
        self.lines += [Line("rep", text), Line("customer", self.said.text, self.said.cues)]
        self.events += events
        return self.said.text

    def card(self) -> Scorecard:
        talk = talk_of(self.scenario, self.shelf, self.language, self.lines, self.scenario.weight())
        return score(talk, self._reader, ended=self.over, cut_short=self.state.cut_short)

    def as_json(self) -> dict[str, Any]:
        card = self.card()
        return {
            "scenario": self.scenario.id, "version": self.scenario.version, "rubric": VERSION, "seed": self.seed,
            "grade": self.state.grade, "lang": self.language, "ending": self.state.ending, "reason": self.state.reason,
            "turns": [{"speaker": line.speaker, "text": line.text} for line in self.lines],
            "total": card.total, "tier": tier(card.total), "scored_by": card.by,
            "levels": {mark.criterion: mark.level for mark in card.marks},
            "evidence": [[found.turn, found.criterion, found.polarity, found.quote] for found in card.moves],
            "blockers": [[found.turn, found.criterion, found.quote] for found in card.blockers],
        }  # fmt: skip

    def report(self) -> list[str]:
        """The score as plain lines."""
        card = self.card()
        total = "no total before the fifth message" if card.total is None else f"{card.total:.0f} {tier(card.total)}"
        lines = ["", f"{self.state.ending or 'not ended'}: {total}"]
        for mark in card.marks:
            level = "–" if mark.level is None else mark.level
            quotes = "; ".join(f"{found.polarity} {found.quote}" for found in mark.evidence)
            lines.append(f"  {TITLES[mark.criterion]:26} {level}  {quotes}")
        return lines + [f"  FAILS: {found.criterion}: {found.quote}" for found in card.blockers]


def open_solo(
    workspace: Path, state: Path, scenario: str, language: str, grade: str, seed: int, *, lexical: bool = False
) -> Solo:
    shelf = read_shelf(workspace)
    found = read_repertoire(workspace, frozenset(shelf.ids))
    if scenario not in found.scenarios:
        raise CornermanError(f"There is no scenario {scenario!r}.{nearest(scenario, found.scenarios)}")
    reader = load_reader(None if lexical else load_encoder(state / "search"))
    chosen: Any = grade
    return Solo(found.scenarios[scenario], found.personas, shelf, reader, language=language, grade=chosen, seed=seed)

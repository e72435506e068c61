"""Drills: does the score tell reps apart, does cheating pay, does the customer hold, how long does it take.

`python -m benchmarks.drills [ladder|cheats|fuzz|seeds|times|talks …]`; without words all of them.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.drills.customer import step
from bot.drills.moves import Reader, load_reader
from bot.drills.opening import begin
from bot.drills.repertoire import Repertoire, read_repertoire
from bot.drills.rubric import PASS
from bot.drills.scenario import GRADES, LANGUAGES, Scenario
from bot.drills.scoring import score
from bot.drills.stage import talk_of
from bot.drills.talk import Line, Scorecard
from bot.knowledge.cards import Shelf, read_shelf
from bot.search import load_encoder
from tests.drills.reps import KINDS, Played, Rep, play, script

ROOT = Path(__file__).parent.parent
SEEDS = range(1, 21)
TURNS = 100_000


class House:
    """What every row needs, read once."""

    def __init__(self, *, lexical: bool = False) -> None:
        self.shelf: Shelf = read_shelf(ROOT)
        self.found: Repertoire = read_repertoire(ROOT, frozenset(self.shelf.ids))
        self.reader: Reader = load_reader(None if lexical else load_encoder(ROOT / ".cornerman" / "search"))

    def scenarios(self) -> list[Scenario]:
        return list(self.found.scenarios.values())

    def card(self, scenario: Scenario, language: str, played: Played) -> Scorecard:
        lines = [Line(who, text, cues if who == "customer" else None) for who, text, cues in played.turns]  # type: ignore[arg-type]
        talk = talk_of(scenario, self.shelf, language, lines, scenario.weight())
        return score(talk, self.reader, ended=True)

    def play(
        self, scenario: Scenario, language: str, lines: Mapping[str, Any], seed: int, grade: Any = "medium"
    ) -> Played:
        rep = Rep(lines)
        return play(scenario, self.found.personas, rep, grade=grade, language=language, seed=seed, reader=self.reader)


def ladder(house: House) -> None:
    """Scripted bad, medium and good reps: order and gaps."""
    print(f"{'scenario':24} lang {'bad':>6} {'medium':>6} {'good':>6}  least gap  in order  good passes")
    gaps: list[float] = []
    wrong = 0
    for scenario in house.scenarios():
        for language in LANGUAGES:
            totals = {kind: [] for kind in KINDS}  # type: dict[str, list[float]]
            for kind in KINDS:
                for seed in SEEDS:
                    played = house.play(scenario, language, script(scenario.id, language, kind), seed)
                    totals[kind].append(house.card(scenario, language, played).total or 0)
            rows = list(zip(*(totals[kind] for kind in KINDS), strict=True))
            least = [min(b - a, c - b) for a, b, c in rows]
            ordered = sum(gap > 0 for gap in least)
            wrong += len(rows) - ordered
            gaps += least
            means = " ".join(f"{statistics.mean(totals[kind]):6.1f}" for kind in KINDS)
            passes = sum(total >= PASS for total in totals["good"])
            print(
                f"{scenario.id:24} {language:4} {means}  {min(least):9.1f}  {ordered:5}/{len(rows)}  {passes:5}/{len(rows)}"
            )
    share = sum(gap >= 15 for gap in gaps) / len(gaps)
    print(f"not in order {wrong} of {len(gaps)}; least gap {min(gaps):.1f}; gaps of 15 and more {share:.1%}, of 20 and more "
          f"{sum(gap >= 20 for gap in gaps) / len(gaps):.1%}")  # fmt: skip


WORDS = {
    "zh": "多少钱 理解 您说得对 为什么 怎么 每个月 对账 库存 谁定 老板 周三下午三点 好的 嗯 便宜点 打八折 送两年 绝对 保证 "
    "我们系统 功能 案例 泵阀厂 3% 12周 合同 试点 您能做主吗 这样可以吗 除了您 还有谁 影响 损失 ? ？ ， 。 但是 不会的 随便 垃圾 满分",
    "en": "how much what why when who decides boss budget I understand fair point but actually discount 20% free users always "
    "guarantee stock month close Thursday 3pm pilot contract ok yes hm ? , . does that settle it seamless case go live weeks idiot "
    "full marks please",
}  # fmt: skip


class RandomRep:
    """Says anything: words in any order, and now and then a line that somebody wrote."""

    def __init__(self, scripts: list[str], language: str, seed: int) -> None:
        self._random = random.Random(seed)
        self._scripts, self._words = scripts, WORDS[language].split()
        self._glue = "" if language == "zh" else " "

    def say(self) -> str:
        if self._random.random() < 0.4:
            return self._random.choice(self._scripts)
        return self._glue.join(self._random.choices(self._words, k=self._random.randint(1, 12)))


def fuzz(house: House, turns: int = TURNS) -> dict[str, float]:
    """A random rep: dead ends, leaked facts, repeated lines, objections that never came."""
    found = {
        "turns": 0,
        "sessions": 0,
        "dead ends": 0,
        "leaks": 0,
        "sessions with a repeated line": 0,
        "missing objections": 0,
    }
    for n, (scenario, language, grade) in enumerate(_round(house)):
        if found["turns"] >= turns:
            break
        found["sessions"] += 1
        _wander(house, scenario, language, grade, n, found)
    share = found["sessions with a repeated line"] / found["sessions"]
    print(", ".join(f"{name} {count}" for name, count in found.items()) + f" ({share:.2%} of the sessions)")
    return {**found, "repeated": share}


def _round(house: House) -> Iterator[tuple[Scenario, str, Any]]:
    while True:
        for scenario in house.scenarios():
            for language in LANGUAGES:
                for grade in GRADES:
                    yield scenario, language, grade


def _wander(house: House, scenario: Scenario, language: str, grade: Any, seed: int, found: dict[str, int]) -> None:
    rep = RandomRep(_lines(scenario.id, language), language, seed)
    state, said = begin(scenario, house.found.personas, grade, language, seed)
    lines, customer = [], list(said.messages)
    while not state.ending:
        text = rep.say()
        previous = said.text
        told = set(state.told)
        state, said, events = step(scenario, house.found.personas, state, text, seed, house.reader, previous)
        lines.append(text)
        found["turns"] += 1
        found["dead ends"] += not said.messages or not all(message.strip() for message in said.messages)
        newly = {event.about for event in events if event.kind == "told"}
        found["leaks"] += _leaks(scenario, language, said.text, told | newly)
        customer += said.messages
    found["sessions with a repeated line"] += len(set(_long(customer))) < len(_long(customer))
    waiting = state.waiting and state.reason in ("no_next_step", "still_open")
    found["missing objections"] += bool(waiting)


def _long(messages: list[str]) -> list[str]:
    """嗯 may come twice in a talk; a sentence may not."""
    return [message for message in messages if len(message) > 4]


def _leaks(scenario: Scenario, language: str, text: str, told: set[str]) -> bool:
    return any(
        line.split("|")[0] in text for fact in scenario.facts if fact.id not in told for line in fact.say.of(language)
    )


def _lines(scenario: str, language: str) -> list[str]:
    found: list[str] = []
    for kind in KINDS:
        lines = script(scenario, language, kind)
        found += [*lines["open"], *lines["close"], *(line for part in lines["objections"].values() for line in part)]
    return found


def seeds(house: House) -> int:
    """Twenty seeds of one script: how many different transcripts."""
    least = len(SEEDS)
    for scenario in house.scenarios():
        for language in LANGUAGES:
            lines = script(scenario.id, language, "medium")
            talks = {
                tuple(text for who, text, _ in house.play(scenario, language, lines, seed).turns if who == "customer")
                for seed in SEEDS
            }
            least = min(least, len(talks))
    print(f"fewest different transcripts of {len(SEEDS)} seeds: {least}")
    return least


ROWS: dict[str, Callable[[House], object]] = {"ladder": ladder, "seeds": seeds, "fuzz": fuzz}


def main(names: list[str]) -> None:
    house = House(lexical="--lexical" in names)
    print(f"read by {house.reader.by}")
    for name, row in ROWS.items():
        if not [n for n in names if not n.startswith("-")] or name in names:
            began = time.process_time()
            print(f"\n{name}")
            row(house)
            print(f"({time.process_time() - began:.0f} CPU s)")


if __name__ == "__main__":
    main(sys.argv[1:])

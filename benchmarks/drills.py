"""Drills: does the score tell reps apart, does cheating pay, does the customer hold, how long does it take.

`python -m benchmarks.drills [ladder|seeds|cheats|fuzz|times …]`; without words all of them.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bot.app import App
from bot.clock import system_clock
from bot.drills import rows
from bot.drills.finish import passes as passed
from bot.drills.moves import Reader, load_reader
from bot.drills.repertoire import Repertoire, read_repertoire
from bot.drills.rubric import PASS
from bot.drills.scenario import GRADES, LANGUAGES, Scenario
from bot.drills.scene import Said
from bot.drills.solo import Solo
from bot.drills.stage import Stage
from bot.knowledge.cards import Shelf, read_shelf
from bot.knowledge.library import Library
from bot.search import load_encoder
from bot.settings import Settings
from tests.drills.reps import KINDS, Rep, play, script
from tests.talk import Someone

ROOT = Path(__file__).parent.parent
SEEDS = int(os.environ.get("SEEDS", "20"))
TURNS = 100_000
CROWD = 50
TYPING = 5.0
"""Seconds between two messages of one rep; on a phone it takes longer."""


class House:
    """What every row needs, read once."""

    def __init__(self, *, lexical: bool = False) -> None:
        self.shelf: Shelf = read_shelf(ROOT)
        self.found: Repertoire = read_repertoire(ROOT, frozenset(self.shelf.ids))
        self.reader: Reader = load_reader(None if lexical else load_encoder(ROOT / ".cornerman" / "search"))

    def scenarios(self) -> list[Scenario]:
        return list(self.found.scenarios.values())

    def solo(self, scenario: Scenario, language: str, seed: int, grade: Any = "medium") -> Solo:
        return Solo(scenario, self.found.personas, self.shelf, self.reader, language=language, grade=grade, seed=seed)

    def play(self, scenario: Scenario, language: str, lines: Mapping[str, Any], seed: int) -> Solo:
        return play(self.solo(scenario, language, seed), Rep(lines))


def ladder(house: House) -> None:
    """Scripted bad, medium and good reps: order and gaps."""
    print(f"{'scenario':24} lang {'bad':>6} {'medium':>6} {'good':>6}  least gap  in order  good passes")
    gaps: list[float] = []
    wrong = 0
    for scenario in house.scenarios():
        for language in LANGUAGES:
            totals = {kind: [] for kind in KINDS}  # type: dict[str, list[float]]
            for kind in KINDS:
                for seed in range(1, SEEDS + 1):
                    played = house.play(scenario, language, script(scenario.id, language, kind), seed)
                    totals[kind].append(played.card().total or 0)
            rows = list(zip(*(totals[kind] for kind in KINDS), strict=True))
            least = [min(b - a, c - b) for a, b, c in rows]
            ordered = sum(gap > 0 for gap in least)
            wrong += len(rows) - ordered
            gaps += least
            means = " ".join(f"{statistics.mean(totals[kind]):6.1f}" for kind in KINDS)
            passes = sum(total >= PASS for total in totals["good"])
            last = f"{min(least):9.1f}  {ordered:5}/{len(rows)}  {passes:5}/{len(rows)}"
            print(f"{scenario.id:24} {language:4} {means}  {last}")
    share = {least: sum(gap >= least for gap in gaps) / len(gaps) for least in (15, 20)}
    print(f"not in order {wrong} of {len(gaps)}; least gap {min(gaps):.1f}; "
          f"gaps of 15 and more {share[15]:.1%}, of 20 and more {share[20]:.1%}")  # fmt: skip


WORDS = {
    "zh": "多少钱 理解 您说得对 为什么 怎么 每个月 对账 库存 谁定 老板 周三下午三点 好的 嗯 便宜点 打八折 送两年 "
    "绝对 保证 我们系统 功能 案例 泵阀厂 3% 12周 合同 试点 您能做主吗 这样可以吗 除了您 还有谁 影响 损失 ? ？ ， 。 "
    "但是 不会的 随便 垃圾 满分",
    "en": "how much what why when who decides boss budget I understand fair point but actually discount 20% free users "
    "always guarantee stock month close Thursday 3pm pilot contract ok yes hm ? , . does that settle it seamless case "
    "go live weeks idiot full marks please",
}


class Cheat(Rep):
    """A medium rep who adds a cheat to every message, or says nothing else."""

    def __init__(self, lines: Mapping[str, Any], cheat: Mapping[str, Any]) -> None:
        super().__init__(lines)
        self._texts, self._added, self._n = cheat.get("lines") or [cheat["text"]], cheat["how"] == "added", 0

    def answer(self, said: Said) -> str:
        honest = super().answer(said)
        text = self._texts[self._n % len(self._texts)].replace("{customer_last}", said.text)
        self._n += 1
        return f"{honest} {text}" if self._added else text


def cheats(house: House) -> None:
    """Each cheat in a played drill against the same rep and day without it."""
    corpus = yaml.safe_load((ROOT / "tests" / "drills" / "cheats.yaml").read_text("utf-8"))["cheats"]
    gains: dict[str, list[tuple[float, str]]] = {"added": [], "alone": []}
    passes = 0
    for n, cheat in enumerate(corpus):
        scenario, language = house.scenarios()[n % len(house.scenarios())], cheat["lang"]
        lines = script(scenario.id, language, "medium")
        honest = house.play(scenario, language, lines, n).card().total or 0
        card = play(house.solo(scenario, language, n), Cheat(lines, cheat)).card()
        gains[cheat["how"]].append(((card.total or 0) - honest, cheat["id"]))
        passes += passed(card, stopped=False)
    print(f"{len(corpus)} cheats, {passes} passes; against a medium rep of the same day:")
    for how, found in gains.items():
        found.sort(reverse=True)
        dear = [f"{id} +{gain:.1f}" for gain, id in found if gain > 5]
        print(f"{how}: {len(found)}, highest gain {found[0][0]:.1f}, above 5: {len(dear)}", *dear)


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
        solo = house.solo(scenario, language, n, grade)
        _wander(solo, RandomRep(_lines(scenario.id, language), language, n), found)
    share = found["sessions with a repeated line"] / found["sessions"]
    print(", ".join(f"{name} {count}" for name, count in found.items()) + f" ({share:.2%} of the sessions)")
    return {**found, "repeated": share}


def _round(house: House) -> Iterator[tuple[Scenario, str, Any]]:
    while True:
        for scenario in house.scenarios():
            for language in LANGUAGES:
                for grade in GRADES:
                    yield scenario, language, grade


def _wander(solo: Solo, rep: RandomRep, found: dict[str, int]) -> None:
    told: set[str] = set()
    while not solo.over:
        solo.say(rep.say())
        told = set(solo.state.told)
        found["turns"] += 1
        found["dead ends"] += not solo.said.messages or not all(message.strip() for message in solo.said.messages)
        found["leaks"] += _leaks(solo, told)
    customer = _long([m for line in solo.lines if line.speaker == "customer" for m in line.text.split("\n")])
    found["sessions with a repeated line"] += len(set(customer)) < len(customer)
    found["missing objections"] += bool(solo.state.waiting and solo.state.reason in ("no_next_step", "still_open"))


def _long(messages: list[str]) -> list[str]:
    """嗯 may come twice in a talk; a sentence may not."""
    return [message for message in messages if len(message) > 4]


def _leaks(solo: Solo, told: set[str]) -> bool:
    untold = [fact for fact in solo.scenario.facts if fact.id not in told]
    return any(line.split("|")[0] in solo.last for fact in untold for line in fact.say.of(solo.language))


def _lines(scenario: str, language: str) -> list[str]:
    found: list[str] = []
    for kind in KINDS:
        lines = script(scenario, language, kind)
        found += [*lines["open"], *lines["close"], *(line for part in lines["objections"].values() for line in part)]
    return found


def seeds(house: House) -> int:
    """Twenty seeds of one script: how many different transcripts."""
    least = SEEDS
    for scenario in house.scenarios():
        for language in LANGUAGES:
            lines = script(scenario.id, language, "medium")
            played = [house.play(scenario, language, lines, seed).lines for seed in range(1, SEEDS + 1)]
            talks = {tuple(line.text for line in each if line.speaker == "customer") for each in played}
            least = min(least, len(talks))
    print(f"fewest different transcripts of {SEEDS} seeds: {least}")
    return least


def times(house: House) -> None:
    """A turn and a debrief through the whole bot on SQLite; then fifty people at once, typing and not typing."""
    with TemporaryDirectory() as folder:
        app = _app(Path(folder), house)
        for n in range(3):
            _drill(app, house, n, [], [])  # the first talks read the cards' figures
        turns: list[float] = []
        ends: list[float] = []
        for n in range(3, 15):
            _drill(app, house, n, turns, ends)
        print(f"one at a time: {_row(turns)}; the last turn with its debrief: {_row(ends)}")
        for first, pause in ((100, TYPING), (200, 0.0)):
            turns, ends = [], []
            with ThreadPoolExecutor(CROWD) as pool:
                list(pool.map(lambda n: _drill(app, house, first + n, turns, ends, pause), range(CROWD)))  # noqa: B023
            how = f"a message every {TYPING:g} s" if pause else "nobody stops to type"
            print(f"{CROWD} at once, {how}: {_row(turns)}; with the debrief: {_row(ends)}")
        app.flush()
        app.store.close()


def _app(folder: Path, house: House) -> App:
    library = Library(ROOT, ROOT / ".cornerman", system_clock)
    library.open()
    url = f"sqlite:///{folder / 'drills.db'}"
    settings = Settings(workspace=folder, database_url=url, features={"knowledge": True, "drills": True})
    app = App(settings, clock=system_clock, library=library)
    app.service(Stage).reader.read("warm up", "", "en")
    return app


def _drill(app: App, house: House, n: int, turns: list[float], ends: list[float], pause: float = 0.0) -> None:
    """One drill by a good rep; wall-clock milliseconds of each message."""
    language: Any = LANGUAGES[n % 2]
    scenario = house.scenarios()[n % len(house.scenarios())]
    someone = Someone(app, f"rep-{n}", language=language)
    someone.say(f"/drill {scenario.id}")
    someone.press("中等" if language == "zh" else "Medium")
    rep = Rep(script(scenario.id, language, "good"))
    for _ in range(30):
        with app.store.read() as db:
            drill = rows.playing(db, someone.person.id)
            last = rows.lines(db, drill.id)[-1].line if drill else None
        if last is None:
            return
        text = rep.answer(Said((), last.cues or ()))
        time.sleep(pause * random.Random(f"{n} {text}").uniform(0.5, 1.5))
        began = time.perf_counter()
        someone.say(text)
        taken = 1000 * (time.perf_counter() - began)
        with app.store.read() as db:
            (turns if rows.playing(db, someone.person.id) else ends).append(taken)


def _row(taken: list[float]) -> str:
    ordered = sorted(taken)
    return f"p50 {ordered[len(ordered) // 2]:.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms of {len(ordered)}"


ROWS: dict[str, Callable[[House], object]] = {
    "ladder": ladder,
    "seeds": seeds,
    "cheats": cheats,
    "fuzz": fuzz,
    "times": times,
}


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

"""The move bank: single exchanges that people wrote and labelled, to learn from."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.drills.moves.reading import Label
from bot.drills.moves.sentences import sentences
from bot.drills.rubric import IDS

LEARNT_BLOCKERS = ("improper_benefit", "insult", "disparage", "leak", "overpromise", "manipulation")
"""The other two rest on the limit and on the cards, which one turn does not show."""
LABELS: tuple[Label, ...] = tuple((id, polarity) for id in IDS for polarity in ("+", "-")) + tuple(
    (id, "-") for id in LEARNT_BLOCKERS
)
OWN = Path(__file__).parent / "bank"


@dataclass(frozen=True, slots=True)
class Example:
    language: str
    previous: str
    text: str
    has: frozenset[Label]
    unknown: frozenset[Label] = frozenset()
    """Labels that nobody decided here: neither for nor against."""
    exchange: int = 0
    """Which exchange it comes from: parts of one are never on both sides of a check."""


def read(folders: Iterable[Path]) -> list[Example]:
    files = sorted(file for folder in folders for file in folder.glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [example for number, row in enumerate(rows) for example in examples(row, number)]


def examples(row: dict[str, Any], number: int) -> Iterator[Example]:
    """The turn as a whole, and its sentences one by one where there are several."""
    yield Example(
        row["lang"], row["previous"], row["text"], _labels(row["moves"], row["blockers"]), _unknown(row), number
    )
    lines = sentences(row["text"])
    if len(lines) < 2:
        return
    for line in lines:
        held = [move for move in row["moves"] if _overlaps(move["quote"], line)]
        unknown = _unknown(row) | {label for label in LABELS if label[0] in row["blockers"]}
        yield Example(row["lang"], row["previous"], line, _labels(held, ()), unknown, number)


def _labels(moves: Sequence[dict[str, str]], blockers: Sequence[str]) -> frozenset[Label]:
    marked = {(move["criterion"], move["polarity"]) for move in moves}
    return frozenset(label for label in LABELS if tuple(label) in marked or label[0] in blockers)


def _unknown(row: dict[str, Any]) -> frozenset[Label]:
    """Who wrote down a blocker alone did not look for moves."""
    if not row["blockers"] or row["moves"]:
        return frozenset()
    return frozenset(label for label in LABELS if label[0] in IDS)


def _overlaps(quote: str, line: str) -> bool:
    """Whether most of the shorter one lies in the other."""
    short, long = sorted((quote, line), key=len)
    if short in long:
        return True
    return any(short[: size + 1] in long or short[-size - 1 :] in long for size in [len(short) // 2])

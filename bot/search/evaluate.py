"""Measures search on questions with known answers: what `eval knowledge` prints."""

import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.encoder import load_encoder
from bot.search.index import Found, Index
from bot.search.phrases import Entry
from bot.search.training import train_head
from bot.search.vectors import VectorCache

Progress = Callable[[int, int], None]
Json = dict[str, Any]

PRECISION = 0.95
TOP = 10


class PackError(ValueError):
    """A line that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Question:
    """`card` is None where no card answers; `groups` holds the line's other keys, by which figures are split."""

    text: str
    card: str | None
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    question: Question
    found: Found
    seconds: float

    @property
    def rank(self) -> int | None:
        """1 for the first place; None if the card is not among the hits."""
        return next((place for place, hit in enumerate(self.found.hits, 1) if hit.id == self.question.card), None)

    @property
    def right(self) -> bool:
        return self.question.card is not None and self.rank == 1


def evaluate(
    entries: Sequence[Entry],
    questions: Sequence[Question],
    *,
    lexical: bool = False,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
) -> Json:
    """Builds, trains and asks; without `cache_dir` everything is built from nothing, as on a first start."""
    with TemporaryDirectory() as scratch:
        started = time.perf_counter()
        folder = cache_dir or Path(scratch)
        encoder = None if lexical else load_encoder()
        index = Index.build(entries, encoder, VectorCache(folder))
        head = train_head(entries, encoder, folder)
        if head:
            index = index.with_head(head)
        build_s = time.perf_counter() - started
        asked = ask_all(index, questions, progress)
    return {**figures(asked), "build_s": round(build_s, 2), "rss_mb": resident_mb()}


def ask_all(index: Index, questions: Sequence[Question], progress: Progress | None = None) -> list[Asked]:
    asked: list[Asked] = []
    for number, question in enumerate(questions, 1):
        started = time.perf_counter()
        found = index.search(question.text)
        asked.append(Asked(question, found, time.perf_counter() - started))
        if progress and (number % 50 == 0 or number == len(questions)):
            progress(number, len(questions))
    return asked


def figures(asked: Sequence[Asked]) -> Json:
    """The figures over all questions, and per value of each further key (`by_kind`, `by_lang`, …)."""
    times = np.array([a.seconds for a in asked]) * 1000
    return {
        **_quality(asked),
        "p50_ms": _rounded(np.percentile(times, 50), 2) if asked else None,
        "p99_ms": _rounded(np.percentile(times, 99), 2) if asked else None,
        **_by_group(asked),
    }


def _quality(asked: Sequence[Asked]) -> Json:
    ranks = [a.rank for a in asked if a.question.card is not None]
    wrong = sum(a.found.outcome == "answer" and not a.right for a in asked)
    return {
        "n": len(asked),
        "r1": _share(sum(rank == 1 for rank in ranks), len(ranks)),
        "r3": _share(sum(rank is not None and rank <= 3 for rank in ranks), len(ranks)),
        "mrr10": _share(sum(1 / rank for rank in ranks if rank and rank <= TOP), len(ranks)),
        "wrong_confident": _share(wrong, len(asked)),
        "auroc_out_of_scope": auroc(asked),
        "answered_right_at_95_precision": answered_right(asked),
        "outcomes": _outcomes(asked),
    }


def _outcomes(asked: Sequence[Asked]) -> dict[str, int]:
    counts = Counter(a.found.outcome for a in asked)
    right = sum(a.found.outcome == "answer" and a.right for a in asked)
    return {name: counts[name] for name in ("answer", "choose", "refuse")} | {"answered_right": right}


def auroc(asked: Sequence[Asked]) -> float | None:
    """How often a question that has a card scores higher than one that has none; None without both kinds."""
    inside = np.array([a.question.card is not None for a in asked], dtype=bool)
    if inside.all() or not inside.any():
        return None
    ranks = _mid_ranks(np.array([a.found.scope for a in asked]))
    n_in, n_out = int(inside.sum()), int((~inside).sum())
    return _rounded((ranks[inside].sum() - n_in * (n_in + 1) / 2) / (n_in * n_out))


def answered_right(asked: Sequence[Asked]) -> float | None:
    """Answer from the surest down for as long as 95 % of the answers are right: the share that is answered right."""
    with_card = sum(a.question.card is not None for a in asked)
    if not with_card:
        return None
    confidence = np.array([a.found.confidence for a in asked])
    order = np.argsort(-confidence, kind="stable")
    right = np.cumsum(np.array([a.right for a in asked])[order])
    # Only between different confidences can a threshold stand.
    stops = np.append(np.diff(confidence[order]) != 0, True)
    good = np.flatnonzero(stops & (right >= PRECISION * np.arange(1, len(asked) + 1)))
    return _rounded(right[good[-1]] / with_card) if len(good) else 0.0


def _by_group(asked: Sequence[Asked]) -> Json:
    keys = sorted({key for a in asked for key in a.question.groups})
    return {f"by_{key}": {value: _quality(part) for value, part in _parts(asked, key)} for key in keys}


def _parts(asked: Sequence[Asked], key: str) -> list[tuple[str, list[Asked]]]:
    parts: defaultdict[str, list[Asked]] = defaultdict(list)
    for a in asked:
        parts[a.question.groups.get(key, "")].append(a)
    return sorted(parts.items())


def load_pack(folder: Path) -> tuple[list[Entry], list[Question]]:
    """Reads cards.jsonl and questions.jsonl."""
    entries = load_cards(folder / "cards.jsonl")
    return entries, load_questions(folder / "questions.jsonl", {entry.id for entry in entries})


def load_cards(file: Path) -> list[Entry]:
    entries: dict[str, Entry] = {}
    for where, line in _lines(file):
        card = _text(line, "id", where)
        if card in entries:
            raise PackError(f"{where}: the card {card!r} is there twice")
        aliases = line.get("aliases", [])
        if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
            raise PackError(f"{where}: 'aliases' must be a list of texts")
        entries[card] = Entry(card, (_text(line, "title", where),), tuple(aliases))
    return list(entries.values())


def load_questions(file: Path, cards: set[str] | None = None) -> list[Question]:
    """`cards`, if given, are the ids that a question may name."""
    questions: list[Question] = []
    for where, line in _lines(file):
        text = _text(line, "text", where)
        if "card" not in line:
            raise PackError(f"{where}: 'card' is missing; write null where no card answers")
        card = line["card"]
        if card is not None and (not isinstance(card, str) or (cards is not None and card not in cards)):
            raise PackError(f"{where}: there is no card {card!r}")
        groups = {key: str(value) for key, value in line.items() if key not in {"text", "card"}}
        questions.append(Question(text, card, groups))
    return questions


def for_cards(questions: Iterable[Question], cards: set[str]) -> list[Question]:
    """For a workspace that lacks some cards: a question for one of those has no card here, and is its own kind."""
    return [
        q if q.card is None or q.card in cards else replace(q, card=None, groups={**q.groups, "kind": "card absent"})
        for q in questions
    ]


def _lines(file: Path) -> Iterator[tuple[str, Json]]:
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise PackError(f"{file}: cannot be read ({problem})") from problem
    for number, raw in enumerate(content.split("\n"), 1):
        if not raw.strip():
            continue
        where = f"{file}:{number}"
        try:
            line = json.loads(raw)
        except ValueError as problem:
            raise PackError(f"{where}: this line is not JSON ({problem})") from problem
        if not isinstance(line, dict):
            raise PackError(f"{where}: a line must be an object with named values")
        yield where, line


def _text(line: Json, key: str, where: str) -> str:
    value = line.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PackError(f"{where}: {key!r} must be a text and must not be empty")
    return value


def _mid_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """1-based ranks; equal values share the middle of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse])


def _share(part: float, whole: int) -> float | None:
    return _rounded(part / whole) if whole else None


def _rounded(value: Any, digits: int = 4) -> float:
    return round(float(value), digits)


def resident_mb() -> float:
    """What this process holds now, or its peak where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return round(pages * resource.getpagesize() / 1e6, 1)
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1)

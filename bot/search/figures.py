"""How good answers are: the figures of `eval knowledge`."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.index import Found
from bot.search.packs import Json, Question

PRECISION = 0.95
WRONG = 0.03
TOP = 10
EXAMPLES = 3
"""Questions quoted for each confusion."""


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


def figures(asked: Sequence[Asked]) -> Json:
    """The figures over all questions, and per value of each further key (`by_kind`, `by_lang`, …)."""
    times = np.array([a.seconds for a in asked]) * 1000
    return {
        **_quality(asked),
        "confusions": confusions(asked),
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
        "answered_right_at_3_wrong": answered_right_at_wrong(asked),
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
    order, stops = _by_confidence(asked)
    right = np.cumsum(np.array([a.right for a in asked])[order])
    good = np.flatnonzero(stops & (right >= PRECISION * np.arange(1, len(asked) + 1)))
    return _rounded(right[good[-1]] / with_card) if len(good) else 0.0


def _by_confidence(asked: Sequence[Asked]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The surest first; and where a threshold can stand: only between different confidences."""
    confidence = np.array([a.found.confidence for a in asked])
    order = np.argsort(-confidence, kind="stable")
    return order, np.append(np.diff(confidence[order]) != 0, True)


def answered_right_at_wrong(asked: Sequence[Asked], most: float = WRONG) -> float | None:
    """Answer from the surest down for as long as wrong answers stay under `most` of all questions: the share right."""
    with_card = sum(a.question.card is not None for a in asked)
    if not with_card:
        return None
    order, stops = _by_confidence(asked)
    right = np.array([a.right for a in asked])[order]
    good = np.flatnonzero(stops & (np.cumsum(~right) <= most * len(asked)))
    return _rounded(right[: good[-1] + 1].sum() / with_card) if len(good) else 0.0


def confusions(asked: Sequence[Asked]) -> list[Json]:
    """Which card took whose question, the most frequent first; `card` null: a question that no card answers."""
    taken: defaultdict[tuple[str | None, str | None], list[Asked]] = defaultdict(list)
    for a in asked:
        first = a.found.hits[0].id if a.found.hits else None
        if (a.question.card is not None and not a.right) or (a.question.card is None and a.found.outcome == "answer"):
            taken[a.question.card, first].append(a)
    rows = sorted(taken.items(), key=lambda item: (-len(item[1]), item[0][0] or "", item[0][1] or ""))
    return [
        {
            "card": card,
            "took_it": other,
            "n": len(part),
            "outright": sum(a.found.outcome == "answer" for a in part),
            "questions": [a.question.text for a in part[:EXAMPLES]],
        }
        for (card, other), part in rows
    ]


def _by_group(asked: Sequence[Asked]) -> Json:
    """For each further key; where two are "kind" and "lang", also for both together.

    A group in which every question has a card is measured against all questions that have none: else nobody could
    say how well it tells them apart.
    """
    keys = sorted({key for a in asked for key in a.question.groups})
    groups = {f"by_{key}": _measured(asked, _parts(asked, key)) for key in keys}
    if {"kind", "lang"} <= set(keys):
        for lang, part in _parts(asked, "lang"):
            groups[f"by_kind_{lang}"] = _measured(part, _parts(part, "kind"))
    return groups


def _measured(asked: Sequence[Asked], parts: list[tuple[str, list[Asked]]]) -> Json:
    outside = [a for a in asked if a.question.card is None]
    return {value: _quality(part) | _against(part, outside) for value, part in parts}


def _against(part: Sequence[Asked], outside: Sequence[Asked]) -> Json:
    if not outside or any(a.question.card is None for a in part):
        return {}
    both = [*part, *outside]
    return {"auroc_out_of_scope": auroc(both), "answered_right_at_3_wrong": answered_right_at_wrong(both)}


def _parts(asked: Sequence[Asked], key: str) -> list[tuple[str, list[Asked]]]:
    parts: defaultdict[str, list[Asked]] = defaultdict(list)
    for a in asked:
        parts[a.question.groups.get(key, "")].append(a)
    return sorted(parts.items())


def _mid_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """1-based ranks; equal values share the middle of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse])


def _share(part: float, whole: int) -> float | None:
    return _rounded(part / whole) if whole else None


def _rounded(value: Any, digits: int = 4) -> float:
    return round(float(value), digits)

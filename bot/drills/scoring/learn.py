"""Learns what a customer's turn is from a bank of labelled answers: python -m bot.drills.scoring.learn FOLDER."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bot.drills.scoring.guess import KINDS, WEIGHTS, Rows, meant, spelt
from bot.search.encoder import load_encoder

RIDGE = 0.5
OBJECTED = frozenset({"acknowledge+", "acknowledge-", "confirm_resolution-"})
HURT = frozenset({"implication+", "implication-"})
CALM = frozenset(
    f"{id}{sign}"
    for id in ("open_discovery", "implication", "qualify_decision", "listening", "next_step")
    for sign in "+-"
)
UNCLEAR = frozenset(
    f"{id}{sign}"
    for id in ("explore_first", "discount_discipline", "evidenced_answer", "confirm_resolution")
    for sign in "+-"
)


def main() -> None:
    rows = list(_rows(Path(sys.argv[1])))
    texts = [text for text, _ in rows]
    wanted = [[_objection(did), _pain(did)] for _, did in rows]
    encoder = load_encoder(Path(".cornerman"))
    assert encoder, "Learning needs the sentence encoder."
    words = spelt(texts)
    kept: dict[str, Any] = {}
    for name, features in (("both", np.hstack([meant(texts, encoder), words])), ("words", words)):
        fitted = [_ridge(features, [want[i] for want in wanted]) for i in range(len(KINDS))]
        kept[name] = np.stack([weights for weights, _ in fitted], axis=1).astype(np.float16)
        kept[f"{name}_bias"] = np.array([bias for _, bias in fitted], dtype=np.float32)
    np.savez_compressed(WEIGHTS, allow_pickle=False, **kept)
    print(f"{len(rows)} turns of customers, {WEIGHTS.stat().st_size // 1024} kB.")


def _rows(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["previous"]:
                yield row["previous"], frozenset(move["criterion"] + move["polarity"] for move in row["moves"])


def _objection(did: frozenset[str]) -> float | None:
    if did & OBJECTED:
        return 1.0
    return 0.0 if did & CALM and not did & UNCLEAR else None


def _pain(did: frozenset[str]) -> float | None:
    if did & HURT:
        return 1.0
    return 0.0 if did & (OBJECTED | {"qualify_decision+", "next_step+", "next_step-", "qualify_decision-"}) else None


def _ridge(features: Rows, wanted: list[float | None]) -> tuple[Rows, float]:
    """In the space of the rows, which are fewer than the features."""
    at = np.array([i for i, want in enumerate(wanted) if want is not None])
    rows, want = features[at], np.array([wanted[i] for i in at], dtype=np.float32)
    kernel = rows @ rows.T + RIDGE * np.eye(len(rows), dtype=np.float32)
    weights: Rows = rows.T @ np.linalg.solve(kernel, want - want.mean())
    return weights, float(want.mean())


if __name__ == "__main__":
    main()

"""Makes the two files that ship beside this one from the project's own phrase bank; nothing else may go into them.

`python -m bot.search.learn FOLDER`, where the folder holds *.jsonl with `{"card", "text"}` a line.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.search import background, calibrate
from bot.search.calibrate import Calibrator, default_name
from bot.search.encoder import Encoder, load_encoder
from bot.search.index import Index
from bot.search.normalise import SPLITS, Split, Terms, clean
from bot.search.phrases import Entry
from bot.search.train import Played, fit_weights, hide, worth_blending
from bot.search.vectors import VectorCache

KEPT_FROM = 1e-3  # terms in a smaller share of texts are rare anyway
PHRASES = (5, 17, 70)  # workspaces young and old
QUESTIONS = 1_500


def main(folder: str) -> None:
    cards = read(Path(folder))
    arrays: dict[str, NDArray[np.uint64] | NDArray[np.float16]] = {}
    for name, split in SPLITS.items():
        texts = [text for phrases in cards.values() for text in phrases]
        arrays[f"{name}_terms"], arrays[f"{name}_share"] = _shares(texts, split)
    np.savez_compressed(background.FILE, **arrays)  # type: ignore[arg-type]
    encoders = (load_encoder(), None)
    fitted = {
        default_name(encoder is not None, head): _calibrator(cards, encoder, head).as_json()
        for encoder in encoders
        for head in (False, True)
    }
    lines = json.dumps(fitted, indent=1)
    calibrate.DEFAULTS.write_text(lines + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, list[str]]:
    cards: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            cards.setdefault(row["card"], []).append(row["text"])
    return cards


def _shares(texts: Iterable[str], split: Split) -> tuple[Terms, NDArray[np.float16]]:
    parts = [np.unique(split(clean(text))) for text in texts]
    terms, held_by = np.unique(np.concatenate(parts), return_counts=True)
    share = held_by / len(parts)
    kept = share >= KEPT_FROM
    return terms[kept], share[kept].astype(np.float16)


def _calibrator(cards: dict[str, list[str]], encoder: Encoder | None, head: bool) -> Calibrator:
    rng = np.random.default_rng(1)
    cache = VectorCache(Path(".cornerman/learn"))
    played = Played()
    for count in PHRASES:
        kept, questions = hide(_sampled(cards, count, rng), rng)
        index = Index.build(kept, encoder, cache)
        index = index.with_weights(fit_weights(index, worth_blending(index))) if head else index
        played.add(index, questions[:QUESTIONS])
        played.add_chatter(index, rng, len(questions[:QUESTIONS]))
    return played.calibrator()


def _sampled(cards: dict[str, list[str]], count: int, rng: np.random.Generator) -> Sequence[Entry]:
    return [
        Entry(
            card, (card.replace("-", " "),), tuple(phrases[i] for i in rng.choice(len(phrases), count, replace=False))
        )
        for card, phrases in cards.items()
    ]


if __name__ == "__main__":
    main(sys.argv[1])

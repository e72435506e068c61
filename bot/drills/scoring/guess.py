"""How likely a customer's turn objects or names a pain: two small linear models over meaning and spelling.

Words alone miss the objection that names nothing ("on our real stock or some demo file?"). The label of a turn that
they learn from is what a rep's labelled answer to it was: who acknowledges has heard an objection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.search.encoder import Encoder
from bot.search.normalise import clean, grams

WEIGHTS = Path(__file__).parent / "guess.npz"
BITS = 13
SPELT = np.float32(0.7)
KINDS = ("objection", "pain")
_SPREAD = np.uint64(0x9E3779B97F4A7C15)

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Guess:
    objection: float
    pain: float


KEPT = 4_096
_kept: dict[tuple[str, str], Guess] = {}

NO_GUESS = Guess(0.0, 0.0)


def spelt(texts: Sequence[str]) -> Rows:
    rows = np.zeros((len(texts), 1 << BITS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        buckets = np.unique((grams(clean(text)) * _SPREAD) >> np.uint64(64 - BITS)).astype(np.int64)
        row[buckets] = SPELT / np.sqrt(np.float32(max(len(buckets), 1)))
    return rows


def meant(texts: Sequence[str], encoder: Encoder) -> Rows:
    return encoder.encode([clean(text) for text in texts])


def guess(text: str, encoder: Encoder | None) -> Guess:
    """Both near 0 when nothing was learned. Kept by text, so that one more turn does not encode the talk again."""
    key = (text, encoder.id if encoder else "")
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = _guess(text, encoder)
    return _kept[key]


def _guess(text: str, encoder: Encoder | None) -> Guess:
    kept = _weights()
    if not kept:
        return NO_GUESS
    name = "both" if encoder else "words"
    row = np.hstack([meant([text], encoder), spelt([text])]) if encoder else spelt([text])
    scores = (row @ kept[name].astype(np.float32) + kept[f"{name}_bias"])[0]
    return Guess(float(scores[0]), float(scores[1]))


@cache
def _weights() -> dict[str, NDArray[np.float16]]:
    if not WEIGHTS.exists():
        return {}
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}

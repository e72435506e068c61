"""What new phrases would change, before they count: each text is asked of all others, with them and without.

Kernel ridge has an exact answer to "how would this text fare had it not been learned?" (Hastie and others, The
Elements of Statistical Learning, 7.64, for any linear smoother), so nothing is trained twice. Only the cards that
compete for the phrases take part: some hundred texts, a tenth of a second.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.encoder import Encoder
from bot.search.index import Index
from bot.search.normalise import clean
from bot.search.phrases import Entry
from bot.search.solve import RIDGE

RIVALS = 3
CARDS_MAX = 10

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Phrase:
    """A text that belongs to a card; `card` may be its only one."""

    card: str
    text: str


@dataclass(frozen=True)
class Effect:
    """Shares of `n` texts for which the right card comes first; `mended` and `broken` are those that change."""

    n: int
    before: float
    after: float
    mended: tuple[Phrase, ...]
    broken: tuple[Phrase, ...]
    cards: tuple[str, ...]


def effect(index: Index, entries: Sequence[Entry], added: Sequence[Phrase], probes: Sequence[Phrase] = ()) -> Effect:
    """What `added` would change for the phrases of the cards it touches, for itself, and for `probes`.

    Each text is judged as if it were new. `probes` are questions with a known card that are never learned.
    """
    cards = _competing(index, added)
    part = [entry for entry in entries if entry.id in cards]
    names = {entry.id: at for at, entry in enumerate(part)}
    old = [Phrase(entry.id, text) for entry in part for text in entry.phrases]
    there = {(phrase.card, clean(phrase.text)) for phrase in old}
    new = [p for p in dict.fromkeys(added) if p.card in names and (p.card, clean(p.text)) not in there]
    asked = [probe for probe in probes if probe.card in names]
    texts = [*old, *new, *asked]
    if not new:
        return Effect(len(texts), 0.0, 0.0, (), (), tuple(names))
    kernel = _kernel([phrase.text for phrase in texts], _known_to(index))
    card_of = np.array([names[phrase.card] for phrase in texts])
    before = _right(kernel, card_of, len(old), len(names))
    after = _right(kernel, card_of, len(old) + len(new), len(names))
    return Effect(
        len(texts), float(before.mean()), float(after.mean()),
        tuple(phrase for phrase, was, now in zip(texts, before, after, strict=True) if now and not was),
        tuple(phrase for phrase, was, now in zip(texts, before, after, strict=True) if was and not now),
        tuple(names),
    )  # fmt: skip


def _competing(index: Index, added: Sequence[Phrase]) -> set[str]:
    """The cards that gain a phrase, then those that come first for most of them."""
    gaining = list(dict.fromkeys(phrase.card for phrase in added))[:CARDS_MAX]
    rivals = Counter(hit.id for phrase in added for hit in index.search(phrase.text).hits[:RIVALS])
    return {*gaining, *[card for card, _ in rivals.most_common(CARDS_MAX)][: max(RIVALS, CARDS_MAX - len(gaining))]}


def _right(kernel: Matrix, card_of: NDArray[np.int64], learned: int, cards: int) -> NDArray[np.bool_]:
    """Whether each text's own card scores highest, the first `learned` having been learned without themselves."""
    wanted = (card_of[:learned, None] == np.arange(cards)[None]).astype(np.float64)
    share = wanted.mean(axis=0)
    inverse = np.linalg.inv(kernel[:learned, :learned] + RIDGE * np.eye(learned))
    weights = inverse @ (wanted - share)
    left_out = wanted - share - weights / inverse.diagonal()[:, None]
    scores = np.concatenate([left_out, kernel[learned:, :learned] @ weights])
    found: NDArray[np.bool_] = scores.argmax(axis=1) == card_of
    return found


def _kernel(texts: Sequence[str], encoder: Encoder | None) -> Matrix:
    """Likeness of every two texts, as the head measures it."""
    alone = Index.build([Entry(str(at), (), (text,)) for at, text in enumerate(texts)], encoder)
    rows = {int(card): row for row, card in enumerate(alone.phrases.cards)}
    kernel = np.zeros((len(texts), len(texts)))
    for at, row in rows.items():
        kernel[at, list(rows)] = alone.likeness(alone.phrases.texts[row])
    return (kernel + kernel.T) / 2


def _known_to(index: Index) -> Encoder | None:
    """The index's encoder, spared what the index has encoded already."""
    return _Remembering(index) if index.encoder and index.nearest else None


class _Remembering:
    def __init__(self, index: Index) -> None:
        assert index.encoder is not None
        assert index.nearest is not None
        self.id, self.dim, self._encoder = index.encoder.id, index.encoder.dim, index.encoder
        self._rows = {text: row for row, text in enumerate(index.phrases.texts)}
        self._nearest = index.nearest

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        found = np.zeros((len(texts), self.dim), dtype=np.float32)
        new = [at for at, text in enumerate(texts) if text not in self._rows]
        old = [at for at, text in enumerate(texts) if text in self._rows]
        found[old] = self._nearest.exact([self._rows[texts[at]] for at in old])
        if new:
            found[new] = self._encoder.encode([texts[at] for at in new])
        return found

"""What new phrases would change, before they count: each text is asked of all others, with them and without.

Kernel ridge has an exact answer to "how would this text fare had it not been learned?" (Hastie and others, The
Elements of Statistical Learning, 7.64, for any linear smoother), so nothing is trained twice. Only the cards that
compete for the phrases take part: some hundred texts, a quarter of a second.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.alike import alike
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
    """A text and the card it belongs to."""

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


@dataclass(frozen=True)
class Trial:
    """Phrases on trial among the cards that compete for them; `of` tells what any choice of them would do."""

    texts: tuple[Phrase, ...]
    """Those that are learned already, then those on trial, then probes."""
    learned: int
    tried: int
    kernel: Matrix
    card_of: NDArray[np.int64]
    before: NDArray[np.bool_]

    @property
    def added(self) -> tuple[Phrase, ...]:
        """What is on trial: phrases that are there already are not."""
        return self.texts[self.learned : self.learned + self.tried]

    def of(self, chosen: Sequence[Phrase]) -> Effect:
        """For the phrases of the cards, for everything on trial and for the probes, each judged as if it were new."""
        picked = [at for at, phrase in enumerate(self.texts) if at < self.learned or self._is_one(at, phrase, chosen)]
        after = _right(self.kernel, self.card_of, picked)
        changes = list(zip(self.texts, self.before, after, strict=True))
        return Effect(
            len(self.texts), float(self.before.mean()), float(after.mean()),
            tuple(phrase for phrase, was, now in changes if now and not was),
            tuple(phrase for phrase, was, now in changes if was and not now),
        )  # fmt: skip

    def _is_one(self, at: int, phrase: Phrase, chosen: Sequence[Phrase]) -> bool:
        return self.learned <= at < self.learned + self.tried and phrase in chosen


def trial(index: Index, entries: Sequence[Entry], added: Sequence[Phrase], probes: Sequence[Phrase] = ()) -> Trial:
    """`probes` are questions with a known card that are never learned."""
    cards = _competing(index, added)
    part = [entry for entry in entries if entry.id in cards]
    names = {entry.id: at for at, entry in enumerate(part)}
    old = [Phrase(entry.id, text) for entry in part for text in entry.phrases]
    there = {(phrase.card, clean(phrase.text)) for phrase in old}
    new = [p for p in dict.fromkeys(added) if p.card in names and (p.card, clean(p.text)) not in there]
    texts = (*old, *new, *(probe for probe in probes if probe.card in names))
    kernel = alike([phrase.text for phrase in texts], _Remembering.of(index))
    card_of = np.array([names[phrase.card] for phrase in texts], dtype=np.int64)
    before = _right(kernel, card_of, list(range(len(old))))
    return Trial(texts, len(old), len(new), kernel, card_of, before)


def _competing(index: Index, added: Sequence[Phrase]) -> set[str]:
    """The cards that gain a phrase, then those that come first for most of them."""
    gaining = list(dict.fromkeys(phrase.card for phrase in added))[:CARDS_MAX]
    rivals = Counter(hit.id for phrase in added for hit in index.search(phrase.text).hits[:RIVALS])
    room = max(RIVALS, CARDS_MAX - len(gaining))
    return {*gaining, *[card for card, _ in rivals.most_common(room)]}


def _right(kernel: Matrix, card_of: NDArray[np.int64], learned: list[int]) -> NDArray[np.bool_]:
    """Whether each text's own card scores highest; those that were learned are judged without themselves."""
    if not learned:
        return np.zeros(len(card_of), dtype=bool)
    wanted = (card_of[learned, None] == np.arange(card_of.max() + 1)[None]).astype(np.float64)
    share = wanted.mean(axis=0)
    inverse = np.linalg.inv(kernel[np.ix_(learned, learned)] + RIDGE * np.eye(len(learned)))
    weights = inverse @ (wanted - share)
    scores = kernel[:, learned] @ weights
    scores[learned] = wanted - share - weights / inverse.diagonal()[:, None]
    found: NDArray[np.bool_] = scores.argmax(axis=1) == card_of
    return found


class _Remembering:
    """The index's encoder, spared what the index has encoded already."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self.id, self.dim, self._encoder = encoder.id, encoder.dim, encoder
        self._rows = {text: row for row, text in enumerate(index.phrases.texts)}
        self._nearest = index.nearest

    @classmethod
    def of(cls, index: Index) -> "_Remembering | None":
        return cls(index, index.encoder) if index.encoder and index.nearest else None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        assert self._nearest is not None
        found = np.zeros((len(texts), self.dim), dtype=np.float32)
        new = [at for at, text in enumerate(texts) if text not in self._rows]
        old = [at for at, text in enumerate(texts) if text in self._rows]
        found[old] = self._nearest.exact([self._rows[texts[at]] for at in old])
        if new:
            found[new] = self._encoder.encode([texts[at] for at in new])
        return found

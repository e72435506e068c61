"""How like texts are to each other, and which of them say the same thing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.search.encoder import Encoder
from bot.search.index import Index
from bot.search.phrases import Entry

TOGETHER = 0.47  # mean likeness from which two groups are one; by eye, on some forty questions in both languages

Matrix = NDArray[np.float64]


def alike(texts: Sequence[str], encoder: Encoder | None) -> Matrix:
    """Likeness of every two texts, as the head measures it; a text without a word is like nothing."""
    alone = Index.build([Entry(str(at), (), (text,)) for at, text in enumerate(texts)], encoder)
    rows = [int(card) for card in alone.phrases.cards]
    kernel = np.eye(len(texts))
    for row, text in enumerate(alone.phrases.texts):
        kernel[rows[row], rows] = alone.likeness(text)
    return (kernel + kernel.T) / 2


def groups(texts: Sequence[str], encoder: Encoder | None, together: float = TOGETHER) -> list[list[int]]:
    """Places of the texts, those that say the same thing together: average linkage, largest group first."""
    found = [[at] for at in range(len(texts))]
    if not found:
        return []
    likeness = alike(texts, encoder)
    np.fill_diagonal(likeness, -1.0)
    while len(found) > 1:
        one, other = np.unravel_index(int(likeness.argmax()), likeness.shape)
        if likeness[one, other] < together:
            break
        likeness = _joined(likeness, found, int(min(one, other)), int(max(one, other)))
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def _joined(likeness: Matrix, found: list[list[int]], one: int, other: int) -> Matrix:
    """Puts group `other` into `one`, whose likeness to a third is the mean over all pairs."""
    mine, its = len(found[one]), len(found[other])
    mean = (mine * likeness[one] + its * likeness[other]) / (mine + its)
    likeness[one], likeness[:, one] = mean, mean
    likeness[one, one] = -1.0
    found[one] += found.pop(other)
    return np.delete(np.delete(likeness, other, 0), other, 1)

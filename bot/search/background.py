"""How common terms are in sales talk at large, so that "the" is no clue in a workspace of thirty phrases.

`background.npz` holds counts from the project's own phrase bank; `learn.py` makes it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.search.normalise import SPLITS, Terms

FILE = Path(__file__).with_name("background.npz")
SIZE = 1_500.0  # the weight of the background, in texts


@dataclass(frozen=True)
class Background:
    terms: Terms
    share: NDArray[np.float32]
    size: float

    def held_by(self, terms: Terms) -> NDArray[np.float32]:
        """In how many of its `size` texts each term stands."""
        if not len(self.terms):
            return np.zeros(len(terms), dtype=np.float32)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[at] == terms, self.share[at] * np.float32(self.size), np.float32(0))


@cache
def backgrounds() -> dict[str, Background]:
    """One for each split; read once, never changed."""
    with np.load(FILE) as arrays:
        return {
            name: Background(arrays[f"{name}_terms"], arrays[f"{name}_share"].astype(np.float32), SIZE)
            for name in SPLITS
        }

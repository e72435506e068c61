"""Mends a slip in a Latin word before it is looked up: the encoder takes "expensvie" for something else altogether.

Chinese needs no such thing, its slips are homophones, and sounds are compared anyway.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.normalise import stem

LETTERS_MIN = 6  # shorter words have too many neighbours that mean something else
SEEN_MIN = 3  # times that the cards use a word before another one is taken for it

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Speller:
    """`stems` of every word that the cards use; `common` holds the words to mend towards, by their length.

    `is_word` tells what is a word of the language; without it nothing is mended, since what no card says may be right.
    """

    stems: frozenset[str]
    common: Mapping[int, tuple[str, ...]]
    is_word: Callable[[str], bool] | None

    @classmethod
    def of(cls, texts: Iterable[str], is_word: Callable[[str], bool] | None) -> "Speller":
        """From clean texts."""
        seen = Counter(word for text in texts for word in _WORD.findall(text))
        common: dict[int, tuple[str, ...]] = {}
        for word, times in seen.items():
            if times >= SEEN_MIN and len(word) >= LETTERS_MIN - 1:
                common[len(word)] = (*common.get(len(word), ()), word)
        return cls(frozenset(map(stem, seen)), common, is_word)

    def mend(self, question: str) -> str:
        """Each word that no card uses gives way to one that is a single slip away, if there is one."""
        if self.is_word:
            return _WORD.sub(lambda found: self._mended(found[0]), question)
        return question

    def _mended(self, word: str) -> str:
        if len(word) < LETTERS_MIN or stem(word) in self.stems or (self.is_word and self.is_word(word)):
            return word
        near = [other for length in (0, -1, 1) for other in self.common.get(len(word) + length, ())]
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=1)
        return str(found[0]) if found else word

"""What the customer hears is what the score counts: the moves of the last message, in their place in the talk."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from bot.drills.moves import Reader, Reading
from bot.drills.scoring.aimed import meant_for_customer
from bot.drills.scoring.card import Walked, one_more, read
from bot.drills.talk import Found, Line, Talk

KEPT = 1_000
"""Talks whose way so far is remembered; a forgotten one is walked again from its beginning."""


@dataclass(frozen=True, slots=True)
class Understood:
    """One message, read alone and in its place."""

    reading: Reading
    moves: tuple[Found, ...]
    blockers: tuple[Found, ...]


class Ears:
    """Hears one scenario's reps. `talk` holds what they may state, and no lines."""

    def __init__(self, talk: Talk, reader: Reader) -> None:
        self._talk, self._reader = talk, reader
        self._walked: OrderedDict[tuple[Line, ...], Walked] = OrderedDict()
        self._lock = Lock()

    def hear(self, lines: Sequence[Line], text: str) -> Understood:
        """`lines` is the talk before `text`."""
        before = self._walk(tuple(lines))
        said = (*lines, Line("rep", text))
        after = one_more(before, self._talk, self._reader, len(lines), said[-1])
        self._keep(said, after)
        reading = read(self._reader, meant_for_customer(text), before.previous, self._talk.language)
        return Understood(reading, after.moves[len(before.moves) :], after.blockers[len(before.blockers) :])

    def _walk(self, lines: tuple[Line, ...]) -> Walked:
        """From the longest beginning that is remembered."""
        known = len(lines)
        with self._lock:
            while known and lines[:known] not in self._walked:
                known -= 1
            walked = self._walked[lines[:known]] if known else Walked()
        for index in range(known, len(lines)):
            walked = one_more(walked, self._talk, self._reader, index, lines[index])
        return walked

    def _keep(self, lines: tuple[Line, ...], walked: Walked) -> None:
        with self._lock:
            self._walked[lines] = walked
            self._walked.pop(lines[:-2], None)  # the same talk, one message ago
            while len(self._walked) > KEPT:
                self._walked.popitem(last=False)

"""What the customer hears is what the score counts: the moves of the last message, in their place in the talk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.drills.moves import Reader, Reading
from bot.drills.scoring.card import read, walk
from bot.drills.talk import Found, Line, Talk


@dataclass(frozen=True, slots=True)
class Understood:
    """One message, read alone and in its place."""

    reading: Reading
    moves: tuple[Found, ...]
    blockers: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Ears:
    """`talk` holds what the rep may state, and no lines yet."""

    talk: Talk
    reader: Reader

    def hear(self, lines: Sequence[Line], text: str) -> Understood:
        """`lines` is the talk before `text`."""
        last = len(lines)
        talk = replace(self.talk, lines=(*lines, Line("rep", text)))
        _, moves, blockers = walk(talk, self.reader)
        previous = "\n".join(line.text for line in lines[-1:] if line.speaker == "customer")
        return Understood(
            read(self.reader, text, previous, talk.language),
            tuple(move for move in moves if move.turn == last),
            tuple(found for found in blockers if found.turn == last),
        )

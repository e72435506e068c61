"""The scorecard of a talk."""

from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.drills.moves import Reader, Reading
from bot.drills.rubric import FROM_TURN, VERSION, total
from bot.drills.scoring.aimed import aimed, meant_for_customer
from bot.drills.scoring.blockers import blocked
from bot.drills.scoring.context import did, judge
from bot.drills.scoring.customer import cues
from bot.drills.scoring.honest import is_void, void, without_repeats
from bot.drills.scoring.levels import marks
from bot.drills.scoring.state import State, answered, hear
from bot.drills.scoring.turn import Turn
from bot.drills.talk import Found, Line, Mark, Scorecard, Talk
from bot.words import N_

KEPT = 4_096
"""Readings kept, so that one more turn does not read the whole talk again."""


def score(talk: Talk, reader: Reader, *, ended: bool = False, cut_short: bool = False) -> Scorecard:
    """Levels, blockers and, from the fifth rep turn or at an ending, the total.

    `cut_short`: the customer had enough of the rep and left.
    """
    state, moves, blockers = walk(talk, reader)
    levels = marks(talk, state, moves)
    if cut_short:
        levels = tuple(_missed(talk, mark) for mark in levels)
    said = sum(line.speaker == "rep" for line in talk.lines)
    shown = ended or said >= FROM_TURN
    points = total({mark.criterion: mark.level for mark in levels}, talk.weights) if shown else None
    return Scorecard(levels, tuple(blockers), points, VERSION, reader.by, tuple(moves))


PRICE = "discount_discipline"


def _missed(talk: Talk, mark: Mark) -> Mark:
    """Whoever is thrown out has no “no occasion” to show for it; price alone may never have been a subject."""
    if mark.level is not None or mark.criterion == PRICE:
        return mark
    last = len(talk.lines) - 1
    over = N_("The talk was over before it came to that")
    return replace(mark, level=0, evidence=(Found(last, mark.criterion, "-", talk.lines[last].text, over),))


@dataclass(frozen=True, slots=True)
class Walked:
    """A talk up to one of its lines: all that the next one is judged by."""

    state: State = field(default_factory=State)
    previous: str = ""
    """What the customer has said since the rep spoke."""
    moves: tuple[Found, ...] = ()
    blockers: tuple[Found, ...] = ()


def walk(talk: Talk, reader: Reader) -> tuple[State, list[Found], list[Found]]:
    walked = Walked()
    for index, line in enumerate(talk.lines):
        walked = one_more(walked, talk, reader, index, line)
    return walked.state, _once_left(without_repeats(talk, list(walked.moves))), list(walked.blockers)


def one_more(walked: Walked, talk: Talk, reader: Reader, index: int, line: Line) -> Walked:
    """The talk with its line number `index`; of `talk` only what the rep may state is asked."""
    state, previous = walked.state, walked.previous
    if line.speaker == "customer":
        meant = cues(line, reader.encoder, state.asked)
        state = hear(state, index, line.text, meant, known=line.cues is not None)
        return replace(walked, state=state, previous=f"{previous}\n{line.text}" if previous else line.text)
    said = meant_for_customer(line.text)
    turn = Turn(index, said, previous, read(reader, said, previous, talk.language), state, talk)
    found = earned(turn, line.text)
    fails = [each for each in (*blocked(turn), aimed(index, line.text)) if each and each.quote in line.text]
    if tells := turn.reading.tells:
        state = replace(state, telling=(*state.telling, (index, tells[0])))
    return Walked(
        answered(state, line.text, did(turn, found), index), "", (*walked.moves, *found), (*walked.blockers, *fails)
    )


def earned(turn: Turn, said: str) -> list[Found]:
    """The moves of a turn without what was not honestly said; what counts against the rep stays."""
    found = [move for move in judge(turn) if move.quote in said]
    if void(turn):
        return [move for move in found if move.polarity == "-"]
    return [move for move in found if move.polarity == "-" or not is_void(turn, move.quote)]


def _once_left(moves: list[Found]) -> list[Found]:
    """An objection left open counts once, on the last turn that leaves it; a check between two makes them two."""
    kept: list[Found] = []
    for move in reversed(moves):
        later = next((each for each in reversed(kept) if each.criterion == "confirm_resolution"), None)
        if (move.criterion, move.polarity) == ("confirm_resolution", "-") and later and later.polarity == "-":
            continue
        kept.append(move)
    return kept[::-1]


@lru_cache(maxsize=KEPT)
def read(reader: Reader, text: str, previous: str, language: str) -> Reading:
    return reader.read(text, previous, language)

"""One turn of the rep in its place in the talk: which of the words that could be a move are one here."""

from bot.drills.rubric import IDS
from bot.drills.scoring.asking import asked, is_answer
from bot.drills.scoring.closing import left, stepped
from bot.drills.scoring.evidence import held, unheld
from bot.drills.scoring.giving import gave
from bot.drills.scoring.hearing import acknowledged, jumped, listened, pitched
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import says
from bot.drills.talk import Found

NO_ANSWER = (("confirm_resolution", "-"), ("implication", "-"))


def judge(turn: Turn) -> list[Found]:
    """The moves of one turn, the more specific ones first; no words count twice."""
    asks = asked(turn)
    moves = [*asks, *acknowledged(turn), *stepped(turn, asks), *gave(turn), *left(turn)]
    moves += [each for each in pitched(turn) if not _quoted(each, moves)]
    against = [each for each in unheld(turn) if not _quoted(each, moves)]
    jumps = [each for each in jumped(turn, asks, against) if not _quoted(each, moves) and not _passes_over(moves)]
    moves += against + jumps
    moves += held(turn, [each.quote for each in moves])
    moves += listened(turn, [each.quote for each in moves])
    return sorted(_distinct(moves), key=lambda each: (turn.text.find(each.quote), IDS.index(each.criterion)))


def _passes_over(moves: list[Found]) -> bool:
    """Who leaves the objection lying or praises a function over a pain does not answer too early: it is no answer."""
    return any((move.criterion, move.polarity) in NO_ANSWER for move in moves)


def _quoted(move: Found, moves: list[Found]) -> bool:
    """Whether its words are another's already; a clause within a longer quote may still be its own."""
    return any(move.quote == other.quote or other.quote in move.quote for other in moves)


def _distinct(moves: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for move in moves:
        same = any(
            (move.criterion, move.polarity, move.quote) == (other.criterion, other.polarity, other.quote)
            for other in kept
        )
        if move.quote and not same:
            kept.append(move)
    return kept


def did(turn: Turn, moves: list[Found]) -> frozenset[str]:
    """What the next turn must know of this one."""
    done = {move.criterion for move in moves if move.polarity == "+"}
    if any(is_answer(turn, part) for part in turn.statements) or "evidenced_answer" in done:
        done.add("answer")
    if any(move.criterion == "explore_first" for move in moves):
        done.add("answered_first")
    if any(move.criterion == "next_step" for move in moves) or says("close", turn.text):
        done.add("close")
    if turn.questions:
        done.add("asked")
    if any(move.criterion == "qualify_decision" for move in moves):
        done.add("decision")
    return frozenset(done)

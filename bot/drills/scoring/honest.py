"""What looks like selling and is none: stuffed, pasted, parroted or repeated. It is worth nothing; what counts against
the rep in it still counts."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from bot.drills.moves.sentences import clauses
from bot.drills.scoring.aimed import aims_at_scorer, is_hidden_aim
from bot.drills.scoring.terms import pairs
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import pattern, plain, says, split
from bot.drills.talk import Found, Talk
from bot.words import N_

COPY = 90
"""rapidfuzz's share from which a text is a copy, slips and punctuation aside."""
SAYABLE = 90
"""Characters up to which a copy may be the one line of a card that is meant to be said."""
SHORT = 8
"""Under so many characters a repetition is only how people talk."""
VERBATIM = {"zh": 14, "en": 36}
"""Letters in a row that nobody repeats who sums up."""
ADDED = 2
"""Pairs of characters or words that even a parrot adds."""
LIST = 4
"""Questions in one message, or question words in one sentence: a list of model questions, no conversation."""
PHRASES = ("formula", "behind", "costs", "decision", "settled", "step", "sums_up", "trade")
STUFFED = 4
"""Kinds of key phrases in one message."""
OFTEN = 3
"""From so many messages on even the first one with this line was only the start of a recital."""


def void(turn: Turn) -> str:
    """Why nothing in this message counts for the rep, as an msgid; "" where all is well."""
    if is_hidden_aim(turn.text):
        return N_("Said to the scorer, not to the customer")
    if is_stuffed(turn):
        return N_("Key phrases strung together")
    if is_pasted(turn.text, turn.talk.cards):
        return N_("A card pasted, not said")
    return ""


def is_stuffed(turn: Turn) -> bool:
    text = plain(turn.text)
    if says("recital", text) or len(pattern("section").findall(text)) >= 2:
        return True
    if len(turn.questions) >= LIST or text.count("?") >= LIST:
        return True
    if any(_asks_everything(clause) for line in split(text) for clause in clauses(line)):
        return True
    return sum(says(phrase, text) for phrase in PHRASES) >= STUFFED


def _asks_everything(clause: str) -> bool:
    return len({word.group() for word in pattern("question_word").finditer(clause)}) >= LIST - 1


@lru_cache(maxsize=4_096)
def is_pasted(text: str, cards: tuple[str, ...]) -> bool:
    """Longer than the line of a card that is meant to be said, and all of it from one card."""
    return len(text) > SAYABLE and any(fuzz.partial_ratio(plain(text), plain(card)) >= COPY for card in cards)


@lru_cache(maxsize=4_096)
def is_from_card(quote: str, cards: tuple[str, ...]) -> bool:
    """A card's own line, said once at a fitting moment, is level 2."""
    return len(quote) >= SHORT and any(fuzz.partial_ratio(plain(quote), plain(card)) >= COPY for card in cards)


def is_void(turn: Turn, quote: str) -> bool:
    return aims_at_scorer(quote) or is_parroted(turn, quote)


def is_parroted(turn: Turn, quote: str) -> bool:
    """The customer's message said back word for word, all of it or a long run of it, is no summary."""
    said, mine = _letters(turn.previous), _letters(quote)
    if len(mine) >= SHORT - 2 and mine in said:
        return True
    run = VERBATIM["en" if mine.isascii() else "zh"]
    if run <= len(mine) <= len(said) and fuzz.partial_ratio(mine, said) >= COPY:
        return True
    whole = any(len(line) >= SHORT - 2 and line in mine for line in map(_letters, split(turn.previous)))
    return whole and len(_added(turn, quote)) <= ADDED


def _added(turn: Turn, quote: str) -> frozenset[str]:
    """What the rep put to it, beside 您说, "so what I'm hearing" and a formula behind it."""
    own = " ".join(clause for clause in clauses(quote) if not says("formula", clause))
    return pairs(pattern("sums_up").sub(" ", plain(own))) - pairs(turn.previous)


def without_repeats(talk: Talk, moves: Sequence[Found]) -> list[Found]:
    """A line said again counts once; said in three messages and more it counts nowhere."""
    return [move for move in moves if move.polarity == "-" or not _repeated(talk, move)]


def _repeated(talk: Talk, move: Found) -> bool:
    said = _same_line(tuple(line.text if line.speaker == "rep" else "" for line in talk.lines), move.quote)
    return len(said) >= OFTEN or bool(said and said[0] < move.turn)


@lru_cache(maxsize=4_096)
def _same_line(texts: tuple[str, ...], quote: str) -> tuple[int, ...]:
    """The messages that hold this line, slips aside; none for a line too short to be a recital."""
    wanted = _letters(quote)
    if len(wanted) < SHORT:
        return ()
    return tuple(index for index, text in enumerate(texts) if text and _holds(text, wanted))


def _holds(text: str, wanted: str) -> bool:
    said = _letters(text)
    if wanted in said:
        return True
    lines = [_letters(line) for line in split(text)]
    return any(len(line) >= SHORT and fuzz.token_sort_ratio(line, wanted) >= COPY for line in lines)


def _letters(text: str) -> str:
    return re.sub(r"[^\w%]+", " ", plain(text)).strip()

"""What a written value proposition has, by the drills' rules of evidence: a fact of the card, the reader's problem,
nothing that is not held, the rep's own words. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.drills.moves import Reader
from bot.drills.moves.sentences import clauses, han, length
from bot.drills.scoring.aimed import aimed, aims_at_scorer
from bot.drills.scoring.blockers import blocked
from bot.drills.scoring.closing import is_dated
from bot.drills.scoring.evidence import checked, holds_no_fact, unheld
from bot.drills.scoring.figures import figures
from bot.drills.scoring.honest import is_from_card, is_pasted, is_stuffed
from bot.drills.scoring.state import State, hear
from bot.drills.scoring.terms import FUNCTION_CHARS, STOP, content
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import plain, says
from bot.drills.stage import DISCOUNT_LIMIT
from bot.drills.talk import Talk
from bot.words import N_

Point: TypeAlias = Literal["length", "evidence", "problem", "true", "own", "step"]
POINTS: Mapping[Point, str] = {
    "length": N_("A length that gets read"),
    "evidence": N_("A figure or a fact of the card"),
    "problem": N_("The trouble of whoever reads it"),
    "true": N_("Every claim held by the card"),
    "own": N_("Your own words, in sentences"),
    "step": N_("A question or a next step at the end"),
}
LEAST, MOST = {"zh": 30, "en": 15}, {"zh": 400, "en": 120}
"""Characters, words."""
SHARED = 2
"""Content words, beside the figures, that are the card's or the task's."""
COPIED = 0.5
"""Share of the text from which it is the card's and not the rep's."""
HELPERS = {"zh": 0.07, "en": 0.2}
"""Share of characters or words that only hold a sentence together; keywords in a row have next to none."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a pitch is held against."""

    language: str
    task: str
    card: str
    """All that the card says."""
    knowledge: tuple[str, ...]
    """Sentences that may be stated as fact."""


@dataclass(frozen=True, slots=True)
class Check:
    point: Point
    held: bool
    quote: str = ""
    """The words that speak against it."""

    @property
    def must(self) -> bool:
        return self.point != "step"


def judge(text: str, brief: Brief, reader: Reader) -> tuple[Check, ...]:
    turn = _turn(text, brief, reader)
    against = _against(turn, text)
    return (
        Check("length", LEAST[brief.language] <= length(text, brief.language) <= MOST[brief.language]),
        Check("evidence", any(_is_evidence(part, turn.talk) for part in turn.statements)),
        Check("problem", len(_besides_figures(turn) & content(f"{brief.card}\n{brief.task}")) >= SHARED),
        Check("true", not against, against),
        Check("own", _is_own(turn, text, brief)),
        Check(
            "step", bool(turn.questions) or any(is_dated(turn, part) or says("arranges", part) for part in turn.parts)
        ),
    )


def passes(checks: tuple[Check, ...]) -> bool:
    return all(check.held for check in checks if check.must)


def is_short(text: str) -> bool:
    """No try yet: somebody says something else, or pressed enter too soon."""
    language = written_in(text)
    return length(text, language) < LEAST[language]


def written_in(text: str) -> str:
    """By what most of it is: a Chinese name in an English text makes it no Chinese one."""
    return "zh" if han(text) >= length(text, "en") - han(text) and han(text) else "en"


def _turn(text: str, brief: Brief, reader: Reader) -> Turn:
    """As the answer to somebody who asks what this would do for them."""
    state = hear(State(), 0, brief.task, (("question", ""),), known=True)
    talk = Talk(brief.language, (), brief.knowledge, (brief.card,), DISCOUNT_LIMIT)
    return Turn(1, text, brief.task, reader.read(text, brief.task, brief.language), state, talk)


def _is_evidence(part: str, talk: Talk) -> bool:
    return checked(part, talk.knowledge, "").held and not holds_no_fact(part)


def _besides_figures(turn: Turn) -> frozenset[str]:
    parts = (clause for part in turn.parts for clause in clauses(part) if not figures(clause))
    return frozenset(word for clause in parts for word in content(clause))


def _against(turn: Turn, text: str) -> str:
    """The first words that a manager would not want sent. What the card tells of a customer is no secret of theirs."""
    fails = [each for each in blocked(turn) if each.criterion != "leak" or not _is_evidence(each.quote, turn.talk)]
    found = (*fails, *((aim,) if (aim := aimed(1, text)) else ()), *unheld(turn))
    return found[0].quote if found else ""


def _is_own(turn: Turn, text: str, brief: Brief) -> bool:
    sources = (brief.card, brief.task)
    if aims_at_scorer(text) or is_stuffed(turn) or is_pasted(text, sources) or _is_soup(text, brief.language):
        return False
    copied = sum(len(part) for part in turn.parts if is_from_card(part, sources))
    return copied < COPIED * sum(map(len, turn.parts))


def _is_soup(text: str, language: str) -> bool:
    words = list(_words(text, language))
    helping = FUNCTION_CHARS if language == "zh" else STOP
    return sum(word in helping for word in words) < HELPERS[language] * len(words)


def _words(text: str, language: str) -> Iterator[str]:
    if language == "zh":
        yield from (char for char in plain(text) if han(char))
    else:
        yield from (word.strip(".,;:!?()\"'") for word in plain(text).split())

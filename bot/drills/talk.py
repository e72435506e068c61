"""What was said: a talk between a customer and a rep, whether played here or brought from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.drills.rubric import Polarity

Speaker = Literal["customer", "rep"]

Cue = Literal[
    "objection", "restated", "resolved", "left", "pain", "question", "fact", "decider", "accepted", "stall", "small"
]
"""What a customer's turn is to the rep: an objection (new, or the same again), its end, a pain named, a plain
factual question, a fact told, who decides, a next step accepted, a brush-off, or nothing much."""


@dataclass(frozen=True, slots=True)
class Line:
    """One turn. `cues` is what a played customer is known to have meant; None where nobody knows (a real talk)."""

    speaker: Speaker
    text: str
    cues: tuple[tuple[Cue, str], ...] | None = None
    """(cue, what it is about: the id of the objection, fact or question)."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk and what its rep was allowed: all that a score may depend on."""

    language: str
    lines: tuple[Line, ...]
    knowledge: tuple[str, ...] = ()
    """Sentences that the rep may state as fact."""
    cards: tuple[str, ...] = ()
    """Whole cards' texts: pasted, they are worth nothing."""
    discount_limit_pct: float = 0.0
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """One observable thing in one rep turn, and the words that carry it."""

    criterion: str
    polarity: Polarity
    quote: str
    """Verbatim part of the turn's text."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A move, or a blocker, with the place where it was said."""

    turn: int
    """Index into `Talk.lines`."""
    criterion: str
    """A criterion's id, or a blocker's."""
    polarity: Polarity
    quote: str
    why: str = ""
    """An msgid, where the reason is not the criterion itself."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A criterion's level and what it rests on. None: the talk gave no occasion."""

    criterion: str
    level: int | None
    evidence: tuple[Found, ...] = ()
    """What was said; for an omission the customer's line that was the occasion (`turn` is a customer's then)."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    marks: tuple[Mark, ...]
    blockers: tuple[Found, ...]
    total: float | None
    """None before the fifth rep turn, unless an ending was reached."""
    rubric: int
    by: Literal["encoder", "words"]
    """Whether meaning or words alone were read."""
    moves: tuple[Found, ...] = ()
    """Every move that counted, in the order of the talk."""

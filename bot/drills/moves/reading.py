"""What one turn of a rep holds, read by itself: the conversation around it is the scorer's to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.drills.rubric import Polarity
from bot.drills.talk import Move

Kind = Literal["open", "closed", "either", "leading"]
Asked = Literal["open", "closed", "none"]
By = Literal["encoder", "words"]
Label = tuple[str, Polarity]
"""A criterion and its polarity; a blocker's is "-"."""


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    """Verbatim part of the turn."""
    kind: Kind
    yes_no: bool = False
    """Whether yes or no answers it. Who, when and how many are closed, and yet no link of a yes-or-no chain."""
    proposes: bool = False
    """A proposal or a favour in the form of a question: it asks for no information."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something given away, or said not to be: money, days, users, modules, services, a longer payment."""

    text: str
    pct: float | None
    free: bool
    conditional: bool
    denied: bool


@dataclass(frozen=True, slots=True)
class Reading:
    moves: tuple[Move, ...] = ()
    """One quote counts once, for the most specific criterion; a scorer that knows the talk decides again."""
    blockers: tuple[Move, ...] = ()
    """Suspicions. A scorer that knows the cards and the limit may add to them and take from them."""
    candidates: tuple[Move, ...] = ()
    """Every label with the words that speak for it most and its probability, the likely ones first."""
    questions: tuple[Question, ...] = ()
    offers: tuple[Offer, ...] = ()
    dated: tuple[str, ...] = ()
    absolutes: tuple[str, ...] = ()
    """Absolutes about outcomes that are not denied."""
    slogans: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    """Sentences that tell the customer what to do: you should, 建议您."""
    acknowledges: bool = False
    reflects: bool = False
    """Gives back what the customer said or feels, as acknowledging, summing up or in other words."""
    length: int = 0
    """Chinese characters or English words."""
    lecture: bool = False
    scores: Mapping[Label, float] = field(default_factory=dict)

    @property
    def is_question(self) -> bool:
        """Whether it asks for information."""
        return any(not question.proposes for question in self.questions)

    @property
    def asked(self) -> Asked:
        """The turn as a whole: open as soon as one of its questions is."""
        if any(question.kind == "open" for question in self.questions):
            return "open"
        return "closed" if self.questions else "none"

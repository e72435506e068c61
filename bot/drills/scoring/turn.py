"""One turn of the rep with all that is known when it is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.drills.moves import Offer, Question, Reading
from bot.drills.rubric import Polarity
from bot.drills.scoring.figures import figures
from bot.drills.scoring.state import State
from bot.drills.scoring.words import says, split
from bot.drills.talk import Found, Talk

HEARD = 0.5


@dataclass(frozen=True)
class Turn:
    index: int
    text: str
    previous: str
    """What the customer said since the rep's last turn."""
    reading: Reading
    state: State
    talk: Talk
    first: bool = False

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return split(self.text)

    @cached_property
    def asked(self) -> dict[str, Question]:
        """By the sentence that asks."""
        return {question.text: question for question in self.questions}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Without what a full stop makes a statement: 挨骂的还是信息部。 asks nothing, 您给我讲讲。 does."""
        return tuple(q for q in self.reading.questions if not _stopped(q.text) or says("requests", q.text))

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Without what the customer named of somebody else, said back: nobody offers it."""
        theirs = [figure.value for figure in figures(self.state.known) if figure.kind == "percent"]
        return tuple(each for each in self.reading.offers if not (says("of_others", each.text) and each.pct in theirs))

    @cached_property
    def offered(self) -> dict[str, Offer]:
        return {offer.text: offer for offer in self.offers}

    @cached_property
    def feeling(self) -> str:
        """The first sentence, where words or the reader hear the customer acknowledged in it; else ""."""
        first = self.statements[0] if self.statements and self.statements[0] == self.parts[0] else ""
        if not first or not self.state.fresh or first in self.offered or says("empty_comfort", first):
            return ""
        heard = self.chance("acknowledge", "+") > HEARD and self.quoted("acknowledge", "+").startswith(first)
        return first if says("hears", first) or heard else ""

    @cached_property
    def statements(self) -> tuple[str, ...]:
        return tuple(part for part in self.parts if part not in self.asked)

    def chance(self, criterion: str, polarity: Polarity) -> float:
        """What the reader gives the whole turn, the talk left aside."""
        return self.reading.scores.get((criterion, polarity), 0.0)

    def found(self, criterion: str, polarity: Polarity, quote: str, why: str = "") -> Found:
        return Found(self.index, criterion, polarity, quote, why)

    def quoted(self, criterion: str, polarity: Polarity, among: Sequence[str] = ()) -> str:
        """The words that the reader heard it in, cut down to `among` where given; "" when it heard nothing."""
        said = next(
            (m.quote for m in self.reading.candidates if (m.criterion, m.polarity) == (criterion, polarity)), ""
        )
        if not among or any(part in said or said in part for part in among):
            return said
        return ""


def _stopped(text: str) -> bool:
    return text.rstrip(" \"'”’）)").endswith(("。", "！", ".", "!", "；", ";")) or (
        "还是" in text and "？" not in text and "?" not in text
    )

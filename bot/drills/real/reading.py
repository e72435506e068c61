"""From what was pasted to what is kept: parsed, scored as it was said, and masked before anybody writes it down."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.drills.moves import Reader
from bot.drills.real import parse
from bot.drills.real.masking import Mask
from bot.drills.real.parse import Pasted
from bot.drills.scoring import score
from bot.drills.talk import Found, Line, Scorecard, Talk
from bot.knowledge.library import Library

OBJECTIONS = 3
SEARCHED = 30
"""Customer lines that are searched for objections."""
SURE = 0.5
"""Probability from which a customer's line counts as the objection of a card."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A real talk and its score, masked; what the debrief and the row are made from."""

    talk: Talk
    card: Scorecard
    objections: tuple[str, ...] = ()
    """Cards that answer what the customer brought up, in the order of the talk."""

    @property
    def first_words(self) -> str:
        """How the rep began: who they are is asked by it."""
        return next((line.text for line in self.talk.lines if line.speaker == "rep"), "")

    @property
    def turns(self) -> int:
        return sum(line.speaker == "rep" for line in self.talk.lines)


@dataclass(frozen=True, slots=True)
class Whose:
    """Names that are known beforehand."""

    own: str
    known: Collection[str]


def reviewed(pasted: Pasted, rep: str, raw: Talk, whose: Whose, reader: Reader, library: Library) -> Reviewed:
    """`raw` has the cards' knowledge and no lines. The score is of the words as they were: figures can be checked."""
    mask = mask_of(pasted, rep, raw.language, whose)
    hidden = mask.texts([said.text for said in pasted.said])
    masked = parse.lines([replace(said, text=text) for said, text in zip(pasted.said, hidden, strict=True)], rep)
    talk = replace(raw, lines=tuple(parse.lines(pasted.said, rep)))
    card = score(talk, reader)
    texts = [line.text for line in talk.lines if line.speaker == "customer"]
    found = dict.fromkeys(id for _, id in objections(texts, library))
    return Reviewed(replace(raw, lines=tuple(masked)), hide(card, masked, mask), tuple(found)[:OBJECTIONS])


def mask_of(pasted: Pasted, rep: str, language: str, whose: Whose) -> Mask:
    called = [name for name in dict.fromkeys(said.speaker for said in pasted.said) if not parse.is_role(name)]
    customers = [name for name in called if name != rep] if pasted.named else []
    mine = rep if pasted.named and rep in called else ""
    return Mask(language, rep=mine, own=whose.own, customers=customers, known=set(whose.known) - {rep, whose.own})


def hide(card: Scorecard, lines: Sequence[Line], mask: Mask) -> Scorecard:
    """The same scorecard with quotes of the masked lines."""

    def hidden(found: Found) -> Found:
        line, quote = lines[found.turn].text, mask.again(found.quote)
        return replace(found, quote=quote if quote in line else line)

    marks = tuple(replace(mark, evidence=tuple(map(hidden, mark.evidence))) for mark in card.marks)
    return replace(card, marks=marks, blockers=tuple(map(hidden, card.blockers)), moves=tuple(map(hidden, card.moves)))


def objections(texts: Sequence[str], library: Library) -> Iterator[tuple[int, str]]:
    """(which of the texts, card) of those that bring up what an objection card answers."""
    among = [id for id in library.shelf.ids if any(card.kind == "objection" for card in library.shelf.versions(id))]
    for n, text in enumerate(texts[:SEARCHED]):
        found = library.search(text, among)
        if found.hits and found.confidence >= SURE:
            yield n, found.hits[0].id

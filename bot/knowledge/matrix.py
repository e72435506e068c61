"""Which pitch there is for whom: the planned scenes against the value cards. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.cards import Card
from bot.knowledge.scenes import Scene
from bot.words import N_, Words

BUYER_NAMES = {
    "owner": N_("Owner"), "cfo": N_("Head of finance"), "it": N_("Head of IT"), "operations": N_("Head of operations"),
    "purchasing": N_("Purchasing"), "sales": N_("Head of sales"), "user": N_("Front-line user"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One scene, and the pitches for it by buyer; also for buyers whom nobody planned."""

    scene: Scene
    pitches: Mapping[str, tuple[Card, ...]]

    @property
    def missing(self) -> tuple[str, ...]:
        """The holes: buyers for whom a pitch is planned and not there."""
        return tuple(role for role in self.scene.roles if role not in self.pitches)

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple({card.id: card for cards in self.pitches.values() for card in cards}.values())


def matrix(scenes: Iterable[Scene], cards: Sequence[Card]) -> tuple[Line, ...]:
    """The plan's scenes in their order; `cards` holds each card once, in the reader's language."""
    return tuple(Line(scene, _pitches(scene, cards)) for scene in scenes)


def _pitches(scene: Scene, cards: Sequence[Card]) -> dict[str, tuple[Card, ...]]:
    fitting = [card for card in cards if card.kind == "value" and scene.id in card.scenes]
    by_buyer = {role: tuple(card for card in fitting if role in card.roles) for role in BUYER_NAMES}
    return {role: found for role, found in by_buyer.items() if found}


def homeless(scenes: Iterable[Scene], cards: Sequence[Card]) -> list[Card]:
    """Pitches in no scene of the plan: nobody finds them in the table."""
    known = {scene.id for scene in scenes}
    return [card for card in cards if card.kind == "value" and not known & set(card.scenes)]


def counted(said: Words, lines: Sequence[Line]) -> str:
    """How many pitches there are, and how many places of the plan are empty."""
    pitches, holes = {card.id for line in lines for card in line.cards}, sum(len(line.missing) for line in lines)
    there = said.plural("{n} pitch for {scenes} scenes.", "{n} pitches for {scenes} scenes.",
                        len(pitches), scenes=len(lines))  # fmt: skip
    return ("" if said.language == "zh" else " ").join([there, still_missing(said, holes)])


def still_missing(said: Words, holes: int) -> str:
    if not holes:
        return said("No planned pitch is missing.")
    return said.plural("{n} planned pitch is missing.", "{n} planned pitches are missing.", holes)


def named(said: Words, buyers: Iterable[str]) -> str:
    return ("、" if said.language == "zh" else ", ").join(said(BUYER_NAMES[buyer]) for buyer in buyers)

"""Which missed questions would help most as phrases of their card; told, never done."""

from collections.abc import Sequence

from bot.search.effect import Phrase, trial
from bot.search.figures import Asked
from bot.search.index import Index
from bot.search.packs import Json
from bot.search.phrases import Entry

LOOKED_AT = 30
"""Missed questions that are tried, those of the most often missed cards first."""


def helpful(index: Index, entries: Sequence[Entry], asked: Sequence[Asked]) -> list[Json]:
    """Each missed question as if it were a phrase: how many other texts find their card then, and how many lose it."""
    probes = [Phrase(a.question.card, a.question.text) for a in asked if a.question.card is not None]
    tried = [_tried(index, entries, phrase, probes) for phrase in _missed(asked)[:LOOKED_AT]]
    return sorted(tried, key=lambda row: row["breaks"] - row["mends"])


def _missed(asked: Sequence[Asked]) -> list[Phrase]:
    missed = [Phrase(a.question.card, a.question.text) for a in asked if a.question.card is not None and not a.right]
    often = {card: sum(phrase.card == card for phrase in missed) for card in {phrase.card for phrase in missed}}
    return sorted(missed, key=lambda phrase: (-often[phrase.card], phrase.card))


def _tried(index: Index, entries: Sequence[Entry], phrase: Phrase, probes: Sequence[Phrase]) -> Json:
    found = trial(index, entries, [phrase], [probe for probe in probes if probe != phrase]).of([phrase])
    mended = [text for text in found.mended if text != phrase]
    return {"card": phrase.card, "phrase": phrase.text, "mends": len(mended), "breaks": len(found.broken)}

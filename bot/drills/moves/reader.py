"""Reads one turn of a rep."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.drills.moves import features
from bot.drills.moves.bank import LABELS
from bot.drills.moves.features import Shape
from bot.drills.moves.models import Matrix, Part, load_model
from bot.drills.moves.reading import By, Label, Reading
from bot.drills.moves.sentences import sentences
from bot.drills.rubric import BLOCKERS
from bot.drills.talk import Move
from bot.search.encoder import Encoder

PRESENT = 0.5
CANDIDATE = 0.2
SURE = 0.65
"""Better to miss a blocker than to accuse."""
ASKED: frozenset[Label] = frozenset(
    (id, "+") for id in ("explore_first", "implication", "qualify_decision", "confirm_resolution", "open_discovery")
)
"""One question counts for one of these."""
HEARD: frozenset[Label] = frozenset({("acknowledge", "+"), ("listening", "+")})
"""An echo inside an acknowledgement is that acknowledgement only."""


class Reader:
    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = encoder
        self.by: By = "encoder" if encoder else "words"
        self._model = load_model(self.by)

    @property
    def encoder(self) -> Encoder | None:
        """For those who read the other side of the talk."""
        return self._encoder

    def read(self, text: str, previous: str, language: str) -> Reading:
        """`previous` is what the customer said just before, "" at the start."""
        lines = sentences(text)
        shape = features.shape(text, previous, language)
        if not lines:
            return _formed(shape, Reading())
        parts = [Part(text, previous, shape)]
        if len(lines) > 1:
            parts += [Part(line, previous, features.shape(line, previous, language)) for line in lines]
        raw = self._model.raw(parts, self._encoder)
        chances = self._model.chances(raw)
        scores = dict(zip(LABELS, map(float, chances), strict=True))
        candidates = self._candidates(text, lines, raw, scores)
        return _formed(shape, _decided(candidates, scores, shape))

    def _candidates(self, text: str, lines: Sequence[str], raw: Matrix, scores: dict[Label, float]) -> list[Move]:
        own = raw[1:] if len(raw) > 1 else raw
        found = [
            Move(label[0], label[1], _quote(text, lines, own[:, place] - self._model.threshold[place]), scores[label])
            for place, label in enumerate(LABELS)
            if scores[label] >= CANDIDATE
        ]
        return sorted(found, key=lambda move: -move.confidence)


def _quote(text: str, lines: Sequence[str], scores: Matrix) -> str:
    """The sentence that speaks for it most, with those beside it that do so too."""
    first = last = int(np.argmax(scores))
    while first > 0 and scores[first - 1] > 0:
        first -= 1
    while last + 1 < len(lines) and scores[last + 1] > 0:
        last += 1
    start = text.index(lines[first])
    return text[start : text.index(lines[last], start) + len(lines[last])]


def _decided(candidates: Sequence[Move], scores: dict[Label, float], shape: Shape) -> Reading:
    blockers = [move for move in candidates if move.criterion in BLOCKERS]
    moves = [move for move in candidates if move.criterion not in BLOCKERS]
    present = [move for move in moves if move.confidence >= PRESENT]
    return Reading(
        moves=tuple(one_a_quote(present)),
        blockers=tuple(move for move in blockers if move.confidence >= SURE),
        candidates=tuple(candidates),
        acknowledges=scores[("acknowledge", "+")] >= PRESENT,
        scores=scores,
    )


def one_a_quote(moves: Sequence[Move]) -> list[Move]:
    """The likeliest first; what says the same thing with the same words counts once."""
    kept: list[Move] = []
    for move in moves:
        if not any(_meet(move, other) and _alike(move, other) for other in kept):
            kept.append(move)
    return kept


def _alike(one: Move, other: Move) -> bool:
    pair = {(one.criterion, one.polarity), (other.criterion, other.polarity)}
    return one.criterion == other.criterion or pair <= ASKED or pair == HEARD


def _meet(one: Move, other: Move) -> bool:
    return one.quote in other.quote or other.quote in one.quote


def _formed(shape: Shape, reading: Reading) -> Reading:
    """With what the rules found."""
    return replace(
        reading, questions=shape.questions, offers=shape.offers, dated=shape.dated, absolutes=shape.absolutes,
        slogans=shape.slogans, tells=shape.tells, reflects=shape.reflects, length=shape.length, lecture=shape.lecture,
    )  # fmt: skip


def load_reader(encoder: Encoder | None) -> Reader:
    return Reader(encoder)

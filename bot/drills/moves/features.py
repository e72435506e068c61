"""A turn as numbers, the same when learning and when serving: what it means, how it is spelt, what shape it has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.drills.moves.asking import questions
from bot.drills.moves.dates import dated
from bot.drills.moves.giving_back import overlap, reflects
from bot.drills.moves.offers import offers
from bot.drills.moves.reading import Offer, Question
from bot.drills.moves.sentences import han, length, sentences
from bot.drills.moves.shapes import absolutes, is_lecture, slogans, tells
from bot.search.normalise import SPLITS, Terms, clean

BUCKETS = 1 << 14
BEFORE_BUCKETS = 1 << 12
MEANING, BEFORE, SPELLING = 1.0, 0.5, 2.0
"""What an encoder's vector, that of the customer's turn, and spelling weigh against each other."""

Row = NDArray[np.float32]
Keys = NDArray[np.int64]
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_OPENS_AGAINST = re.compile(
    r"\W*(但|可是|不过|不会|不是|哪里|怎么会|您误会|你误会|no\b|but\b|actually|that's not|not true|wrong)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the rules found in a turn or in a part of it."""

    questions: tuple[Question, ...]
    offers: tuple[Offer, ...]
    dated: tuple[str, ...]
    absolutes: tuple[str, ...]
    slogans: tuple[str, ...]
    tells: tuple[str, ...]
    reflects: bool
    length: int
    lecture: bool


def shape(text: str, previous: str, language: str) -> Shape:
    told = tells(text)
    return Shape(
        questions(text, language),
        offers(text),
        dated(text),
        absolutes(text),
        slogans(text),
        told,
        reflects(text, previous, language, told),
        length(text, language),
        is_lecture(text, language),
    )


def numbers(found: Shape, text: str, previous: str) -> Row:
    """The shape as a row; every value lies between 0 and about 1."""
    return np.array(_asking(found, text) + _giving(found) + _telling(found, text, previous), dtype=np.float32)


def _asking(found: Shape, text: str) -> list[float]:
    kinds = [question.kind for question in found.questions]
    yes_no = sum(question.yes_no for question in found.questions)
    lines = sentences(text)
    asked = {question.text for question in found.questions}
    return [
        *(float(kind in kinds) for kind in ("open", "closed", "either", "leading")),
        float(yes_no == 1),
        float(yes_no > 1),
        float(len(kinds) == 1),
        float(len(kinds) == 2),
        float(len(kinds) > 2),
        float(bool(lines) and lines[0] in asked),
        float(bool(lines) and lines[-1] in asked),
        len(asked) / max(len(lines), 1),
    ]


def _giving(found: Shape) -> list[float]:
    standing = [offer for offer in found.offers if not offer.denied]
    return [
        float(bool(standing)),
        float(any(offer.pct is not None for offer in standing)),
        max((offer.pct or 0.0 for offer in standing), default=0.0) / 30,
        float(any(offer.free for offer in standing)),
        float(any(offer.conditional for offer in standing)),
        float(any(not offer.conditional for offer in standing)),
        float(len(standing) < len(found.offers)),
        float(bool(found.dated)),
    ]


def _telling(found: Shape, text: str, previous: str) -> list[float]:
    said, heard = set(_NUMBER.findall(text)), set(_NUMBER.findall(previous))
    asked = "?" in previous or "？" in previous or bool(questions(previous, "zh" if han(previous) else "en"))
    return [
        float(bool(found.absolutes)),
        float(bool(found.slogans)),
        float(bool(found.tells)),
        float(found.reflects),
        float(found.lecture),
        min(found.length, 160) / 100,
        float(bool(said & heard)),
        float(bool(said - heard)),
        float("%" in text or "％" in text),
        overlap(text, previous),
        float(asked),
        min(len(previous), 100) / 100,
        float(bool(_OPENS_AGAINST.match(text))),
        float(han(text) > 0),
    ]


def spelling(text: str, buckets: int = BUCKETS) -> Keys:
    """Buckets of its runs of 1 to 4 characters, its words and its pairs of words."""
    cleaned = clean(text)
    stems = SPLITS["words"](cleaned)
    pairs = stems[:-1] * np.uint64(31) + stems[1:] if len(stems) > 1 else stems[:0]
    terms: Terms = np.concatenate([SPLITS["letters"](cleaned), stems, pairs])
    shift = np.uint64(64 - int(buckets).bit_length() + 1)
    return ((terms * _SPREAD) >> shift).astype(np.int64)


def counted(keys: Keys, rarity: Row) -> tuple[Keys, Row]:
    """Buckets once each with their weights, as a row of length 1."""
    once, often = np.unique(keys, return_counts=True)
    weights = (1 + np.log(often)).astype(np.float32) * rarity[once]
    return once, weights / max(float(np.linalg.norm(weights)), 1e-6)


def rarity(rows: Sequence[Keys], buckets: int) -> Row:
    """A bucket weighs more the fewer turns have it."""
    seen = np.bincount(np.concatenate([np.unique(keys) for keys in rows]), minlength=buckets)
    return (np.log((1 + len(rows)) / (1 + seen)) + 1).astype(np.float32)

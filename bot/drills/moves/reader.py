"""Reads one turn of a rep."""

from pathlib import Path

from bot.drills.moves.asking import questions
from bot.drills.moves.dates import dated
from bot.drills.moves.giving_back import reflects
from bot.drills.moves.offers import offers
from bot.drills.moves.reading import By, Reading
from bot.drills.moves.sentences import length
from bot.drills.moves.shapes import absolutes, is_lecture, slogans, tells
from bot.search.encoder import Encoder

WEIGHTS = Path(__file__).parent / "weights.npz"


class Reader:
    def __init__(self, encoder: Encoder | None = None) -> None:
        self.encoder = encoder
        self.by: By = "encoder" if encoder else "words"

    def read(self, text: str, previous: str, language: str) -> Reading:
        """`previous` is what the customer said just before, "" at the start."""
        told = tells(text)
        return Reading(
            questions=questions(text, language),
            offers=offers(text),
            dated=dated(text),
            absolutes=absolutes(text),
            slogans=slogans(text),
            tells=told,
            reflects=reflects(text, previous, language, told),
            length=length(text, language),
            lecture=is_lecture(text, language),
        )


def load_reader(encoder: Encoder | None) -> Reader:
    return Reader(encoder)

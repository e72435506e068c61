"""What is said, by what it does: one table of patterns for both languages, since many talks mix them."""

import re
from functools import cache, lru_cache

from bot.drills.moves.sentences import sentences
from bot.drills.scoring.lexicon import EN, ZH
from bot.search.normalise import clean

NEVER = re.compile(r"(?!)")
ASKED = 65_536
"""Notions looked for in texts, kept: a talk asks some 500, and many are played at a time."""


@cache
def pattern(notion: str) -> re.Pattern[str]:
    """English only between word boundaries, so that "no" is not found in "know"."""
    chinese = "|".join(ZH.get(notion, ()))
    english = "|".join(EN.get(notion, ()))
    parts = [chinese, rf"(?<![a-z])(?:{english})(?![a-z])" if english else ""]
    joined = "|".join(part for part in parts if part)
    return re.compile(joined, re.IGNORECASE | re.MULTILINE) if joined else NEVER


def find(notion: str, text: str) -> re.Match[str] | None:
    return pattern(notion).search(text)


def says(notion: str, text: str) -> bool:
    """Whether `text` does what `notion` names; width, case and script do not matter."""
    return _says(notion, text)


@lru_cache(maxsize=ASKED)
def _says(notion: str, text: str) -> bool:
    return find(notion, plain(text)) is not None


@lru_cache(maxsize=5_000)
def plain(text: str) -> str:
    """Cleaned for matching, line by line: a line's start matters where a customer's line is forged."""
    return "\n".join(clean(line) for line in text.splitlines() if line.strip())


@lru_cache(maxsize=5_000)
def split(text: str) -> tuple[str, ...]:
    return sentences(text)

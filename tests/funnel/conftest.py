"""Nothing here asks for a card that only a trained head finds."""

import pytest

from bot.knowledge.library import Library


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words

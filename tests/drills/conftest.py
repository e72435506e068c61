"""The starter's drills, read once."""

import pytest

from benchmarks.drills import House
from bot.drills.repertoire import Repertoire, read_repertoire
from bot.knowledge.cards import Shelf
from tests.conftest import ROOT
from tests.starter import SHELF


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return SHELF


@pytest.fixture(scope="session")
def repertoire(shelf: Shelf) -> Repertoire:
    return read_repertoire(ROOT, frozenset(shelf.ids))


@pytest.fixture(scope="session")
def house() -> House:
    """The starter's drills with a reader that goes by words alone: quick, and the same everywhere."""
    return House(lexical=True)

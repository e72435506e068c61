"""The starter's cards, read once for all tests that only look at them."""

from bot.knowledge.cards import read_shelf
from tests.conftest import ROOT

SHELF = read_shelf(ROOT)

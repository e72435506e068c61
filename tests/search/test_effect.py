"""What a phrase would change, foretold: the words-only index is enough to see the arithmetic."""

import numpy as np
import pytest

from bot.search import Entry, Index
from bot.search.alike import alike
from bot.search.effect import Effect, Phrase, _right, trial
from bot.search.solve import RIDGE

ENTRIES = (
    Entry("price", ("Price",), ("too expensive", "much too expensive for us", "expensive, far too dear", "too dear")),
    Entry("boss", ("Boss",), ("I ask my boss", "my boss decides that", "the boss must say yes", "boss decides")),
    Entry("later", ("Later",), ("call me next quarter", "next quarter maybe", "not now, next quarter", "not now")),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(ENTRIES, None)


def told(index: Index, *added: Phrase, probes: tuple[Phrase, ...] = ()) -> Effect:
    return trial(index, ENTRIES, added, probes).of(added)


def test_a_phrase_helps_what_is_said_like_it(index: Index) -> None:
    costs = Phrase("price", "costs an arm and a leg")
    found = told(index, costs, probes=(Phrase("price", "an arm and a leg, really"),))
    assert Phrase("price", "an arm and a leg, really") in found.mended
    assert found.after > found.before
    assert found.broken == ()


def test_a_phrase_for_the_wrong_card_breaks_its_neighbours(index: Index) -> None:
    stolen = tuple(Phrase("price", f"my boss {verb} that") for verb in ("decides", "says", "must decide"))
    found = told(index, *stolen)
    assert Phrase("boss", "my boss decides that") in found.broken


def test_a_part_of_the_phrases_can_be_chosen(index: Index) -> None:
    good, bad = Phrase("price", "costs an arm and a leg"), Phrase("price", "boss decides, my boss must")
    both = trial(index, ENTRIES, (good, bad))
    assert both.added == (good, bad)
    assert both.of((good,)).broken == ()
    assert both.of(()).after == both.of(()).before


def test_what_is_there_already_changes_nothing(index: Index) -> None:
    found = told(index, Phrase("price", "Too  Expensive"))
    assert (found.mended, found.broken) == ((), ())


def test_leaving_one_out_is_what_training_without_it_gives() -> None:
    texts = [text for entry in ENTRIES for text in entry.phrases]
    card_of = np.repeat(np.arange(3), 4)
    kernel = alike(texts, None)
    quick = _right(kernel, card_of, list(range(len(texts))))
    wanted = (card_of[:, None] == np.arange(3)[None]).astype(float)
    wanted -= wanted.mean(axis=0)
    for at in range(len(texts)):
        rest = [i for i in range(len(texts)) if i != at]
        weights = np.linalg.solve(kernel[np.ix_(rest, rest)] + RIDGE * np.eye(len(rest)), wanted[rest])
        assert ((kernel[at, rest] @ weights).argmax() == card_of[at]) == quick[at]

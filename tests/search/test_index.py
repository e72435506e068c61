"""The index as its callers use it, with an encoder and by words alone."""

import pytest

from bot.search import Entry, Found, Index

CARDS = (
    Entry("price-too-high", ("Price too high", "总价太贵"), ("太贵了 肉疼", "too expensive, he repeat three times")),
    Entry("no-budget", ("No budget this year", "今年没预算"), ("今年账上真没这笔钱", "no line for it this year")),
    Entry("boss-decides", ("The boss decides", "要老板拍板"), ("我说了不算，得问老板", "I have to ask my boss first")),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(CARDS, None)


@pytest.mark.parametrize(
    ("question", "card"),
    [("太贵了", "price-too-high"), ("太貴了，肉疼", "price-too-high"), ("have to ask the boss", "boss-decides")],
)
def test_finds_the_card_by_words_alone(index: Index, question: str, card: str) -> None:
    assert index.search(question).hits[0].id == card


def test_a_phrase_of_the_card_is_answered_outright(index: Index) -> None:
    found = index.search("  Too Expensive, he repeat three times ")
    assert (found.outcome, found.hits[0].id) == ("answer", "price-too-high")
    assert found.hits[0].phrase == "too expensive, he repeat three times"


def test_the_texts_of_other_cards_come_nearest_first(index: Index) -> None:
    hits = index.texts_like("得问老板", but="price-too-high", most=3)
    assert hits[0].phrase == "我说了不算，得问老板"
    assert len(hits) == 3
    assert "price-too-high" not in {hit.id for hit in hits}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert "boss-decides" not in {hit.id for hit in index.texts_like("得问老板", but="boss-decides", most=99)}
    assert index.texts_like(" ", but="", most=3) == ()
    assert Index.build((), None).texts_like("得问老板", but="", most=3) == ()


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e", "\x00\x07"])
def test_nothing_asked_is_refused(index: Index, text: str) -> None:
    assert index.search(text) == Found("refuse", 0.0, (), 0.0)


@pytest.mark.parametrize("text", ["🙂🙂", "字" * 10_000, "a b " * 2_500, "\u202eabc\u202c", "?!…"])
def test_odd_input_still_gets_an_outcome(index: Index, text: str) -> None:
    assert index.search(text).outcome in {"answer", "choose", "refuse"}


def test_an_index_without_cards_refuses() -> None:
    assert Index.build((), None).search("too expensive").outcome == "refuse"


def test_a_search_among_some_cards_finds_only_those(index: Index) -> None:
    found = index.search("太贵了 肉疼", among={"no-budget", "boss-decides", "gone"})
    assert {hit.id for hit in found.hits} == {"no-budget", "boss-decides"}
    assert index.search("太贵了", among=()).hits == ()

"""The index as its callers use it, with an encoder and by words alone."""

from pathlib import Path

import pytest

from bot.search import Entry, Found, Index, VectorCache
from bot.search.background import backgrounds
from bot.search.index import STALE_COST
from bot.search.lexical import Postings
from bot.search.normalise import SPLITS

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


# Cards past their review

TWINS = (
    Entry("a", (), ("the quote is far too high for our team",)),
    Entry("b", (), ("the quote is far too high for our firm",)),
    Entry("c", (), ("we have no time this quarter",)),
)


@pytest.mark.parametrize("stale", [{"a"}, {"b"}])
def test_of_two_that_are_about_as_likely_the_fresh_one_comes_first(stale: set[str]) -> None:
    twins = Index.build(TWINS, None)
    question = "the quote is far too high"
    one, two = twins.search(question).hits[:2]
    assert abs(one.score - two.score) < STALE_COST
    (fresh,) = {"a", "b"} - stale
    assert [hit.id for hit in twins.search(question, stale=stale).hits[:2]] == [fresh, *stale]


@pytest.mark.parametrize("question", ["have to ask the boss", "我说了不算，得问老板", "太貴了，肉疼"])
def test_a_clear_answer_stays_first_however_old(index: Index, question: str) -> None:
    fresh = index.search(question)
    old = index.search(question, stale={fresh.hits[0].id})
    assert (old.outcome, old.confidence, old.hits[0].id) == (fresh.outcome, fresh.confidence, fresh.hits[0].id)


def test_an_answer_that_is_sure_is_not_overtaken(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a rival is nearer than the cost: sureness knows more than the lead."""
    monkeypatch.setattr("bot.search.index.STALE_COST", 10.0)
    monkeypatch.setattr("bot.search.index.outcome", lambda _: "answer")
    fresh = index.search("have to ask the boss").hits[0].id
    assert index.search("have to ask the boss", stale={fresh}).hits[0].id == fresh
    monkeypatch.setattr("bot.search.index.outcome", lambda _: "choose")
    assert index.search("have to ask the boss", stale={fresh}).hits[0].id != fresh


def test_two_cards_with_the_same_phrase_are_offered_fresh_one_first() -> None:
    same = Index.build([Entry("a", (), ("no money left",)), Entry("b", (), ("no money left",))], None)
    for stale in ("a", "b"):
        found = same.search("no money left", stale={stale})
        assert (found.outcome, found.hits[1].id) == ("choose", stale)


def test_when_nothing_is_stale_nothing_changes(index: Index) -> None:
    for question in ("have to ask the boss", "expensive", "今年没钱", "weather"):
        assert (
            index.search(question) == index.search(question, stale=frozenset()) == index.search(question, stale={"x"})
        )


def test_postings_are_kept_and_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    made = Postings.of([entry.phrases[0] for entry in CARDS], SPLITS["letters"], backgrounds()["letters"])
    made.save(tmp_path / "kept.npz")
    kept = Postings.load(tmp_path / "kept.npz", SPLITS["letters"], backgrounds()["letters"], made.size)
    assert kept is not None
    assert (kept.ask("太贵了").scores == made.ask("太贵了").scores).all()
    (tmp_path / "kept.npz").write_bytes(b"PK half")
    assert Postings.load(tmp_path / "kept.npz", SPLITS["letters"], backgrounds()["letters"], made.size) is None


def test_an_edited_workspace_keeps_the_newest_postings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.index.WORTH_KEEPING", 1)
    cache = VectorCache(tmp_path)
    for more in ("", "one more", "two more", "three more"):
        cards = [*CARDS, Entry("more", ("more",), (more,))] if more else list(CARDS)
        Index.build(cards, None, cache)
    assert len(list(tmp_path.glob("letters-*.npz"))) == 2
    assert Index.build(cards, None, cache).search("three more").hits[0].id == "more"

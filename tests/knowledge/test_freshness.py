"""How old a card may be: what is due, what is past due, and what the reader of an answer sees of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import App
from bot.knowledge.cards import Card
from bot.knowledge.freshness import due, freshness, needs_asking, overdue, with_reviews
from bot.knowledge.library import Library
from bot.knowledge.show import caution
from bot.words import words
from tests.conftest import StillClock
from tests.starter import SHELF
from tests.talk import Someone

PRICE, OTHER = "price-too-high", "staff-resistance"
DUE = date(2027, 1, 10)
"""When the price card of the starter is to be checked again: reviewed 2026-10-12, every 90 days."""


def card(id: str = PRICE, **more: object) -> Card:
    return replace(SHELF.cards[PRICE, "zh"], id=id, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "age"), [(-15, "fresh"), (-14, "due"), (-1, "due"), (0, "due"), (1, "overdue"), (400, "overdue")]
)
def test_a_card_is_due_for_two_weeks_and_then_overdue(days: int, age: str) -> None:
    today = DUE + timedelta(days=days)
    assert freshness(card(), today) == age
    assert needs_asking(card(), today) == (age == "overdue")
    assert not needs_asking(card(topic=""), today)
    assert overdue([card(), card(reviewed=DUE)], today) == ({PRICE} if age == "overdue" else set())


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


# (days from the date, cards, what was told) → ids that the editors hear of
TOLD = {
    "too early": (-15, [card()], set(), []),
    "two weeks before": (-14, [card()], set(), [PRICE]),
    "long past": (300, [card()], set(), [PRICE]),
    "told already": (-3, [card()], {(PRICE, DUE)}, []),
    "told of the last review, not of this": (-3, [card()], {(PRICE, DUE - timedelta(days=90))}, [PRICE]),
    "nothing that costs money": (-3, [card(topic="")], set(), []),
    "both languages are one card": (-3, [card(), card(language="en")], set(), [PRICE]),
    "the language that is due first counts": (-3, [card(language="en", reviewed=DUE), card()], set(), [PRICE]),
    "the most urgent first": (-3, [card(), card("a"), card("b", reviewed=date(2026, 9, 1))], set(), ["b", "a", PRICE]),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_which_reviews_the_editors_hear_of(case: str) -> None:
    days, cards, told, ids = TOLD[case]
    assert [each.id for each in due(noon(DUE + timedelta(days=days)), cards, told)] == ids


def test_the_later_of_file_and_chat_counts() -> None:
    later, earlier = date(2026, 11, 20), date(2026, 1, 1)
    for on in (later, earlier):
        shelf = with_reviews(SHELF, {PRICE: on, "gone": on})
        expected = max(on, SHELF.cards[PRICE, "zh"].reviewed)
        assert {version.reviewed for version in shelf.versions(PRICE)} == {expected}
        assert shelf.cards[OTHER, "zh"] is SHELF.cards[OTHER, "zh"]


# What an answer says


def phrase(id: str, language: str = "zh") -> str:
    return SHELF.cards[id, language].says[0]


@pytest.mark.parametrize(("language", "desks"), [("zh", ("定价组", "产品市场部")), ("en", ("Pricing desk", "Product"))])
def test_an_answer_names_the_deputy_when_it_is_due(
    sqlite_app: App, clock: StillClock, language: str, desks: tuple[str, str]
) -> None:
    lin, (owner, deputy) = Someone(sqlite_app, language=language), desks
    assert owner in lin.say(phrase(PRICE, language))
    assert deputy not in lin.text
    clock.now = noon(DUE)
    assert deputy in lin.say(phrase(PRICE, language))
    assert "复核日期" not in lin.text
    assert "overdue" not in lin.text


@pytest.mark.parametrize("id", [PRICE, OTHER])
def test_an_overdue_card_says_so_and_still_gives_its_line(sqlite_app: App, clock: StillClock, id: str) -> None:
    lin, old = Someone(sqlite_app), SHELF.cards[id, "zh"]
    clock.now = noon(old.due + timedelta(days=1))
    lin.say(old.says[0])
    for said in (old.sections["line"], "已过复核日期", old.owner, old.deputy):
        assert said in lin.text
    asks = f"先跟{old.owner}或{old.deputy}核对"
    assert (asks in lin.text) == (id == PRICE)
    for press in ("展开", "收起", "复制给客户"):
        assert (asks in lin.press(press)) == (id == PRICE)


def test_without_a_deputy_the_owner_alone_is_named() -> None:
    (text,) = caution(words("en"), card(deputy=""), DUE + timedelta(days=1))
    assert text.text == "Past its review date, 2027-01-10. Check with 定价组 before you quote it."
    assert caution(words("en"), card(), DUE) == ()


# What the search makes of it


def test_a_search_ranks_by_the_librarys_own_day(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    index = library._current().index
    monkeypatch.setattr(type(index), "search", lambda *args: asked.append(args[-1]))
    for day in (date(2026, 11, 23), DUE + timedelta(days=1)):
        monkeypatch.setattr(library, "clock", lambda day=day: noon(day))
        library.search("太贵了")
        library.search("太贵了")
    expected = [overdue(SHELF.cards.values(), day) for day in (date(2026, 11, 23), DUE + timedelta(days=1))]
    assert asked == [expected[0], expected[0], expected[1], expected[1]]
    assert PRICE in expected[1]
    assert PRICE not in expected[0]

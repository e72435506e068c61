"""The starter workspace keeps its own rules: two languages, short screens, figures from one file."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.app import App
from bot.knowledge.cards import LANGUAGES, Card, read_shelf
from bot.messages import Choices
from tests.talk import Someone

ROOT = Path(__file__).parents[2]
SHELF = read_shelf(ROOT)
CARDS = [pytest.param(card, id=f"{card.language}-{card.id}") for card in SHELF.cards.values()]

FIRST_SCREEN_ZH, FIRST_SCREEN_EN = 150, 94
"""Characters; and the English words that take as long to read (80 characters of Chinese to 50 words)."""


def test_nothing_is_broken_and_each_card_speaks_both_languages() -> None:
    assert SHELF.problems == ()
    assert len(SHELF.ids) >= 87
    assert {len(SHELF.versions(id)) for id in SHELF.ids} == {len(LANGUAGES)}


@pytest.mark.parametrize("id", SHELF.ids)
def test_both_languages_agree_on_everything_but_words(id: str) -> None:
    zh, en = SHELF.versions(id)
    for field in ("kind", "roles", "stages", "industries", "reviewed", "review_every", "related", "facts", "drill"):
        assert getattr(zh, field) == getattr(en, field), field


@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_found_by_many_phrases(card: Card) -> None:
    assert len(card.says) >= 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_belongs_to_two_cards(language: str) -> None:
    counted = Counter(phrase for card in SHELF.cards.values() if card.language == language for phrase in card.says)
    assert [phrase for phrase, n in counted.items() if n > 1] == []


@pytest.mark.parametrize("card", CARDS)
def test_every_figure_is_in_the_facts_that_the_card_names(card: Card) -> None:
    known = " ".join(getattr(SHELF.facts[fact], card.language) for fact in card.facts)
    figures = set(re.findall(r"\d[\d,.]*\d|\d", known))
    for name, text in card.sections.items():
        for figure in re.findall(r"\d[\d,.]*\d|\d", text):
            assert figure in figures, f"{name} says {figure}, which no fact of the card holds"


@pytest.mark.parametrize("card", CARDS)
def test_what_is_sent_is_right_on_any_day_and_gives_nothing_away(card: Card) -> None:
    sent = card.sections["send"]
    appointment = (
        r"[这下]周[一二三四五六日]|周.(或|还是)|周.前|(on|by|next|this) (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    )
    assert not re.search(appointment, sent)
    assert not re.search(r"(?<!\d)5 ?%|权限|底价|internal|limit", sent)


@pytest.mark.parametrize("card", CARDS)
def test_no_slogans(card: Card) -> None:
    slogans = r"降本增效|赋能|一站式|抓手|闭环|seamless|world-class|empower|leverage|synergy|best-in-class"
    for text in card.sections.values():
        assert not re.search(slogans, text, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_screen_is_read_at_a_glance(language: str, sqlite_app: App) -> None:
    someone = Someone(sqlite_app, language=language)
    for card in SHELF.in_language(language):
        someone.say(card.says[0])
        assert someone.labels[1] in ("展开", "More"), f"{card.id}: {card.says[0]} is not answered outright"
        text = "\n".join(part.text for part in someone.reply.parts if not isinstance(part, Choices))  # type: ignore[union-attr]
        length = len(text) if language == "zh" else len(text.split())
        assert length <= (FIRST_SCREEN_ZH if language == "zh" else FIRST_SCREEN_EN), text

"""The starter workspace keeps its own rules: two languages, short screens, figures from one file."""

from pathlib import Path

import pytest

from bot.app import App
from bot.knowledge.cards import LANGUAGES, Card
from bot.knowledge.matrix import homeless, matrix
from bot.knowledge.review import LOOKS, Look
from bot.messages import Choices
from tests.starter import SHELF
from tests.talk import Someone

ROOT = Path(__file__).parents[2]
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
    for field in (
        "kind",
        "roles",
        "stages",
        "industries",
        "reviewed",
        "review_every",
        "related",
        "facts",
        "drill",
        "topic",
        "scenes",
    ):
        assert getattr(zh, field) == getattr(en, field), field


@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_found_by_many_phrases(card: Card) -> None:
    assert len(card.says) >= 50


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_nothing_is_warned_of(look: Look) -> None:
    """No slogan, company or figure without a fact; nothing sent that is ours or soon wrong; no phrase twice."""
    assert [str(remark) for remark in look(SHELF)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_screen_is_read_at_a_glance(language: str, sqlite_app: App) -> None:
    someone = Someone(sqlite_app, language=language)
    for card in SHELF.in_language(language):
        someone.say(card.says[0])
        assert someone.labels[1] in ("展开", "More"), f"{card.id}: {card.says[0]} is not answered outright"
        text = "\n".join(part.text for part in someone.reply.parts if not isinstance(part, Choices))  # type: ignore[union-attr]
        length = len(text) if language == "zh" else len(text.split())
        assert length <= (FIRST_SCREEN_ZH if language == "zh" else FIRST_SCREEN_EN), text


def test_the_plan_of_pitches_holds_every_pitch_and_little_is_missing() -> None:
    lines = matrix(SHELF.scenes, SHELF.in_language("zh"))
    assert homeless(SHELF.scenes, SHELF.in_language("zh")) == []
    assert {line.scene.id for line in lines if not line.cards} == set()
    assert 1 <= sum(len(line.missing) for line in lines) <= 5  # an example of a hole, not a sieve
    assert all(line.scene.zh and line.scene.en for line in lines)
    assert all(len(line.scene.zh) <= 8 for line in lines)  # a button, and the head of a row

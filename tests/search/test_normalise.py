"""What people type, brought to one form."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.normalise import MAX_CHARS, clean, grams, syllables, words


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Too   EXPENSIVE \n", "too expensive"),
        ("ＥＲＰ　系统", "erp 系统"),
        ("預算被砍了，怎麼辦", "预算被砍了,怎么办"),
        ("\u202ehello\u202c\u200b wor\u00adld\x00", "hello world"),
        ("\ufeff报价\u2028太高", "报价 太高"),
        ("\t\r\n", ""),
        ("🙂", "🙂"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@given(st.text(max_size=200))
def test_clean_is_stable_and_short(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert len(once) <= MAX_CHARS


def test_a_pasted_document_is_cut_quickly() -> None:
    started = time.perf_counter()
    assert len(clean("預算 budget " * 1_000)) <= MAX_CHARS
    assert time.perf_counter() - started < 0.5


def test_words_are_stems_and_chinese_characters_and_pairs() -> None:
    assert words("discounts 太贵了") == ["discount", "太", "贵", "了", "太贵", "贵了"]


def test_homophones_sound_the_same() -> None:
    assert syllables("账期") == syllables("帐期") == ["zhang", "qi", "zhang qi"]
    assert syllables("price") == []


def test_grams_of_two_texts_meet_where_their_letters_do() -> None:
    assert len(grams("ab")) == 4 + 3 + 2 + 1  # with the spaces around it
    assert len(np.intersect1d(grams("price"), grams("prize"))) > len(np.intersect1d(grams("price"), grams("token")))


@given(st.text(max_size=50))
def test_every_text_has_terms_of_every_kind(text: str) -> None:
    text = clean(text)
    assert len(grams(text)) > 0
    assert all(words(text))
    assert all(syllables(text))

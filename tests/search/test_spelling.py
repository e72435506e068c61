"""A slip in an English word is mended towards a word that the cards use; a word that is merely new is left alone."""

import pytest

from bot.search.spelling import Speller

SPELLER = Speller.of(
    ["too expensive", "expensive again", "so expensive", "a customer", "my customer", "customer says 贵"],
    {"expensive", "costume"}.__contains__,
)


def test_a_word_of_the_language_is_left_alone() -> None:
    assert SPELLER.mend("a costume") == "a costume"
    assert Speller.of(["my customer"] * 3, lambda word: True).mend("custommer") == "custommer"
    assert Speller.of(["my customer"] * 3, None).mend("custommer") == "custommer"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("expensvie", "expensive"),
        ("way too expensve!", "way too expensive!"),
        ("客户说 expemsive", "客户说 expensive"),
        ("customers", "customers"),
        ("costumer", "costumer"),  # two slips, and a word of its own
        ("says", "says"),
        ("sayz", "sayz"),
        ("太贵了", "太贵了"),
        ("", ""),
    ],
)
def test_one_slip_is_mended(said: str, meant: str) -> None:
    assert SPELLER.mend(said) == meant

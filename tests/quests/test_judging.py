"""A written pitch, point by point: what passes, and what only looks as if it should."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.drills.moves import Reader, load_reader
from bot.drills.stage import sentences
from bot.quests.answering.judging import LEAST, Brief, judge, passes, written_in
from tests.starter import SHELF

PITCHES = yaml.safe_load((Path(__file__).parent / "pitches.yaml").read_text(encoding="utf-8"))
TASKS: dict[str, dict[str, str]] = PITCHES["tasks"]
CASH = "value-cfo-cash"
CASES = [pytest.param(case, id=f"{language}-{case['said']}") for language in ("zh", "en") for case in PITCHES[language]]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(None)


def brief(text: str, card: str = CASH) -> Brief:
    found = SHELF.get(card, written_in(text))
    assert found
    told = "\n".join(found.sections.values())
    known = tuple(sentences([found], SHELF, found.language))
    return Brief(found.language, TASKS.get(card, TASKS[CASH])[found.language], told, known)


@pytest.mark.parametrize("case", CASES)
def test_what_a_pitch_lacks(case: dict[str, Any], reader: Reader) -> None:
    checks = judge(case["text"], brief(case["text"], case.get("card", CASH)), reader)
    assert {check.point for check in checks if check.must and not check.held} == set(case["lacks"])
    assert passes(checks) == (not case["lacks"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_are_enough_of_each_sort(language: str) -> None:
    lacks = [case["lacks"] for case in PITCHES[language]]
    assert len(lacks) >= 12
    assert sum(not each for each in lacks) >= 5


def test_a_next_step_is_a_bonus(reader: Reader) -> None:
    with_step, without = PITCHES["en"][0]["text"], PITCHES["en"][2]["text"]
    assert [judge(text, brief(text), reader)[-1].held for text in (with_step, without)] == [True, False]


def test_what_speaks_against_it_is_quoted(reader: Reader) -> None:
    text = "您的钱压在库存和欠款上，发工资都紧张。有家泵阀厂9个月从库房腾出900万现金，我们保证您也一样。"
    quoted = [check.quote for check in judge(text, brief(text), reader) if check.quote]
    assert quoted
    assert all(quote in text for quote in quoted)


@pytest.mark.parametrize(
    "text", ["", "。", "a", "😀" * 500, "很" * 5_000, "very " * 3_000, "900万" * 100, "\u200b" * 90]
)
def test_no_text_passes_by_being_odd(text: str, reader: Reader) -> None:
    assert not passes(judge(text, brief(text), reader))


@pytest.mark.parametrize(
    ("text", "language"),
    [("王总您好", "zh"), ("Dear Mr 王, how are you", "en"), ("CFO的钱压在库存", "zh"), ("", "en"), ("ERP 上线", "zh")],
)
def test_which_language_a_text_is_written_in(text: str, language: str) -> None:
    assert written_in(text) == language


def test_a_card_sent_as_it_is_never_passes(reader: Reader) -> None:
    """Of no card of the starter's, in no language, whichever part is copied."""
    for card in SHELF.cards.values():
        for text in (card.sections["line"], card.sections["send"], "\n".join(card.sections.values())[:400]):
            if len(text) > 3 * LEAST["zh"]:
                assert not passes(judge(text, brief(text, card.id), reader)), (card.id, card.language)

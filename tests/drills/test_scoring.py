"""The rubric's settled cases, one by one, in both languages; and what every score must hold to."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drills.moves import Reader, load_reader
from bot.drills.rubric import IDS
from bot.drills.scoring import score
from bot.drills.scoring.evaluate import evaluate, read_talks
from bot.drills.talk import Line, Scorecard, Talk
from bot.errors import CornermanError

KNOWS = {
    "zh": ("标准版20用户一年6.8万元", "台州一家泵厂(160人)月结从12天缩到4天", "不提供本地部署", "签两年可优惠4%",
           "对接客户自建系统属定制，须先做需求评估才能给工期"),
    "en": ("20 users: $36,000 a year", "Harlow Crate Supply cut its month-end close from 9 days to 4",
           "No on-premise installation", "Up to 4% off for a two-year commitment",
           "Connecting a customer-built system needs a scoping first"),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(None)


def talk(lang: str, *said: str, limit: float = 5.0) -> Talk:
    """The customer opens, then they take turns."""
    lines = tuple(Line("rep" if i % 2 else "customer", text) for i, text in enumerate(said))
    return Talk(lang, lines, KNOWS[lang], discount_limit_pct=limit)


def found(card: Scorecard) -> set[str]:
    return {move.criterion + move.polarity for move in card.moves}


def level(card: Scorecard, id: str) -> int | None:
    return next(mark.level for mark in card.marks if mark.criterion == id)


TABLE = yaml.safe_load((Path(__file__).parent / "settled.yaml").read_text(encoding="utf-8"))


def named(rows: list[dict[str, Any]], key: str) -> list[str]:
    return [f"{row['lang']}: {row[key]}" for row in rows]


@pytest.mark.parametrize("row", TABLE["settled"], ids=named(TABLE["settled"], "case"))
def test_settled(reader: Reader, row: dict[str, Any]) -> None:
    moves = found(score(talk(row["lang"], *row["said"]), reader))
    assert set(row["there"]) <= moves
    assert not set(row["absent"]) & moves


@pytest.mark.parametrize("row", TABLE["blocked"], ids=named(TABLE["blocked"], "blocker"))
def test_blocked(reader: Reader, row: dict[str, Any]) -> None:
    assert row["blocker"] in {each.criterion for each in score(talk(row["lang"], *row["said"]), reader).blockers}


@pytest.mark.parametrize("row", TABLE["fine"], ids=[row["said"][-1] for row in TABLE["fine"]])
def test_no_rep_is_accused_for_nothing(reader: Reader, row: dict[str, Any]) -> None:
    assert score(talk(row["lang"], *row["said"]), reader).blockers == ()


def test_omission_cites_the_customer(reader: Reader) -> None:
    card = score(talk("zh", "月底对账老是对不上，天天加班", "嗯嗯。", "还有别的", "好。"), reader, ended=True)
    mark = next(mark for mark in card.marks if mark.criterion == "implication")
    assert mark.level == 0
    assert mark.evidence[0].turn == 0
    assert mark.evidence[0].quote == "月底对账老是对不上，天天加班"


def test_close_without_a_word_on_the_decision_is_zero(reader: Reader) -> None:
    asked = score(talk("en", "OK", "Then a demo Thursday at 10 with you."), reader)
    named = score(talk("en", "The board decides", "Then a demo Thursday at 10 with you."), reader)
    assert level(asked, "qualify_decision") == 0
    assert level(named, "qualify_decision") is None


def test_plus_and_minus_on_one_criterion(reader: Reader) -> None:
    once = score(talk("zh", "太贵了", "签两年我给您让3%。", "再少点", "那我再送您两天培训，不收钱。"), reader)
    assert level(once, "discount_discipline") == 1


def test_no_total_before_the_fifth_turn_unless_ended(reader: Reader) -> None:
    early = talk("en", "Hi", "How do you plan today?")
    assert score(early, reader).total is None
    assert score(early, reader, ended=True).total is not None


SAID = [line for row in (*TABLE["settled"], *TABLE["blocked"]) for line in row["said"]]
PHRASES = [
    *SAID,
    "…",
    "\u200b",
    "？？",
    "{}",
]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PHRASES) | st.text(max_size=30), min_size=1, max_size=8), st.sampled_from(["zh", "en"]))
def test_every_point_rests_on_words(said: list[str], lang: str) -> None:
    heard = talk(lang, *said)
    card = score(heard, load_once(), ended=True)
    for each in (*card.moves, *card.blockers, *(quote for mark in card.marks for quote in mark.evidence)):
        assert each.quote
        assert each.quote in heard.lines[each.turn].text
    assert all(mark.evidence for mark in card.marks if mark.level)
    assert [mark.criterion for mark in card.marks] == list(IDS)
    assert score(heard, load_once(), ended=True) == card


_readers: list[Reader] = []


def load_once() -> Reader:
    if not _readers:
        _readers.append(load_reader(None))
    return _readers[0]


def test_a_labelled_file_is_compared(reader: Reader, tmp_path: Path) -> None:
    turns = [
        {"speaker": "customer", "text": "Too expensive"},
        {"speaker": "rep", "text": "Let's leave the price there.",
         "moves": [{"criterion": "confirm_resolution", "polarity": "-", "quote": "Let's leave the price there."}]},
    ]  # fmt: skip
    path = tmp_path / "talks.jsonl"
    path.write_text(json.dumps({"id": "1", "lang": "en", "turns": turns, "blockers": ["leak"], "total": 3.0}) + "\n")
    figures = evaluate(read_talks(path), reader)
    assert figures["by_criterion"]["confirm_resolution"]["f1"] == 1.0
    assert figures["blockers"] == {"found": 0, "missed": 1, "false": 0}
    assert figures["spearman"] is None
    assert figures["turns"] == 1


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "talks.jsonl"
    path.write_text('{"lang": "en", "turns": [{"speaker": "nobody", "text": "x"}]}\n')
    with pytest.raises(CornermanError, match=r"talks\.jsonl:1"):
        read_talks(path)

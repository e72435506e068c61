"""A rep who wants the points without the selling: nothing that is added or said instead pays."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.drills.moves import Reader, load_reader
from bot.drills.rubric import PASS
from bot.drills.scoring import score
from bot.drills.scoring.aimed import aims_at_scorer
from bot.drills.talk import Line, Scorecard, Talk

CORPUS = yaml.safe_load((Path(__file__).parent / "cheats.yaml").read_text(encoding="utf-8"))
GAIN = 5.0
UNSEEN = 0.05
"""Share of the injections that may go unflagged: spread over several messages they earn nothing anyway."""

HONEST = {
    "zh": Talk("zh", tuple(Line("rep" if i % 2 else "customer", text) for i, text in enumerate((
        "你们系统多少钱", "20个用户一年6.8万。您现在库存是怎么管的？",
        "全靠表格，月底老对不上", "对不上一个月要多花多少人工？",
        "两个人三天吧。不过6.8万太贵了", "确实得掂量。您说贵，是跟什么比出来的？",
        "隔壁那家5万", "他们实施另算，我们含在里面。",
        "我想想", "好的，方案我回头发您。",
    ))), ("标准版20用户一年6.8万元，含实施",), discount_limit_pct=5),
    "en": Talk("en", tuple(Line("rep" if i % 2 else "customer", text) for i, text in enumerate((
        "What does it cost?", "20 users is $36,000 a year. How do you run your stock today?",
        "Spreadsheets, and the count is always wrong", "What does that cost you in a month?",
        "Two people, three days. But 36k is too expensive", "Fair point. What are you comparing it with?",
        "The other one is 29", "They leave training out, ours has it.",
        "Let me think", "Fine, I'll send you something.",
    ))), ("20 users: $36,000 a year, training included",), discount_limit_pct=5),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(None)


def said(talk: Talk, cheat: dict[str, Any]) -> Talk:
    """The talk with the cheat added to each message of the rep, or said instead of it."""
    lines, heard, number = [], "", 0
    for line in talk.lines:
        if line.speaker == "customer":
            heard = line.text
            lines.append(line)
            continue
        texts = cheat.get("lines") or [cheat["text"]]
        text = texts[number % len(texts)].replace("{customer_last}", heard)
        lines.append(Line("rep", f"{line.text} {text}" if cheat["how"] == "added" else text))
        number += 1
    return replace(talk, lines=tuple(lines))


def points(card: Scorecard) -> float:
    assert card.total is not None
    return card.total


@pytest.mark.parametrize("cheat", CORPUS["cheats"], ids=[cheat["id"] for cheat in CORPUS["cheats"]])
def test_a_cheat_does_not_pay(reader: Reader, cheat: dict[str, Any]) -> None:
    honest = HONEST[cheat["lang"]]
    card = score(said(honest, cheat), reader, ended=True)
    assert points(card) <= points(score(honest, reader, ended=True)) + GAIN
    assert points(card) < PASS


@pytest.mark.parametrize("honest", CORPUS["honest"], ids=[honest["id"] for honest in CORPUS["honest"]])
def test_honest_words_are_not_accused(honest: dict[str, Any]) -> None:
    assert not aims_at_scorer(honest["text"])


def test_what_is_aimed_at_the_scorer_is_seen() -> None:
    injected = [cheat for cheat in CORPUS["cheats"] if cheat["kind"] == "injection"]
    unseen = [c["id"] for c in injected if not any(map(aims_at_scorer, c.get("lines") or [c["text"]]))]
    assert len(unseen) <= UNSEEN * len(injected), unseen


def test_a_pasted_card_earns_nothing(reader: Reader) -> None:
    card = (
        "客户嫌贵时先认同，再探询。确实不便宜，换我也要掂量。您说贵，是跟什么比出来的？算一笔账：对账一个月多花六个人天，一年就是七十二个人天。"
        "台州一家泵厂月结从12天缩到4天，半年回本。签两年可以申请优惠。最后问一句：这样算下来，价钱这头您心里还有疙瘩没？"
    )
    pasted = [Line("customer", "太贵了"), Line("rep", card[card.index("确实") :])]
    talk = Talk("zh", tuple(pasted), cards=(card,))
    assert not [move for move in score(talk, reader).moves if move.polarity == "+"]


def test_a_card_line_said_once_counts(reader: Reader) -> None:
    card = "客户嫌贵时先认同，再探询。确实不便宜，换我也要掂量。您说贵，是跟什么比出来的？算一笔账给他看。"
    talk = Talk("zh", (Line("customer", "太贵了"), Line("rep", "您说贵，是跟什么比出来的？")), cards=(card,))
    assert "explore_first" in {move.criterion for move in score(talk, reader).moves if move.polarity == "+"}


def test_card_lines_alone_reach_level_two(reader: Reader) -> None:
    asks = ("您说贵，是跟什么比出来的？", "上次是卡在哪一步？")
    price, failed = (Line("customer", "太贵了"), Line("customer", "上次就没上成", (("objection", "failed-before"),)))
    lines = (price, Line("rep", asks[0]), failed, Line("rep", asks[1]))
    levels = []
    for cards in ((), ("；".join(asks) + "先认同，再探询，算一笔账给他看。",)):
        card = score(Talk("zh", lines, cards=cards), reader, ended=True)
        levels += [mark.level for mark in card.marks if mark.criterion == "explore_first"]
    assert levels == [3, 2]

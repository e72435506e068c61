"""Warnings: each says where it is and what would be better, and keeps quiet about what is fine."""

import random
from pathlib import Path
from time import perf_counter

import pytest

from bot.knowledge.cards import read_shelf
from bot.knowledge.collisions import Placed, most_alike, nearly_same
from bot.knowledge.review import review

FACTS = """facts:
  - id: payback
    zh: 回本时间中位数 11 个月, 折扣 4%。
    en: The median payback is 11 months, a discount of 4%.
  - id: price
    zh: 每年 9.8 万元。
    en: It is 98,000 yuan a year.
  - id: rule
    zh: 销售可以让 5%, 2 天批完。(内部)
    en: A rep may give 5%, agreed within 2 days. (Internal.)
"""

CARD = """---
id: {id}
kind: process
title: {title}
roles: [owner]
stages: [proposal]
owner: Desk
reviewed: 2026-10-28
review_every: 180
facts: [{facts}]
---

## line

{line}

## send
{send}

## next
Which step takes longest?

## answer
- First point.
- {answer}

## step
Let them try it.
"""

TITLE_LINE, LINE_LINE, SEND_LINE, ANSWER_LINE = 4, 15, 18, 25

FINE = {"title": "Too slow", "facts": "", "line": "Three clicks.", "send": "Here is a film.", "answer": "Second point."}

PHRASES = [f"{who} {what} about it" for who in ("boss", "buyer", "foreman", "clerk") for what in
           ("shouts", "laughs loudly", "never writes to us", "forgot", "asked twice yesterday")]  # fmt: skip
OTHER_PHRASES = [f"{n}{phrase}!" * 2 for n, phrase in enumerate(PHRASES)]


def write(
    folder: Path, id: str = "too-slow", language: str = "en", says: list[str] | None = None, **changed: str
) -> None:
    card = folder / "knowledge" / language / f"{id}.md"
    card.parent.mkdir(parents=True, exist_ok=True)
    (folder / "knowledge" / "facts.yaml").write_text(FACTS, "utf-8")
    card.write_text(CARD.format(id=id, **{**FINE, **changed}), "utf-8")
    if says != []:
        card.with_suffix(".says.txt").write_text("\n".join(PHRASES if says is None else says), "utf-8")


def warned(folder: Path) -> list[str]:
    shelf = read_shelf(folder)
    assert shelf.problems == ()
    return [str(remark) for remark in review(shelf)]


def test_a_plain_card_is_fine(tmp_path: Path) -> None:
    write(tmp_path)
    assert warned(tmp_path) == []


@pytest.mark.parametrize(
    ("language", "place", "text", "line", "begins"),
    [
        ("zh", "line", "帮您降本增效。", LINE_LINE, "line says “降本增效”, a slogan."),
        ("zh", "answer", "给业务赋能", ANSWER_LINE, "answer says “赋能”, a slogan."),
        ("en", "answer", "A Seamless switch", ANSWER_LINE, "answer says “Seamless”, a slogan."),
        ("en", "line", "We empower you", LINE_LINE, "line says “empower”, a slogan."),
        ("en", "send", "State-of-the-art.", SEND_LINE, "send says “State-of-the-art”, a slogan."),
        ("zh", "title", "比用友便宜", TITLE_LINE, "title names 用友, a real company."),
        ("zh", "answer", "从SAP换过来的", ANSWER_LINE, "answer names SAP, a real company."),
        ("en", "line", "Salesforce costs more.", LINE_LINE, "line names Salesforce, a real company."),
        ("en", "answer", "Back after 11 months", ANSWER_LINE, "answer says 11, which no fact of this card holds. "
         "The fact 'payback' does: name it in `facts:`."),
        ("zh", "answer", "每年 9.8 万", ANSWER_LINE, "answer says 9.8, which no fact of this card holds."),
        ("en", "line", "Done in 99 days.", LINE_LINE, "line says 99, which no fact of this card holds. "
         "Write it into knowledge/facts.yaml"),
        ("zh", "send", "这周四我过去，您看行吗？", SEND_LINE, "send says “这周四”, which is wrong next week."),
        ("zh", "send", "周四或周五都行。", SEND_LINE, "send says “周四或”"),
        ("zh", "send", "名单周四前发您。", SEND_LINE, "send says “周四前”"),
        ("en", "send", "See you on Friday.", SEND_LINE, "send says “on Friday”"),
        ("zh", "send", "这是我们的底价。", SEND_LINE, "send says “底价”, which is for us alone."),
        ("en", "send", "That is my limit.", SEND_LINE, "send says “my limit”, which is for us alone."),
    ],
)  # fmt: skip
def test_a_doubtful_text_is_named_with_its_line(
    tmp_path: Path, language: str, place: str, text: str, line: int, begins: str
) -> None:
    write(tmp_path, language=language, **{place: text})
    found = warned(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"knowledge/{language}/too-slow.md:{line}: warning: {begins}")


@pytest.mark.parametrize(
    ("language", "place", "text"),
    [
        ("zh", "answer", "工人抓手机扫码"), ("zh", "line", "数字化浪潮来了"), ("zh", "answer", "这套东西销售易懂"),
        ("zh", "answer", "钉钉、企业微信和 Excel 都接得上"), ("en", "answer", "The sap rises in a workday"),
        ("en", "answer", "It works in DingTalk and Excel"), ("zh", "send", "两家这周一起对，您看行吗？"),
        ("zh", "send", "权限和日志都写清楚了。"), ("en", "send", "Customers over their limit get no goods."),
        ("zh", "send", "内部往来没对平的那几笔，麻烦发我。"), ("zh", "line", "这周四我过去。"),
        ("en", "answer", "Say it on Friday"), ("en", "send", "The whole sandwich, at any hour."),
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(tmp_path: Path, language: str, place: str, text: str) -> None:
    write(tmp_path, language=language, **{place: text})
    assert warned(tmp_path) == []


@pytest.mark.parametrize(
    ("facts", "send", "said"),
    [
        ("payback", "We can give 4%.", []),
        ("price, rule", "We can give 5%.", ["5, which only the internal fact 'rule' holds"]),
        ("rule", "I answer within 2 days.", ["2, which only the internal fact 'rule' holds"]),
        ("payback", "We can give 5%.", ["5, which no fact of this card holds", "5, which only the internal fact"]),
    ],
)
def test_what_is_internal_is_not_sent(tmp_path: Path, facts: str, send: str, said: list[str]) -> None:
    write(tmp_path, facts=facts, send=send)
    found = warned(tmp_path)
    assert len(found) == len(said)
    for sentence, part in zip(found, said, strict=True):
        assert sentence.startswith(f"knowledge/en/too-slow.md:{SEND_LINE}: warning: send says {part}")


def test_several_facts_hold_the_figure(tmp_path: Path) -> None:
    write(tmp_path, line="It is 11 times 5.")
    facts = tmp_path / "knowledge" / "facts.yaml"
    facts.write_text(FACTS + "".join(f"  - id: f{n}\n    en: 11 again\n" for n in range(3)), "utf-8")
    assert "Name the right one in `facts:`: payback, f0, f1, …." in warned(tmp_path)[0]


@pytest.mark.parametrize(
    ("says", "file", "count"),
    [(["one"], "too-slow.says.txt", "1 phrase"), (PHRASES[:19], "too-slow.says.txt", "19 phrases"),
     ([], "too-slow.md", "no phrases")],
)  # fmt: skip
def test_too_few_phrases(tmp_path: Path, says: list[str], file: str, count: str) -> None:
    write(tmp_path, says=says)
    hint = f"{count}; twenty make it findable: cornerman says draft too-slow"
    assert warned(tmp_path) == [f"knowledge/en/{file}:1: warning: {hint}"]


# Two cards, one phrase


def test_the_same_phrase_in_two_cards_names_both_places(tmp_path: Path) -> None:
    write(tmp_path, says=["", "Too  Much", *PHRASES])
    write(tmp_path, "other", says=[*OTHER_PHRASES, "", "ｔｏｏ much"])
    assert warned(tmp_path) == [
        "knowledge/en/too-slow.says.txt:2: warning: “Too  Much” is also in knowledge/en/other.says.txt:22. "
        "Keep it where it fits better."
    ]


def test_nearly_the_same_phrase_in_two_cards(tmp_path: Path) -> None:
    write(tmp_path, says=["the boss looked at the last page and laughed", *PHRASES])
    write(
        tmp_path,
        "other",
        says=[*(f"{n}{p}!" * 2 for n, p in enumerate(PHRASES)), "boss looked at the last page and laughed"],
    )
    found = warned(tmp_path)
    assert len(found) == 1
    assert found[0].startswith("knowledge/en/too-slow.says.txt:1: warning: “the boss looked")
    assert "is nearly “boss looked at the last page and laughed” in knowledge/en/other.says.txt:21" in found[0]


def test_both_languages_of_a_card_may_share_a_phrase(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, language="zh")
    assert warned(tmp_path) == []


def phrase(card: str, text: str) -> Placed:
    return Placed(card, text, text, f"{card}.says.txt", 1)


@pytest.mark.parametrize(
    "other", ["老板把方案翻到最后一页看了看合计就合上啦", "老板把方案翻到最后页看了看合计就合上了"]
)
def test_a_slip_is_nearly_the_same_wherever_the_phrases_stand(other: str) -> None:
    one = phrase("a", "老板把方案翻到最后一页看了看合计就合上了")
    far = [phrase(f"c{n}", f"{chr(0x5000 + n) * 20}") for n in range(1500)]  # more than two blocks between them
    assert list(nearly_same([one, *far, phrase("b", other)])) == [(one, phrase("b", other))]
    assert list(nearly_same([one, *far, phrase("a", other)])) == []  # a card may repeat itself
    assert most_alike(other, [*far, one]) == one
    assert most_alike("完全另一句话", [*far, one]) is None


def test_ten_thousand_phrases_are_compared_in_seconds() -> None:
    dice = random.Random(1)
    own = [p for card in read_shelf(Path(__file__).parents[2]).cards.values() for p in card.says]
    texts = [a[: len(a) // 2] + b[len(b) // 2 :] for a, b in (dice.sample(own, 2) for _ in range(10_000))]
    start = perf_counter()
    list(nearly_same([phrase(f"c{n % 90}", text) for n, text in enumerate(texts)]))
    assert perf_counter() - start < 5

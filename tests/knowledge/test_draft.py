"""Finding twenty phrases: which kind is missing, what is taken, what reps typed, and whether a new one is any good."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.cards import Card
from bot.knowledge.collisions import Placed, phrases
from bot.knowledge.draft import Candidate, candidates, judge, keep, missing, neighbours
from bot.knowledge.gaps import Gap, Proposal
from bot.knowledge.taken import laid_over
from bot.knowledge.voices import COLLEAGUES, CUSTOMERS, speaker_of, voice_of
from bot.search import Found, Hit
from tests.starter import SHELF


def card(id: str = "price-too-high", language: str = "zh", says: tuple[str, ...] = ()) -> Card:
    return replace(SHELF.cards[id, language], says=says, says_lines=tuple(range(1, len(says) + 1)))


@pytest.mark.parametrize(
    ("phrase", "voice", "speaker"),
    [
        ("我们小厂哪吃得消这个数", "words", None), ("“老板不点头谁敢买”", "words", "boss"),
        ("一套软件要三十多万？抢钱啊", "words", None),
        ("财务私下跟我讲，超出预算一倍", "scene", "bookkeeper"), ("王总听完半天没说话", "scene", "boss"),
        ("今天去车间，主任直摇头", "scene", "foreman"), ("報價單發過去採購就不回了", "scene", "buyer"),
        ("太贵了", "direct", None), ("采购嫌贵怎么接", "direct", "buyer"), ("跟CFO怎么谈", "direct", "bookkeeper"),
        ("We can't pay that, not this year", "words", None), ("\"You are selling a building?\"", "words", None),
        ("he laughed when he saw the total", "scene", None),
        ("the accountant said it's twice the plan", "scene", "bookkeeper"),
        ("what do I say to a plant manager", "direct", "foreman"), ("too expensive", "direct", None),
        ("Purchasing wants ten percent off the total", "words", "buyer"),
    ],
)  # fmt: skip
def test_whose_words_a_phrase_is_in(phrase: str, voice: str, speaker: str | None) -> None:
    found = speaker_of(phrase, CUSTOMERS)
    assert (voice_of(phrase), found and found.id) == (voice, speaker)


def test_who_is_named_first_speaks() -> None:
    assert speaker_of("财务说老板嫌贵", CUSTOMERS) is CUSTOMERS[1]
    assert speaker_of("新人问主管要模板", COLLEAGUES) is COLLEAGUES[0]


# What is missing


def test_a_new_card_has_twenty_places_in_its_own_language_and_words() -> None:
    slots = missing(card())
    assert len(slots) == 20
    assert len({slot.prompt for slot in slots}) == 20
    assert slots[0].label == "boss, customer's words, zh"
    assert slots[0].prompt == "老板坐在你对面，说到“总价太贵”，原话怎么讲？"
    assert any("这笔钱够您添台机器了" in slot.prompt for slot in slots)  # the line it answers with
    assert {slot.speaker for slot in slots} == {"boss", "bookkeeper", "foreman", "buyer"}
    english = missing(card(language="en"))
    assert all(slot.prompt.isascii() or "“" in slot.prompt for slot in english)
    assert "owner" in english[0].prompt


def test_prompts_come_from_the_scene_where_there_is_one() -> None:
    scene = SHELF.cards["value-cfo-cash", "zh"].sections["scene"]
    assert any(scene[:10] in slot.prompt for slot in missing(card("value-cfo-cash")))


def test_a_tool_is_asked_for_by_colleagues() -> None:
    slots = missing(card("visit-report"))
    assert {slot.speaker for slot in slots} == {"newhire", "rep", "manager", "delivery"}
    assert slots[0].label == "newhire, own words, zh"


def test_a_phrase_fills_its_place() -> None:
    slots = missing(card(says=("老板说太贵", "财务嫌贵怎么接", "我们吃不消这个数啊真的")))
    kinds = [(slot.speaker, slot.voice) for slot in slots]
    assert len(kinds) == 17
    assert kinds.count(("boss", "scene")) == 1
    assert ("bookkeeper", "direct") not in kinds
    assert kinds.count(("buyer", "words")) == 1  # nobody is named: the last place of that voice


def test_enough_phrases_of_one_voice_leave_the_others_open() -> None:
    slots = missing(card(says=tuple(f"他说第{n}遍了还是嫌贵" for n in range(30))))
    assert {slot.voice for slot in slots} == {"words", "direct"}


# What is taken, and what reps typed


def test_what_other_cards_hold_is_found_with_its_place() -> None:
    held = Placed("roi-unclear", "花这钱值不值", "花这钱值不值", "x.says.txt", 7)
    hits = {"总价太贵": [Hit("roi-unclear", 0.4, "花这钱值不值"), Hit("roi-unclear", 0.9, "看不到回报")],
            "太贵了": [Hit("roi-unclear", 0.8, "花这钱值不值")]}  # fmt: skip
    found = neighbours(card(says=("太贵了",)), lambda text: hits.get(text, []), [held])
    assert [(one.phrase, one.like, one.likeness) for one in found] == [(held, "太贵了", 0.8)]  # and no title


def gap(question: str, *near: str, language: str = "zh", declined: tuple[str, ...] = ()) -> Gap:
    return Gap(0, 0, question, language, "open", "", declined, near)


def test_what_reps_typed_becomes_candidates() -> None:
    ours = "price-too-high"
    gaps = [gap("这么贵谁买", ours), gap("这么贵谁买 ", ours), gap("食堂吃什么", "x"), gap("新卡来之前问的"),
            gap("who pays that", ours, language="en"), gap("不是这张", ours, declined=(ours,)), gap("太贵了", ours),
            gap("贵" * 301, ours)]  # fmt: skip
    picks = [Proposal(ours, "zh", "贵得离谱", 3), Proposal("x", "zh", "别的", 1), Proposal(ours, "en", "pricey", 1)]
    known = [Placed(ours, "太贵了", "太贵了", "x", 1)]
    found = candidates(card(), gaps, picks, lambda question: question == "新卡来之前问的", known)
    assert found == [
        Candidate("zh", "贵得离谱", 3, "picked for it"), Candidate("zh", "这么贵谁买", 2, "no card answered"),
        Candidate("zh", "新卡来之前问的", 1, "no card answered"),
    ]  # fmt: skip


# One new phrase


def found(outcome: str, id: str) -> Found:
    return Found(outcome, 0.9, (Hit(id, 1.0, "它的话"),), 1.0)  # type: ignore[arg-type]


KNOWN = [Placed("price-too-high", "太贵了", "太贵了", "a.says.txt", 3),
         Placed("no-budget", "今年账上真没这笔钱了 明年说", "今年账上真没这笔钱了 明年说", "b.txt", 9)]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "result", "refused", "doubt"),
    [
        ("这价钱能买头牛", found("answer", "price-too-high"), "", ""),
        ("这价钱能买头牛", found("choose", "no-budget"), "", ""),
        ("这价钱能买头牛", found("answer", "no-budget"), "", "This sounds like no-budget: “它的话”."),
        ("太貴了", found("answer", "price-too-high"), "That is already there (a.says.txt:3).", ""),
        ("今年账上真没这笔钱 明年说", found("answer", "no-budget"), "no-budget has that already: “今年账上", ""),
        ("🙂!", found("refuse", "x"), "There is no word in it.", ""),
        ("y", found("refuse", "x"), "There is no word in it.", ""),
        ("贵", found("choose", "no-budget"), "", ""),
        ("贵" * 301, found("answer", "price-too-high"), "It has 301 characters; 300 is the most.", ""),
    ],
)  # fmt: skip
def test_a_phrase_is_judged_at_once(phrase: str, result: Found, refused: str, doubt: str) -> None:
    verdict = judge(phrase, card(), KNOWN, lambda text: result)
    assert bool(verdict.refused) == bool(refused)
    assert verdict.refused.startswith(refused)
    assert verdict.doubt == doubt


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "新的\n"), ("", "新的\n"), ("a\n", "a\n新的\n"), ("a", "a\n新的\n"), ("a\r\n", "a\r\n新的\r\n")],
)
def test_a_phrase_becomes_a_line_of_its_own(tmp_path: Path, before: str | None, after: str) -> None:
    file = tmp_path / card().says_path
    file.parent.mkdir(parents=True)
    if before is not None:
        file.write_bytes(before.encode())
    kept = keep("新的", card(), tmp_path)
    assert file.read_bytes() == after.encode()
    assert kept.line == after.count("\n")


def test_a_phrase_taken_in_through_chat_has_no_line(tmp_path: Path) -> None:
    shelf = laid_over(SHELF, {("price-too-high", "zh"): ("这价钱能买头牛", "太贵了")})
    new = [phrase for phrase in phrases(shelf) if not phrase.line]
    assert [(phrase.card, phrase.written) for phrase in new] == [("price-too-high", "这价钱能买头牛")]
    verdict = judge("这价钱能买头牛", card("no-budget"), new, lambda text: found("answer", "price-too-high"))
    assert verdict.refused == "price-too-high has that already: “这价钱能买头牛” (taken in through chat)."


def test_the_places_of_phrases_are_those_of_the_files() -> None:
    root = Path(__file__).parents[2]
    for phrase in phrases(SHELF)[::97]:
        assert (root / phrase.path).read_text("utf-8").split("\n")[phrase.line - 1].strip() == phrase.written

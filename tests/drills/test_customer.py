"""The customer: the same words play the same talk; there is always an answer, and no secret for nothing."""

import json
from collections.abc import Sequence

import pytest

from benchmarks.drills import House, fuzz
from bot.drills.opening import due, planned
from bot.drills.repertoire import Repertoire
from bot.drills.scenario import GRADES
from bot.drills.solo import Solo
from bot.drills.state import State
from tests.drills.reps import KINDS, Rep, play, script

TALK = "two-quotes-last-round"


def solo(house: House, language: str = "zh", seed: int = 1) -> Solo:
    return house.solo(house.found.scenarios[TALK], language, seed)


def talk(house: House, texts: Sequence[str], seed: int = 1) -> Solo:
    found = solo(house, seed=seed)
    for text in texts:
        if not found.over:
            found.say(text)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_talk_is_the_same_when_it_is_played_again_from_rows(house: House, language: str, kind: str) -> None:
    first = play(solo(house, language, seed=7), Rep(script(TALK, language, kind)))
    again = solo(house, language, seed=7)
    for line in first.lines:
        if line.speaker == "rep":
            again.state = State.from_json(json.loads(json.dumps(again.state.as_json())))
            again.say(line.text)
    assert again.lines == first.lines
    assert again.state == first.state


def test_another_seed_is_another_day(house: House) -> None:
    texts = ["您好，最近怎么样", "为什么这么说？", "我们每年最多涨3%", "还有谁一起定？"]
    seen = {tuple(line.text for line in talk(house, texts, seed).lines) for seed in range(20)}
    assert len(seen) >= 15


def test_a_random_rep_meets_no_dead_end_no_secret_and_no_line_twice(house: House) -> None:
    found = fuzz(house, turns=2_000)
    assert (found["dead ends"], found["leaks"], found["missing objections"]) == (0, 0, 0)
    assert found["repeated"] <= 0.01


def test_every_objection_comes_while_there_is_time_to_answer(repertoire: Repertoire) -> None:
    for scenario in repertoire.scenarios.values():
        for grade in GRADES:
            numbers = scenario.difficulty[grade]
            for seed in range(50):
                plan, when = planned(scenario, numbers.objections, seed), due(numbers.objections, numbers.turns, seed)
                assert plan[0] == scenario.objections[0].id
                assert len(set(plan)) == numbers.objections
                assert list(when) == sorted(when)
                assert when[0] >= 1
                assert when[-1] <= numbers.turns - 3


HEARS: dict[str, tuple[Sequence[str], str]] = {
    "an insult ends it": (["你是不是傻，这点账都算不明白"], "ending"),
    "something for nothing wants more": (["给您打个九五折吧"], "gave"),
    "an open question about the root brings it out": (
        ["您好", "理解，那家的报价里都含了些什么？", "他们报的是多少个用户？"], "told",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "kind"), HEARS.values(), ids=HEARS)
def test_what_the_customer_notices(house: House, texts: Sequence[str], kind: str) -> None:
    assert kind in [event.kind for event in talk(house, texts).events]


def test_a_lecture_is_interrupted_and_costs_patience(house: House) -> None:
    found = solo(house)
    before = found.state.patience
    found.say("我们的系统包括采购销售库存财务生产质量设备人力八个模块" * 6)
    persona = house.found.personas[found.state.persona]
    assert found.said.messages[0] in first_messages(persona.lecture.zh + persona.pasted.zh)
    assert found.state.patience < before


def test_saying_the_same_again_is_noticed(house: House) -> None:
    text = "我们的库存模块第五周就能用起来"
    found = talk(house, [text, text])
    assert found.said.messages[0] in first_messages(house.found.personas[found.state.persona].repeated.zh)


def first_messages(lines: Sequence[str]) -> list[str]:
    return [line.split("|")[0].strip() for line in lines]


def test_a_rep_who_never_asks_is_put_off(house: House) -> None:
    found = talk(house, [f"我们的产品第{n}个优势是功能很全" for n in range(20)])
    assert found.state.ending == "stall"
    assert found.state.told == ()

"""The customer: the same words play the same talk; there is always an answer, and no secret for nothing."""

import json
from collections.abc import Sequence

import pytest

from benchmarks.drills import House, fuzz
from bot.drills.customer import step
from bot.drills.moves import Reader
from bot.drills.opening import begin, due, planned
from bot.drills.repertoire import Repertoire
from bot.drills.scenario import GRADES
from bot.drills.scene import Event, Said
from bot.drills.state import State
from tests.drills.reps import KINDS, Rep, play, script

TALK = "two-quotes-last-round"


def talk(
    repertoire: Repertoire, reader: Reader, texts: Sequence[str], *, language: str = "zh", seed: int = 1,
    json_too: bool = False,
) -> tuple[State, list[Said], list[Event]]:  # fmt: skip
    scenario = repertoire.scenarios[TALK]
    state, said = begin(scenario, repertoire.personas, "medium", language, seed)
    replies, happened = [said], list[Event]()
    for text in texts:
        if state.ending:
            break
        if json_too:
            state = State.from_json(json.loads(json.dumps(state.as_json())))
        state, said, events = step(scenario, repertoire.personas, state, text, seed, reader, said.text)
        replies.append(said)
        happened += events
    return state, replies, happened


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_talk_is_the_same_when_it_is_played_again_from_rows(
    repertoire: Repertoire, words_reader: Reader, language: str, kind: str
) -> None:
    scenario = repertoire.scenarios[TALK]
    rep = Rep(script(TALK, language, kind))
    first = play(scenario, repertoire.personas, rep, grade="medium", language=language, seed=7, reader=words_reader)
    texts = [text for who, text, _ in first.turns if who == "rep"]
    state, replies, _ = talk(repertoire, words_reader, texts, language=language, seed=7, json_too=True)
    assert [said.text for said in replies] == [text for who, text, _ in first.turns if who == "customer"]
    assert state == first.state


def test_another_seed_is_another_day(repertoire: Repertoire, words_reader: Reader) -> None:
    texts = ["您好，最近怎么样", "为什么这么说？", "我们每年最多涨3%", "还有谁一起定？"]
    seen = {tuple(said.text for said in talk(repertoire, words_reader, texts, seed=seed)[1]) for seed in range(20)}
    assert len(seen) >= 15


def test_a_random_rep_meets_no_dead_end_no_secret_and_no_line_twice() -> None:
    found = fuzz(House(lexical=True), turns=3_000)
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
def test_what_the_customer_notices(
    repertoire: Repertoire, words_reader: Reader, texts: Sequence[str], kind: str
) -> None:
    _, _, events = talk(repertoire, words_reader, texts)
    assert kind in [event.kind for event in events]


def test_a_lecture_is_interrupted_and_costs_patience(repertoire: Repertoire, words_reader: Reader) -> None:
    long = "我们的系统包括采购销售库存财务生产质量设备人力八个模块" * 6
    state, replies, _ = talk(repertoire, words_reader, [long])
    persona = repertoire.personas[state.persona]
    said = replies[-1].messages[0]
    assert any(said == line.split("|")[0].strip() for line in (*persona.lecture.zh, *persona.pasted.zh))
    before, _ = begin(repertoire.scenarios[TALK], repertoire.personas, "medium", "zh", 1)
    assert state.patience < before.patience


def test_saying_the_same_again_is_noticed(repertoire: Repertoire, words_reader: Reader) -> None:
    text = "我们的库存模块第五周就能用起来"
    state, replies, _ = talk(repertoire, words_reader, [text, text])
    persona = repertoire.personas[state.persona]
    assert any(replies[-1].messages[0] == line.split("|")[0].strip() for line in persona.repeated.zh)


def test_a_rep_who_never_asks_is_put_off(repertoire: Repertoire, words_reader: Reader) -> None:
    texts = [f"我们的产品第{n}个优势是功能很全" for n in range(20)]
    state, _, _ = talk(repertoire, words_reader, texts)
    assert state.ending == "stall"
    assert state.told == ()

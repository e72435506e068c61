"""The starter's quests: they read, their questions are fair, and what they say is what the cards say."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.content import Schema
from bot.drills.repertoire import drill_files
from bot.knowledge.cards import read_shelf
from bot.knowledge.library import Library
from bot.playbooks.playbook import Words
from bot.quests.quest import NEEDS, SKILLS, Quest, Question, Step, Told
from bot.quests.quests import files, read_quests
from tests.conftest import ROOT

LANGUAGES = ("zh", "en")
QUESTS = read_quests(ROOT).quests
SCREEN = 5
"""Cards that a search shows at once."""
SHORT = 12
"""Characters: a title of one foreign name and two words is no salad."""
LONGEST_IS_RIGHT = 0.45
"""Of the questions: above that, whoever takes the longest answer passes."""

DAILY = {"first-30-days": range(20, 23)}
"""Quests with a step every working day from the first on, and how many."""
GATES = {"first-30-days": 5}
POINTS = {"first-30-days": range(300, 401)}
MOST_POINTS = 30
"""Of one step: half a day's cap."""


def texts(part: Schema) -> Iterator[Words | Told]:
    """Everything in two languages, however deep."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Words | Told):
                yield each
            elif isinstance(each, Schema):
                yield from texts(each)


def questions(quest: Quest) -> list[Question]:
    return [question for step in quest.steps.values() for question in step.questions]


def finds() -> list[tuple[str, Step, str]]:
    return [
        (quest.id, step, language)
        for quest in QUESTS.values()
        for step in quest.steps.values()
        if step.kind == "find"
        for language in LANGUAGES
    ]


def chinese(text: str) -> float:
    letters = [c for c in text if c.isalpha()]
    return sum(unicodedata.name(c).startswith("CJK") for c in letters) / max(len(letters), 1)


def figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def test_every_file_reads_without_a_problem() -> None:
    scenarios = {path.stem for path in drill_files(ROOT, "scenarios")}
    found = read_quests(ROOT, read_shelf(ROOT).ids, scenarios)
    assert [str(problem) for problem in found.problems] == []
    assert len(found.quests) == len(files(ROOT)) > 0


@pytest.mark.parametrize("id", DAILY)
def test_a_step_every_working_day(id: str) -> None:
    quest = QUESTS[id]
    days = [step.day for gate in quest.gates for step in quest.required(gate)]
    assert days == list(range(1, len(days) + 1))
    assert len(days) in DAILY[id]
    assert all(step.day > days[-1] for step in quest.steps.values() if step.milestone)


@pytest.mark.parametrize("id", GATES)
def test_gates_points_kinds_and_skills(id: str) -> None:
    quest = QUESTS[id]
    steps = quest.steps.values()
    assert len(quest.gates) == GATES[id]
    assert sum(step.points for step in steps) in POINTS[id]
    assert {step.kind for step in steps} == NEEDS.keys()
    assert {step.skill for step in steps} == set(SKILLS)


@pytest.mark.parametrize("id", QUESTS)
def test_days_go_forward_and_no_step_is_worth_a_race(id: str) -> None:
    days = [step.day for step in QUESTS[id].steps.values()]
    assert days == sorted(days)
    assert all(step.points <= MOST_POINTS for step in QUESTS[id].steps.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", [quest.id for quest in QUESTS.values() if questions(quest)])
def test_length_tells_nothing_about_the_answer(id: str, language: str) -> None:
    asked = questions(QUESTS[id])
    lengths = [[len(option.of(language)) for option in question.options] for question in asked]
    assert sum(right > max(rest) for right, *rest in lengths) / len(asked) <= LONGEST_IS_RIGHT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", QUESTS)
def test_options_differ_in_more_than_case(id: str, language: str) -> None:
    for question in questions(QUESTS[id]):
        options = [re.sub(r"\W+", "", option.of(language)).casefold() for option in question.options]
        assert len(set(options)) == len(options), question.ask.of(language)


@pytest.mark.parametrize("id", QUESTS)
def test_chinese_is_chinese_and_english_is_english(id: str) -> None:
    quest = QUESTS[id]
    assert chinese("".join(text.zh for text in texts(quest))) > 0.9
    for text in texts(quest):
        assert chinese(text.zh) > 0.6 or len(text.zh) < SHORT, text.zh
        assert not chinese(text.en), text.en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", QUESTS)
def test_a_right_answer_says_no_figure_that_its_card_does_not(id: str, language: str) -> None:
    for step in QUESTS[id].steps.values():
        file = f"{language}/{step.card}.md" if step.card else "facts.yaml"
        known = (ROOT / "knowledge" / file).read_text("utf-8")
        for question in step.questions:
            said = [question.options[0], *([question.because] if question.because else [])]
            for words in said:
                assert figures(words.of(language)) <= figures(known), words.of(language)


@pytest.mark.parametrize(("quest", "step", "language"), finds())
def test_what_the_customer_says_leads_to_the_card(quest: str, step: Step, language: str, library: Library) -> None:
    assert step.phrase
    hits = [hit.id for hit in library.search(step.phrase.of(language)).hits]
    assert step.card in hits[:SCREEN]


@pytest.mark.parametrize("path", files(ROOT), ids=lambda path: path.stem)
def test_a_machine_without_libyaml_reads_it_too(path: Path) -> None:
    """Its own reader takes less: a bare question mark ends a value in braces."""
    assert yaml.safe_load(path.read_text("utf-8"))

"""What `cornerman check` says of a wrong quest: file, line, and what would be right."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.content import checked, read_mapping
from bot.knowledge.cards import read_shelf
from bot.quests.quest import ANSWERED, CONFIRMED, MAY, NEEDS, PROVEN, Gate, Quest, Step
from bot.quests.quests import EMPTY, read_quests, shape_of
from tests.conftest import ROOT

FILE = "drills/quests/first-week.yaml"
CARDS = ("price-too-high", "discount-policy", "visit-report")
SCENARIOS = ("two-quotes-last-round", "excel-warehouse")

QUEST = """\
id: first-week
title: {zh: 头一周, en: First week}
about: {zh: 给新人, en: For somebody new}
roles: [newhire]
gates:
- id: price
  title: {zh: 价钱, en: Price}
  able: {zh: 接住太贵, en: answer too expensive}
  steps:
  - {id: read, kind: card, card: price-too-high, ask: 2, mark: 50, %(read)s, questions: [
      {ask: {zh: 先问哪句？, en: "What first?"}, options: [{zh: 哪一行, en: Which line}, {zh: 多少钱, en: How much}]},
      {ask: {zh: 第二年呢？, en: "The second year?"}, options: [{zh: 一样, en: The same}, {zh: 更多, en: More}]}]}
  - {id: search, kind: find, card: discount-policy, %(search)s,
      phrase: {zh: 能让多少, en: What may I give}}
  - {id: listen, kind: talk, %(listen)s, lost_at: 2, talk: [
      {speaker: customer, said: {zh: 要***, en: We need ***}},
      {speaker: rep, said: {zh: 没问题, en: No problem}}],
      because: {zh: 没问为什么, en: Nobody asked why}}
- id: field
  title: {zh: 上场, en: In the field}
  able: {zh: 自己去, en: go alone}
  steps:
  - {id: play, kind: drill, scenario: two-quotes-last-round, grade: easy, mark: 60, %(play)s}
  - {id: go, kind: touch, count: 2, %(go)s, after: [play]}
  - {id: win, kind: deal, reach: won, milestone: true, %(win)s}
"""
REST = "title: {zh: 一步, en: A step}, why: {zh: 有用, en: It helps}, skill: value, points: 5, minutes: 5, day: 1"
GOOD = QUEST % dict.fromkeys(("read", "search", "listen", "play", "go", "win"), REST)


@dataclass(frozen=True)
class Fault:
    """`before` in the good quest becomes `after`; the one finding says `problem`, in the line that holds `at`."""

    before: str
    after: str
    problem: str
    at: str = ""
    """Left out: the line where it was changed."""


FAULTS = {
    "a field that there is not": Fault("grade: easy, ", "grad: easy, ",
                                       "there is no field 'grad'. Did you mean 'grade'?"),
    "a field that is missing": Fault("about: {zh: 给新人, en: For somebody new}\n", "",
                                     "the field 'about' is missing.", at="id: first-week"),
    "one language": Fault("{zh: 头一周, en: First week}", "{zh: 头一周}", "the field 'en' is missing."),
    "a kind that there is not": Fault("kind: touch", "kind: tuch",
                                      "kind: 'tuch' is not known. Did you mean 'touch'? Known: card, find,"),
    "a mark over 100": Fault("mark: 60", "mark: 101", "mark: 101 is wrong: input should be less than or equal to 100."),
    "points for a lifetime": Fault("points: 5", "points: 500",
                                   "points: 500 is wrong: input should be less than or equal to 50."),
    "another file's id": Fault("id: first-week", "id: week-one", "id: 'week-one' should be the file's name, "
                               "'first-week'."),
    "a step twice": Fault("{id: go,", "{id: search,", "id: the step 'search' is there twice."),
    "a gate twice": Fault("- id: field", "- id: price", "id: the gate 'price' is there twice."),
    "what its kind needs": Fault("scenario: two-quotes-last-round, ", "", "kind: 'drill' needs the field 'scenario'.",
                                 at="id: play"),
    "what its kind does not read": Fault("count: 2", "count: 2, grade: easy", "grade: is not read with `kind: touch`."),
    "a card that is gone": Fault("card: discount-policy", "card: discount-polcy",
                                 "card: there is no card 'discount-polcy'. Did you mean 'discount-policy'?"),
    "a card like no other": Fault("card: discount-policy", "card: zzz", "card: there is no card 'zzz'."),
    "a drill that is gone": Fault("two-quotes-last-round", "two-quotes-lst-round",
                                  "scenario: there is no drill 'two-quotes-lst-round'. Did you mean "
                                  "'two-quotes-last-round'?"),
    "more questions than there are": Fault("ask: 2,", "ask: 3,", "ask: 3 questions cannot be drawn from 2."),
    "two answers alike": Fault("{zh: 多少钱, en: How much}", "{zh: 多少钱, en: Which line}",
                               "options: two are the same, so no answer would be right."),
    "two answers alike but for a blank": Fault("{zh: 更多, en: More}", '{zh: "一样 ", en: More}',
                                               "options: two are the same, so no answer would be right."),
    "one answer alone": Fault(", {zh: 更多, en: More}", "", "options: [{'zh': '一样', 'en': 'The same'}] is wrong: "
                              "list should have at least 2 items"),
    "lost behind the end": Fault("lost_at: 2", "lost_at: 3",
                                 "lost_at: the talk has 2 lines, so it is not lost at 3."),
    "lost by the customer": Fault("lost_at: 2", "lost_at: 1",
                                  "lost_at: line 1 is the customer's; a talk is lost by the rep."),
    "a phone number in a talk": Fault("zh: 没问题", "zh: 打我 13812345678",
                                      "said: holds a phone number that is not masked; write ***.",
                                      at="speaker: rep"),
    "a sum in a talk": Fault("en: We need ***", "en: We need 200k",
                             "said: holds an amount that is not masked; write ***.",
                             at="speaker: customer"),
    "after a step that there is not": Fault("after: [play]", "after: [paly]",
                                            "after: there is no step 'paly'. Did you mean 'play'?"),
    "after a later gate": Fault("{id: search,", "{id: search, after: [play],",
                                "after: 'play' stands behind a later gate, so 'search' could never be reached."),
    "after a milestone": Fault("after: [play]", "after: [win]",
                               "after: 'win' is a milestone; what waits for it would keep the gate shut for months."),
    "in a circle": Fault("{id: play,", "{id: play, after: [go],", "after: the steps go in a circle: play → go → play."),
    "after itself": Fault("after: [play]", "after: [go]", "after: the steps go in a circle: go → go."),
    "a gate of milestones alone": Fault("- id: field", f"- id: fame\n  title: {{zh: 名, en: Fame}}\n"
                                        f"  able: {{zh: 笑, en: smile}}\n  steps:\n  - {{id: star, kind: deal, "
                                        f"reach: won, milestone: true, {REST}}}\n- id: field",
                                        "steps: every step of the gate 'fame' is a milestone, so it would be passed "
                                        "at once.", at="id: fame"),
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "drills/quests").mkdir(parents=True)
    (tmp_path / FILE).write_text(GOOD, "utf-8")
    return tmp_path


def test_the_good_one_is_fine(workspace: Path) -> None:
    shelf = read_quests(workspace, CARDS, SCENARIOS)
    assert shelf.problems == ()
    assert list(shelf.quests) == ["first-week"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_is(name: str, workspace: Path) -> None:
    fault = FAULTS[name]
    text = GOOD.replace(fault.before, fault.after, 1)
    assert text != GOOD, "nothing was edited"
    (workspace / FILE).write_text(text, "utf-8")
    shelf = read_quests(workspace, CARDS, SCENARIOS)
    line = line_of(fault.at, text) if fault.at else line_of(fault.before, GOOD)
    assert [(each.path, each.line) for each in shelf.problems] == [(FILE, line)], shelf.problems
    assert shelf.problems[0].problem.startswith(fault.problem)
    assert shelf.quests == {}


def line_of(part: str, text: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


def test_all_mistakes_are_told_at_once_in_their_order(workspace: Path) -> None:
    text = GOOD.replace("lost_at: 2", "lost_at: 3").replace("ask: 2,", "ask: 9,").replace("after: [play]", "after: [p]")
    (workspace / FILE).write_text(text, "utf-8")
    problems = read_quests(workspace, CARDS, SCENARIOS).problems
    assert [each.problem.partition(":")[0] for each in problems] == ["ask", "lost_at", "after"]


def test_names_are_looked_up_only_where_they_are_given(workspace: Path) -> None:
    """Whoever is in a quest whose card is gone goes on with the rest of it."""
    assert read_quests(workspace).problems == ()
    assert len(read_quests(workspace, (), ()).problems) == 3


def test_a_broken_file_is_told_of_and_the_others_serve(workspace: Path) -> None:
    (workspace / "drills/quests/mine.yaml").write_text("id: [", "utf-8")
    shelf = read_quests(workspace, CARDS, SCENARIOS)
    assert [(each.path, each.line) for each in shelf.problems] == [("drills/quests/mine.yaml", 1)]
    assert list(shelf.quests) == ["first-week"]


def test_a_file_that_nobody_reads(workspace: Path) -> None:
    (workspace / FILE).rename(workspace / "drills/quests/first-week.yml")
    shelf = read_quests(workspace, CARDS, SCENARIOS)
    assert [str(each) for each in shelf.problems] == [
        "drills/quests/first-week.yml:1: is not read: a quest's file ends in .yaml."
    ]


def test_a_workspace_may_do_without(tmp_path: Path) -> None:
    assert read_quests(tmp_path, CARDS, SCENARIOS) == EMPTY


def test_every_kind_says_what_it_reads() -> None:
    assert set(NEEDS) == set(MAY) == ANSWERED | PROVEN | CONFIRMED
    fields = {name for of in (NEEDS, MAY) for names in of.values() for name in names}
    assert fields <= set(Step.model_fields)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("zh: 头一周", "zh: 第一周", True),
        ("{zh: 哪一行, en: Which line}", "{zh: 哪几行, en: Which lines}", True),
        ("roles: [newhire]", "roles: [newhire, rep]", True),
        ("minutes: 5", "minutes: 6", True),
        (", {zh: 更多, en: More}", ", {zh: 更多, en: More}, {zh: 更少, en: Less}", False),
        ("lost_at: 2", "lost_at: 1", False),
        ("mark: 60", "mark: 70", False),
        ("points: 5", "points: 6", False),
        (", after: [play]", "", False),
        ("- id: field", "- id: outside", False),
    ],
)
def test_words_follow_the_file_and_what_decides_stays_as_begun(before: str, after: str, same: bool) -> None:
    assert before in GOOD
    assert (shape_of(quest_of(GOOD.replace(before, after, 1))) == shape_of(quest_of(GOOD))) is same


def quest_of(text: str) -> Quest:
    data, places = read_mapping(text, "a quest")
    return checked(Quest, data, places, "a quest")


# The page for authors


def blocks() -> list[str]:
    page = (ROOT / "docs/how-to/quests.md").read_text("utf-8")
    return [part.split("```")[0] for part in page.split("```yaml\n")[1:]]


def test_the_pages_quest_is_one(workspace: Path) -> None:
    """The whole one first, then a step of each kind, to be put where it belongs."""
    whole, *steps = blocks()
    quest = quest_of(whole)
    (workspace / f"drills/quests/{quest.id}.yaml").write_text(whole, "utf-8")
    assert read_quests(workspace, read_shelf(ROOT).ids, scenarios()).problems == ()
    found = list(quest.steps.values()) + [step for block in steps for step in steps_of(block)]
    assert {step.kind for step in found} == set(NEEDS)


def test_the_pages_findings_are_what_check_says(workspace: Path) -> None:
    page = (ROOT / "docs/how-to/quests.md").read_text("utf-8")
    wrong = blocks()[0].replace("price-too-high", "price-to-high").replace("day: 2\n", "day: 2\n    after: [read]\n")
    (workspace / "drills/quests/price-week.yaml").write_text(wrong, "utf-8")
    problems = read_quests(workspace, read_shelf(ROOT).ids, scenarios()).problems
    assert len(problems) == 2
    for problem in problems:
        assert str(problem) in page


def steps_of(block: str) -> list[Step]:
    """Complete ones: a block shows only what is its kind's own."""
    rest = yaml.safe_load("{" + REST + "}")
    data = [{**rest, **step} for step in yaml.safe_load(block)]
    gate = {"id": "page", "title": rest["title"], "able": rest["title"], "steps": data}
    return checked(Gate, gate, {}, "the page").steps


@pytest.mark.parametrize("block", blocks()[1:])
def test_the_pages_steps_have_no_fault(block: str, tmp_path: Path) -> None:
    steps = [step.model_dump(exclude_unset=True) for step in steps_of(block)]
    quest = yaml.safe_load(GOOD) | {"id": "page"}
    quest["gates"][0]["steps"] = steps
    (tmp_path / "drills/quests").mkdir(parents=True)
    (tmp_path / "drills/quests/page.yaml").write_text(yaml.safe_dump(quest, allow_unicode=True), "utf-8")
    assert read_quests(tmp_path, read_shelf(ROOT).ids, scenarios()).problems == ()


def scenarios() -> set[str]:
    return {path.stem for path in (ROOT / "drills/scenarios").glob("*.yaml")}

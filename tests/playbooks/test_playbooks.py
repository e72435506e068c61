"""The starter's playbooks, and what `cornerman check` says of a wrong one: file, line, and what would be right."""

import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from bot.content import checked, read_mapping
from bot.knowledge.cards import read_shelf
from bot.playbooks.playbook import (
    BUYING_ROLES,
    STAGE_IDS,
    TOUCH_KINDS,
    Action,
    Condition,
    Material,
    Playbook,
    Stage,
    Words,
)
from bot.playbooks.playbooks import EMPTY, names, read_playbooks
from bot.search.normalise import clean
from tests.conftest import ROOT
from tests.playbooks.faults import FAULTS, FILE

INDUSTRIES = ("manufacturing", "distribution", "retail")
"""Of the starter's cards."""

CALLED = {
    "first contact to signing": ("初步接洽", "需求分析", "方案呈现", "商务谈判", "签约"),
    "symptoms": ("初步接触", "建立意向", "方案演示"),
    "quotes and terms": ("初步接触", "需求确认", "方案提交", "报价谈判", "签约执行"),
    "six stages": ("线索", "合格线索", "商机", "报价", "合同", "回款"),
    "four stages": ("线索获取", "客户跟进", "商机转化", "成交"),
    "Salesforce": (
        "Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Id. Decision Makers",
        "Perception Analysis", "Proposal/Price Quote", "Negotiation/Review", "Closed Won",
    ),
    "HubSpot": (
        "Appointment Scheduled", "Qualified To Buy", "Presentation Scheduled", "Decision Maker Bought-In",
        "Contract Sent", "Closed Won",
    ),
    "HubSpot's own ids": (
        "appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin", "contractsent",
        "closedwon",
    ),
    "Pipedrive": ("Qualified", "Contact Made", "Demo Scheduled", "Proposal Made", "Negotiations Started"),
    "Pipedrive, before": ("Lead In", "Contact Made", "Demo Scheduled", "Proposal Made", "Negotiations Started"),
    "Odoo": ("New", "Qualified", "Proposition", "Won"),
    "Tryton": ("lead", "opportunity", "converted", "won"),
    "纷享销客": ("验证客户", "需求确定", "方案/报价", "谈判审核", "赢单"),
    "销售易": ("初步接触", "需求确认", "方案报价", "商务谈判", "赢单"),
}  # fmt: skip
"""Stage names as sales books and CRMs give them, in order."""

CHAIN = ("调研", "方案", "演示/POC", "报价", "招标/商务", "合同", "首付", "上线", "验收", "尾款")

CARDS = frozenset(read_shelf(ROOT).ids)
SHELF = read_playbooks(ROOT, CARDS)
BOOKS = tuple(SHELF.playbooks.values())
every_book = pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)


def stages() -> Iterator[tuple[str, Stage]]:
    return ((f"{book.id}: {stage.id}", stage) for book in BOOKS for stage in book.stages)


def str_id(value: object) -> str:
    return value if isinstance(value, str) else ""


def called(book: Playbook, name: str) -> int:
    """The place of the stage that is called so."""
    return next(n for n, stage in enumerate(book.stages) if clean(name) in names(stage))


# The starter


def test_the_starter_has_no_fault() -> None:
    assert SHELF.problems == ()
    assert [book.id for book in BOOKS] == ["erp-six", "fmcg", "general-b2b", "manufacturing", "renewal"]


@every_book
@pytest.mark.parametrize("source", CALLED)
def test_a_crms_stages_are_known_and_never_go_back(book: Playbook, source: str) -> None:
    """Whatever an export calls them, a deal that goes forward there goes forward here."""
    places = [called(book, name) for name in CALLED[source]]
    assert places == sorted(places)


@every_book
def test_only_what_is_signed_counts_as_won(book: Playbook) -> None:
    won = ("签约", "签约执行", "合同", "成交", "赢单", "Closed Won", "closedwon", "won")
    assert {book.stages[called(book, name)].at for name in won} == {"contract"}
    not_yet = ("Contract Sent", "contractsent", "Decision Maker Bought-In", "谈判审核", "招标")
    assert {book.stages[called(book, name)].at for name in not_yet} <= {"proposal", "negotiation"}


def test_the_chains_that_were_asked_for() -> None:
    general, six = SHELF.playbooks["general-b2b"], SHELF.playbooks["erp-six"]
    assert tuple(stage.title.zh for stage in general.stages) == CALLED["first contact to signing"]
    assert tuple(stage.title.zh for stage in six.stages) == CALLED["six stages"]
    assert tuple(stage.title.zh for stage in SHELF.playbooks["manufacturing"].stages)[1:] == CHAIN


def texts() -> Iterator[tuple[str, Words, int, int]]:
    """Titles are read on a phone's buttons; what to write down stands above the field."""
    for where, stage in stages():
        yield where, stage.title, 12, 5
        for action in stage.must:
            yield f"{where}: {action.id}", action.title, 12, 5
            yield f"{where}: {action.id}: output", action.output, 22, 9


@pytest.mark.parametrize(("where", "said", "zh", "en"), tuple(texts()), ids=str_id)
def test_a_text_is_short(where: str, said: Words, zh: int, en: int) -> None:
    assert len(said.zh) <= zh
    assert len(said.en.split()) <= en
    assert any(unicodedata.east_asian_width(char) == "W" for char in said.zh)
    assert said.en.isascii()


@pytest.mark.parametrize(("where", "stage"), tuple(stages()), ids=str_id)
def test_a_stage_asks_little_and_helps(where: str, stage: Stage) -> None:
    assert 1 <= len(stage.must) <= 3
    assert len(stage.exit) <= 3
    assert len(stage.exit) + len(stage.must) <= 5
    for industry in INDUSTRIES:
        fitting = [each for each in stage.materials if not each.industries or industry in each.industries]
        assert 1 <= len(fitting) <= 3


@every_book
def test_every_stage_but_the_last_can_be_left(book: Playbook) -> None:
    for stage, following in zip(book.stages, book.stages[1:], strict=False):
        assert stage.exit
        assert not {repr(each) for each in stage.exit} & {repr(each) for each in following.enter}
    assert not book.stages[-1].exit


@every_book
def test_a_won_deal_is_asked_only_for_people(book: Playbook) -> None:
    """Contacts and next steps are noted for open deals alone: such a condition would never hold."""
    asked = [each.need for stage in book.stages if stage.at in ("contract", "payment") for each in stage.exit]
    assert set(asked) <= {"contact"}


@every_book
def test_nothing_is_to_be_done_twice(book: Playbook) -> None:
    must = [action for stage in book.stages for action in stage.must]
    for said in ([a.id for a in must], [a.title.zh for a in must], [a.title.en for a in must]):
        assert [each for each, count in Counter(said).items() if count > 1] == []


@every_book
def test_quotes_are_approved_before_a_deal_is_won(book: Playbook) -> None:
    before = book.stages[: book.place((book.first_at("contract") or book.stages[0]).id)]
    found = {action.id: action.over for stage in before for action in stage.must}
    assert found["quote-approved"] is None
    assert found["joint-sign-off"] == 500_000
    power = [stage.id for stage in before if any(each.need == "power" for each in (*stage.enter, *stage.exit))]
    assert len(power) == 1


def test_each_industry_takes_one_playbook() -> None:
    taken = {industry: book.id for book in BOOKS for industry in book.industries}
    assert taken == {"manufacturing": "manufacturing", "retail": "fmcg"}


def test_what_is_judged_in_silence_is_not_called_quiet() -> None:
    assert {where: stage.quiet_days for where, stage in stages() if stage.quiet_days} == {"manufacturing: tender": 7}


# The page for authors


def test_the_pages_stage_is_one_and_every_field_is_explained() -> None:
    page = (ROOT / "docs/how-to/playbooks.md").read_text("utf-8")
    example = page.split("```yaml")[1].split("```")[0]
    data, places = read_mapping("stages:\n" + example, "the page")
    stage = checked(Stage, data["stages"][0], places, "the page")
    assert [action.id for action in stage.must] == ["quote-approved"]
    for schema in (Stage, Condition, Action, Material):
        for field in schema.model_fields:
            assert f"`{field}" in page or f"{field}:" in page
    for value in (*STAGE_IDS, *BUYING_ROLES, *TOUCH_KINDS, *get_args(Condition.model_fields["need"].annotation)):
        assert re.search(rf"\b{value}\b", page.split("## One stage")[1])
    for book in BOOKS:
        assert f"`{book.id}.yaml`" in page


def test_the_pages_findings_are_what_check_says(workspace: Path) -> None:
    page = (ROOT / "docs/how-to/playbooks.md").read_text("utf-8")
    shutil.copy(ROOT / "playbooks/renewal.yaml", workspace / "playbooks")
    for file, before, after in (
        (FILE, "card: discount-policy", "card: discount-polcy"), (FILE, "已签约, 合同", "已签约, 商务谈判"),
        ("playbooks/renewal.yaml", "need: power", "need: powr"),
    ):  # fmt: skip
        text = (workspace / file).read_text("utf-8")
        (workspace / file).write_text(text.replace(before, after), "utf-8")
    problems = read_playbooks(workspace, CARDS).problems
    assert len(problems) == 3
    for problem in problems:
        assert str(problem).partition("Known:")[0] in page


# Faults


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "playbooks").mkdir()
    shutil.copy(ROOT / FILE, tmp_path / FILE)
    return tmp_path


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_is(name: str, workspace: Path) -> None:
    fault = FAULTS[name]
    before = (workspace / FILE).read_text("utf-8")
    after = re.sub(fault.pattern, fault.to, before, count=1, flags=re.MULTILINE)
    assert after != before, "the starter has changed: nothing was edited"
    (workspace / FILE).write_text(after, "utf-8")
    shelf = read_playbooks(workspace, CARDS)
    line = line_of(fault.at, after) if fault.at else first_difference(before, after)
    assert [(each.path, each.line) for each in shelf.problems] == [(FILE, line)], shelf.problems
    assert fault.problem in shelf.problems[0].problem
    assert shelf.playbooks == {}


def line_of(pattern: str, text: str) -> int:
    """Of what the pattern finds, or of the group in it."""
    found = re.search(pattern, text, re.MULTILINE)
    assert found, "the place of the fault is not in the file"
    return text.count("\n", 0, found.start(found.lastindex or 0)) + 1


def first_difference(before: str, after: str) -> int:
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return next(n for n, (old, new) in enumerate(pairs, 1) if old != new)


def test_a_broken_file_is_told_of_once_and_the_others_serve(workspace: Path) -> None:
    (workspace / "playbooks/mine.yaml").write_text("id: [", "utf-8")
    (workspace / "playbooks/theirs.yaml").write_bytes("id: 快消\n".encode("gb18030"))
    shelf = read_playbooks(workspace, CARDS)
    assert [(each.path, each.line) for each in shelf.problems] == [
        ("playbooks/mine.yaml", 1), ("playbooks/theirs.yaml", 1),
    ]  # fmt: skip
    assert "is not UTF-8 text" in shelf.problems[1].problem
    assert list(shelf.playbooks) == ["general-b2b"]


def test_a_file_that_nobody_reads(workspace: Path) -> None:
    (workspace / FILE).rename(workspace / "playbooks/general-b2b.yml")
    shelf = read_playbooks(workspace, CARDS)
    assert [str(each) for each in shelf.problems] == [
        "playbooks/general-b2b.yml:1: is not read: a playbook's file ends in .yaml."
    ]


def test_two_playbooks_for_one_industry(workspace: Path) -> None:
    shutil.copy(ROOT / "playbooks/fmcg.yaml", workspace / "playbooks")
    general = (workspace / FILE).read_text("utf-8")
    (workspace / FILE).write_text(general.replace("stages:", "industries: [retail]\nstages:", 1), "utf-8")
    (problem,) = read_playbooks(workspace, CARDS).problems
    assert str(problem) == f"{FILE}:6: industries: 'retail' already takes the playbook 'fmcg'."


def test_a_workspace_may_do_without(tmp_path: Path) -> None:
    assert read_playbooks(tmp_path, CARDS) == EMPTY

"""What `cornerman check` says of drills: a mistake is named with its file, its line and what would be right."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.content import mappings
from bot.drills.check import check_drills
from bot.knowledge.cards import Shelf, read_shelf
from tests.conftest import ROOT
from tests.drills.faults import FAULTS, OTHERS, PERSONA, SCENARIO, SMALL

PAGE = ROOT / "docs" / "how-to" / "write-a-drill.md"


def page_scenario() -> str:
    found = re.search(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def shelf(shelf: Shelf) -> Shelf:
    """The starter's cards, of which only those name a drill whose scenario is here too."""
    there = {Path(SCENARIO).stem}
    cards = {key: replace(card, drill=card.drill if card.drill in there else "") for key, card in shelf.cards.items()}
    return replace(shelf, cards=cards)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two scenarios and who plays in them."""
    for name in (SCENARIO, PERSONA, *OTHERS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / SMALL).write_text(page_scenario(), "utf-8")
    return tmp_path


def findings(workspace: Path, shelf: Shelf) -> list[tuple[str, int, str]]:
    return [(problem.path, problem.line, problem.problem) for problem in check_drills(workspace, shelf)[1]]


def test_the_page_and_the_starter_have_no_fault(workspace: Path, shelf: Shelf) -> None:
    assert check_drills(workspace, shelf) == (2, [])
    assert findings(ROOT, shelf) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_where_it_is(name: str, workspace: Path, shelf: Shelf) -> None:
    fault = FAULTS[name]
    file = workspace / fault.file
    before = file.read_text("utf-8")
    after = re.sub(fault.pattern, fault.to, before, count=1, flags=re.MULTILINE)
    assert after != before, "the starter has changed: nothing was edited"
    file.write_text(after, "utf-8")
    found = findings(workspace, shelf)
    line = line_of(fault.at, after) if fault.at else first_difference(before, after)
    assert [(path, at) for path, at, problem in found if fault.problem in problem] == [(fault.file, line)]
    assert fault.more or len(found) == 1, found


def line_of(pattern: str, text: str) -> int:
    """Of what the pattern finds, or of the group in it."""
    found = re.search(pattern, text, re.MULTILINE)
    assert found, "the place of the fault is not in the file"
    return text.count("\n", 0, found.start(found.lastindex or 0)) + 1


def first_difference(before: str, after: str) -> int:
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return next(n for n, (old, new) in enumerate(pairs, 1) if old != new)


@pytest.mark.parametrize("name", ["drills/scenarios/late.yml", "drills/late.yaml", "drills/scenario/late.yaml"])
def test_a_file_that_nobody_reads(name: str, workspace: Path, shelf: Shelf) -> None:
    (workspace / name).parent.mkdir(exist_ok=True)
    (workspace / name).write_text(page_scenario(), "utf-8")
    problem = "is not read: a drill's files are drills/scenarios/*.yaml and drills/personas/*.yaml."
    assert findings(workspace, shelf) == [(name, 1, problem)]


def test_a_file_in_another_encoding(workspace: Path, shelf: Shelf) -> None:
    (workspace / SMALL).write_bytes(page_scenario().encode("gb18030"))
    ((path, line, problem),) = findings(workspace, shelf)
    assert (path, line) == (SMALL, 3)
    assert "is not UTF-8 text" in problem


def test_a_card_whose_drill_is_not_there(workspace: Path) -> None:
    shutil.copytree(ROOT / "knowledge", workspace / "knowledge")
    for file in (workspace / "knowledge").glob("*/*.md"):  # the drills of the others are not here
        file.write_text(re.sub(r"^drill: .*\n", "", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    card = "knowledge/en/no-local-support.md"
    text = (workspace / card).read_text("utf-8")
    good = re.sub(r"^(drill: .*\n|(?=facts: ))", "drill: carton-plant\n", text, count=1, flags=re.MULTILINE)
    (workspace / card).write_text(good, "utf-8")
    assert findings(workspace, read_shelf(workspace)) == []
    (workspace / card).write_text(good.replace("carton-plant", "cartons-plant"), "utf-8")
    problem = "drill: there is no scenario 'cartons-plant'. Did you mean 'carton-plant'?"
    assert findings(workspace, read_shelf(workspace)) == [(card, line_of("^drill:", good), problem)]


def test_a_broken_file_is_told_of_once_and_the_others_play(workspace: Path, shelf: Shelf) -> None:
    (workspace / "drills/personas/owner-burnt.yaml").write_text("id: [", "utf-8")
    played, found = check_drills(workspace, shelf)
    assert played == 1
    assert [problem.path for problem in found] == ["drills/personas/owner-burnt.yaml"]


@pytest.mark.parametrize("file", sorted((ROOT / "drills").glob("*/*.yaml")), ids=lambda file: file.stem)
def test_the_starter_is_read_without_libyaml_too(file: Path) -> None:
    """Which allows some things that YAML in Python does not, such as a bare `?` before a bracket."""
    assert yaml.compose(file.read_text("utf-8"), Loader=mappings._Strict)

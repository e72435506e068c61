"""The documents say what the code does."""

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import click
import pytest

from bot.app.host import FEATURES
from bot.cli import main as verbs
from bot.features import Routes
from bot.knowledge.cards import read_shelf
from bot.knowledge.review import review
from bot.people.demo import demo
from bot.quests import fair
from bot.quests.confirming.confirmations import MISTAKE, WAITS
from bot.quests.finishing import PAIR_WINDOW
from bot.quests.mentoring.held import LISTED
from bot.quests.ramp.report import LEAST, PEOPLE, STUCK
from bot.quests.skills.choices import ALONE
from bot.settings import KNOWN
from bot.simulate.team import DEMO

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference" / "make.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["commands.md", "verbs.md", "card.md", "drill.md", "playbook.md", "quest.md"])
def test_the_reference_is_what_the_code_says(page: str) -> None:
    made = reference().PAGES[page]()
    assert (DOCS / "reference" / page).read_text("utf-8") == made, "run python docs/reference/make.py"


def test_every_setting_is_documented() -> None:
    page = (DOCS / "how-to" / "settings.md").read_text("utf-8")
    for section, names in KNOWN.items():
        for name in names:
            assert f"[{section}] {name}" in page


@pytest.mark.parametrize("page", ["how-to/new-hires.md", "how-to/quests.md", "tutorial/first-morning.md"])
def test_what_a_page_on_quests_says_to_type_is_there(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    [route for feature in Routes((*FEATURES, demo)).features for route in feature.routes if route.kind == "command"]
    features = Routes((*FEATURES, demo)).features
    chinese = {route.name: route.zh for each in features for route in each.routes if route.kind == "command"}
    typed = dict(re.findall(r"`/(\w+)[^`]*`(?: \((\w+)\))?", text))
    assert typed
    for name, zh in typed.items():
        assert name in chinese, f"there is no /{name}"
        assert not zh or zh in chinese[name]
    for verbs_ in re.findall(r"cornerman ((?:[a-z]+ ?)+)", text):
        assert is_verb(verbs_.split()), f"there is no cornerman {verbs_}"


def is_verb(typed: list[str]) -> bool:
    found: click.Command = verbs
    while isinstance(found, click.Group):
        name, *typed = typed
        if name not in found.commands:
            return False
        found = found.commands[name]
    return True


def test_the_first_morning_is_with_people_of_the_demo() -> None:
    text = (DOCS / "tutorial" / "first-morning.md").read_text("utf-8")
    named = set(re.findall(r"演示-\w+", text))
    assert named
    assert named <= {member.name for member in DEMO}


def test_the_page_for_managers_has_the_rules_numbers() -> None:
    text = " ".join((DOCS / "how-to" / "new-hires.md").read_text("utf-8").split())
    assert 1 / fair.LEAST_SHARE == 20
    assert "less than a twentieth of its minutes" in text
    assert fair.RETURNS == 2
    assert "from the third time on" in text
    assert f"{fair.DAY_CAP} a day" in text
    assert f"within {PAIR_WINDOW.days} days" in text
    assert f"after {LISTED.days} days" in text
    assert WAITS == 2
    assert "waits for two working days" in text
    assert f"for {MISTAKE.days} days" in text
    assert f"after {ALONE.days} days, or when they show it" in text
    assert f"from {LEAST} drills of {PEOPLE} people on" in text
    assert f"for more than {STUCK} working days" in text


def test_links_between_documents_lead_somewhere() -> None:
    for file in [ROOT / "README.md", *DOCS.glob("**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text("utf-8")):
            assert (file.parent / target).exists(), f"{file.name} links to {target}"


def test_every_folder_of_the_bot_is_on_the_map() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for folder in (ROOT / "bot").iterdir():
        if folder.is_dir() and not folder.name.startswith(("_", "locale")):
            assert f"`bot/{folder.name}/`" in readme, f"README's map misses bot/{folder.name}/"


def test_the_good_card_is_fine_and_the_bad_one_is_warned_of(tmp_path: Path) -> None:
    page = (DOCS / "how-to" / "write-a-card.md").read_text("utf-8")
    good = page.split("```")[1].lstrip()
    bad = good
    for section, before, after in re.findall(
        r"^\| `(\w+)` \| (.+?) \| (.+?) \|", page.split("badly written")[1], re.MULTILINE
    ):
        assert before.rstrip(".") in good
        bad = re.sub(rf"(## {section}\n).+?\n\n?(?=##|$)", rf"\g<1>{after}\n\n", bad, flags=re.DOTALL)
    assert warned_of(good, tmp_path / "good") == ["no phrases; twenty make it findable"]
    found = " ".join(warned_of(bad, tmp_path / "bad"))
    for part in [
        "“world-class”",
        "“empowers”",
        "30, which no",
        "“on Friday”",
        "“my limit”",
        "5, which only",
        "names SAP",
    ]:
        assert part in found


def warned_of(card: str, workspace: Path) -> list[str]:
    (workspace / "knowledge" / "en").mkdir(parents=True)
    shutil.copy(ROOT / "knowledge" / "facts.yaml", workspace / "knowledge")
    (workspace / "knowledge" / "en" / "nobody-nearby.md").write_text(card, "utf-8")
    shelf = read_shelf(workspace)
    assert shelf.problems == ()
    return [remark.problem.partition(":")[0] for remark in review(shelf)]


def test_the_good_lines_of_a_drill_are_those_of_the_scenario_on_its_page() -> None:
    page = (DOCS / "how-to" / "write-a-drill.md").read_text("utf-8")
    scenario = page.split("```yaml")[1].split("```")[0]
    rows = re.findall(r"^\| `(\w+)`(?:, zh)? \| (.+?) \| (.+?) \|", page, re.MULTILINE)
    assert len(rows) >= 8
    for pool, good, bad in rows:
        assert good.replace("\\|", "|") in scenario, f"{pool}: {good}"
        assert bad not in scenario

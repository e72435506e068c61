"""The documents say what the code does."""

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from bot.knowledge.cards import read_shelf
from bot.knowledge.review import review
from bot.settings import KNOWN

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

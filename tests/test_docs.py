"""The documents say what the code does."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

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


@pytest.mark.parametrize("page", ["commands.md", "verbs.md", "card.md"])
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

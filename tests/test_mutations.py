"""The mutants still fit the code, and the check of them can say no; `python -m tests.mutations` tries them all."""

import re
from pathlib import Path

import pytest

from tests.mutations import MUTANTS, ROOT, Change, Mutant, Stale, apply, verdict


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_what_it_changes_is_there_once(mutant: Mutant) -> None:
    for change in mutant.changes:
        assert change.of((ROOT / change.file).read_text("utf-8")) != (ROOT / change.file).read_text("utf-8")
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE), test


def test_each_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("text", ["", "old old"])
def test_what_no_longer_fits_is_said(text: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(text)
    with pytest.raises(Stale, match="what is to be changed"):
        apply((Change("file", "old", "new"),), tmp_path)
    assert (tmp_path / "file").read_text() == text


def test_a_change_that_nothing_notices_survives() -> None:
    unnoticed = (Change("bot/channels/slack/text.py", "Plain text on its way", "Text on its way"),)
    test = "tests/slack/test_blocks.py::test_what_people_typed_is_read_as_they_see_it"
    assert verdict(Mutant("unnoticed", unnoticed, (test,))) == ("it survives", "")
    assert "did not run" in verdict(Mutant("no such test", unnoticed, (f"{test}_not",)))[0]

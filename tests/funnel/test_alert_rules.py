"""The rules' file: what is wrong in it is named with its line and what would be right; the rest serves."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.funnel.alerts.rules import FILE, check_rules, read_rules
from bot.funnel.alerts.saying import rule_in_words
from bot.words import words
from tests.conftest import ROOT

STARTER = (ROOT / FILE).read_text("utf-8")
NAMES = {"card": ["first-call"], "drill": ["lost-on-discount"]}


def workspace(folder: Path, text: str) -> Path:
    file = folder / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return folder


def test_the_starter_has_the_rules_of_the_brief() -> None:
    book = read_rules(ROOT)
    assert book.problems == ()
    assert set(book.rules) == {
        "quiet-deal", "big-deal-moves", "too-long", "new-lead", "visit-report", "margin-low", "collection-low",
        "tasks-late", "conversion-drop",
    }  # fmt: skip
    first, _, last = book.rules["quiet-deal"].levels
    assert first.days_at == {"lead": 14, "discovery": 7, "proposal": 3, "negotiation": 3}
    assert (first.big_days, last.days, last.to) == (3, 7, ["managers_manager"])
    assert book.rules["tasks-late"].first.below == 0.8


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("when: lead_age", "when: lead_ages", "Did you mean 'lead_age'?"),
        ("to: [owner]\n        question: {zh: 往", "to: [owners]\n        question: {zh: 往", "Did you mean 'owner'?"),
        ("        hours: 12", "        days: 12", "hours: report_due needs it."),
        ("        hours: 12", "        hours: 12\n        days: 2", "does not read it. It reads hours."),
        ("        hours: 12", "        hours: 12\n        alone: true", "alone: only"),
        ("stages: [negotiation]", "stages: [contract]", "a deal is not open any more in 'contract'"),
        ("        card: first-call\n", "", "card: `next: card` needs to know which."),
        ("card: first-call", "card: frist-call", "there is no card 'frist-call'. Did you mean 'first-call'?"),
        ("id: new-lead", "id: too-long", "the rule 'too-long' is there twice"),
        ("id: new-lead", "id: New lead", "small letters, digits and hyphens"),
        ("below: 0.25", "below: 25", "below"),
        ("      - when: stale_record\n        days: 7", "      - when: report_due\n        hours: 7", "of its own"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert STARTER.count(before) >= 1
    text = STARTER.replace(before, after, 1)
    good, problems = check_rules(workspace(tmp_path, text), NAMES)
    assert [said in str(problem) for problem in problems].count(True) == 1, problems
    assert good == 8
    lines = text.split("\n")
    near = "\n".join(lines[problems[0].line - 2 : problems[0].line + 12])
    assert after.split("\n")[0].strip() in near or "when: lead_age" in near


def test_a_workspace_may_do_without(tmp_path: Path) -> None:
    assert check_rules(tmp_path, NAMES) == (0, [])


def test_a_file_beside_it_is_not_read(tmp_path: Path) -> None:
    workspace(tmp_path, STARTER)
    (tmp_path / "playbooks" / "rules" / "more.yaml").write_text("rules: []")
    assert "is not read" in str(check_rules(tmp_path, NAMES)[1][0])


@pytest.mark.parametrize(("text", "said"), [("rule: []", "Did you mean 'rules'?"), ("rules: no", "should be a list")])
def test_a_file_of_another_shape(tmp_path: Path, text: str, said: str) -> None:
    assert said in str(check_rules(workspace(tmp_path, text), NAMES)[1][0])


def test_check_covers_them(tmp_path: Path) -> None:
    for name in ("knowledge", "drills", "playbooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "cornerman.toml", tmp_path)
    workspace(tmp_path, STARTER.replace("when: lead_age", "when: lead_ages"))
    result = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert f"{FILE}:" in result.output
    assert "Did you mean 'lead_age'?" in result.output


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_can_be_said(language: str) -> None:
    for rule in read_rules(ROOT).rules.values():
        lines = rule_in_words(words(language), rule)
        assert len(lines) == 1 + len(rule.levels)
        assert not any("{" in line or "None" in line for line in lines)

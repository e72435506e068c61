"""A scenario begun from a real talk: what is in it, what check says of the rest, and that it plays when filled."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bot.app import App
from bot.cli import main
from bot.clock import system_clock
from bot.content import read_mapping
from bot.drills.moves import load_reader
from bot.drills.real import rows
from bot.drills.real.draft import draft
from bot.drills.real.parse import parse
from bot.drills.real.reading import Reviewed, Whose, reviewed
from bot.drills.repertoire import Repertoire, read_repertoire
from bot.drills.stage import Stage
from bot.knowledge.cards import Shelf
from bot.knowledge.library import Library
from bot.settings import Settings
from tests.conftest import NOW, ROOT
from tests.talk import Someone

TALK = """王总：太贵了，用友才28万
我：确实不便宜，您是拿哪几样比的？
王总：他含实施|还含培训
我：库存不准，一年大概压多少钱？
王总：40万吧
我：这件事最后是谁来拍板？
王总：我老婆管钱，她点头才算
我：周五上午十点一起过一遍？
王总：多久能上线？
我：好的
"""


@pytest.fixture(scope="module")
def found(by_words: Library) -> Reviewed:
    pasted = parse(TALK)
    assert pasted is not None
    raw = Stage(by_words).real_talk("zh", ())
    return reviewed(pasted, "我", raw, Whose("林美", ()), load_reader(None), by_words)


@pytest.fixture
def text(found: Reviewed, by_words: Library, repertoire: Repertoire) -> str:
    return draft(7, found, by_words, repertoire.personas)


def test_what_the_customer_said_stands_in_its_place(text: str, repertoire: Repertoire) -> None:
    data, _ = read_mapping(text, "x.yaml")
    assert data["id"] == "real-talk-7"
    assert data["persona"] in repertoire.personas
    assert data["opening"]["zh"][0] == "太贵了，用友才[金额1]"
    assert [fact["say"]["zh"][0] for fact in data["facts"]] == [
        "他含实施/还含培训",
        "[金额2]吧",
        "我老婆管钱，她点头才算",
    ]
    assert data["facts"][2]["asks"]["zh"][0] == "这件事最后是谁来拍板？"
    assert data["objections"][0]["opening"]["zh"][0] == "太贵了，用友才[金额1]"
    assert data["questions"][0]["say"]["zh"][0] == "多久能上线？"
    assert "王总" not in text


def _workspace(folder: Path) -> Path:
    for name in ("knowledge", "drills"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "cornerman.toml", folder)
    return folder


def test_check_names_every_line_that_is_missing(text: str, shelf: Shelf, tmp_path: Path) -> None:
    file = _workspace(tmp_path) / "drills/scenarios/real-talk-7.yaml"
    file.write_text(text, "utf-8")
    found = read_repertoire(tmp_path, frozenset(shelf.ids))
    assert "real-talk-7" not in found.scenarios  # nobody plays a customer who says TODO
    lines = text.split("\n")
    missing = {
        n for n, line in enumerate(lines, 1) if re.search(r"TODO$|\[金额\d\]", line) and not line.startswith("#")
    }
    assert {problem.line for problem in found.problems} == missing
    told = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert told.exit_code == 1
    assert f"drills/scenarios/real-talk-7.yaml:{min(missing)}" in told.output


def test_filled_it_can_be_played(text: str, shelf: Shelf, tmp_path: Path) -> None:
    """Each TODO another text: a pool may not say one thing twice."""
    data = yaml.safe_load(text)
    number = iter(range(10_000))

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(part) for key, part in value.items()}
        if isinstance(value, list):
            return [filled(part) for part in value]
        if isinstance(value, str):
            return f"line {next(number)}" if value == "TODO" else re.sub(r"\[金额\d\]", "三十万", value)
        return value

    file = _workspace(tmp_path) / "drills/scenarios/real-talk-7.yaml"
    file.write_text(yaml.safe_dump(filled(data), allow_unicode=True), "utf-8")
    found = read_repertoire(tmp_path, frozenset(shelf.ids))
    assert [problem for problem in found.problems if "real-talk" in problem.path] == []
    assert "real-talk-7" in found.scenarios


def test_the_command_line_prints_what_was_offered_and_nothing_else(
    found: Reviewed, by_words: Library, tmp_path: Path
) -> None:
    for says in _workspace(tmp_path).rglob("*.says.txt"):
        says.unlink()  # the draft takes nothing from them, and the command would learn each sentence
    url = f"sqlite:///{tmp_path}/state.db"
    (tmp_path / "cornerman.toml").write_text('[workspace]\nlanguage = "zh"\n', "utf-8")
    app = App(Settings(workspace=tmp_path, database_url=url), clock=system_clock, library=by_words)
    lin = Someone(app, "林美")
    with app.store.write() as db:
        id = rows.put(db, lin.person.id, [found], NOW)
    run = CliRunner(env={"DATABASE_URL": url})
    refused = run.invoke(main, ["--workspace", str(tmp_path), "drill", "draft", str(id)])
    assert (refused.exit_code, "Nobody has offered" in refused.output) == (1, True), refused.output
    with app.store.write() as db:
        assert rows.share(db, id, lin.person.id)
        assert not rows.share(db, id, lin.person.id)
    app.store.close()
    printed = run.invoke(main, ["--workspace", str(tmp_path), "drill", "draft", str(id)])
    assert printed.exit_code == 0, printed.output
    assert f"id: real-talk-{id}" in printed.output


def test_a_scenario_is_still_played_by_its_name() -> None:
    said = CliRunner().invoke(main, ["--workspace", str(ROOT), "drill", "--lexical", "no-such-drill"])
    assert (said.exit_code, "There is no scenario 'no-such-drill'" in said.output) == (1, True)

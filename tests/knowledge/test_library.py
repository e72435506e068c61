"""Editing a workspace while the bot runs."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.app.serve import tell_editors
from bot.clock import system_clock
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.messages import Role
from bot.pushes import outbox
from tests.talk import Someone

ROOT = Path(__file__).parents[2]
IDS = ("price-too-high", "no-budget", "excel-is-enough")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Three cards: enough to choose from, quick to index."""
    for language in ("zh", "en"):
        folder = tmp_path / "knowledge" / language
        folder.mkdir(parents=True)
        for id in IDS:
            text = (ROOT / "knowledge" / language / f"{id}.md").read_text("utf-8")
            related = "\n".join("related: []" if row.startswith("related:") else row for row in text.split("\n"))
            (folder / f"{id}.md").write_text(related, "utf-8")
            says = (ROOT / "knowledge" / language / f"{id}.says.txt").read_text("utf-8").split("\n")[:8]
            (folder / f"{id}.says.txt").write_text("\n".join(says), "utf-8")
    shutil.copy(ROOT / "knowledge" / "facts.yaml", tmp_path / "knowledge" / "facts.yaml")
    return tmp_path


@pytest.fixture
def watched(workspace: Path, tmp_path: Path) -> Iterator[Library]:
    library = Library(workspace, tmp_path / "state", system_clock, lexical=True)
    library.watch()
    library.search("x")
    yield library
    library.close()


def within(seconds: float, done: Callable[[], bool]) -> bool:
    """Whether something becomes true; the limit is a safety net, not a measurement."""
    for _ in range(int(seconds * 20)):
        if done():
            return True
        time.sleep(0.05)
    return False


def test_an_edited_card_and_a_new_phrase_are_found_without_a_restart(watched: Library, workspace: Path) -> None:
    card = workspace / "knowledge" / "zh" / "price-too-high.md"
    text = card.read_text("utf-8")
    card.write_text(text.replace("title: 总价太贵", "title: 嫌贵"), "utf-8")
    assert within(20, lambda: watched.shelf.cards["price-too-high", "zh"].title == "嫌贵")
    says = card.with_suffix(".says.txt")
    says.write_text(says.read_text("utf-8") + "\n这价钱能买头牛\n", "utf-8")
    assert within(20, lambda: watched.search("这价钱能买头牛").outcome == "answer")
    assert watched.search("这价钱能买头牛").hits[0].id == "price-too-high"


def test_a_broken_card_is_named_once_and_the_others_serve(watched: Library, workspace: Path) -> None:
    heard: list[tuple[ContentError, ...]] = []
    watched.on_problems = heard.append
    (workspace / "knowledge" / "zh" / "no-budget.md").write_text("---\nid: no-budget\nkind: objektion\n---\n", "utf-8")
    assert within(20, lambda: bool(heard))
    assert len(heard) == 1
    assert "Did you mean 'objection'?" in str(heard[0][0]) or "is missing" in str(heard[0][0])
    assert str(heard[0][0]).startswith("knowledge/zh/no-budget.md:")
    assert ("excel-is-enough", "zh") in watched.shelf.cards
    assert watched.card("no-budget", "zh").language == "en"  # type: ignore[union-attr]


def test_editors_hear_of_a_broken_card_and_reps_do_not(sqlite_app: App) -> None:
    editor = Someone(sqlite_app, "Ed", role=Role.EDITOR)
    rep = Someone(sqlite_app, "Rep")
    tell_editors(sqlite_app, (ContentError("knowledge/zh/x.md", 3, "kind: 'y' is not known."),))
    with sqlite_app.store.read() as db:
        told = outbox.waiting(db, editor.person.id, "web", 0)
        assert outbox.waiting(db, rep.person.id, "web", 0) == []
    assert "knowledge/zh/x.md:3" in str(told[0].reply)

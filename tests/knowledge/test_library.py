"""Editing a workspace while the bot runs."""

import asyncio
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.app import App
from bot.app.due import tell_editors
from bot.clock import system_clock
from bot.errors import ContentError
from bot.knowledge.library import Library
from bot.messages import Role
from bot.pushes import outbox
from bot.settings import Settings
from tests.conftest import StillClock
from tests.talk import Someone

SERVE = sys.modules["bot.app.serve"]  # the package has a function of the same name
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


# Reviews recorded in chat


def test_a_review_counts_on_every_replica_within_seconds(watched: Library, workspace: Path) -> None:
    card, day = watched.shelf.cards["price-too-high", "zh"], date(2027, 5, 1)
    watched.reviews = lambda: {"price-too-high": day, "gone": day}
    assert within(5, lambda: watched.shelf.cards["price-too-high", "zh"].reviewed == day)
    assert watched.shelf.cards["price-too-high", "en"].reviewed == day
    assert watched.shelf.cards["no-budget", "zh"].reviewed < day
    file = workspace / card.path
    file.write_text(file.read_text("utf-8").replace("title: 总价太贵", "title: 嫌贵"), "utf-8")
    assert within(20, lambda: watched.shelf.cards["price-too-high", "zh"].title == "嫌贵")
    assert watched.shelf.cards["price-too-high", "zh"].reviewed == day  # also over the file that was read anew


def test_files_are_still_read_while_the_reviews_cannot_be(
    watched: Library, workspace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> dict[str, date]:
        raise OSError("the database is away")

    watched.reviews = away
    assert within(5, lambda: "the database is away" in caplog.text)
    file = workspace / "knowledge" / "zh" / "price-too-high.md"
    file.write_text(file.read_text("utf-8").replace("title: 总价太贵", "title: 嫌贵"), "utf-8")
    assert within(20, lambda: watched.shelf.cards["price-too-high", "zh"].title == "嫌贵")


def test_two_bots_on_one_database_share_a_review(database: str, workspace: Path) -> None:
    """The whole way: pressed on one replica, seen by the library of the other."""
    clock = StillClock(datetime(2027, 3, 1, 4, tzinfo=UTC))
    settings = Settings(workspace=workspace, database_url=database, features={"knowledge": True, "feedback": True})
    bots = [
        App(settings, clock=clock, library=Library(workspace, workspace / f"state-{n}", clock, lexical=True))
        for n in range(2)
    ]
    for bot in bots:
        bot.library.watch()
    editor = Someone(bots[0], "Ed", role=Role.EDITOR)
    assert "已过复核日期" in editor.say("/话术 总价太贵")
    editor.press("仍然正确")
    for bot in bots:
        assert within(5, lambda bot=bot: bot.library.shelf.cards["price-too-high", "zh"].reviewed == date(2027, 3, 1))
    editor.app = bots[1]
    assert "今天核对过" in editor.say("/话术 总价太贵")
    assert "复核日期" not in editor.text
    for bot in bots:
        bot.close()


# What runs every minute


def test_ticking_goes_on_after_a_fault(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    ticks: list[object] = []
    thrice = threading.Event()

    def fails_once(app: object) -> None:
        ticks.append(app)
        if len(ticks) == 3:
            thrice.set()
        if len(ticks) == 1:
            raise RuntimeError("the database is away")

    async def for_a_moment() -> None:
        scheduler = SERVE._ticking(app)
        assert await asyncio.to_thread(thrice.wait, 10)
        scheduler.shutdown()

    app: Any = SimpleNamespace(settings=Settings(workspace=Path(), database_url="sqlite://"))
    monkeypatch.setattr(SERVE, "tick", fails_once)
    monkeypatch.setattr(SERVE, "FIRST_TICK", timedelta(0))
    monkeypatch.setattr(SERVE, "TICK", 0.01)
    asyncio.run(for_a_moment())
    assert "the database is away" in caplog.text

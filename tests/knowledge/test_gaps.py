"""What is asked in vain is not lost: editors see it, say whose it is, and the askers hear of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import App
from bot.app.due import tell_askers
from bot.knowledge.gaps import open_gaps
from bot.knowledge.tables import alias, gap, phrase
from bot.knowledge.taken import TakenPhrases, laid_over, pull, taken
from bot.messages import Role
from bot.pushes.outbox import outbox
from tests.conftest import ROOT
from tests.talk import Someone

ODD = "他问越南语界面有没有"
ALSO = "有没有越南语的界面"


@pytest.fixture
def editor(app: App) -> Someone:
    return Someone(app, "Fang", role=Role.EDITOR)


def inbox_of(app: App, someone: Someone) -> list[str]:
    """What was pushed to somebody, as labels of the newest message's buttons after its text."""
    with app.store.read() as db:
        rows = db.execute(select(outbox).where(outbox.c.person_id == someone.person.id, outbox.c.kind == "gap")).all()
    return [str(row.payload) for row in rows]


def test_gaps_are_grouped_and_the_most_asked_come_first(app: App, editor: Someone) -> None:
    lin, mei = Someone(app, "Lin"), Someone(app, "Mei")
    lin.say("今天食堂有红烧肉吗")
    for someone, text in ((lin, ODD), (mei, ALSO)):
        someone.say(text)
        if "都不是" in someone.labels:
            someone.press("都不是")
    editor.say("/gaps")
    assert len(editor.labels) == 2
    assert editor.labels[0].endswith("2 人")
    assert "越南语" in editor.labels[0]


def test_an_editor_says_whose_it_is_and_the_askers_hear_of_it_once(app: App, editor: Someone) -> None:
    lin = Someone(app, "Lin")
    lin.say("今天食堂有红烧肉吗")
    editor.say("缺口")
    editor.press(editor.labels[0])
    belongs = editor.labels[0]
    editor.press(belongs)
    assert "%" in editor.text
    editor.press("收下")
    assert "1 人" in editor.text
    assert len(inbox_of(app, lin)) == 1
    editor.press("收下")
    assert len(inbox_of(app, lin)) == 1
    with app.store.read() as db:
        assert [row.text for row in db.execute(select(phrase))] == ["今天食堂有红烧肉吗"]
        assert open_gaps(db) == []


def push_of(app: App, someone: Someone, label: str) -> str:
    """Presses a button of the message that was pushed to somebody."""
    with app.store.read() as db:
        row = db.execute(
            select(outbox)
            .where(outbox.c.person_id == someone.person.id, outbox.c.kind == "gap")
            .order_by(outbox.c.id.desc())
        ).first()
    assert row is not None
    labels = [
        button["label"] for part in row.payload["parts"] if part["kind"] == "Choices" for button in part["buttons"]
    ]
    return someone.press_at(row.token, labels.index(label))


def test_a_card_that_comes_later_is_told_and_not_it_is_heard(app: App) -> None:
    lin = Someone(app, "Lin")
    with app.store.write() as db:
        values = {"person_id": lin.person.id, "language": "zh", "near": [], "asked_at": app.clock()}
        db.execute(gap.insert().values(question="太贵了", **values))
        db.execute(gap.insert().values(question="今天食堂有红烧肉吗", **values))
    tell_askers(app)
    tell_askers(app)
    assert len(inbox_of(app, lin)) == 1
    push_of(app, lin, "不是这个")
    tell_askers(app)
    assert len(inbox_of(app, lin)) == 1, "a card that was sent back is not offered again"
    with app.store.read() as db:
        assert {found.state for found in open_gaps(db)} == {"open"}
        assert len(open_gaps(db)) == 2


def test_solved_closes_it(app: App) -> None:
    lin = Someone(app, "Lin")
    with app.store.write() as db:
        db.execute(
            gap.insert().values(
                question="太贵了", person_id=lin.person.id, language="zh", near=[], asked_at=app.clock()
            )
        )
    tell_askers(app)
    push_of(app, lin, "解决了")
    with app.store.read() as db:
        assert db.execute(select(gap.c.state, gap.c.card)).one() == ("solved", "price-too-high")


def test_reps_do_not_see_the_list_and_managers_do_not_edit(app: App) -> None:
    lin, boss = Someone(app, "Lin"), Someone(app, "Wu", role=Role.MANAGER)
    lin.say("今天食堂有红烧肉吗")
    assert "编辑" in lin.say("/gaps")
    boss.say("/gaps")
    boss.press(boss.labels[0])
    assert boss.labels == []


def propose(app: App, someone: Someone, card: str, *texts: str) -> None:
    with app.store.write() as db:
        for text in texts:
            db.execute(alias.insert().values(
                person_id=someone.person.id, card=card, language="zh", phrase=text, state="proposed",
                proposed_at=app.clock(),
            ))  # fmt: skip


def test_proposed_phrases_are_foretold_then_taken_or_rejected(app: App, editor: Someone) -> None:
    lin = Someone(app, "Lin")
    propose(app, lin, "price-too-high", "这价钱都够盖间厂房了", "数据放云上老板睡不着觉")
    propose(app, lin, "no-budget", "今年账上一分钱都挤不出来")
    editor.say("/aliases")
    assert "→" in editor.text
    editor.press("总价太贵 (2)")
    assert "这价钱都够盖间厂房了" in editor.text
    editor.press("逐条看")
    editor.press("收下")
    editor.press("下一条")
    editor.press("不要")
    with app.store.read() as db:
        assert [(row.card, row.text) for row in db.execute(select(phrase))] == [
            ("price-too-high", "这价钱都够盖间厂房了")
        ]
        states = dict(db.execute(select(alias.c.phrase, alias.c.state)).all())
    assert states == {
        "这价钱都够盖间厂房了": "accepted",
        "数据放云上老板睡不着觉": "rejected",
        "今年账上一分钱都挤不出来": "proposed",
    }
    editor.say("/aliases")
    assert len(editor.labels) == 1


def test_two_editors_settle_a_phrase_once(app: App, editor: Someone) -> None:
    lin, other = Someone(app, "Lin"), Someone(app, "Qiao", role=Role.EDITOR)
    propose(app, lin, "no-budget", "今年账上一分钱都挤不出来")
    for one in (editor, other):
        one.say("/aliases")
        one.press(one.labels[0])
    editor.press("全部不要 (1)")
    other.press("全部收下 (1)")
    assert "0" in other.text
    with app.store.read() as db:
        assert db.execute(select(phrase)).all() == []


def test_a_taken_phrase_lies_over_the_files(app: App, make_app: Callable[..., App], tmp_path: Path) -> None:
    shelf = app.library.shelf
    over = laid_over(
        shelf,
        {
            ("price-too-high", "zh"): ("这价钱都够盖间厂房了", shelf.cards["price-too-high", "zh"].says[0]),
            ("gone", "zh"): ("x",),
        },
    )
    says = over.cards["price-too-high", "zh"].says
    assert says == (*shelf.cards["price-too-high", "zh"].says, "这价钱都够盖间厂房了")
    overlay = TakenPhrases(app.store)
    before = overlay.stamp()
    with app.store.write() as db:
        db.execute(
            phrase.insert().values(card="price-too-high", language="zh", text="够盖间厂房", added_at=app.clock())
        )
    assert overlay.stamp() != before
    with app.store.read() as db:
        assert taken(db) == {("price-too-high", "zh"): ("够盖间厂房",)}
    assert "够盖间厂房" in overlay.over(shelf).cards["price-too-high", "zh"].says


def test_taken_phrases_are_written_to_the_files_once(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge" / "zh"
    folder.mkdir(parents=True)
    for name in ("price-too-high.md", "price-too-high.says.txt", "no-budget.md"):
        shutil.copy(ROOT / "knowledge" / "zh" / name, folder)
    shutil.copy(ROOT / "knowledge" / "facts.yaml", tmp_path / "knowledge")
    says = folder / "price-too-high.says.txt"
    says.write_bytes(says.read_bytes().rstrip(b"\n"))
    extra = {
        ("price-too-high", "zh"): ("够盖间厂房",),
        ("no-budget", "zh"): ("一分钱都挤不出来",),
        ("gone", "zh"): ("x",),
    }
    assert pull(tmp_path, extra) == [
        ("knowledge/zh/no-budget.says.txt", 1), ("knowledge/zh/price-too-high.says.txt", 1),
    ]  # fmt: skip
    assert says.read_text("utf-8").endswith("\n够盖间厂房\n")
    assert (folder / "no-budget.says.txt").read_text("utf-8") == "一分钱都挤不出来\n"
    assert pull(tmp_path, extra) == []
    assert not list(folder.glob("*.half"))

"""/review in chat: what is shown, what is kept and what is not."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.app import App
from bot.drills.tables import talk_review
from bot.knowledge.library import Library
from bot.messages import File, Incoming, Role
from bot.people.erasure import erase
from bot.pushes import outbox
from bot.settings import Settings
from bot.store import metadata
from tests.talk import Someone


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


@pytest.fixture
def app(database: str, make_app: Callable[..., App]) -> App:
    return make_app(database)


TALK = """王建国 2026-11-20 10:03
苏州华泵机械有限公司这边看过了，35.6万太贵了，用友才28万

林美 10:05
王总，确实不便宜。您主要是跟哪家、哪几样比的？

王建国 10:06
用友，他含实施。我电话13812345678

林美 10:07
明白。库存不准，一年大概要压多少钱？

王建国 10:08
40万吧，跟陈工核过

林美 10:09
那我给您打9折吧

王建国 10:10
行，我们内部再商量商量

林美 10:11
周五上午十点，我带顾问跟您和陈工一起过一遍报价，可以吗？

王建国 10:12
可以

林美 10:13
好的，保持联系
"""
SECRET = ("王建国", "华泵", "13812345678", "35.6", "28万", "40万", "陈工", "王总")


def everything(app: App) -> str:
    """All that the database holds, as text."""
    with app.store.read() as db:
        rows = [str(row) for t in metadata.sorted_tables for row in db.execute(select(t)).all()]
    return "\n".join(rows)


def send(someone: Someone, text: str, *files: File, **more: object) -> str:
    event = f"e{len(someone.messages)}"
    incoming = Incoming(someone.channel, someone.account, event, text, files=files, forms=someone.forms)
    return someone._hear(replace(incoming, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("way", ["command", "step", "file", "file in the step"])
def test_a_talk_is_scored_and_nothing_of_it_is_kept_as_it_was(app: App, way: str) -> None:
    lin = Someone(app, "林美")
    file = File("微信.txt", "text/plain", TALK.encode())
    if "step" in way:
        assert "把对话贴在这里" in lin.say("复盘")
    if way == "command":
        heard = lin.say(f"/review {TALK}")
    elif way == "step":
        heard = lin.say(TALK)
    else:
        heard = send(lin, "" if "step" in way else "/review", file)
    assert " 分 ·" in heard
    assert "打9折" in heard  # for nothing, and above the limit
    kept = everything(app)
    assert [secret for secret in SECRET if secret in kept] == []
    assert "微信.txt" not in kept
    with app.store.read() as db:
        row = db.execute(select(talk_review)).mappings().one()
        said = [tuple(each) for each in db.execute(text("SELECT text FROM inbox ORDER BY id")).all()]
    assert said[-1][0] in ("/review", "…")
    assert row["total"] is not None
    assert row["lines"][0][0] == ["customer", "[公司1]这边看过了，[金额1]太贵了，用友才[金额2]"]
    assert "9折" in json.dumps(row["lines"], ensure_ascii=False)


def test_quotes_are_of_the_masked_lines(app: App) -> None:
    lin = Someone(app, "林美")
    lin.say(f"/review {TALK}")
    with app.store.read() as db:
        row = db.execute(select(talk_review)).mappings().one()
    lines, card = row["lines"][0], row["scorecard"][0]
    found = [*card["moves"], *card["blockers"], *(each for mark in card["marks"] for each in mark["evidence"])]
    assert len(found) > 5
    assert all(each["quote"] in lines[each["turn"]][1] for each in found)


def test_who_is_who_is_asked_where_nobody_can_know(app: App) -> None:
    mei = Someone(app, "赵敏")
    mei.say(f"/review {TALK}")
    assert len(mei.labels) == 2
    assert not [secret for secret in SECRET if secret in "".join(mei.labels) + everything(app)]
    rep = next(label for label in mei.labels if "确实不便宜" in label)
    assert " 分 ·" in mei.press(rep)
    with app.store.read() as db:
        row = db.execute(select(talk_review)).mappings().one()
    assert len(row["lines"]) == 1
    assert row["lines"][0][1][0] == "rep"
    assert row["total"] is not None


def test_a_short_talk_has_no_total(app: App) -> None:
    lin = Someone(app, "Lin", language="en")
    heard = lin.say("/review Customer: too expensive\nMe: Fair point. What do you compare it with?\nCustomer: others")
    assert "1 message of yours: too few for a total, which takes 5." in heard
    assert "What do you compare it with?" in heard + lin.press("All ten criteria")


@pytest.mark.parametrize("typed", ["/review 今天天气不错", "/review 客户：太贵了"])
def test_what_is_no_talk_is_met_with_an_example(app: App, typed: str) -> None:
    lin = Someone(app, "林美")
    heard = lin.say(typed)
    assert "看不出哪句是谁说的" in heard
    assert "我：您是跟哪家比的" in heard
    assert " 分 ·" in lin.say(TALK)  # the step is open


def test_a_file_that_is_no_text_is_refused(app: App) -> None:
    lin = Someone(app, "林美")
    heard = send(lin, "/review", File("talk.docx", "application/zip", b"PK\x03\x04SECRET"))
    assert "我只读文字文件" in heard
    assert "SECRET" not in everything(app)


def test_in_a_group_nothing_is_read(app: App) -> None:
    lin = Someone(app, "林美")
    assert "私聊" in send(lin, f"/review {TALK}", place="group")
    assert not [secret for secret in SECRET if secret in everything(app)]


def test_other_messages_and_files_are_kept_as_ever(app: App) -> None:
    lin = Someone(app, "林美")
    send(lin, "太贵了", File("a.txt", "text/plain", b"hello"))
    with app.store.read() as db:
        assert db.execute(text("SELECT text FROM inbox")).scalar_one() == "太贵了"
        assert db.execute(text("SELECT name FROM attachment")).scalar_one() == "a.txt"


def test_who_may_not_review_leaves_nothing_behind(database: str, library: Library, tmp_path: Path) -> None:
    app = App(Settings(workspace=tmp_path, database_url=database, features={"knowledge": True}), library=library)
    try:
        lin = Someone(app, "林美")
        assert "没有为你们组打开" in lin.say(f"/review {TALK}") or lin.text
        assert not [secret for secret in SECRET if secret in everything(app)]
    finally:
        app.store.close()


def test_nobody_sees_anothers_talk(app: App) -> None:
    lin, editor = Someone(app, "林美"), Someone(app, "赵敏", role=Role.EDITOR)
    lin.say(f"/review {TALK}")
    lin.press("拿来做演练")
    token = lin.messages[-1].token
    assert "失效" in editor.press_at(token, 0)
    assert "王" not in lin.text
    assert "[客户甲]" in lin.text


def test_an_offered_talk_reaches_the_editors_and_becomes_a_draft(app: App) -> None:
    lin, editor = Someone(app, "林美"), Someone(app, "赵敏", role=Role.EDITOR)
    lin.say(f"/review {TALK}")
    lin.press("拿来做演练")
    assert "赵敏" in lin.press("就用它")
    with app.store.read() as db:
        pushed = select(outbox.outbox).where(outbox.outbox.c.person_id == editor.person.id)
        editor.messages += [outbox.message(row) for row in db.execute(pushed)]
    heard = editor.press("看草稿")
    assert "cornerman drill draft" in heard
    assert "id: real-talk-" in heard
    lin.press("拿来做演练")
    assert "已经提供过了" in lin.press("就用它")


def test_practising_what_was_weak(app: App) -> None:
    lin = Someone(app, "林美")
    lin.say(f"/review {TALK}")
    label = next(label for label in lin.labels if label.startswith("练一练："))
    assert label.removeprefix("练一练：") in lin.press(label)


def test_it_goes_with_the_person(app: App) -> None:
    lin = Someone(app, "林美")
    lin.say(f"/review {TALK}")
    with app.store.write() as db:
        erase(db, lin.person.id, app.clock())
    with app.store.read() as db:
        assert db.execute(select(talk_review)).mappings().all() == [] or "公司1" not in everything(app)

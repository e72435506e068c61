"""What editors hear of old cards, what askers hear of the check, and that each hears it once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import App
from bot.app.due import tick
from bot.channels import plain
from bot.knowledge.freshness import with_reviews
from bot.knowledge.library import Library
from bot.knowledge.tables import review, review_ask
from bot.messages import Button, Message, Role
from bot.people.erasure import erase
from bot.pushes import outbox
from bot.words import words
from tests.conftest import StillClock
from tests.starter import SHELF
from tests.store.together import at_once
from tests.talk import Someone

PRICE = "price-too-high"
TITLE = SHELF.cards[PRICE, "zh"].title
DUE = date(2027, 1, 10)
TOPICS = {id for id, language in SHELF.cards if SHELF.cards[id, language].topic}


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_the_price_card(monkeypatch: pytest.MonkeyPatch, library: Library) -> None:
    """Of the starter only one card has a subject that costs money, so that no other falls due in these tests."""
    shelf = library.shelf
    cards = {key: card if card.id == PRICE else replace(card, topic="") for key, card in shelf.cards.items()}
    monkeypatch.setattr(library, "_state", replace(library._current(), shelf=replace(shelf, cards=cards)))


def heard(someone: Someone) -> list[Message]:
    """What was pushed to somebody, oldest first; its buttons can be pressed."""
    with someone.app.store.read() as db:
        rows = db.execute(
            select(outbox.outbox)
            .where(outbox.outbox.c.person_id == someone.person.id, outbox.outbox.c.kind == "freshness")
            .order_by(outbox.outbox.c.id)
        ).all()
        found = [outbox.message(row) for row in rows]
    someone.messages += found
    return found


def read(message: Message) -> str:
    return plain.render(message.reply, words("zh"))


# The editors, two weeks before


def test_editors_are_told_once_before_the_date(app: App, clock: StillClock) -> None:
    editors = [
        Someone(app, name, role=Role.EDITOR, language=language) for name, language in (("Ed", "zh"), ("Al", "en"))
    ]
    others = [Someone(app, role.value, role=role) for role in (Role.REP, Role.MANAGER, Role.ADMIN)]
    clock.now = on(DUE - timedelta(days=15))
    tick(app)
    assert [heard(editor) for editor in editors] == [[], []]
    for days in (14, 13, 0, -1, -80):
        clock.now = on(DUE - timedelta(days=days))
        tick(app)
    (chinese,), (english,) = (heard(editor) for editor in editors)
    assert [heard(other) for other in others] == [[], [], []]
    assert f"《{TITLE}》2027-01-10 前要复核（定价组或产品市场部）" in read(chinese)
    assert "Total price too high: by 2027-01-10 (Pricing desk or Product marketing)" in read(english)
    labels = [
        [action.label for action in it.reply.actions() if isinstance(action, Button)] for it in (chinese, english)
    ]
    assert labels == [["看这张卡", "仍然正确"], ["Open the card", "Still right"]]


def test_admins_are_told_where_nobody_edits(app: App, clock: StillClock) -> None:
    clock.now = on(DUE)
    tick(app)  # nobody to tell: not forgotten
    boss = Someone(app, "Boss", role=Role.ADMIN)
    tick(app)
    tick(app)
    assert len(heard(boss)) == 1


def test_ten_processes_and_a_restart_tell_once(app: App, make_app: Callable[..., App], clock: StillClock) -> None:
    editor = Someone(app, "Ed", role=Role.EDITOR)
    clock.now = on(DUE)
    replicas = [make_app(app.settings.database_url) for _ in range(3)]
    at_once(9, lambda n: tick(replicas[n % 3]))
    tick(make_app(app.settings.database_url))
    assert len(heard(editor)) == 1


def test_several_at_once_are_one_message(
    sqlite_app: App, clock: StillClock, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = Someone(sqlite_app, "Ed", role=Role.EDITOR)
    monkeypatch.setattr(library, "_state", replace(library._current(), shelf=SHELF))
    clock.now = on(DUE + timedelta(days=60))
    tick(sqlite_app)
    (message,) = heard(editor)
    assert f"有 {len(TOPICS)} 张卡该复核了" in read(message)
    for id in TOPICS:
        assert f"《{SHELF.cards[id, 'zh'].title}》" in read(message)
    assert sum(action.label == "仍然正确" for action in message.reply.actions()) == 8  # type: ignore[union-attr]
    tick(sqlite_app)
    assert len(heard(editor)) == 1


def test_the_next_date_is_told_again(app: App, clock: StillClock) -> None:
    editor = Someone(app, "Ed", role=Role.EDITOR)
    clock.now = on(DUE)
    tick(app)
    heard(editor)
    editor.press("仍然正确")
    clock.now = on(DUE + timedelta(days=90))
    tick(app)
    tick(app)
    assert len(heard(editor)) == 2


# Whoever asks, past the date


@pytest.fixture
def late(app: App, clock: StillClock) -> App:
    clock.now = on(DUE + timedelta(days=5))
    return app


def ask(rep: Someone) -> str:
    rep.say(SHELF.cards[PRICE, "zh"].says[0])
    return rep.press("催一下")


def test_only_an_overdue_card_on_money_can_be_asked_for(app: App, clock: StillClock) -> None:
    rep, old = Someone(app), SHELF.cards["staff-resistance", "zh"]
    rep.say(SHELF.cards[PRICE, "zh"].says[0])
    assert "催一下" not in rep.labels
    clock.now = on(old.due + timedelta(days=1))
    rep.say(old.says[0])
    assert "催一下" not in rep.labels
    rep.say(SHELF.cards[PRICE, "zh"].says[0])
    assert "催一下" in rep.labels
    assert "仍然正确" not in rep.labels


def test_the_editors_hear_who_asks_and_how_many_once_a_day(late: App, clock: StillClock) -> None:
    editors = [Someone(late, name, role=Role.EDITOR) for name in ("Ed", "Al")]
    boss, lin, mei = Someone(late, "Boss", role=Role.ADMIN), Someone(late, "Lin"), Someone(late, "Mei")
    assert ask(lin) == "已经替你催内容编辑了。一核对好，我就告诉你。"
    assert ask(lin) == ask(mei) == "今天已经催过内容编辑了。一核对好，我就告诉你。"
    for editor in editors:
        (message,) = heard(editor)
        assert f"Lin要用《{TITLE}》报给客户，请你先核对一下。" in read(message)
        assert "2027-01-10 到期以来，有 1 个人催过。" in read(message)
    assert heard(boss) == []
    clock.move(timedelta(days=1))
    assert ask(mei).startswith("已经替你催")
    assert "Mei要用" in read(heard(editors[0])[1])
    assert "有 2 个人催过" in read(heard(editors[0])[1])


def test_ten_presses_at_once_are_one_message(late: App) -> None:
    editor = Someone(late, "Ed", role=Role.EDITOR)
    reps = [Someone(late, f"Rep {n}") for n in range(10)]
    for rep in reps:
        rep.say(SHELF.cards[PRICE, "zh"].says[0])
    answers = at_once(10, lambda n: reps[n].press("催一下"))
    assert sorted(answer.startswith("已经替你催") for answer in answers) == [False] * 9 + [True]
    assert len(heard(editor)) == 1


def test_where_nobody_edits_the_asker_is_told_so(late: App) -> None:
    lin = Someone(late)
    assert ask(lin) == "这里还没有人管内容，直接找定价组问一下。"
    tick(late)
    assert heard(lin) == []
    boss = Someone(late, "Boss", role=Role.ADMIN)
    assert ask(lin).startswith("已经替你催")
    assert len(heard(boss)) == 1


def test_everybody_who_asked_hears_once_that_it_was_checked(late: App, make_app: Callable[..., App]) -> None:
    editor, lin = Someone(late, "Ed", role=Role.EDITOR), Someone(late, "Lin")
    mei, tom = Someone(late, "Mei", language="en"), Someone(late, "Tom")
    ask(lin)
    mei.say(SHELF.cards[PRICE, "en"].says[0])
    mei.press("Ask them to check")
    tick(late)
    assert heard(lin) == []
    heard(editor)
    assert editor.press("仍然正确") == f"好，《{TITLE}》算今天核对过了。"
    replicas = [make_app(late.settings.database_url) for _ in range(3)]
    at_once(6, lambda n: tick(replicas[n % 3]))
    (news,) = heard(lin)
    assert f"你催的《{TITLE}》，2027-01-15 核对过了。" in read(news)
    assert len(heard(mei)) == 1
    assert heard(tom) == []
    assert SHELF.cards[PRICE, "zh"].sections["line"] in lin.press("看这张卡")
    with late.store.read() as db:
        assert db.execute(select(review_ask)).all() == []


def test_an_edited_file_counts_as_checked_too(late: App, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:

    Someone(late, "Ed", role=Role.EDITOR)
    lin = Someone(late)
    ask(lin)
    edited = with_reviews(library.shelf, {PRICE: DUE + timedelta(days=4)})
    monkeypatch.setattr(library, "_state", replace(library._current(), shelf=edited))
    tick(late)
    tick(late)
    (news,) = heard(lin)
    assert "2027-01-14 核对过了" in read(news)
    assert lin.press("催一下").startswith(f"《{TITLE}》2027-01-14 已经核对过了。")  # the old answer's button


def test_a_review_counts_for_an_old_button_at_once(late: App) -> None:
    editor, lin = Someone(late, "Ed", role=Role.EDITOR), Someone(late)
    ask(lin)
    heard(editor)
    editor.press("仍然正确")
    assert "已经核对过了" in lin.press("催一下")


def test_an_editor_may_say_so_on_the_card_itself(late: App) -> None:
    editor = Someone(late, "Ed", role=Role.EDITOR)
    editor.say(SHELF.cards[PRICE, "zh"].says[0])
    assert {"催一下", "仍然正确"} <= set(editor.labels)
    editor.press("仍然正确")
    editor.press("仍然正确")
    with late.store.read() as db:
        rows = db.execute(select(review.c.card, review.c.reviewed_on, review.c.person_id)).all()
    assert rows == [(PRICE, date(2027, 1, 15), editor.person.id)]


def test_the_review_is_dated_where_the_editor_is(late: App, clock: StillClock) -> None:
    editor = Someone(late, "Ed", role=Role.EDITOR)
    editor.say(SHELF.cards[PRICE, "zh"].says[0])
    clock.now = datetime(2027, 1, 15, 23, tzinfo=UTC)  # seven in the morning of the 16th in Shanghai
    editor.press("仍然正确")
    with late.store.read() as db:
        assert db.execute(select(review.c.reviewed_on)).scalar_one() == date(2027, 1, 16)


def test_a_card_stays_checked_when_its_editor_is_erased(late: App, clock: StillClock) -> None:
    editor, lin = Someone(late, "Ed", role=Role.EDITOR), Someone(late)
    ask(lin)
    heard(editor)
    editor.press("仍然正确")
    with late.store.write() as db:
        for somebody in (editor, lin):
            erase(db, somebody.person.id, clock())
    with late.store.read() as db:
        assert db.execute(select(review.c.card, review.c.person_id)).all() == [(PRICE, None)]
        assert db.execute(select(review_ask)).all() == []
    tick(late)
    assert heard(lin) == []

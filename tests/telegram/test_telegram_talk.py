"""A private chat on Telegram: what is said, pressed and sent along, and what comes back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Picture, Reply, Text, say
from bot.people import link, logins
from bot.people.tables import identity
from bot.pushes import outbox
from bot.store import arrivals, attachments, inbox
from tests.conftest import StillClock
from tests.fakes.telegram_chats import User
from tests.telegram.player import Player, Stage

PNG = b"\x89PNG\r\n\x1a\n" + bytes.fromhex("0000000d49484452000002800000019008060000")
HOUR = timedelta(hours=1)


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


def rows(app: App, table: Any) -> list[Any]:
    with app.store.read() as db:
        return list(db.execute(select(table)))


def push(stage: Stage, player: Player, reply: Reply, kind: str = "alert", **more: Any) -> None:
    """Leaves a message for somebody, as a feature does, and waits until it is out."""
    with stage.app.store.write() as db:
        outbox.push(db, reply, person_id=player.person.id, kind=kind, now=stage.app.clock(), **more)
    stage.app.notify(player.person.id)
    stage.settle()


def test_a_conversation(stage: Stage, lin: Player) -> None:
    """Said, answered, pressed: every press is released once, and the update is confirmed and forgotten."""
    assert "/settings" in lin.say("/help")
    assert "Hello Lin." in lin.say("/start")
    assert "What else can you do?" in lin.labels
    assert "/settings" in lin.press("What else can you do?")
    assert stage.fake.unanswered == set()
    assert len(stage.fake.answers) == 1
    assert rows(stage.app, arrivals.arrival) == []
    assert len(rows(stage.app, inbox.inbox)) == 3
    assert {row.status for row in rows(stage.app, outbox.outbox)} == {"sent"}


def test_a_form_is_asked_field_by_field(lin: Player) -> None:
    assert "1. 中文" in lin.say("/settings")
    assert "Time zone" in lin.say("2")
    assert "Stopped" in lin.say("/cancel")
    lin.say("/settings")
    assert "02:00" in lin.press("Save", {"language": "en", "time_zone": "Europe/Berlin"})


def test_first_contact_takes_the_name(stage: Stage) -> None:
    ann = stage.fake.user(8, "Ann", "zh-hans")
    ann.start("from-a-link")
    stage.settle()
    (answer,) = ann.chat.from_bot
    assert answer.labels == ["中文", "English"]
    assert rows(stage.app, inbox.inbox)[0].text == "/start from-a-link"
    ann.press(answer, "English")
    stage.settle()
    assert "Hello Ann." in ann.chat.from_bot[-1].text


def test_edited_in_place(stage: Stage, lin: Player) -> None:
    """An edit changes the message; one that changes nothing is fine; one of a message that is gone is said anew."""
    push(stage, lin, say("one"), slot="1")
    (row,) = rows(stage.app, outbox.outbox)
    push(stage, lin, say("two"), slot="2", edits=row.token)
    assert [message.text for message in lin.user.chat.from_bot] == ["two"]
    push(stage, lin, say("two"), slot="3", edits=row.token)
    assert any("not modified" in refusal for refusal in stage.fake.refusals)
    lin.user.chat.messages.clear()
    push(stage, lin, say("three"), slot="4", edits=row.token)
    assert [message.text for message in lin.user.chat.from_bot] == ["three"]
    assert {row.status for row in rows(stage.app, outbox.outbox)} == {"sent"}


def test_a_text_becomes_a_picture_and_back(stage: Stage, lin: Player) -> None:
    chart = Reply((Picture(PNG, "A chart"), Text("Sales")))
    push(stage, lin, say("text"), slot="1")
    token = rows(stage.app, outbox.outbox)[0].token
    push(stage, lin, chart, slot="2", edits=token)
    (shown,) = lin.user.chat.from_bot
    assert (shown.text, shown.file) == ("A chart\n\nSales", PNG)
    second = rows(stage.app, outbox.outbox)[1].token
    push(stage, lin, Reply((Picture(PNG, "Another"),)), slot="3", edits=second)
    assert [message.text for message in lin.user.chat.from_bot] == ["Another"]
    push(stage, lin, say("text"), slot="4", edits=second)
    assert [message.text for message in lin.user.chat.from_bot] == ["text"]


def test_an_edit_that_is_shorter_removes_the_rest(stage: Stage, lin: Player) -> None:
    push(stage, lin, say("字" * 10_000), slot="1")
    assert "".join(message.text for message in lin.user.chat.from_bot) == "字" * 10_000
    token = rows(stage.app, outbox.outbox)[0].token
    push(stage, lin, say("short"), slot="2", edits=token)
    stage.fake.wait(lambda: [message.text for message in lin.user.chat.from_bot] == ["short"])  # its row is sent before


def test_markup_of_somebody_stays_text(stage: Stage, lin: Player) -> None:
    said = "<b>x</b> *y* [l](tg://user?id=7) `c` @cornerman_bot #tag"
    push(stage, lin, Reply((Text(said), Choices((Button("<i>ok</i>", "people.help_button"),)))))
    (shown,) = lin.user.chat.from_bot
    assert (shown.text, shown.labels, shown.entities) == (said, ["<i>ok</i>"], [])


# What comes along


@pytest.mark.parametrize("kind", ["voice", "photo", "document"])
def test_files_are_kept_with_the_message(stage: Stage, lin: Player, kind: str) -> None:
    send = {
        "voice": lambda: lin.user.send_voice(b"OggS"),
        "photo": lambda: lin.user.send_photo(PNG, "/help"),
        "document": lambda: lin.user.send_document("价目.csv", b"1,2", "text/csv"),
    }[kind]
    send()
    stage.settle()
    (kept,) = rows(stage.app, attachments.attachment)
    expected = {
        "voice": ("voice.ogg", "audio/ogg", b"OggS"),
        "photo": ("photo.jpg", "image/jpeg", PNG),
        "document": ("价目.csv", "text/csv", b"1,2"),
    }
    assert (kept.name, kept.mime, kept.data) == expected[kind]
    (answer,) = lin.user.chat.from_bot
    assert ("/settings" in answer.text) == (kind == "photo"), "the caption is what was said"


def test_a_file_that_is_too_big(stage: Stage, lin: Player) -> None:
    stage.fake.files["F9"] = ("documents/file_9", b"")
    about = {"file_id": "F9", "file_unique_id": "u9", "file_size": 20 * 1024 * 1024 + 1, "file_name": "film.mov"}
    lin.user.send({"document": about})
    stage.settle()
    assert "20 MB" in lin.user.chat.from_bot[-1].text
    assert rows(stage.app, attachments.attachment) == rows(stage.app, arrivals.arrival) == []
    assert not [name for name, _ in stage.fake.calls if name == "getFile"]


def test_a_file_that_does_not_come(stage: Stage, lin: Player) -> None:
    lin.user.send({"voice": {"file_id": "none", "file_unique_id": "u", "duration": 1}})
    stage.settle()
    assert "send it again" in lin.user.chat.from_bot[-1].text


def test_a_file_is_fetched_again_after_a_fault(stage: Stage, lin: Player) -> None:
    stage.fake.faults.once("500", "getFile")
    lin.user.send_voice(b"OggS")
    stage.settle()
    assert [row.data for row in rows(stage.app, attachments.attachment)] == [b"OggS"]


OTHER = {
    "sticker": None,
    "location": {"location": {"longitude": 1.0, "latitude": 2.0}},
    "contact": {"contact": {"phone_number": "1", "first_name": "X"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "poll": {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                      "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                      "allows_revoting": False, "members_only": False}},
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHER)
def test_what_we_do_not_read_gets_one_sentence(stage: Stage, lin: Player, kind: str) -> None:
    content = OTHER[kind]
    if content:
        lin.user.send(content)
    else:
        lin.user.send_sticker()
    stage.settle()
    (answer,) = lin.user.chat.from_bot
    assert answer.text.startswith("I cannot read that")
    assert rows(stage.app, arrivals.arrival) == []


def said_to_people(stage: Stage) -> list[str]:
    """Every call but those that set the bot's menu, which goes on while people speak already."""
    return [name for name, _ in stage.fake.calls if not name.startswith(("getMy", "setMy"))]


def test_silence_by_rule(stage: Stage, lin: Player) -> None:
    """Edits, other bots, channel posts, notes of the platform, our own inline results, and what nobody can read."""
    said = lin.user.say("/help")
    stage.settle()
    robot = stage.fake.user(9, "Robot", bot=True)
    before = said_to_people(stage)
    lin.user.edit(said, "/start")
    robot.say("/start")
    lin.user.send({"pinned_message": said["message"]})
    lin.user.send({"text": "a card", "via_bot": stage.fake.me})
    stage.fake.deliver({"edited_message": said["message"]})
    stage.fake.deliver({"channel_post": {**said["message"], "chat": {"id": -5, "type": "channel", "title": "News"}}})
    stage.fake.deliver({"message": {"text": "no chat and no date"}})
    stage.fake.deliver({"message": "no message at all"})
    stage.settle()
    assert said_to_people(stage) == before
    assert len(rows(stage.app, inbox.inbox)) == 1
    assert "/settings" in lin.say("/help"), "and it still hears"


# Buttons


def test_presses_that_do_nothing_are_answered(stage: Stage, lin: Player) -> None:
    """Unknown payloads, somebody else's button, one that is months old, one whose message is out of reach."""
    lin.say("/start")
    (menu,) = lin.user.chat.from_bot
    for data in ("x", "a:b:c", f"{'x' * 20}:0", menu.buttons[0]["callback_data"].partition(":")[0] + ":99"):
        lin.user.press(menu, data=data)
        stage.settle()
        assert lin.user.chat.from_bot[-1].text.startswith("That button is no longer in use")
    ann = stage.someone("Ann", language="en", number=8)
    ann.user.press(menu, "Settings")
    stage.settle()
    assert lin.user.chat.from_bot[-1].text.startswith("That button is no longer in use"), "said where it stands"
    lin.user.press(menu, "Settings", gone=True)
    stage.settle()
    assert "Time zone" not in lin.user.chat.from_bot[-1].text
    assert "1. 中文" in lin.user.chat.from_bot[-1].text
    assert stage.fake.unanswered == set()
    assert len(stage.fake.answers) == 6


def test_a_button_after_two_months(stage: Stage, lin: Player, clock: StillClock) -> None:
    lin.say("/start")
    clock.move(timedelta(days=61))
    assert lin.press("Settings").startswith("That button is no longer in use")
    assert stage.fake.unanswered == set()


def test_the_same_press_twice(stage: Stage, lin: Player) -> None:
    """Two presses are two events; one that is delivered again is not handled again, and released once."""
    lin.say("/start")
    (menu,) = lin.user.chat.from_bot
    pressed = lin.user.press(menu, "What else can you do?")
    stage.settle()
    stage.fake.redeliver(pressed)
    stage.settle()
    assert len(lin.user.chat.from_bot) == 2
    assert [name for name, _ in stage.fake.calls].count("answerCallbackQuery") == 1


def test_a_button_nobody_can_release_still_works(stage: Stage, lin: Player) -> None:
    lin.say("/start")
    stage.fake.faults.once("500", "answerCallbackQuery")
    assert "/settings" in lin.press("What else can you do?")


# Strangers and people who leave


@pytest.fixture
def closed(sqlite_app: App) -> Any:
    with Stage(sqlite_app, strangers=False) as found:
        yield found
        assert found.fake.breaches == []


@pytest.mark.parametrize(("code", "words"), [("zh-hans", "公司内部"), ("de", "company's sales coach")])
def test_a_stranger_hears_why_once_an_hour(closed: Stage, clock: StillClock, code: str, words: str) -> None:
    eve = closed.fake.user(66, "Eve", code)
    eve.start("guess")
    eve.say("hello?")
    eve.send_document("virus.exe", b"MZ")
    eve.send_sticker()
    closed.settle()
    (refusal,) = eve.chat.from_bot
    assert words in refusal.text
    assert not [name for name, _ in closed.fake.calls if name == "getFile"]
    assert rows(closed.app, inbox.inbox) == rows(closed.app, arrivals.arrival) == []
    clock.move(HOUR)
    eve.say("hello?")
    closed.settle()
    assert len(eve.chat.from_bot) == 2
    assert closed.app.person("telegram", "66") is None


def test_who_is_known_comes_in(closed: Stage) -> None:
    assert "/settings" in closed.someone(language="en").say("/help")


def test_an_invitation_lets_one_account_in(closed: Stage) -> None:
    with closed.app.store.write() as db:
        ann = closed.app.directory.add(db, "Ann", now=closed.app.clock(), language="en")
        payload = logins.new_invitation(db, ann.id, closed.app.clock())
    invited, late = closed.fake.user(8, "A."), closed.fake.user(9, "Eve")
    for one in (invited, late):
        one.start(payload)
        closed.settle()
    assert "Hello Ann." in invited.chat.from_bot[-1].text
    assert "company's sales coach" in late.chat.from_bot[-1].text
    assert closed.app.person("telegram", "8") == ann
    assert closed.app.person("telegram", "9") is None


def test_a_code_lets_in_between_us_two(closed: Stage) -> None:
    """A good one to be confirmed elsewhere; a wrong one, or one said in a group, opens nothing."""
    with closed.app.store.write() as db:
        ann = closed.app.directory.add(db, "Ann", now=closed.app.clock(), language="en")
        closed.app.directory.attach(db, "web", "a", ann.id)
        code = link.new_code(db, ann.id, link.Account("web", "a"), closed.app.clock())
    group, stranger = closed.fake.group(-100), closed.fake.user(8, "A.")
    stranger.say(f"/link {code}", group)
    stranger.say("/link AAAA-AAAA")
    closed.settle()
    assert closed.app.person("telegram", "8") is None
    before = len(stranger.chat.from_bot)
    stranger.say(f"/link {code}")
    closed.settle()
    assert closed.app.person("telegram", "8") is not None
    assert len(stranger.chat.from_bot) == before + 1


def paused(app: App, account: str) -> bool:
    with app.store.read() as db:
        where = (identity.c.account == account, identity.c.paused_at.is_not(None))
        return bool(db.execute(select(func.count()).select_from(identity).where(*where)).scalar())


def test_blocked_and_back(stage: Stage, lin: Player) -> None:
    lin.user.block()
    stage.settle()
    assert paused(stage.app, "7")
    push(stage, lin, say("for the page"))
    assert not lin.user.chat.from_bot
    lin.user.unblock()
    stage.settle()
    assert paused(stage.app, "7"), "until they write"
    assert lin.say("/help")
    assert not paused(stage.app, "7")


def test_blocked_and_nobody_told_us(stage: Stage, lin: Player) -> None:
    lin.user.chat.refuses = "Forbidden: bot was blocked by the user"
    push(stage, lin, say("unheard"))
    assert paused(stage.app, "7")
    (row,) = rows(stage.app, outbox.outbox)
    assert (row.status, row.error) == ("dead", "Forbidden: bot was blocked by the user")


def test_an_account_that_is_not_there(stage: Stage, lin: Player) -> None:
    del stage.fake.chats[7]
    push(stage, lin, say("unheard"))
    assert rows(stage.app, outbox.outbox)[0].status == "dead"
    assert paused(stage.app, "7")


def test_many_at_once_are_answered_in_order(stage: Stage) -> None:
    """Each person's messages in the order they were said, whatever others do meanwhile."""
    people = [stage.someone(f"P{n}", language="en", number=100 + n) for n in range(5)]
    with stage.fake.held():
        for word in ("/nothing1", "/nothing2", "/nothing3"):
            for one in people:
                one.user.say(word)
    stage.settle()
    for one in people:
        told: User = one.user
        answers = [message.text.split(".")[0] for message in told.chat.from_bot]
        assert answers == [f"I have no command /nothing{n}" for n in (1, 2, 3)]

"""In a group the bot is silent until it is spoken to, and quotes whom it answers."""

import pytest
from sqlalchemy import select

from bot.pushes.outbox import outbox
from bot.store import inbox
from tests.fakes.telegram_chats import Chat
from tests.fakes.telegram_updates import Refused
from tests.telegram.player import Player, Stage


@pytest.fixture
def group(stage: Stage) -> Chat:
    return stage.fake.group(-100)


@pytest.mark.parametrize(
    "text",
    [
        "/help",
        "/help@cornerman_bot",
        "/help@Cornerman_Bot",
        "@cornerman_bot /help",
        "/帮助",
        "／帮助",
        "/help @cornerman_bot",
    ],
)
def test_addressed(stage: Stage, lin: Player, group: Chat, text: str) -> None:
    asked = lin.user.say(text, group)
    stage.settle()
    (answer,) = group.from_bot
    assert "/settings" in answer.text
    assert answer.raw["reply_to_message"]["message_id"] == asked["message"]["message_id"]
    assert not lin.user.chat.from_bot


@pytest.mark.parametrize(
    "text",
    ["太贵了", "/help@other_bot", "/roll", "/roll@other_bot", "@someone_else /help", "@cornerman_bottle help", "/"],
)
def test_not_addressed(stage: Stage, lin: Player, group: Chat, text: str) -> None:
    lin.user.say(text, group)
    lin.user.send_photo(b"\x89PNG", text, group)
    lin.user.send_sticker(group)
    lin.user.send_voice(b"OggS", group)
    stage.settle()
    assert not group.from_bot
    with stage.app.store.read() as db:
        assert db.execute(select(inbox.inbox)).first() is None, "what is not for us is not even kept"


def test_a_reply_to_the_bot_is_for_it(stage: Stage, lin: Player, group: Chat) -> None:
    lin.user.say("/settings", group)
    stage.settle()
    (form,) = group.from_bot
    lin.user.say("2", group)
    lin.user.say("2", group, reply_to=form)
    stage.settle()
    assert [("Time zone" in message.text) for message in group.from_bot] == [False, True]


def test_the_mention_is_not_part_of_what_was_said(stage: Stage, lin: Player, group: Chat) -> None:
    lin.user.say("🙂🙂 @cornerman_bot", group)
    lin.user.say("Hi @cornerman_bot what is it", group)
    lin.user.send(
        {"text": "Corner thanks", "entities": [
            {"type": "text_mention", "offset": 0, "length": 6, "user": stage.fake.me}]}, group,
    )  # fmt: skip
    stage.settle()
    with stage.app.store.read() as db:
        said = db.execute(select(inbox.inbox.c.text).order_by(inbox.inbox.c.id)).scalars().all()
    assert said == ["🙂🙂", "Hi what is it", "thanks"]


def test_a_topic_of_a_forum_is_a_conversation_of_its_own(stage: Stage, lin: Player, group: Chat) -> None:
    """Its first note is above every message of it, and is no reply to the bot, whoever opened the topic."""
    opened = group.add(stage.fake.me, {"forum_topic_created": {"name": "Prices", "icon_color": 1}})
    topic = {"message_thread_id": 5, "is_topic_message": True}
    lin.user.send({"text": "nothing for you", **topic}, group, reply_to=opened)
    lin.user.send({"text": "/help", **topic}, group)
    stage.settle()
    (answer,) = [message for message in group.from_bot if message is not opened]
    assert "/settings" in answer.text
    (sent,) = [given for name, given in stage.fake.calls if name == "sendMessage"]
    assert sent["message_thread_id"] == 5
    with stage.app.store.read() as db:
        assert db.execute(select(outbox.c.conversation, outbox.c.place)).one() == ("-100:5", "group")


def test_whoever_speaks_as_a_group_or_channel_is_nobody(stage: Stage, lin: Player, group: Chat) -> None:
    lin.user.send({"text": "/help", "sender_chat": group.about}, group)
    stage.settle()
    assert not group.from_bot


def test_a_question_that_is_gone_is_answered_without_it(stage: Stage, lin: Player, group: Chat) -> None:
    with stage.fake.held():
        lin.user.say("/help", group)
        group.messages.clear()
    stage.settle()
    (answer,) = group.from_bot
    assert "reply_to_message" not in answer.raw


def test_buttons_in_a_group_belong_to_who_asked(stage: Stage, lin: Player, group: Chat) -> None:
    ann = stage.someone("Ann", language="en", number=8)
    lin.user.say("/start", group)
    stage.settle()
    (menu,) = group.from_bot
    ann.user.press(menu, "Settings")
    stage.settle()
    assert group.from_bot[-1].text.startswith("That button is no longer in use")
    lin.user.press(menu, "Settings")
    stage.settle()
    assert "1. 中文" in group.from_bot[-1].text
    assert stage.fake.unanswered == set()


def test_thrown_out_of_a_group(stage: Stage, lin: Player, group: Chat) -> None:
    """The answer is dead, and the person is not: they did not block us."""
    lin.user.add_bot(group)
    with stage.fake.held():
        lin.user.say("/help", group)
        lin.user.remove_bot(group)
    stage.settle()
    with stage.app.store.read() as db:
        assert db.execute(select(outbox.c.status)).scalars().all() == ["dead"]
    with stage.app.store.read() as db:
        met = stage.app.directory.meet(db, "telegram", "7", "", stage.app.clock())
    assert met is not None
    assert not met.paused
    assert "/settings" in lin.say("/help")


def test_a_group_that_became_a_supergroup(stage: Stage, lin: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer follows it to its new number."""
    old, new = stage.fake.group(-5, kind="group"), stage.fake.group(-1005)
    old.refuses = "moved"
    monkeypatch.setattr("tests.fakes.telegram._error", moved_to(new.id))
    lin.user.say("/help", old)
    lin.user.say("/help", old)
    stage.settle()
    assert len(new.from_bot) == 2


def moved_to(number: int):  # type: ignore[no-untyped-def]
    from tests.fakes.telegram import _error

    def error(refused: Refused, **parameters: int):  # type: ignore[no-untyped-def]
        if refused.description == "moved":
            moved = Refused(400, "Bad Request: group chat was upgraded to a supergroup chat")
            return _error(moved, migrate_to_chat_id=number)
        return _error(refused, **parameters)

    return error

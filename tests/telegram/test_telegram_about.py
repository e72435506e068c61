"""What Telegram shows about the bot, inline questions, and how the library that speaks to it is set up."""

import logging
import re

import pytest

from bot.app import App
from bot.channels.telegram import build_application
from bot.channels.telegram.application import SlowDown
from bot.channels.telegram.menu import commands
from bot.settings.values import Secret, TelegramSettings
from tests.fakes.telegram import Telegram
from tests.telegram.player import Player, Stage

SETTERS = {"setMyCommands", "setMyDescription", "setMyShortDescription"}


def set_(fake: Telegram) -> list[str]:
    return [name for name, _ in fake.calls if name in SETTERS]


def test_the_menu_is_set_once(sqlite_app: App, fake: Telegram) -> None:
    """Per language, and not again while it says the same."""
    with Stage(sqlite_app, fake):
        fake.wait(lambda: len(set_(fake)) == 9)
    assert {language: menu[0]["description"] for (_, language), menu in fake.commands.items()} == {
        "": "客户这么说，该怎么接", "zh": "客户这么说，该怎么接", "en": "Find the script for what the customer said",
    }  # fmt: skip
    assert "cornerman" in fake.short_descriptions["en"]
    assert len(fake.descriptions["zh"].split("\n")) == 3
    fake.calls.clear()
    with Stage(sqlite_app, fake):
        fake.wait(lambda: len(fake.calls) >= 9 + 2)
    assert set_(fake) == []


def test_the_menu_shows_what_everybody_may(sqlite_app: App) -> None:
    names = [command.command for command in commands(sqlite_app.routes, {"knowledge": True}, "en")]
    assert {"ask", "start", "help", "cancel", "me", "settings"} <= set(names)
    assert "features" not in names, "only admins"
    assert all(re.fullmatch("[a-z0-9_]{1,32}", name) for name in names)
    assert "ask" not in [command.command for command in commands(sqlite_app.routes, {}, "en")]


def test_a_menu_that_cannot_be_set_stops_nothing(sqlite_app: App, fake: Telegram) -> None:
    fake.faults.once("429", "setMyCommands")
    with Stage(sqlite_app, fake) as stage:
        assert "/settings" in stage.someone(language="en").say("/help")


def test_inline_is_off_unless_switched_on(stage: Stage, lin: Player) -> None:
    assert lin.user.inline("too expensive")
    lin.say("/help")
    assert not stage.fake.inline_answers


def test_inline_is_for_people_whom_we_know(sqlite_app: App) -> None:
    with Stage(sqlite_app, inline=True) as stage:
        lin = stage.someone(language="en")
        asked = [
            lin.user.inline("too expensive"),
            stage.fake.user(66, "Eve").inline("too expensive"),
            lin.user.inline(""),
        ]
        stage.fake.wait(lambda: len(stage.fake.inline_answers) == 3)
        found, nothing, empty = (stage.fake.inline_answers[update["inline_query"]["id"]] for update in asked)
        assert nothing["results"] == empty["results"] == []
        assert found["results"][0]["input_message_content"]["message_text"]
        assert (found["cache_time"], found["is_personal"]) == (0, True)
        assert stage.fake.breaches == []


def test_the_token_is_in_no_log(sqlite_app: App, fake: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Stage(sqlite_app, fake) as stage:
        lin = stage.someone(language="en")
        fake.faults.once("500", "sendMessage")
        lin.user.send_voice(b"OggS")
        lin.say("/help")
    assert "telegram" in caplog.text.casefold()
    assert fake.token not in caplog.text
    assert fake.token.partition(":")[2] not in caplog.text


def test_the_application_of_a_token() -> None:
    settings = TelegramSettings(bot_token=Secret("1:x"), api="https://example.com", proxy="socks5://127.0.0.1:1")
    bot = build_application(settings).bot
    assert (bot.base_url, bot.base_file_url) == ("https://example.com/bot1:x", "https://example.com/file/bot1:x")


def test_seconds_to_wait_are_read_from_the_answer() -> None:
    assert str(SlowDown(3.0)).endswith("3 s")

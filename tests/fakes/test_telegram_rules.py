"""The validator of the fake Telegram: what the real one refuses, one call each."""

import os
from typing import Any

import pytest

from tests.fakes.telegram_rules import Allowed, breaches, fields, utf16

LONG_CHINESE = "话" * 4097
GOOD: dict[str, dict[str, Any]] = {
    "sendMessage": {"chat_id": 7, "text": "hello", "link_preview_options": {"is_disabled": True}},
    "answerCallbackQuery": {"callback_query_id": "1"},
    "setMyCommands": {"commands": [{"command": "ask", "description": "Ask"}]},
    "sendPhoto": {"chat_id": 7, "photo": "F1", "caption": "Funnel"},
    "editMessageText": {"chat_id": 7, "message_id": 1, "text": "x", "link_preview_options": {"is_disabled": True}},
    "editMessageMedia": {"chat_id": 7, "message_id": 1, "media": {"type": "photo", "media": "F1"}},
    "setMyDescription": {"description": "x" * 512},
    "setMyShortDescription": {"short_description": "x" * 120},
    "sendChatAction": {"chat_id": 7, "action": "typing"},
    "setWebhook": {"url": "https://example.com/hook", "secret_token": "a-b_1"},
}


def button(**about: Any) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [[{"text": "OK", **about}]]}}


def entity(**about: Any) -> dict[str, Any]:
    return {"text": "🙂 hello", "entities": [{"type": "bold", "offset": 0, "length": 2, **about}]}


REFUSED = {
    "unknown method": ("sendNothing", {}, "no method"),
    "the library's spelling": ("send_message", {}, "no method"),
    "unknown parameter": ("sendMessage", {"parse": "x"}, "parse is unknown"),
    "missing": ("sendMessage", {"text": None}, "text is missing"),
    "wrong type": ("sendMessage", {"text": 5}, "text is not str"),
    "a flag as number": ("sendMessage", {"message_thread_id": True}, "message_thread_id is not int"),
    "wrong type inside": ("sendMessage", button(callback_data=5), "callback_data"),
    "unknown inside": ("sendMessage", button(callback_data="x", colour="red"), "colour is unknown"),
    "missing inside": ("sendMessage", {"entities": [{"type": "bold", "offset": 0}]}, "length is missing"),
    "empty": ("sendMessage", {"text": " \n"}, "empty"),
    "4097 characters": ("sendMessage", {"text": LONG_CHINESE}, "4097"),
    "2049 emoji": ("sendMessage", {"text": "🙂" * 2049}, "4098"),
    "caption": ("sendPhoto", {"caption": "x" * 1025}, "1025"),
    "caption of new media": (
        "editMessageMedia", {"media": {"type": "photo", "media": "F1", "caption": "x" * 1025}}, "1025",
    ),
    "22 Chinese characters of data": ("sendMessage", button(callback_data="字" * 22), "66 bytes"),
    "no data": ("sendMessage", button(callback_data=""), "0 bytes"),
    "button without text": ("sendMessage", button(text=" ", callback_data="x"), "no text"),
    "button without deed": ("sendMessage", button(), "exactly one"),
    "button with two deeds": ("sendMessage", button(callback_data="x", url="https://a.example"), "exactly one"),
    "button to nowhere": ("sendMessage", button(url="http://localhost:8470/x"), "no address"),
    "101 buttons": (
        "sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}}, "101",
    ),
    "answer of 201": ("answerCallbackQuery", {"text": "x" * 201}, "201"),
    "entity outside": ("sendMessage", entity(offset=6, length=3), "outside"),
    "entity from inside an emoji": ("sendMessage", entity(offset=1, length=3), "cuts"),
    "entity into an emoji": ("sendMessage", entity(length=1), "cuts"),
    "unknown entity": ("sendMessage", entity(type="marquee"), "no entity"),
    "parse_mode": ("sendMessage", {"parse_mode": "HTML"}, "parse_mode"),
    "parse_mode of new media": (
        "editMessageMedia", {"media": {"type": "photo", "media": "F1", "parse_mode": "HTML"}}, "parse_mode",
    ),
    "preview": ("sendMessage", {"link_preview_options": None}, "previews"),
    "preview in an edit": ("editMessageText", {"link_preview_options": {"is_disabled": False}}, "previews"),
    "edit of nothing": ("editMessageText", {"message_id": None}, "neither"),
    "101 commands": ("setMyCommands", {"commands": [{"command": "a", "description": "b"}] * 101}, "101"),
    "capital command": ("setMyCommands", {"commands": [{"command": "Ask", "description": "b"}]}, "no command"),
    "long command": ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "b"}]}, "no command"),
    "command undescribed": ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "description"),
    "long description": ("setMyDescription", {"description": "x" * 513}, "513"),
    "long short description": ("setMyShortDescription", {"short_description": "x" * 121}, "121"),
    "unknown action": ("sendChatAction", {"action": "thinking"}, "no action"),
    "secret of a webhook": ("setWebhook", {"secret_token": "a b"}, "secret_token"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    method, change, why = REFUSED[name]
    call = {key: value for key, value in {**GOOD.get(method, {}), **change}.items() if value is not None}
    assert any(why in breach for breach in breaches(method, call, Allowed()))


@pytest.mark.parametrize("method", GOOD)
def test_allowed(method: str) -> None:
    assert breaches(method, GOOD[method], Allowed()) == []


def test_to_the_limit() -> None:
    fits = [
        {"text": "🙂" * 2048}, {"text": LONG_CHINESE[1:]}, button(callback_data="字" * 21 + "x"), entity(),
        entity(offset=3, length=5), button(url="https://a.example/x"),
    ]  # fmt: skip
    for change in fits:
        assert breaches("sendMessage", {**GOOD["sendMessage"], **change}, Allowed()) == []
    loose = {"chat_id": 7, "text": "<b>x</b>", "parse_mode": "HTML"}
    assert breaches("sendMessage", loose, Allowed(parse_mode=True, previews=True)) == []
    assert len(breaches("sendMessage", loose, Allowed())) == 2
    assert (utf16("a🙂"), fields("getMe")) == (3, {})


@pytest.mark.skipif("CORNERMAN_SPECS" not in os.environ, reason="no description of the Bot API at hand")
def test_the_library_agrees_with_the_description() -> None:
    """Each call that the one allows the other allows too, and the description catches its own."""
    for method, call in GOOD.items():
        assert breaches(method, call, Allowed()) == []
    long = {**GOOD["sendMessage"], "text": LONG_CHINESE}
    assert "described are 1 to 4096" in breaches("sendMessage", long, Allowed())[-1]

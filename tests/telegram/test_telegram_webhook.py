"""Updates that Telegram posts: only with the secret, kept before the 200, in whatever order they come."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.channels.telegram import Telegram as Channel
from bot.channels.telegram.webhook import HEADER, MOST
from bot.errors import CornermanError
from bot.knowledge.library import Library
from bot.settings.values import Secret, TelegramSettings
from bot.store import arrivals, inbox
from tests.fakes.telegram import Telegram
from tests.telegram.player import SECRET, Stage, settings_for
from tests.telegram.test_telegram_talk import rows


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


@pytest.fixture
def hook(sqlite_app: App) -> Iterator[Stage]:
    with Stage(sqlite_app, transport="webhook") as found:
        yield found
        found.settle()
        assert found.fake.breaches == []


def post(stage: Stage, body: Any, secret: str | None = SECRET) -> int:
    given = {HEADER: secret.encode()} if secret is not None else {}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = stage.fake.updates.webhook["url"]
    return httpx.post(address, content=content, headers=given, trust_env=False).status_code


def test_a_conversation(hook: Stage) -> None:
    lin = hook.someone(language="en")
    assert "/settings" in lin.say("/help")
    lin.say("/start")
    lin.press("Settings")
    assert hook.fake.unanswered == set()
    assert hook.fake.updates.webhook["secret_token"] == SECRET
    assert "drop_pending_updates" not in hook.fake.updates.webhook


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "x" * 100_000, "é"])
def test_without_the_secret_nobody_is_heard(hook: Stage, secret: str | None) -> None:
    lin = hook.someone(language="en")
    update = {"update_id": 1, "message": {"text": "/help", "message_id": 1, "date": 0, "chat": lin.user.chat.about,
                                          "from": lin.user.about}}  # fmt: skip
    assert post(hook, update, secret) in (403, 400, 431)
    assert rows(hook.app, inbox.inbox) == rows(hook.app, arrivals.arrival) == []
    assert post(hook, update) == 200
    hook.settle()
    assert len(lin.user.chat.from_bot) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"\xff", 400), (b"[" * 100_000, 400), (b" " * (MOST + 1), 413), (b"[]", 200),
     (b"null", 200), (b'{"update_id": "x"}', 200), (b'{"update_id": 1, "message": 3}', 200)],
)  # fmt: skip
def test_what_is_no_update(hook: Stage, body: bytes, status: int) -> None:
    assert post(hook, body) == status
    assert rows(hook.app, arrivals.arrival) == []


def test_the_same_update_and_another_order(hook: Stage) -> None:
    lin = hook.someone(language="en")
    with hook.fake.held(lambda updates: [*reversed(updates), *updates]):
        for n in (1, 2, 3):
            lin.user.say(f"/nothing{n}")
    hook.settle()
    told = sorted(message.text.split(".")[0] for message in lin.user.chat.from_bot)
    assert told == [f"I have no command /nothing{n}" for n in (1, 2, 3)]


def test_not_kept_is_not_acknowledged(hook: Stage) -> None:
    """While the database is away Telegram hears 503, and posts it again."""
    lin = hook.someone(language="en")
    keep = hook.channel.intake._keep

    def away(*_: object) -> Any:
        raise CornermanError("The database is away.")

    hook.channel.intake._keep = away  # type: ignore[method-assign]
    lin.user.say("/help")
    hook.fake.wait(lambda: "503" in hook.fake.updates.about_webhook().get("last_error_message", ""))
    assert hook.fake.updates.pending
    hook.channel.intake._keep = keep  # type: ignore[method-assign]
    hook.settle()
    assert len(lin.user.chat.from_bot) == 1


def test_from_webhook_to_polling_and_back(new_app: Callable[[], App], fake: Telegram) -> None:
    """What waited meanwhile comes the other way, once."""
    with Stage(new_app(), fake, transport="webhook") as stage:
        lin = stage.someone(language="en")
        lin.say("/help")
    for number, transport in enumerate(("polling", "webhook", "polling"), 2):
        lin.user.say("/help")
        with Stage(new_app(), fake, transport=transport) as stage:
            lin.enter(stage)
            stage.settle()
            assert len(lin.user.chat.from_bot) == number


@pytest.mark.parametrize("url", ["", "http://example.com"])
def test_no_start_without_an_https_address(sqlite_app: App, url: str) -> None:
    settings = TelegramSettings(bot_token=Secret("1:x"), webhook_secret=Secret(SECRET), transport="webhook")
    sqlite_app.settings = replace(sqlite_app.settings, telegram=settings, public_url=url)
    with pytest.raises(CornermanError, match="https://"):
        asyncio.run(start(sqlite_app))


def test_no_start_without_a_secret(sqlite_app: App, fake: Telegram) -> None:
    settings = settings_for(fake, transport="webhook", webhook_secret=Secret())
    sqlite_app.settings = replace(sqlite_app.settings, telegram=settings, public_url="https://example.com")
    with pytest.raises(CornermanError, match="TELEGRAM_WEBHOOK_SECRET"):
        asyncio.run(start(sqlite_app))


def test_polling_mounts_nothing(stage: Stage) -> None:
    assert stage.channel.routes == []


async def start(app: App) -> None:
    await Channel(app).start()

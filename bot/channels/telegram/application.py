"""The library that speaks the Bot API, set up for us: our pace instead of its own, and no second try of a send."""

import json
import logging
from typing import Any

from telegram.error import TelegramError
from telegram.ext import Application
from telegram.request import BaseRequest, HTTPXRequest

from bot.settings import TelegramSettings

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

SECONDS, CONNECT_SECONDS, UPLOAD_SECONDS = 20.0, 10.0, 60.0
SLOW_DOWN = 429
PATIENCE = 5.0
"""Seconds to wait after a 429 that does not say how long."""


class SlowDown(TelegramError):
    """429. The library's own error warns when it is made, and a warning may be an error."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Telegram asks us to wait for {seconds:g} s")
        self.seconds = seconds


class Line(HTTPXRequest):
    """HTTP to Telegram. Its pool is its own: a long poll must not keep a send waiting."""

    def __init__(self, settings: TelegramSettings, *, connections: int, seconds: float = SECONDS) -> None:
        super().__init__(
            connection_pool_size=connections, read_timeout=seconds, write_timeout=seconds, pool_timeout=seconds,
            connect_timeout=min(seconds, CONNECT_SECONDS), media_write_timeout=UPLOAD_SECONDS,
            proxy=settings.proxy or None,
            httpx_kwargs={"trust_env": False},  # the settings have looked at the machine's proxy already
        )  # fmt: skip

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **named)
        if code == SLOW_DOWN:
            raise SlowDown(_seconds(payload))
        return code, payload


def _seconds(payload: bytes) -> float:
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return PATIENCE


def build_application(settings: TelegramSettings, request: BaseRequest | None = None) -> AnyApplication:
    """The application of one bot token; `request` is another transport, for tests."""
    for name in ("httpx", "httpcore", "telegram"):  # they log addresses, with the token in them, and what is said
        logging.getLogger(name).setLevel(logging.WARNING)
    builder = Application.builder().token(settings.bot_token.reveal()).updater(None).job_queue(None)
    builder = builder.base_url(f"{settings.api}/bot").base_file_url(f"{settings.api}/file/bot")
    builder = builder.request(request or Line(settings, connections=64))
    return builder.get_updates_request(Line(settings, connections=1)).build()


async def username(settings: TelegramSettings) -> str:
    """What the bot is called there; "" while Telegram cannot be asked."""
    try:
        async with build_application(settings).bot as bot:
            return str(bot.username)
    except TelegramError:
        return ""

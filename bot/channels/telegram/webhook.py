"""Updates that Telegram posts to us: only with the secret, and acknowledged once they are kept."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import CornermanError
from bot.settings.values import TELEGRAM, Secret, Settings

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST = 1024 * 1024
"""Bytes of one update; files are fetched apart."""


def address(settings: Settings) -> str:
    """Where Telegram is to post; a sentence where it could not."""
    if not settings.telegram.webhook_secret:
        raise CornermanError("A Telegram webhook needs TELEGRAM_WEBHOOK_SECRET, or anybody could speak as Telegram.")
    ours = settings.telegram.api != TELEGRAM  # one's own Bot API server also posts to plain http
    if not settings.public_url.startswith(("https://", "http://") if ours else "https://"):
        raise CornermanError(
            "A Telegram webhook needs [web] public_url with https://, where Telegram reaches this machine. "
            'Or set [telegram] transport = "polling", which needs no address.'
        )
    return settings.public_url.rstrip("/") + PATH


def route(secret: Secret, receive: Callable[[Any], Awaitable[None]]) -> Route:
    """For the web app. Whatever is wrong gets a status and no words: nobody reads them."""

    async def take(request: Request) -> Response:
        if not _genuine(request.headers.get(HEADER, ""), secret):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        try:
            await receive(update)
        except CornermanError:
            return Response(status_code=503)  # not kept, so Telegram posts it again
        return Response()

    return Route(PATH, take, methods=["POST"])


def _genuine(given: str, secret: Secret) -> bool:
    return bool(secret) and hmac.compare_digest(given.encode(), secret.reveal().encode())


async def _body(request: Request) -> bytes | None:
    """None: longer than any update is; the rest of it is not read."""
    found = b""
    try:
        async for chunk in request.stream():
            found += chunk
            if len(found) > MOST:
                return None
    except ClientDisconnect:
        return b""
    return found

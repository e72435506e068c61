"""Slack over HTTP: one address takes events, commands and presses; who speaks is checked before anything is read."""

from collections.abc import Awaitable, Callable

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock

PATH = "/slack/events"
BODY_MAX = 1_000_000
"""Bytes. The largest that Slack sends, a form's submit, has a fourth of it."""

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class _Now(SignatureClock):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


class Webhook:
    def __init__(self, secret: str, clock: Clock, dispatch: Dispatch) -> None:
        self._verifier, self._dispatch = SignatureVerifier(secret, _Now(clock)), dispatch

    def route(self) -> Route:
        return Route(PATH, self.handle, methods=["POST"])

    async def handle(self, request: Request) -> Response:
        raw = await _read(request)
        if raw is None:
            return PlainTextResponse("too large", 413)
        stamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        try:
            body = raw.decode()
            if not stamp.isdecimal() or not self._verifier.is_valid(body, stamp, signature):
                return PlainTextResponse("not from Slack", 401)
            asked = AsyncBoltRequest(body=body, headers=dict(request.headers))
        except (ValueError, TypeError, AttributeError):  # whatever is not what Slack sends
            return PlainTextResponse("not from Slack", 401)
        answer = await self._dispatch(asked)
        return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())


async def _read(request: Request) -> bytes | None:
    """None where it is longer than anything that Slack sends."""
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > BODY_MAX:
            return None
    return bytes(raw)

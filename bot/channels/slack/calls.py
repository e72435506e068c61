"""Calls of Slack's Web API, and what each of their failures means for a message: later, not sent, unsure, refused."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from python_socks import ProxyError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.pushes.wire import NotSent, Refused, TryLater, Unsure

Json = dict[str, Any]

TIMEOUT, CONNECT_TIMEOUT = 15.0, 5.0
PAUSE = 30.0
"""Seconds of silence after a 429 that names none, and while our token is refused."""
BUSY = {"internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
TOKEN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
GONE = {"channel_not_found", "user_not_found", "users_not_found", "user_disabled", "cannot_dm_bot"}


class Failed(Refused):
    """What Slack answered, by its name."""

    def __init__(self, error: str) -> None:
        super().__init__(f"Slack says {error}")
        self.error = error


class Calls:
    """One method after another with one token. A method that Slack asked to rest is not called meanwhile."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._resting: dict[str, float] = {}

    async def __call__(self, method: str, **args: Any) -> Json:
        self._check_rest(method)
        with failures():
            try:
                response = await getattr(self.client, method.replace(".", "_"))(**args)
            except SlackApiError as error:
                raise self._meaning(method, error) from None
        found: Json = response.data
        return found

    async def scopes(self) -> tuple[Json, frozenset[str]]:
        """(who we are, what the token may do)"""
        with failures():
            try:
                response = await self.client.auth_test()
            except SlackApiError as error:
                raise self._meaning("auth.test", error) from None
        given = {name.lower(): value for name, value in response.headers.items()}.get("x-oauth-scopes", "")
        said: Json = response.data  # type: ignore[assignment]
        return said, frozenset(scope.strip() for scope in given.split(",") if scope.strip())

    def _check_rest(self, method: str) -> None:
        left = self._resting.get(method, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            raise TryLater(left)

    def _meaning(self, method: str, error: SlackApiError) -> Exception:
        response = error.response
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
        data = getattr(response, "data", None)
        name = str(data.get("error") or "no reason") if isinstance(data, dict) else f"status {status}"
        if status == 429 or name in ("ratelimited", "rate_limited"):
            seconds = retry_after(response.headers)
            self._resting[method] = asyncio.get_running_loop().time() + seconds
            return TryLater(seconds)
        if status >= 500 or name in BUSY:
            return NotSent(f"Slack says {name}")
        if name == "fatal_error":
            return Unsure("Slack says fatal_error")
        if name in TOKEN:
            return TryLater(PAUSE, f"Slack refuses our token: {name}")
        return Failed(name)


@contextmanager
def failures() -> Iterator[None]:
    """What a request that got no answer of Slack's means. Unsure: it was out, so it may have arrived."""
    try:
        yield
    except (
        aiohttp.ClientConnectorError,
        aiohttp.ConnectionTimeoutError,
        ProxyError,
        aiohttp.ClientHttpProxyError,
    ) as e:
        raise NotSent(f"Slack cannot be reached: {type(e).__name__}") from None
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise Unsure(f"the connection broke: {type(error).__name__}") from None
    except (AttributeError, ValueError) as error:  # the SDK trips over an answer that is not Slack's
        raise Unsure(f"an answer that is not Slack's: {type(error).__name__}") from None


def retry_after(headers: Any) -> float:
    said = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    try:
        return max(1.0, float(said))
    except ValueError:
        return PAUSE

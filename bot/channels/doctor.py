"""Asks each platform whether it would work with us: token, scopes, transport, proxy and clock. No secret is said."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.settings import Settings, TelegramSettings

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from telegram import Bot, WebhookInfo

SECONDS = 10
SKEW_MAX = timedelta(seconds=60)
"""Slack refuses requests when the clocks are five minutes apart; before that is the time to say so."""


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    state: Literal["fine", "wrong", "none"]
    said: str
    """What was found; where it is wrong, what to do about it."""


def fine(check: str, said: str) -> Finding:
    return Finding(check, "fine", said)


def wrong(check: str, said: str) -> Finding:
    return Finding(check, "wrong", said)


def none(check: str, said: str) -> Finding:
    return Finding(check, "none", said)


async def platforms(settings: Settings, clock: Clock) -> list[Finding]:
    """What both platforms say, asked at once; one that is broken leaves the other's answers."""
    names, probes = ("slack", "telegram"), (_slack(settings, clock), _telegram(settings, clock))
    asked = zip(names, await asyncio.gather(*probes, return_exceptions=True), strict=True)
    return [finding for name, answer in asked for finding in _answered(name, answer)]


def _answered(name: str, answer: list[Finding] | BaseException) -> list[Finding]:
    if isinstance(answer, BaseException):
        return [wrong(name, f"could not be checked ({type(answer).__name__}).")]
    return answer


async def _slack(settings: Settings, clock: Clock) -> list[Finding]:
    slack = settings.slack
    if not slack.on:
        return [none("slack", "not set up: SLACK_BOT_TOKEN is empty")]
    if unreachable := await _proxy("slack proxy", slack.proxy):
        return [unreachable]
    from slack_sdk.errors import SlackApiError

    from bot.channels.slack import connection

    reached = [fine("slack proxy", f"{_host(slack.proxy)} takes connections")] if slack.proxy else []
    async with connection.session(slack.proxy, SECONDS) as session:
        client = connection.client(slack.bot_token, slack, session)
        try:
            answer = await client.auth_test()
        except SlackApiError as error:
            return [*reached, wrong("slack token", _slack_refusal(error, "SLACK_BOT_TOKEN"))]
        except Exception as error:
            return [*reached, wrong("slack", _unreachable(slack.api, slack.proxy, error))]
        headers = {name.casefold(): value for name, value in answer.headers.items()}
        found = [fine("slack token", f"{answer['user']} in {answer['team']}"), _scopes(headers.get("x-oauth-scopes"))]
        return [*reached, *found, skew("slack clock", headers.get("date", ""), clock()), await _entry(client, settings)]


async def _entry(client: "AsyncWebClient", settings: Settings) -> Finding:
    """Whether what people say would reach us."""
    from slack_sdk.errors import SlackApiError

    slack = settings.slack
    if slack.transport == "http":
        if not settings.public_url:
            return wrong("slack http", "Slack has to reach us: set [web] public_url to the https address.")
        return fine("slack http", "the signing secret is set; that it is the right one shows with the first request")
    try:
        await client.apps_connections_open(app_token=slack.app_token.reveal())
    except SlackApiError as error:
        return wrong("slack socket", _slack_refusal(error, "SLACK_APP_TOKEN"))
    except Exception as error:
        return wrong("slack socket", _unreachable(slack.api, slack.proxy, error))
    return fine("slack socket", "Socket Mode opens")


def _scopes(header: str | None) -> Finding:
    from bot.channels.slack.manifest import ONLY_HELPFUL, SCOPES

    missing = sorted(SCOPES.keys() - {scope.strip() for scope in (header or "").split(",")})
    if not missing:
        return fine("slack scopes", f"all {len(SCOPES)} are granted")
    if set(missing) <= ONLY_HELPFUL:
        return none("slack scopes", f"without {', '.join(missing)} a message in doubt cannot be looked for")
    do = "Paste `cornerman slack manifest` into the app's settings and install it again."
    return wrong("slack scopes", f"{', '.join(missing)} missing. {do}")


_SLACK_SAYS = {
    "invalid_auth": "Slack does not know it. Copy it again from the app's page.",
    "not_authed": "Slack does not know it. Copy it again from the app's page.",
    "token_revoked": "it was revoked. Install the app again and copy the new one.",
    "token_expired": "it has expired. Install the app again and copy the new one.",
    "account_inactive": "the app was removed from the workspace. Install it again.",
    "missing_scope": "it lacks the scope connections:write. Make a new app-level token with it.",
    "not_allowed_token_type": "it is another kind of token: xoxb- is the bot's, xapp- the app's.",
}


def _slack_refusal(error: Any, name: str) -> str:
    code = str(error.response.get("error", "")) if isinstance(error.response.data, dict) else ""
    if error.response.status_code == 429 or code == "ratelimited":
        return "Slack asks us to slow down. Run this again in a minute."
    known = _SLACK_SAYS.get(code)
    return f"{name}: {known}" if known else f"Slack answers {code or error.response.status_code} to {name}."


async def _telegram(settings: Settings, clock: Clock) -> list[Finding]:
    telegram = settings.telegram
    if not telegram.on:
        return [none("telegram", "not set up: TELEGRAM_BOT_TOKEN is empty")]
    if unreachable := await _proxy("telegram proxy", telegram.proxy):
        return [unreachable]
    from telegram.error import Forbidden, InvalidToken, RetryAfter

    reached = [fine("telegram proxy", f"{_host(telegram.proxy)} takes connections")] if telegram.proxy else []
    dates: list[str] = []
    try:
        async with _telegram_bot(telegram, dates) as bot:
            hook = await bot.get_webhook_info()
            found = [fine("telegram token", f"@{bot.username}"), *webhook(hook, settings, clock())]
    except (InvalidToken, Forbidden):
        found = [wrong("telegram token", "Telegram does not know TELEGRAM_BOT_TOKEN. @BotFather shows it: /mybots.")]
    except RetryAfter:
        found = [wrong("telegram token", "Telegram asks us to slow down. Run this again in a minute.")]
    except Exception as error:
        return [*reached, wrong("telegram", _unreachable(telegram.api, telegram.proxy, error))]
    return [*reached, *found, skew("telegram clock", dates[-1] if dates else "", clock())]


@contextlib.asynccontextmanager
async def _telegram_bot(telegram: TelegramSettings, dates: list[str]) -> AsyncIterator["Bot"]:
    """A bot that was asked who it is; the answers' Date headers are kept in `dates`."""
    from telegram import Bot
    from telegram.request import HTTPXRequest

    async def keep(response: Any) -> None:
        dates.append(response.headers.get("Date", ""))

    more = {"event_hooks": {"response": [keep]}, "trust_env": False}
    proxy = telegram.proxy.replace("socks5h:", "socks5:") or None
    request = HTTPXRequest(1, SECONDS, SECONDS, SECONDS, SECONDS, proxy=proxy, httpx_kwargs=more)
    bot = Bot(telegram.bot_token.reveal(), f"{telegram.api}/bot", f"{telegram.api}/file/bot", request, request)
    async with bot:
        yield bot


def webhook(hook: "WebhookInfo", settings: Settings, now: datetime) -> list[Finding]:
    """Whether what people say would reach us by the transport that was chosen."""
    waiting = f"{hook.pending_update_count} updates wait"
    host = urlsplit(hook.url).hostname or ""
    if settings.telegram.transport == "polling":
        if hook.url:
            return [wrong("telegram polling", f"A webhook to {host} is set, and while it is, polling gets nothing. "
                          'Start the bot, which takes it away, or set [telegram] transport = "webhook".')]  # fmt: skip
        return [fine("telegram polling", f"no webhook is in the way; {waiting}")]
    if not settings.public_url:
        return [wrong("telegram webhook", "Telegram has to reach us: set [web] public_url to the https address.")]
    if not hook.url:
        return [wrong("telegram webhook", f"None is set, so nothing comes in. Starting the bot sets it; {waiting}.")]
    if host != urlsplit(settings.public_url).hostname:
        return [wrong("telegram webhook", f"It leads to {host}, which is not public_url. Starting the bot sets it.")]
    return [_delivered(hook, now, f"it leads to {host}; {waiting}")]


def _delivered(hook: "WebhookInfo", now: datetime, otherwise: str) -> Finding:
    failed = hook.last_error_date
    if failed is None or now - failed > timedelta(hours=1):
        return fine("telegram webhook", otherwise)
    said = f"Telegram could not deliver at {failed.astimezone(UTC):%H:%M} UTC: {hook.last_error_message}. "
    return wrong("telegram webhook", f"{said}Look at the https proxy in front; {otherwise}.")


# What both share


def skew(check: str, date: str, now: datetime) -> Finding:
    """Whether our clock goes with the platform's."""
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return none(check, "the platform did not say what time it has")
    ours = now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))
    if abs(ours) <= SKEW_MAX:
        return fine(check, "goes with the platform's")
    way = "ahead" if ours > timedelta(0) else "behind"
    return wrong(check, f"This machine's clock is {abs(ours).total_seconds():.0f} s {way}. Switch on NTP: five minutes "
                 "apart, Slack's requests are refused, and messages go out at the wrong hour.")  # fmt: skip


async def _proxy(check: str, url: str) -> Finding | None:
    """What is wrong with a proxy, if there is one. Its address may hold a password: only host and port are said."""
    parts = urlsplit(url)
    if not url:
        return None
    try:
        port = parts.port or (1080 if parts.scheme.startswith("socks") else 443 if parts.scheme == "https" else 80)
        _, writer = await asyncio.wait_for(asyncio.open_connection(parts.hostname, port), SECONDS)
    except (OSError, ValueError):  # a timeout is an OSError
        return wrong(check, f"{_host(url)} does not answer. Start it, or correct the proxy in cornerman.toml or "
                     "the environment.")  # fmt: skip
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return None


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _unreachable(url: str, proxy: str, error: Exception) -> str:
    """Never the error's own words: they quote addresses, and those hold tokens."""
    way = f" through {_host(proxy)}" if proxy else ""
    return (
        f"{_host(url)} cannot be reached{way} ({type(error).__name__}). "
        "Check the network; where it is closed, set the channel's proxy."
    )

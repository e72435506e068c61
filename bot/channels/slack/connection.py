"""How we reach Slack: a session through the proxy that is set, one client for each token, and who we are there."""

from dataclasses import dataclass

import aiohttp
from aiohttp_socks import ProxyConnector
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.slack.calls import CONNECT_TIMEOUT, TIMEOUT, Calls
from bot.channels.slack.heard import Me
from bot.channels.slack.manifest import ONLY_HELPFUL, SCOPES
from bot.errors import CornermanError
from bot.pushes.wire import NotSent, Refused, TryLater, Unsure
from bot.settings.values import Secret, SlackSettings


def session(proxy: str, timeout: float = TIMEOUT) -> aiohttp.ClientSession:
    """aiohttp speaks to http proxies call by call, to SOCKS by its connector."""
    limits = aiohttp.ClientTimeout(total=timeout, sock_connect=CONNECT_TIMEOUT)
    if not proxy.startswith("socks"):
        return aiohttp.ClientSession(timeout=limits)
    address = proxy.replace("socks5h://", "socks5://", 1)  # names are looked up at the proxy either way
    return aiohttp.ClientSession(connector=ProxyConnector.from_url(address, rdns=True), timeout=limits)


def http_proxy(proxy: str) -> str | None:
    return None if not proxy or proxy.startswith("socks") else proxy


def client(token: Secret, settings: SlackSettings, through: aiohttp.ClientSession) -> AsyncWebClient:
    """Without the SDK's retries: they send again what may have arrived."""
    made = AsyncWebClient(token.reveal(), settings.api, session=through, retry_handlers=[])
    made.proxy = http_proxy(settings.proxy)  # the settings have looked at the environment already
    return made


@dataclass(frozen=True, slots=True)
class Known:
    me: Me
    missing: frozenset[str]
    """Scopes without which something works less well."""


async def who_am_i(calls: Calls) -> Known:
    """Tries the bot token; raises CornermanError with what is wrong with it."""
    try:
        said, scopes = await calls.scopes()
    except (TryLater, NotSent, Unsure, Refused) as error:
        raise CornermanError(f"Slack: SLACK_BOT_TOKEN could not be tried or is not valid: {error}.") from None
    missing = frozenset(SCOPES) - scopes if scopes else frozenset()
    if needed := missing - ONLY_HELPFUL:
        raise CornermanError(
            f"Slack: the app lacks the scopes {', '.join(sorted(needed))}. "
            "Paste `cornerman slack manifest` into its settings and install it again."
        )
    return Known(Me(said["team_id"], said["user_id"], said.get("bot_id") or ""), missing)


async def socket_url(calls: Calls) -> str:
    """Tries the app token; the address of a first connection."""
    try:
        return str((await calls("apps.connections.open", app_token=calls.client.token))["url"])
    except (TryLater, NotSent, Unsure, Refused) as error:
        raise CornermanError(
            f"Slack: SLACK_APP_TOKEN could not be tried, is not valid or lacks connections:write: {error}."
        ) from None

"""The settings of Slack and Telegram. Tokens come from the environment; a demo has none, so that it reaches nobody."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from bot.errors import CornermanError
from bot.settings.values import SLACK, TELEGRAM, Secret, SlackSettings, TelegramSettings

T = TypeVar("T", bound=str)

SECRET_MIN = 32
"""Characters of a webhook's secret: what guards it against the whole internet."""
_WEBHOOK_SECRET = re.compile(rf"[A-Za-z0-9_-]{{{SECRET_MIN},256}}")
_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")


def slack(section: Mapping[str, object], env: Mapping[str, str], *, demo: bool) -> SlackSettings:
    command = str(section.get("command", "/sales"))
    if not _COMMAND.fullmatch(command):
        raise CornermanError(f'[slack] command = {command!r} should look like "/sales".')
    found = SlackSettings(
        bot_token=_token(env, "SLACK_BOT_TOKEN", "xoxb-", demo),
        app_token=_token(env, "SLACK_APP_TOKEN", "xapp-", demo),
        signing_secret=Secret("" if demo else env.get("SLACK_SIGNING_SECRET", "").strip()),
        transport=one_of("[slack] transport", section.get("transport"), ("socket", "http")),
        api=_address("SLACK_API_BASE_URL", env.get("SLACK_API_BASE_URL") or SLACK) + "/",
        proxy=_proxy("[slack] proxy", str(section.get("proxy", "")), env, "SLACK_PROXY"),
        command=command,
    )
    if found.on and found.transport == "socket" and not found.app_token:
        raise CornermanError("Slack's Socket Mode needs SLACK_APP_TOKEN (xapp-…) beside SLACK_BOT_TOKEN.")
    if found.on and found.transport == "http" and not found.signing_secret:
        raise CornermanError("Slack over HTTP needs SLACK_SIGNING_SECRET, or anybody could speak as Slack.")
    return found


def telegram(section: Mapping[str, object], env: Mapping[str, str], *, demo: bool) -> TelegramSettings:
    found = TelegramSettings(
        bot_token=Secret("" if demo else env.get("TELEGRAM_BOT_TOKEN", "").strip()),
        webhook_secret=Secret("" if demo else env.get("TELEGRAM_WEBHOOK_SECRET", "").strip()),
        transport=one_of("[telegram] transport", section.get("transport"), ("polling", "webhook")),
        api=_address("TELEGRAM_API_BASE_URL", env.get("TELEGRAM_API_BASE_URL") or TELEGRAM),
        proxy=_proxy("[telegram] proxy", str(section.get("proxy", "")), env, "TELEGRAM_PROXY"),
        strangers=section.get("strangers") is True,
        inline=section.get("inline") is True,
    )
    if found.on and not re.fullmatch(r"\d+:\S+", found.bot_token.reveal()):
        raise CornermanError("TELEGRAM_BOT_TOKEN should look like 123456:ABC…, as @BotFather gives it.")
    if found.on and found.transport == "webhook" and not _WEBHOOK_SECRET.fullmatch(found.webhook_secret.reveal()):
        raise CornermanError(
            f"A Telegram webhook needs TELEGRAM_WEBHOOK_SECRET: {SECRET_MIN} to 256 letters, digits, _ or -. "
            "Without it anybody could speak as Telegram."
        )
    return found


def one_of(name: str, value: object, allowed: tuple[T, ...]) -> T:
    """The value among those allowed; the first where nothing is set."""
    if value is None:
        return allowed[0]
    for each in allowed:
        if value == each:
            return each
    raise CornermanError(f"{name} = {value!r} should be {_quoted(allowed)}.")


def _quoted(allowed: Sequence[str]) -> str:
    return " or ".join(f'"{each}"' for each in allowed)


def _token(env: Mapping[str, str], name: str, prefix: str, demo: bool) -> Secret:
    value = "" if demo else env.get(name, "").strip()
    if value and not value.startswith(prefix):
        raise CornermanError(f"{name} should begin with {prefix}. Check that it is not another of Slack's tokens.")
    return Secret(value)


def _address(name: str, url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CornermanError(f"{name} should be an address like https://example.com.")
    return url.rstrip("/")


def _proxy(name: str, value: str, env: Mapping[str, str], variable: str) -> str:
    """The channel's own proxy, else the machine's. Its address may hold a password, so it is not quoted."""
    url = env.get(variable) or value or env.get("HTTPS_PROXY") or env.get("https_proxy") or ""
    if url and urlsplit(url).scheme not in ("http", "https", "socks5", "socks5h"):
        raise CornermanError(f"{name}: a proxy's address begins with http:// or socks5://.")
    return url

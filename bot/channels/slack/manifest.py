"""The app's manifest: what is pasted into Slack once, made from the features and the settings."""

from collections.abc import Mapping
from typing import Any

from bot.channels.slack.text import shortened
from bot.channels.slack.webhook import PATH
from bot.errors import CornermanError
from bot.features import Routes
from bot.settings import Settings
from bot.words import N_, words

SCOPES: Mapping[str, str] = {
    "app_mentions:read": "hear when somebody mentions the bot in a channel",
    "channels:history": "find out whether a message arrived when the line broke, in a channel where the bot is",
    "chat:write": "answer",
    "commands": "the slash command and the message shortcuts",
    "files:read": "read a picture or a voice note that somebody sends to the bot",
    "files:write": "send pictures",
    "groups:history": "as channels:history, in private channels",
    "im:history": "hear what is said to the bot, and as channels:history in direct messages",
    "im:write": "tell its own direct messages from those between people",
    "users:read": "the name of somebody who writes for the first time",
}
"""Each with what it is for; nothing is asked for that is not used."""
ONLY_HELPFUL = frozenset({"channels:history", "groups:history"})
"""Without these everything works, but a message in doubt cannot be looked for."""

EVENTS = ("app_home_opened", "app_mention", "message.im")
NAME = "Cornerman"
SHORTCUT_MAX, DESCRIPTION_MAX, SHORTCUTS_MAX = 24, 140, 10

SHORT = N_("The line you need between two customers")
ASK = N_("Type what the customer said, or help")
HINT = N_("what the customer said | help")


def manifest(routes: Routes, settings: Settings) -> dict[str, Any]:
    """Raises CornermanError where Slack would have to call us and does not know where."""
    said, http = words(settings.language), settings.slack.transport == "http"
    if http and not settings.public_url:
        raise CornermanError('Slack over HTTP calls this bot: set [web] public_url, or [slack] transport = "socket".')
    url = f"{settings.public_url.rstrip('/')}{PATH}" if http else ""
    command = {"command": settings.slack.command, "description": said(ASK), "usage_hint": said(HINT)}
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "slash_commands": [command | {"should_escape": False} | ({"url": url} if http else {})],
    }  # fmt: skip
    if shortcuts := _shortcuts(routes, settings.language):
        features["shortcuts"] = shortcuts
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": NAME, "description": said(SHORT), "background_color": "#1d3b34"},
        "features": features,
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": _settings(url),
    }


def _shortcuts(routes: Routes, language: str) -> list[dict[str, Any]]:
    said = words(language)
    return [
        {
            "name": shortened(said(route.shortcut), SHORTCUT_MAX), "type": "message", "callback_id": route.action,
            "description": shortened(said(route.help), DESCRIPTION_MAX),
        }
        for route in routes.by_action.values() if route.shortcut
    ][:SHORTCUTS_MAX]  # fmt: skip


def _settings(url: str) -> dict[str, Any]:
    request = {"request_url": url} if url else {}
    return {
        "event_subscriptions": {**request, "bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True, **request},
        "org_deploy_enabled": False, "socket_mode_enabled": not url, "token_rotation_enabled": False,
    }  # fmt: skip

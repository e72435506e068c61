"""Typed settings: `cornerman.toml` in the workspace, then the environment."""

from bot.settings.load import FILE, KNOWN, check_time_zone, find_workspace, load
from bot.settings.values import FunnelSettings, Secret, Settings, SlackSettings, TelegramSettings

__all__ = [
    "FILE",
    "KNOWN",
    "FunnelSettings",
    "Secret",
    "Settings",
    "SlackSettings",
    "TelegramSettings",
    "check_time_zone",
    "find_workspace",
    "load",
]

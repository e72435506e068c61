"""Telegram: polling or webhook in, the Bot API out."""

from bot.channels.telegram.application import build_application
from bot.channels.telegram.channel import Telegram

__all__ = ["Telegram", "build_application"]

"""The local web page: the same conversation, server-rendered, live through server-sent events."""

from bot.channels.web.site import build

__all__ = ["build"]

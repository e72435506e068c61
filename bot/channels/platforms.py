"""The chat platforms that have a token, in the order in which they start."""

from bot.channels.port import Bot, Platform


def platforms(bot: Bot) -> list[Platform]:
    """Their SDKs are imported only where they are used: together they cost a start half a second."""
    found: list[Platform] = []
    return found

"""The chat platforms that have a token, in the order in which they start."""

from bot.channels.port import Bot, Platform
from bot.pushes.pace import SLACK, TELEGRAM


def platforms(bot: Bot) -> list[Platform]:
    """Their SDKs are imported only where they are used: together they cost a start half a second."""
    found: list[Platform] = []
    if bot.settings.slack.on:
        from bot.channels.slack import Timing, build

        found.append(build(bot, Timing(limits=SLACK.times(bot.settings.pace))))
    if bot.settings.telegram.on:
        from bot.channels.telegram import Telegram

        found.append(Telegram(bot, limits=TELEGRAM.times(bot.settings.pace)))
    return found

"""What the bot is called on Telegram, asked once, for a verb that prints a link to it."""

import asyncio

from telegram.error import TelegramError

from bot.channels.telegram.application import build_application
from bot.errors import CornermanError
from bot.settings import TelegramSettings


def bot_name(settings: TelegramSettings) -> str:
    return asyncio.run(_ask(settings))


async def _ask(settings: TelegramSettings) -> str:
    try:
        async with build_application(settings).bot as bot:
            return str(bot.username)
    except TelegramError as error:  # its own text may hold the token
        raise CornermanError(
            f"Telegram did not say what the bot is called ({type(error).__name__}), so there is no link for it now. "
            "`cornerman doctor` says why."
        ) from None

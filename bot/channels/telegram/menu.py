"""What Telegram shows about the bot in each language: its commands, and what it is for. Set where it changed."""

import re
from collections.abc import Mapping
from typing import Any

from telegram import Bot, BotCommand
from telegram.constants import BotCommandLimit, BotDescriptionLimit

from bot.features import Route, Routes
from bot.messages import Role
from bot.words import N_, words

NAME = re.compile(r"[a-z0-9_]{1,32}")
SHORT = N_("I am your cornerman: between two customers I hand you the line you need.")
LONG = (
    SHORT,
    N_("Type what the customer said, in your own words. I answer with one script, or say that I have none."),
    N_("Cards show who owns them and when they were last checked. /help shows the rest."),
)


def commands(routes: Routes, features: Mapping[str, bool], language: str) -> list[BotCommand]:
    """What everybody may type: the menu is one for all, so an admin's commands are in /help instead."""
    said = words(language)
    open_ = [route for f in routes.features for route in f.routes if _is_for_all(route, features)]
    most = BotCommandLimit.MAX_DESCRIPTION
    found = [BotCommand(route.name, (said(route.help) or route.name)[:most]) for route in open_]
    return found[: int(BotCommandLimit.MAX_COMMAND_NUMBER)]


def _is_for_all(route: Route, features: Mapping[str, bool]) -> bool:
    switched_on = route.always or features.get(route.feature, False)
    return route.kind == "command" and Role.REP in route.roles and switched_on and bool(NAME.fullmatch(route.name))


async def set_menu(bot: Bot, routes: Routes, features: Mapping[str, bool], default: str) -> None:
    """Asks before it sets: Telegram takes few of these a day. "" is the language of whoever has another."""
    for code, language in (("", default), ("zh", "zh"), ("en", "en")):
        where: dict[str, Any] = {"language_code": code} if code else {}
        wanted = commands(routes, features, language)
        if list(await bot.get_my_commands(**where)) != wanted:
            await bot.set_my_commands(wanted, **where)
        await _describe(bot, language, where)


async def _describe(bot: Bot, language: str, where: Mapping[str, Any]) -> None:
    said = words(language)
    short = said(SHORT)[: BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH]
    long = "\n".join(map(said, LONG))[: BotDescriptionLimit.MAX_DESCRIPTION_LENGTH]
    if (await bot.get_my_short_description(**where)).short_description != short:
        await bot.set_my_short_description(short, **where)
    if (await bot.get_my_description(**where)).description != long:
        await bot.set_my_description(long, **where)

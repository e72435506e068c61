"""Accounts that are nobody's. Anybody alive can find a Telegram bot, so they come in by invitation or by a link."""

from collections import OrderedDict
from datetime import datetime, timedelta

from bot.channels.port import Bot
from bot.messages import Incoming
from bot.people import link
from bot.words import words

TOLD_EVERY = timedelta(hours=1)
REMEMBERED = 10_000


class Door:
    """Lets in whom we know and whoever brings a good code. A stranger hears why not, at most once an hour."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._told: OrderedDict[str, datetime] = OrderedDict()

    def admit(self, incoming: Incoming, language_code: str) -> str | None:
        """None: on to the bot. Else the sentence that keeps a stranger out, "" when they have heard it."""
        if self._bot.settings.telegram.strangers or self._bot.person(incoming.channel, incoming.account):
            return None
        if self._brings_a_code(incoming):
            return None
        return words(spoken(language_code))(link.STRANGER) if self._is_news(incoming.account) else ""

    def _brings_a_code(self, incoming: Incoming) -> bool:
        """An invitation, or a code that somebody here was just given; both are between us two."""
        if incoming.place != "dm" or link.code_in(incoming.text) is None:
            return False
        there = link.Account(incoming.channel, incoming.account, incoming.conversation)
        with self._bot.store.write() as db:
            return link.admits(db, self._bot.directory, there, incoming.text, self._bot.clock())

    def _is_news(self, account: str) -> bool:
        now = self._bot.clock()
        told = self._told.get(account)
        if told is not None and now - told < TOLD_EVERY:
            return False
        self._told[account] = now
        self._told.move_to_end(account)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True


def spoken(language_code: str) -> str:
    """Which of our languages an app's language is nearest to."""
    return "zh" if language_code.lower().startswith("zh") else "en"

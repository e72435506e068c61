"""From a kept update to an answer on its way: who speaks, what came along, what the bot says, out with it."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, replace

import telegram
from telegram import Message, Update
from telegram.error import TelegramError

from bot.channels.port import Bot
from bot.channels.telegram import translate
from bot.channels.telegram.files import LIMIT_MB, Unfetched, fetch
from bot.channels.telegram.strangers import Door
from bot.channels.telegram.translate import CHANNEL
from bot.channels.telegram.wire import TelegramWire
from bot.messages import Incoming, Reply, Text, say
from bot.messages import Message as Answer
from bot.pushes import states
from bot.pushes.delivery import Delivery
from bot.store import arrivals
from bot.store.arrivals import Arrival
from bot.words import N_, words

log = logging.getLogger("cornerman")

UNREAD = N_("I cannot read that. Please type it.")
RELEASED_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody said or pressed, with what only Telegram knows of it."""

    incoming: Incoming
    language_code: str = ""
    message: Message | None = None
    unread: bool = False
    """Nothing that we read: a sticker, a place, a contact."""


class Answers:
    def __init__(self, bot: Bot, api: telegram.Bot, wire: TelegramWire, delivery: Delivery, door: Door) -> None:
        self.bot, self.api, self.wire, self.delivery, self.door = bot, api, wire, delivery, door
        self._commands = frozenset(bot.routes.by_word)
        self._released: OrderedDict[str, None] = OrderedDict()

    async def handle(self, arrival: Arrival) -> None:
        """One kept update, to its end. A StoreFault passes: the update comes again."""
        update = translate.read(arrival.body)
        assert update is not None, "what nobody can read is not kept"
        if update.my_chat_member:
            account = str(update.my_chat_member.from_user.id)
            return await asyncio.to_thread(self._pause, account, arrival.id)
        if update.callback_query:
            await self.release(update.callback_query.id)
        return await self._answer(self._heard(update, arrival))

    def _heard(self, update: Update, arrival: Arrival) -> Heard:
        if query := update.callback_query:
            incoming = translate.from_press(query, arrival.event, arrival.id)
            return Heard(incoming, query.from_user.language_code or "")
        message = update.message
        assert message is not None
        assert message.from_user is not None
        incoming = translate.from_message(message, self.api.bot, arrival.event, arrival.id)
        unread = translate.kind_of(update, self.api.bot, self._commands) == "unread"
        return Heard(incoming, message.from_user.language_code or "", message, unread)

    def _pause(self, account: str, arrival: int) -> None:
        """Somebody blocked us; whoever writes again is back by that alone."""
        with self.bot.store.write() as db:
            states.pause(db, CHANNEL, account, self.bot.clock())
            arrivals.done(db, arrival)

    async def release(self, query: str) -> None:
        """Ends the wait that a pressed button shows, once; what the press did follows."""
        if query in self._released:
            return
        self._released[query] = None
        while len(self._released) > RELEASED_MAX:
            self._released.popitem(last=False)
        try:
            await self.api.answer_callback_query(query)
        except TelegramError as error:
            log.info("telegram: a press was not answered (%s)", type(error).__name__)

    async def _answer(self, heard: Heard) -> None:
        refusal = await asyncio.to_thread(self.door.admit, heard.incoming, heard.language_code)
        if refusal is not None:
            return await self._tell(heard, say(refusal) if refusal else say())
        if heard.unread:
            return await self._tell(heard, say(await self._said(heard, UNREAD)))
        try:
            files = await fetch(self.api, heard.message) if heard.message else ()
        except Unfetched as error:
            return await self._tell(heard, Reply((Text(await self._said(heard, str(error)), "warning"),)))
        answer = await asyncio.to_thread(self.bot.answer, replace(heard.incoming, files=files))
        if answer.fresh:
            await self._deliver(heard, answer)
        return None

    async def _said(self, heard: Heard, text: str) -> str:
        known = await asyncio.to_thread(self.bot.language, CHANNEL, heard.incoming.account)
        return words(known)(text, n=LIMIT_MB)

    async def _tell(self, heard: Heard, reply: Reply) -> None:
        """What the channel itself says: first said, then noted, since twice is better than never."""
        await self._deliver(heard, Answer(0, "", reply))
        await asyncio.to_thread(self.bot.drop, heard.incoming.arrival)

    async def _deliver(self, heard: Heard, answer: Answer) -> None:
        incoming = heard.incoming
        answer = replace(answer, token=answer.token or f"~{incoming.arrival}")
        if incoming.conversation and heard.message:
            self.wire.quote(answer.token, heard.message.message_id)
        await self.delivery.reply(states.reply_to(incoming, answer, self.bot.clock()))

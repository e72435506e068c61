"""Telegram as a channel: it connects, takes updates in, and delivers what is in the outbox, until it is stopped."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from starlette.routing import BaseRoute
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.channels.intake import Intake
from bot.channels.mask import Mask
from bot.channels.port import Bot
from bot.channels.telegram import menu, translate, webhook
from bot.channels.telegram.answers import Answers
from bot.channels.telegram.application import Line, build_application
from bot.channels.telegram.inline import answer_inline
from bot.channels.telegram.polling import FIRST_PAUSE, LONGEST_PAUSE, POLL_SECONDS, Polling
from bot.channels.telegram.strangers import Door
from bot.channels.telegram.translate import CHANNEL
from bot.channels.telegram.wire import TelegramWire
from bot.errors import CornermanError
from bot.pushes import pace
from bot.pushes.delivery import Delivery
from bot.pushes.pace import Gate, Pace

log = logging.getLogger("cornerman")


class Telegram:
    """One bot token. `start` raises a sentence where it can never work; a network that is away is tried again."""

    name = CHANNEL

    def __init__(self, bot: Bot, *, request: BaseRequest | None = None, limits: pace.Limits = pace.TELEGRAM) -> None:
        self.bot, self.settings = bot, bot.settings.telegram
        self.application = build_application(self.settings, request)
        self._number = self.settings.bot_token.reveal().partition(":")[0]
        self._updates = Line(self.settings, connections=1, seconds=POLL_SECONDS)
        self._commands = frozenset(bot.routes.by_word)
        wire, gate = TelegramWire(self.application.bot, Mask(bot)), Gate(Pace(limits))
        self.delivery = Delivery(bot.store, wire, bot.clock, bot.marks, gate, owner=bot.process, bot=self._number)
        self._answers = Answers(bot, self.application.bot, wire, self.delivery, Door(bot))
        self.intake = Intake(bot, CHANNEL, self._answers.handle)
        self.routes: list[BaseRoute] = []
        if self.settings.transport == "webhook":
            self.routes.append(webhook.route(self.settings.webhook_secret, self.receive))
        self.connected = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._polling: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        bot.listen(self._hear)

    # Starting and stopping

    async def start(self) -> None:
        if self.settings.transport == "webhook":
            webhook.address(self.bot.settings)
        self._loop = asyncio.get_running_loop()
        try:
            await self._connect()
        except CornermanError:
            await self._hang_up()
            raise
        except TelegramError as error:
            log.warning("telegram: cannot be reached yet (%s); it is tried again", type(error).__name__)
            self._spawn(self._connect_later())

    async def stop(self) -> None:
        """First nothing new is taken in; what is being answered may end, and what was kept stays kept."""
        self.connected, self._loop = False, None
        await _end([self._polling] if self._polling else [])
        await self.intake.stop()
        await _end(self._tasks)
        await self._hang_up()

    async def _hang_up(self) -> None:
        await self._updates.shutdown()
        await self.application.shutdown()
        await self.application.bot.shutdown()  # where it never came to `initialize`'s end

    async def _connect(self) -> None:
        try:
            await self.application.initialize()
        except InvalidToken:  # its own text holds the token
            raise CornermanError(
                "Telegram does not accept TELEGRAM_BOT_TOKEN. @BotFather has the current one: /mybots, API Token."
            ) from None
        await self._choose_transport()
        await self._updates.initialize()
        self.connected = True
        self._spawn(self.delivery.run())
        self._spawn(self.intake.run())
        self._spawn(self._set_menu())
        if self.settings.transport == "polling":
            address = f"{self.settings.api}/bot{self.settings.bot_token.reveal()}"
            polling = Polling(self._updates, address, self.receive, lambda: self.delivery.leads)
            self._polling = self._spawn(polling.run(self._asked))

    async def _choose_transport(self) -> None:
        if self.settings.transport == "polling":
            await self.application.bot.delete_webhook()
            return
        secret = self.settings.webhook_secret.reveal()
        here = webhook.address(self.bot.settings)
        await self.application.bot.set_webhook(here, secret_token=secret, allowed_updates=self._asked)

    async def _connect_later(self) -> None:
        pause = FIRST_PAUSE
        while True:
            await asyncio.sleep(pause)
            try:
                return await self._connect()
            except CornermanError as error:
                return log.error("telegram: %s", error)
            except TelegramError as error:
                log.warning("telegram: cannot be reached yet (%s)", type(error).__name__)
            pause = min(LONGEST_PAUSE, pause * 2)

    @property
    def _asked(self) -> tuple[str, ...]:
        """The updates that are ours to answer; what is not asked for does not come."""
        return ("message", "callback_query", "my_chat_member", *(("inline_query",) if self.settings.inline else ()))

    async def _set_menu(self) -> None:
        settings = self.bot.settings
        try:
            await menu.set_menu(self.application.bot, self.bot.routes, settings.features, settings.language)
        except TelegramError as error:
            log.warning("telegram: the menu of commands could not be set (%s)", type(error).__name__)

    # What comes in, and news of what goes out

    async def receive(self, raw: Any) -> None:
        """Returns once an update needs no second delivery; raises CornermanError where it does."""
        if not self.connected:
            raise CornermanError("Telegram is not connected yet.")
        update = translate.read(raw)
        if update is None:
            return log.warning("telegram: an update that nobody can read is left out")
        kind = translate.kind_of(update, self.application.bot.bot, self._commands)
        if kind == "inline":
            self._spawn(self._inline(update))
        elif kind != "nothing":
            await self.intake.keep(f"{self._number}:{update.update_id}", translate.queue_of(update), raw)
        if update.callback_query:
            self._spawn(self._answers.release(update.callback_query.id))
        return None

    async def _inline(self, update: Update) -> None:
        if not self.settings.inline or update.inline_query is None:
            return
        try:
            await answer_inline(self.bot, self.application.bot, update.inline_query)
        except (TelegramError, CornermanError) as error:
            log.info("telegram: an inline question was not answered (%s)", type(error).__name__)

    def _hear(self, _: int) -> None:
        """From any thread: somebody has a new message."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has just ended
                self._loop.call_soon_threadsafe(self.delivery.wake)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _end(tasks: Any) -> None:
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)

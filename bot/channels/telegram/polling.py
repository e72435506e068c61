"""Long polling: an update is kept before the next call confirms it, and one process polls for a bot token."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.channels.telegram.application import SlowDown
from bot.errors import CornermanError

log = logging.getLogger("cornerman")

POLL_SECONDS, SPARE_SECONDS = 25, 10
LOOK_SECONDS = 0.2
"""Between two looks whether it is ours to poll."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0

Receive = Callable[[Any], Awaitable[None]]


class Polling:
    """Raw updates, since the library gives up a whole batch for one update that it cannot read."""

    def __init__(self, line: BaseRequest, address: str, receive: Receive, leads: Callable[[], bool]) -> None:
        self._line, self._address, self._receive, self._leads = line, address, receive, leads
        self._asked: tuple[str, ...] = ()
        self._offset = 0

    async def run(self, asked: tuple[str, ...]) -> None:
        """Until it is cancelled; what was not kept is not confirmed, and comes again."""
        self._asked = asked
        pause = FIRST_PAUSE
        while True:
            if not self._leads():
                await asyncio.sleep(LOOK_SECONDS)
                continue
            try:
                await self._once()
            except (TelegramError, CornermanError) as error:
                log.warning("telegram: %s", _sentence(error))
                await asyncio.sleep(max(pause, error.seconds if isinstance(error, SlowDown) else 0))
                pause = min(LONGEST_PAUSE, pause * 2)
            except Exception:  # whatever it was, it must not make the bot deaf for good
                log.exception("telegram: a round of polling failed")
                await asyncio.sleep(LONGEST_PAUSE)
            else:
                pause = FIRST_PAUSE

    async def _once(self) -> None:
        updates = await self._poll()
        if not updates:
            self._offset = 0  # all is confirmed; after a quiet week Telegram may count from a lower number
        for update in updates:
            await self._receive(update)
            self._offset = update["update_id"] + 1

    async def _poll(self) -> list[dict[str, Any]]:
        wanted = {"timeout": POLL_SECONDS, "allowed_updates": json.dumps(self._asked)}
        if self._offset:
            wanted["offset"] = self._offset
        found = await self._line.post(f"{self._address}/getUpdates?{urlencode(wanted)}",
                                      read_timeout=POLL_SECONDS + SPARE_SECONDS)  # fmt: skip
        return found if isinstance(found, list) else []


def _sentence(error: Exception) -> str:
    match error:
        case Conflict():
            return (
                "another program takes this bot's updates, or a webhook is set. Stop it, or give this bot a token of "
                f"its own. ({error.message})"
            )
        case InvalidToken():
            return "Telegram does not accept the bot's token any more. @BotFather has the current one."
    return str(error)

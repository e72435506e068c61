"""What came with a message, fetched: at most 20 MB, which is all that a bot may fetch."""

import asyncio
from typing import Any

from telegram import Bot, Message, PhotoSize, VideoNote, Voice
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.application import SlowDown
from bot.channels.telegram.translate import attached
from bot.messages import File
from bot.store.attachments import MOST
from bot.words import N_

TRIES = 3
TOO_BIG = N_("That file is too big. I can take up to {n} MB.")
UNFETCHED = N_("I could not get that file just now. Please send it again.")
LIMIT_MB = MOST // 1024 // 1024


class Unfetched(Exception):
    """A file that did not come; its text is a sentence for whoever sent it, not translated yet."""


async def fetch(bot: Bot, message: Message) -> tuple[File, ...]:
    """The file of a message; raises Unfetched."""
    found = attached(message)
    if found is None:
        return ()
    if (found.file_size or 0) > MOST:
        raise Unfetched(TOO_BIG)
    name, mime = named(found)
    return (File(name, mime, await _content(bot, found.file_id)),)


async def _content(bot: Bot, file_id: str) -> bytes:
    for left in reversed(range(TRIES)):
        try:
            return bytes(await (await bot.get_file(file_id)).download_as_bytearray())
        except BadRequest as error:
            raise Unfetched(TOO_BIG if "too big" in error.message.casefold() else UNFETCHED) from error
        except TelegramError as error:
            if not left:
                raise Unfetched(UNFETCHED) from error
            await asyncio.sleep(error.seconds if isinstance(error, SlowDown) else TRIES - left)
    raise Unfetched(UNFETCHED)


def named(found: Any) -> tuple[str, str]:
    """(name, MIME type): the sender's own for a document, else what its kind is."""
    match found:
        case PhotoSize():
            return "photo.jpg", "image/jpeg"
        case Voice():
            return "voice.ogg", found.mime_type or "audio/ogg"
        case VideoNote():
            return "video.mp4", "video/mp4"
    return found.file_name or type(found).__name__.lower(), found.mime_type or "application/octet-stream"

"""A picture becomes a file of the bot's own before the message that shows it. Alone nobody sees it: it may repeat."""

import asyncio
import hashlib
from collections import OrderedDict

import aiohttp

from bot.channels.slack.calls import Calls, failures
from bot.messages import Picture
from bot.pushes.wire import NotSent, Unsure

KEPT = 500
LOOKS, LOOK_SECONDS = 25, 0.2
"""Slack looks at a file before a message can show it; after so long the message is tried again later."""


class Pictures:
    def __init__(self, calls: Calls, session: aiohttp.ClientSession, proxy: str | None) -> None:
        self._calls, self._session, self._proxy = calls, session, proxy
        self._files: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def file(self, picture: Picture, alt: str) -> str:
        """The id of its file at Slack. Nothing is visible yet, so whatever breaks here was certainly not sent."""
        key = (hashlib.sha256(picture.png).hexdigest(), alt)
        if key not in self._files:
            try:
                self._files[key] = await self._uploaded(picture, alt)
            except Unsure as error:
                raise NotSent(str(error)) from None
        while len(self._files) > KEPT:
            self._files.popitem(last=False)
        return self._files[key]

    async def _uploaded(self, picture: Picture, alt: str) -> str:
        size = len(picture.png)
        given = await self._calls("files.getUploadURLExternal", filename="picture.png", length=size, alt_txt=alt[:1000])
        with failures():
            async with self._session.post(given["upload_url"], data=picture.png, proxy=self._proxy) as response:
                status = response.status
        if status != 200:
            raise NotSent(f"Slack did not take a picture: status {status}")
        file: str = given["file_id"]
        await self._calls("files.completeUploadExternal", files=[{"id": file, "title": alt[:150]}])
        await self._until_seen(file)
        return file

    async def _until_seen(self, file: str) -> None:
        for _ in range(LOOKS):
            found = await self._calls("files.info", file=file)
            if found["file"].get("mimetype"):
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise NotSent("Slack is still looking at a picture")

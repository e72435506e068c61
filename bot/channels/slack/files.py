"""Files that people send: fetched with the bot's token, from Slack and nobody else, up to a size."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.channels.slack.text import storable
from bot.messages import File

log = logging.getLogger("cornerman")

SIZE_MAX = 20 * 1024 * 1024
FILES_MAX, TRIES, NAME_MAX = 10, 3, 120
TIMEOUT = aiohttp.ClientTimeout(total=60)


class Files:
    def __init__(self, session: aiohttp.ClientSession, proxy: str | None, api: str, token: str) -> None:
        self._session, self._proxy, self._token = session, proxy, token
        self._api = urlsplit(api).hostname or ""

    async def of(self, files: Sequence[Mapping[str, Any]]) -> tuple[File, ...]:
        """What could be fetched; the rest is named in the log."""
        found = [await self._one(file) for file in files[:FILES_MAX]]
        return tuple(file for file in found if file is not None)

    async def _one(self, file: Mapping[str, Any]) -> File | None:
        if not self._is_slack(file["url"]) or file["size"] > SIZE_MAX:
            log.warning("slack: a file of %d bytes is left where it is", file["size"])
            return None
        for attempt in range(TRIES):
            try:
                data = await self._fetched(file["url"], file["mime"])
            except (TimeoutError, aiohttp.ClientError, OSError) as error:
                log.warning("slack: a file could not be fetched: %s", type(error).__name__)
                await asyncio.sleep(attempt)
            else:
                name = storable(file["name"])[:NAME_MAX]
                return File(name or "file", storable(file["mime"])[:NAME_MAX], data) if data is not None else None
        return None

    def _is_slack(self, url: str) -> bool:
        """Our token goes nowhere else."""
        host = urlsplit(url).hostname or ""
        return host == self._api or (host.endswith(".slack.com") and url.startswith("https://"))

    async def _fetched(self, url: str, mime: str) -> bytes | None:
        headers = {"Authorization": f"Bearer {self._token}"}
        get = self._session.get(url, headers=headers, proxy=self._proxy, timeout=TIMEOUT, allow_redirects=False)
        async with get as response:
            if response.status >= 500:
                raise aiohttp.ClientPayloadError(str(response.status))
            if response.status != 200 or (response.content_type == "text/html" and mime != "text/html"):
                log.warning("slack: a file was refused; does the app have the scope files:read?")
                return None
            data = bytearray()
            async for chunk in response.content.iter_chunked(65536):
                data += chunk
                if len(data) > SIZE_MAX:
                    return None
            return bytes(data)

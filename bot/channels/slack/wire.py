"""Slack as delivery sees it: one reply is one or several messages, a published Home, or words that one person sees."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import aiohttp

from bot.channels.slack import hooks
from bot.channels.slack.blocks import Body, bodies, home
from bot.channels.slack.calls import GONE, Calls, Failed
from bot.channels.slack.heard import HOME
from bot.channels.slack.hooks import Hooks
from bot.channels.slack.pictures import Pictures
from bot.messages import Form, Reply
from bot.pushes.states import Outgoing
from bot.pushes.wire import Piece, Refused

log = logging.getLogger("cornerman")
Json = dict[str, Any]
Mask = Callable[[Reply], Reply]
"""What of a reply may leave the house."""

EVENT = "cornerman_message"
CHANGED_TOO_LATE = {"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"}
PAGE, PAGES = 200, 5
SKEW = 60
"""Seconds by which our clock may be ahead of Slack's."""
KEPT_DMS = 20_000


class SlackWire:
    name = "slack"

    def __init__(
        self,
        calls: Calls,
        hooks: Hooks,
        session: aiohttp.ClientSession,
        proxy: str | None,
        mask: Callable[[Reply], Reply],
    ) -> None:
        self._shown = mask
        self.calls, self.hooks, self._session, self._proxy = calls, hooks, session, proxy
        self._pictures = Pictures(calls, session, proxy)
        self._dms: OrderedDict[str, str] = OrderedDict()

    def pieces(self, out: Outgoing) -> Sequence[Piece]:
        reply = self._shown(out.reply)
        return [Piece(home(reply, out.token))] if out.place == HOME else [Piece(b) for b in bodies(reply, out.token)]

    def shown_form(self, form: Form) -> Form:
        shown = self._shown(Reply((form,))).parts[0]
        return shown if isinstance(shown, Form) else form

    def is_group(self, out: Outgoing) -> bool:
        return out.place in ("group", "private")

    async def send(self, out: Outgoing, piece: Piece, number: int) -> str:
        body = await self._with_pictures(piece.body)
        if out.place == HOME:
            return await self._publish(out, body)
        if out.place == "private":
            return await self._whisper(out, body)
        return await self._post(out, body)

    async def edit(self, out: Outgoing, ref: str, piece: Piece) -> str:
        body = await self._with_pictures(piece.body)
        if ref == HOME and body.number == 0:
            return await self._publish(out, body)
        channel, _, ts = ref.partition(":")
        if not ts:
            return await self._whisper(out, body, replaces=body.number == 0)
        try:
            await self.calls("chat.update", channel=channel, ts=ts, **_content(out, body))
        except Failed as error:
            if error.error not in CHANGED_TOO_LATE:
                raise
            return await self._post(out, body)
        return ref

    async def remove(self, out: Outgoing, ref: str) -> None:
        channel, _, ts = ref.partition(":")
        if not ts:
            return
        try:
            await self.calls("chat.delete", channel=channel, ts=ts)
        except Failed as error:
            if error.error not in CHANGED_TOO_LATE:
                raise

    async def find(self, out: Outgoing) -> Sequence[str] | None:
        if not out.token or out.place in (HOME, "private") or out.created_at is None:
            return None
        target, _, thread = out.conversation.partition(":")
        channel = target if target.startswith(("C", "G")) else await self.dm(out.account)
        found: dict[int, str] = {}
        async for message in self._since(channel, thread, f"{out.created_at.timestamp() - SKEW:.6f}"):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("token") == out.token:
                found[int(payload.get("piece", 0))] = f"{channel}:{message['ts']}"
        return [found[number] for number in range(len(found)) if number in found]

    async def _since(self, channel: str, thread: str, oldest: str) -> Any:
        """The messages there since then, page by page."""
        method, where = ("conversations.replies", {"ts": thread}) if thread else ("conversations.history", {})
        cursor: Json = {}
        for _ in range(PAGES):
            page = await self.calls(
                method, channel=channel, oldest=oldest, limit=PAGE, include_all_metadata=True, **where, **cursor
            )
            for message in page["messages"]:
                yield message
            cursor = {"cursor": (page.get("response_metadata") or {}).get("next_cursor") or ""}
            if not cursor["cursor"]:
                return

    async def dm(self, account: str) -> str:
        """The channel in which somebody and we are alone."""
        if account not in self._dms:
            self.know_dm(account, (await self.calls("conversations.open", users=account))["channel"]["id"])
        return self._dms[account]

    def know_dm(self, account: str, channel: str) -> None:
        self._dms[account] = channel
        while len(self._dms) > KEPT_DMS:
            self._dms.popitem(last=False)

    # Three ways to say it

    async def _post(self, out: Outgoing, body: Body) -> str:
        channel, _, thread = (out.conversation or out.account).partition(":")
        where: Json = {"channel": channel} | ({"thread_ts": thread} if thread else {})
        quiet = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        try:
            said = await self.calls("chat.postMessage", **where, **quiet, **_content(out, body))
        except Failed as error:
            if out.kind == "share" and error.error == "not_in_channel" and await self._shared(out, body):
                return ""
            raise Refused(str(error), gone=out.place == "dm" and error.error in GONE) from None
        if out.place == "dm":
            self.know_dm(out.account, said["channel"])
        return f"{said['channel']}:{said['ts']}"

    async def _shared(self, out: Outgoing, body: Body) -> bool:
        """Where we are no member, whoever asked there can still show it to everybody."""
        return await self._by_hook(self.hooks.newest(out.account, out.chat), body, response_type="in_channel")

    async def _whisper(self, out: Outgoing, body: Body, *, replaces: bool = False) -> str:
        """Only the asker sees it, and no id leads back to it."""
        original = self.hooks.original(out.token) if replaces else None
        if await self._by_hook(original, body, replace_original=True):
            return ""
        newest = self.hooks.newest(out.account, out.chat)
        if await self._by_hook(newest, body, response_type="ephemeral", replace_original=False):
            return ""
        await self.calls(
            "chat.postEphemeral", channel=out.chat, user=out.account, text=body.text, blocks=list(body.blocks)
        )
        return ""

    async def _by_hook(self, hook: hooks.Hook | None, body: Body, **how: object) -> bool:
        said = {"text": body.text, "blocks": list(body.blocks), **how}
        return hook is not None and await hooks.answer(self._session, self._proxy, hook, said)

    async def _publish(self, out: Outgoing, body: Body) -> str:
        await self.calls("views.publish", user_id=out.account, view={"type": "home", "blocks": list(body.blocks)})
        return HOME

    async def _with_pictures(self, body: Body) -> Body:
        blocks = list(body.blocks)
        for at, picture in body.pictures:
            blocks[at] = await self._with_file(blocks[at], picture)
        return replace(body, blocks=tuple(blocks), pictures=())

    async def _with_file(self, block: Mapping[str, Any], picture: Any) -> Json:
        """The block with its file; where we may not upload, what the picture shows in words."""
        try:
            return {**block, "slack_file": {"id": await self._pictures.file(picture, block["alt_text"])}}
        except Refused as error:
            log.warning("slack: a picture is said in words: %s", error)
            return {"type": "context", "elements": [{"type": "plain_text", "text": block["alt_text"], "emoji": False}]}


def _content(out: Outgoing, body: Body) -> Json:
    """The metadata is how a message whose end nobody knows is found again."""
    metadata = {"event_type": EVENT, "event_payload": {"token": out.token, "piece": body.number}}
    return {"text": body.text, "blocks": list(body.blocks), "metadata": metadata}

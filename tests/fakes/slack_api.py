"""Slack's Web API: each method a function of the same name, its calls checked before they count."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aiohttp import web

from . import slack_rules, slack_views
from .slack_world import APP, BOT, BOT_USER, TEAM, Channel, Faulty, File, Json, Message, Refused, World

SCOPES = (
    "chat:write,commands,app_mentions:read,im:history,im:write,users:read,files:read,files:write,channels:history,"
    "groups:history"
)


class WebApi:
    def __init__(self, world: World, url: str, bot_token: str, app_token: str, faults: Faulty | None) -> None:
        self.world, self.url, self.faults = world, url, faults
        self.bot_token, self.app_token = bot_token, app_token
        self.scopes = SCOPES
        self.file_ready_after = timedelta(seconds=0.2)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method, args = request.match_info["method"], await _arguments(request)
        token = args.pop("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer ")
        if left := self.world.pauses.paused(method):
            return _limited(left)
        fault = self.faults.next(method) if self.faults else None
        if fault and fault[0] == "429":
            self.world.pauses.pause(method, fault[1])
            return _limited(fault[1])
        if fault and fault[0] == "500":
            return web.Response(status=500, text="Internal Server Error")
        answer = {} if fault and fault[0] == "drop" else self.answer(method, args, token)
        if fault and fault[0] in ("reset", "drop") and request.transport:
            request.transport.abort()
        if fault and fault[0] == "stall":
            await asyncio.sleep(fault[1])
        return web.json_response(answer, headers={"X-OAuth-Scopes": self.scopes})

    def answer(self, method: str, args: Json, token: str) -> Json:
        function = METHODS.get(method)
        if function is None:
            self.world.breaches.append(f"no such method {method}")
            return {"ok": False, "error": "unknown_method"}
        if token != (self.app_token if method == "apps.connections.open" else self.bot_token):
            return {"ok": False, "error": "invalid_auth"}
        with self.world.changed:
            try:
                self.check(slack_rules.of_call(method, args))
                return {"ok": True, **function(self, args)}
            except Refused as refused:
                return {"ok": False, "error": str(refused), "response_metadata": {"messages": refused.found}}

    def check(self, found: list[str]) -> None:
        if found:
            self.world.breaches += found
            self.world.changed.notify_all()
            raise Refused("invalid_arguments", found)

    def breach(self, error: str, sentence: str) -> Refused:
        """Something no correct app does: noted, and answered as Slack would."""
        self.world.breaches.append(f"{error}: {sentence}")
        return Refused(error)

    def find(self, id: str) -> Channel:
        if id not in self.world.channels and id not in self.world.users:
            raise Refused("channel_not_found")
        channel = self.world.channel(id)
        if error := self.world.refusals.get(id) or self.world.refusals.get(channel.id):
            raise Refused(error)
        if not channel.here:
            raise Refused("not_in_channel")
        return channel

    def own(self, args: Json) -> Message:
        """The bot's own lasting message; an ephemeral one cannot be found again."""
        message = self.find(args["channel"]).find(args["ts"])
        if message.ephemeral_to:
            raise self.breach("message_not_found", "an ephemeral message is changed through its response_url")
        return message

    def pictures(self, blocks: Any) -> None:
        """Blocks that show a file need one that Slack has looked at."""
        for block in blocks or ():
            if not isinstance(block, dict) or "slack_file" not in block:
                continue
            file = self.world.files.get(block["slack_file"].get("id", ""))
            if file is None or not file.to_json(self.world.clock())["mimetype"]:
                raise Refused("invalid_blocks")

    def say(self, channel: Channel, args: Json, **more: Any) -> Message:
        self.world.read(args.get("text") or "" if args.get("mrkdwn") is not False else "", args.get("blocks"))
        message = Message(
            channel=channel.id, ts=self.world.next_ts(), text=args.get("text") or "", user=BOT_USER, bot=BOT,
            blocks=args.get("blocks") or [], thread_ts=args.get("thread_ts") or "", metadata=args.get("metadata"),
            **more,
        )  # fmt: skip
        self.world.posts.append((self.world.clock().timestamp(), channel.id))
        return self.world.post(message)


def auth_test(api: WebApi, args: Json) -> Json:
    return {"url": f"{api.url}/", "team": "Home", "user": "cornerman", "team_id": TEAM, "user_id": BOT_USER,
            "bot_id": BOT, "is_enterprise_install": False}  # fmt: skip


def team_info(api: WebApi, args: Json) -> Json:
    return {"team": {"id": TEAM, "name": "Home", "domain": "home"}}


def bots_info(api: WebApi, args: Json) -> Json:
    return {"bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": "cornerman", "deleted": False}}


def users_info(api: WebApi, args: Json) -> Json:
    if args["user"] not in api.world.users:
        raise Refused("user_not_found")
    return {"user": _user(api.world.users[args["user"]], args)}


def users_list(api: WebApi, args: Json) -> Json:
    members = [_user(user, args) for user in api.world.users.values()]
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def _user(user: Json, args: Json) -> Json:
    locale = args.get("include_locale") in (True, "1", "true")
    return user if locale else {name: value for name, value in user.items() if name != "locale"}


def conversations_open(api: WebApi, args: Json) -> Json:
    return {"channel": {"id": api.find(args.get("users") or args.get("channel") or "").id}}


def conversations_info(api: WebApi, args: Json) -> Json:
    return {"channel": api.find(args["channel"]).to_json()}


def conversations_history(api: WebApi, args: Json) -> Json:
    seen = [m for m in _between(api, args) if not m.thread_ts or m.thread_ts == m.ts]
    return _page(args, list(reversed(seen)))


def conversations_replies(api: WebApi, args: Json) -> Json:
    return _page(args, [m for m in _between(api, args) if args["ts"] in (m.ts, m.thread_ts)])


def _between(api: WebApi, args: Json) -> list[Message]:
    first, last = args.get("oldest") or "0", args.get("latest") or "9" * 20
    inclusive = args.get("inclusive") in (True, "1", "true")
    lasting = [m for m in api.find(args["channel"]).messages if not m.ephemeral_to]
    return [m for m in lasting if float(first) < float(m.ts) < float(last) or (inclusive and m.ts in (first, last))]


def _page(args: Json, messages: list[Message]) -> Json:
    start, size = int(args.get("cursor") or 0), int(args.get("limit") or 100)
    more = start + size < len(messages)
    metadata = args.get("include_all_metadata") in (True, "1", "true")
    page = [message.to_json(metadata=metadata) for message in messages[start : start + size]]
    next_cursor = str(start + size) if more else ""
    return {"messages": page, "has_more": more, "response_metadata": {"next_cursor": next_cursor}}


def chat_post_message(api: WebApi, args: Json) -> Json:
    api.check(slack_rules.of_message(args, posting=True))
    channel = api.find(args["channel"])
    api.pictures(args.get("blocks"))
    message = api.say(channel, args)
    api.world.accept("chat.postMessage", args, channel.id, message.ts)
    return {"channel": channel.id, "ts": message.ts, "message": message.to_json(metadata=True)}


def chat_post_ephemeral(api: WebApi, args: Json) -> Json:
    api.check(slack_rules.of_message(args))
    if args["user"] not in api.world.users:
        raise Refused("user_not_in_channel")
    message = api.say(api.find(args["channel"]), args, ephemeral_to=args["user"])
    api.world.accept("chat.postEphemeral", args, message.channel, message.ts)
    return {"message_ts": message.ts}


def chat_update(api: WebApi, args: Json) -> Json:
    message = api.own(args)
    if message.bot != BOT:
        raise Refused("cant_update_message")
    merged = {"text": message.text, "blocks": message.blocks} | args
    api.check(slack_rules.of_message(merged))
    api.pictures(args.get("blocks"))
    edit(api.world, message, merged)
    api.world.accept("chat.update", args, message.channel, message.ts)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": message.to_json()}


def edit(world: World, message: Message, args: Json) -> None:
    world.read(args.get("text") or "", args.get("blocks"))
    message.history.append(message.to_json())
    message.text, message.blocks = args.get("text") or "", args.get("blocks") or []
    message.metadata = args.get("metadata") or message.metadata
    message.edited = world.next_ts()


def chat_delete(api: WebApi, args: Json) -> Json:
    message = api.own(args)
    if message.bot != BOT:
        raise Refused("cant_delete_message")
    api.world.channels[message.channel].messages.remove(message)
    api.world.accept("chat.delete", args, message.channel, message.ts)
    return {"channel": message.channel, "ts": message.ts}


def chat_get_permalink(api: WebApi, args: Json) -> Json:
    message = api.find(args["channel"]).find(args["message_ts"])
    return {
        "channel": message.channel,
        "permalink": f"{api.url}/archives/{message.channel}/p{message.ts.replace('.', '')}",
    }


def files_get_upload_url(api: WebApi, args: Json) -> Json:
    id = api.world.next_id("F")
    file = File(id, args["filename"], int(args["length"]), f"{api.url}/files/{id}", alt_txt=args.get("alt_txt") or "")
    picture = file.name.endswith((".png", ".jpg", ".jpeg", ".gif"))
    api.check(["files: a picture needs its alt_txt"] if picture and not file.alt_txt else [])
    api.world.files[id] = file
    return {"upload_url": f"{api.url}/upload/{id}", "file_id": id}


def files_complete_upload(api: WebApi, args: Json) -> Json:
    """The file is shared at once; what kind it is comes a moment later."""
    files = []
    for each in args["files"]:
        file = api.world.files.get(each["id"])
        if file is None or len(file.content) != file.size:
            raise Refused("file_not_found")
        file.title, file.ready_at = each.get("title", ""), api.world.clock() + api.file_ready_after
        files.append(file.to_json(api.world.clock()))
    for id in filter(None, [args.get("channel_id"), *(args.get("channels") or "").split(",")]):
        channel = api.find(id)
        said = {"text": args.get("initial_comment") or "", "thread_ts": args.get("thread_ts")}
        message = api.say(channel, said, files=files)
        api.world.accept("files.completeUploadExternal", args, channel.id, message.ts)
    return {"files": files}


def files_info(api: WebApi, args: Json) -> Json:
    if args["file"] not in api.world.files:
        raise Refused("file_not_found")
    return {"file": api.world.files[args["file"]].to_json(api.world.clock()), "comments": []}


def apps_connections_open(api: WebApi, args: Json) -> Json:
    return {"url": f"{api.url.replace('http', 'ws', 1)}/link/?ticket={api.world.next_id('L')}&app_id={APP}"}


METHODS: dict[str, Callable[[WebApi, Json], Json]] = {
    "apps.connections.open": apps_connections_open, "auth.test": auth_test, "bots.info": bots_info,
    "chat.delete": chat_delete, "chat.getPermalink": chat_get_permalink, "chat.postEphemeral": chat_post_ephemeral,
    "chat.postMessage": chat_post_message, "chat.update": chat_update, "conversations.history": conversations_history,
    "conversations.info": conversations_info, "conversations.open": conversations_open,
    "conversations.replies": conversations_replies, "files.completeUploadExternal": files_complete_upload,
    "files.getUploadURLExternal": files_get_upload_url, "files.info": files_info, "team.info": team_info,
    "users.info": users_info, "users.list": users_list, "views.open": slack_views.open_view,
    "views.publish": slack_views.publish_view,
    "views.push": slack_views.push_view, "views.update": slack_views.update_view,
}  # fmt: skip


async def _arguments(request: web.Request) -> Json:
    """From the query, a form or JSON; what a form carries as JSON text is unpacked."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        return args | await request.json()
    args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "view", "metadata", "files"):
        if name in args:
            args[name] = json.loads(args[name])
    return args


def _limited(seconds: float) -> web.Response:
    headers = {"Retry-After": str(max(1, round(seconds)))}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

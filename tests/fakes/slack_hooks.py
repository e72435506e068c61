"""Addresses beside the Web API: response_url, uploads and downloads."""

from aiohttp import web

from . import slack_rules
from .slack_api import WebApi, edit
from .slack_world import Json, Message, Refused

HOOK_ARGUMENTS = {
    "text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "unfurl_links",
    "unfurl_media", "metadata",
}  # fmt: skip


class Hooks:
    def __init__(self, api: WebApi) -> None:
        self.api, self.world = api, api.world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/response/{id}", self.response),
            web.post("/upload/{id}", self.upload),
            web.get("/files/{id}", self.download),
        ]

    async def response(self, request: web.Request) -> web.Response:
        args = await request.json()
        with self.world.changed:
            try:
                self.use(request.match_info["id"], args)
            except Refused as refused:
                known = str(refused) in ("used_url", "expired_url")
                return web.json_response({"ok": False, "error": str(refused)}, status=404 if known else 400)
        return web.Response(text="ok")

    def use(self, id: str, args: Json) -> None:
        hook = self.world.hooks.get(id)
        if hook is None or self.world.clock() > hook["until"]:
            raise self.api.breach("expired_url", "a response_url is good for 30 minutes")
        if not hook["left"]:
            raise self.api.breach("used_url", "a response_url is good for five uses")
        self.api.check([f"response_url: no such argument {name}" for name in args.keys() - HOOK_ARGUMENTS])
        self.api.check([] if args.get("delete_original") else slack_rules.of_message(args))
        hook["left"] -= 1
        message = self._change(hook, args)
        self.world.accept("response_url", args, message.channel, message.ts)

    def _change(self, hook: Json, args: Json) -> Message:
        message: Message | None = hook["message"]
        if message is None or not (args.get("delete_original") or args.get("replace_original")):
            hidden = "" if args.get("response_type") == "in_channel" else hook["user"]
            return self.api.say(self.world.channels[hook["channel"]], args, ephemeral_to=hidden)
        if message not in self.world.channels[message.channel].messages:
            raise Refused("message_not_found")
        if args.get("delete_original"):
            self.world.channels[message.channel].messages.remove(message)
        else:
            edit(self.world, message, args)
        return message

    async def upload(self, request: web.Request) -> web.Response:
        """Raw bytes, or a form with one file."""
        file = self.world.files.get(request.match_info["id"])
        if file is None:
            return web.Response(status=404)
        if request.content_type == "multipart/form-data":
            parts = [part.file.read() for part in (await request.post()).values() if isinstance(part, web.FileField)]
            file.content = parts[0] if parts else b""
        else:
            file.content = await request.read()
        return web.Response(text=f"OK - {len(file.content)}")

    async def download(self, request: web.Request) -> web.Response:
        """Without the token Slack shows a page to sign in, with status 200."""
        if request.headers.get("Authorization") != f"Bearer {self.api.bot_token}":
            return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
        file = self.world.files.get(request.match_info["id"])
        return web.Response(body=file.content) if file else web.Response(status=404)

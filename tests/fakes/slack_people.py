"""What people do in Slack, in the payloads that Slack makes of it."""

from typing import TYPE_CHECKING, Any

from . import slack_forms
from .slack_link import Delivery
from .slack_world import APP, BOT_USER, TEAM, File, Json, Message, Shown, ShownView

if TYPE_CHECKING:
    from .slack import Slack

ENDED = {"enterprise": None, "is_enterprise_install": False}


class User:
    """Somebody in the workspace, or with another `team` a guest of a shared channel."""

    def __init__(self, slack: "Slack", id: str, name: str, locale: str, team: str) -> None:
        self.slack, self.id, self.name, self.locale, self.team = slack, id, name, locale, team

    @property
    def messages(self) -> list[Message]:
        """The DM with the bot as it is seen now."""
        return self.slack.channel(self.id).messages

    @property
    def modal(self) -> ShownView | None:
        stack = self.slack.modals.get(self.id)
        return stack[-1] if stack else None

    def dm(self, text: str, thread_ts: str = "") -> Delivery:
        return self.say(self.id, text, thread_ts)

    def mention(self, channel: str, text: str, thread_ts: str = "") -> Delivery:
        """As an app hears it that does not read the channel: no `message` event beside the app_mention."""
        return self._write(channel, f"<@{BOT_USER}> {text}", thread_ts, type="app_mention")

    def say(self, channel: str, text: str, thread_ts: str = "") -> Delivery:
        return self._write(channel, text, thread_ts)

    def upload_file(self, channel: str, name: str, content: bytes, text: str = "") -> Delivery:
        slack = self.slack
        file = File(id := slack.next_id("F"), name, len(content), f"{slack.url}/files/{id}", content=content)
        file.ready_at = slack.clock()
        slack.files[id] = file
        shared = file.to_json(slack.clock()) | {"user": self.id}
        return self._write(channel, text, "", files=[shared], subtype="file_share", upload=False)

    def _write(self, channel: str, text: str, thread_ts: str, type: str = "message", **more: Any) -> Delivery:
        slack = self.slack
        where = slack.channel(channel)
        with slack.changed:
            ts, files = slack.next_ts(), more.get("files", [])
            message = slack.post(
                Message(
                    channel=where.id, ts=ts, text=text, user=self.id, team=self.team, thread_ts=thread_ts, files=files
                )
            )
        event = message.to_json() | {"type": type, "channel": where.id, "event_ts": message.ts, **more}
        event |= {"client_msg_id": slack.next_id("c"), "blocks": _rich(text)}
        if type == "message":
            event["channel_type"] = where.kind
        if self.team != TEAM:
            event |= {"user_team": self.team, "source_team": self.team, "user_profile": {"team": self.team}}
        return slack.event(event, message, shared=self.team != TEAM)

    def edit(self, message: Message, text: str) -> Delivery:
        before = message.to_json()
        message.text, message.edited = text, self.slack.next_ts()
        return self._hidden(message, "message_changed", message=message.to_json(), previous_message=before)

    def delete(self, message: Message) -> Delivery:
        with self.slack.changed:
            self.slack.channels[message.channel].messages.remove(message)
        return self._hidden(message, "message_deleted", deleted_ts=message.ts, previous_message=message.to_json())

    def _hidden(self, changed: Message, subtype: str, /, **more: Any) -> Delivery:
        ts = self.slack.next_ts()
        kind = self.slack.channels[changed.channel].kind
        event = {"type": "message", "subtype": subtype, "hidden": True, "channel": changed.channel, "ts": ts}
        return self.slack.event(event | {"event_ts": ts, "channel_type": kind, **more}, changed)

    def open_home(self, tab: str = "home") -> Delivery:
        event = {"type": "app_home_opened", "user": self.id, "channel": self.slack.channel(self.id).id, "tab": tab}
        home = self.slack.home(self.id)
        if home and tab == "home":
            event["view"] = home.to_json()
        return self.slack.event(event | {"event_ts": self.slack.next_ts()})

    def command(self, channel: str, command: str, text: str = "") -> Delivery:
        where = self.slack.channel(channel)
        payload = {
            "token": "old", "team_id": TEAM, "team_domain": "home", "channel_id": where.id, "channel_name": where.name,
            "user_id": self.id, "user_name": self.name, "command": command, "text": text, "api_app_id": APP,
            "is_enterprise_install": "false", "trigger_id": self.slack.trigger(self.id),
            "response_url": self.slack.hook(self.slack.url, self.id, where.id),
        }  # fmt: skip
        return self.slack.send(Delivery("slash_commands", payload))

    def press(self, shown: Shown, name: str, option: str = "") -> Delivery:
        """A button by its label or action_id; a menu by action_id, with the option's label."""
        block, element = shown.element(name)
        action = {"action_id": element["action_id"], "block_id": block.get("block_id", "b"), "type": element["type"]}
        action |= {"action_ts": self.slack.next_ts()} | {
            k: element[k] for k in ("text", "value", "url") if k in element
        }
        if option:
            action["selected_option"] = slack_forms.option(element, option)
        return self._interact("block_actions", **self._container(shown), actions=[action])

    def _container(self, shown: Shown) -> Json:
        if isinstance(shown, ShownView):
            return {"container": {"type": "view", "view_id": shown.id}, "view": shown.to_json()}
        assert isinstance(shown, Message)
        place = self._place(shown)
        hidden = bool(shown.ephemeral_to)
        inside = {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel, "is_ephemeral": hidden}
        inside |= {"thread_ts": shown.thread_ts} if shown.thread_ts else {}
        message = {} if hidden else {"message": shown.to_json()}
        return {"container": inside, **place, **message, "state": {"values": {}}}

    def _place(self, message: Message) -> Json:
        channel = self.slack.channels[message.channel]
        hook = self.slack.hook(self.slack.url, self.id, channel.id, message)
        return {"channel": {"id": channel.id, "name": channel.name}, "response_url": hook}

    def submit(self, view: ShownView, values: Json | None = None, seconds: float = 5) -> Json:
        """Fills in by block_id, action_id or label; answers with what the app acknowledged it with."""
        view.values = slack_forms.state(view, values or {})
        return self._interact("view_submission", view=view.to_json(), response_urls=[]).wait(seconds)

    def close(self, view: ShownView) -> Delivery | None:
        """The app hears of it only where the view asked with notify_on_close."""
        with self.slack.changed:
            self.slack.modals[self.id].remove(view)
        if not view.given.get("notify_on_close"):
            return None
        return self._interact("view_closed", trigger=False, view=view.to_json(), is_cleared=False)

    def shortcut(self, callback_id: str, message: Message) -> Delivery:
        place = self._place(message) | {"message": message.to_json(), "message_ts": message.ts}
        return self._interact("message_action", callback_id=callback_id, action_ts=self.slack.next_ts(), **place)

    def global_shortcut(self, callback_id: str) -> Delivery:
        return self._interact("shortcut", callback_id=callback_id, action_ts=self.slack.next_ts())

    def _interact(self, type: str, trigger: bool = True, **more: Any) -> Delivery:
        user = {"id": self.id, "username": self.name, "name": self.name, "team_id": self.team}
        payload = {
            "type": type,
            "token": "old",
            "api_app_id": APP,
            "team": {"id": TEAM, "domain": "home"},
            "user": user,
        }
        if trigger:
            payload["trigger_id"] = self.slack.trigger(self.id)
        return self.slack.send(Delivery("interactive", payload | ENDED | more))


def _rich(text: str) -> list[Json]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}] if text else []

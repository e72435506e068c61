"""What Slack tells us, told apart: one plain value for each event that is for us, and silence by rule for the rest."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.channels.slack import modals
from bot.channels.slack.text import unmarked
from bot.messages import Press

Json = dict[str, Any]
Kind = Literal["message", "mention", "command", "press", "submit", "shortcut", "home", "tab"]
HOME = "home"
EVENT_MAX = 128


@dataclass(frozen=True, slots=True)
class Me:
    """Who we are there."""

    team: str
    user: str
    bot: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One event, as it is kept until it is answered; nothing else of Slack's payload is."""

    kind: Kind
    event: str
    account: str
    team: str
    at: float
    """When it came: what a trigger is good for ends three seconds later."""
    channel: str = ""
    thread: str = ""
    text: str = ""
    token: str = ""
    index: int = -1
    values: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    """place/conversation of the message whose form was filled in."""
    trigger: str = ""
    hook: str = ""
    """Where an ephemeral answer can be sent for half an hour."""
    hidden: bool = False
    """Whether the pressed message is one that only this person sees."""
    files: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> Json:
        return asdict(self)

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Heard":
        return cls(**{**body, "files": tuple(body["files"])})

    @property
    def press(self) -> Press | None:
        return Press(self.token, self.index) if self.kind in ("press", "submit") else None

    @property
    def is_dm(self) -> bool:
        """Whether it was said in a conversation of two; whether one of them is us, the channel's id does not say."""
        return self.channel.startswith("D")


def heard(body: Mapping[str, Any], me: Me, now: float) -> Heard | None:
    """None: not for us, or nothing that is answered."""
    match body.get("type"):
        case "event_callback":
            return _event(body, me, now)
        case "block_actions":
            return _press(body, now)
        case "view_submission":
            return _submit(body, now)
        case "message_action":
            return _shortcut(body, now)
    return _command(body, now) if body.get("command") else None


def _event(body: Mapping[str, Any], me: Me, now: float) -> Heard | None:
    event, id = body.get("event") or {}, str(body.get("event_id", ""))
    if not id or event.get("user") in (None, "", me.user, "USLACKBOT") or event.get("bot_id"):
        return None
    team = event.get("user_team") or event.get("source_team") or event.get("team") or me.team
    who: Json = {"event": id, "account": event["user"], "team": team, "at": now, "channel": event.get("channel", "")}
    match event.get("type"):
        case "app_home_opened":
            return Heard("home" if event.get("tab") == HOME else "tab", **who)
        case "message" if event.get("channel_type") == "im" and event.get("subtype") in (None, "file_share"):
            return Heard("message", **who, **_said(event, me))
        case "app_mention" if not event.get("subtype") and not event.get("edited"):
            said = _said(event, me)
            return Heard("mention", **who, **(said | {"thread": said["thread"] or event.get("ts", "")}))
    return None


def _said(event: Mapping[str, Any], me: Me) -> Json:
    files = tuple(_file(file) for file in event.get("files") or () if file.get("url_private"))
    return {"text": unmarked(event.get("text") or "", me.user), "thread": _thread(event), "files": files}


def _thread(message: Mapping[str, Any]) -> str:
    """The thread that a message is an answer in; one that others answer starts it and is not in it."""
    thread = message.get("thread_ts") or ""
    return "" if thread == message.get("ts") else str(thread)


def _file(file: Mapping[str, Any]) -> Json:
    url = file.get("url_private_download") or file["url_private"]
    return {"url": url, "name": file.get("name") or "", "mime": file.get("mimetype") or "", "size": file.get("size", 0)}


def _command(body: Mapping[str, Any], now: float) -> Heard | None:
    trigger, account = body.get("trigger_id") or "", body.get("user_id") or ""
    if not trigger or not account:
        return None
    return Heard(
        "command", f"command:{trigger}"[:EVENT_MAX], account, body.get("team_id") or "", now,
        channel=body.get("channel_id") or "", text=unmarked(body.get("text") or ""), trigger=trigger,
        hook=body.get("response_url") or "",
    )  # fmt: skip


def _interaction(body: Mapping[str, Any], now: float, event: str) -> Json:
    user, channel = body.get("user") or {}, body.get("channel") or {}
    return {
        "event": event, "account": user.get("id") or "", "team": user.get("team_id") or "", "at": now,
        "channel": channel.get("id") or "", "trigger": body.get("trigger_id") or "",
        "hook": body.get("response_url") or "",
    }  # fmt: skip


def _press(body: Mapping[str, Any], now: float) -> Heard | None:
    action = (body.get("actions") or [{}])[0]
    if action.get("type") != "button":
        return None
    container, message = body.get("container") or {}, body.get("message") or {}
    token, index = pressed(action.get("action_id") or "")
    thread = _thread({"ts": container.get("message_ts"), "thread_ts": container.get("thread_ts") or ""})
    return Heard(
        "press", **_interaction(body, now, f"press:{body.get('trigger_id') or action.get('action_ts')}"[:EVENT_MAX]),
        thread=thread or _thread(message), token=token, index=index, hidden=container.get("is_ephemeral") is True,
    )  # fmt: skip


def pressed(action_id: str) -> tuple[str, int]:
    """(token, index) of a button; what is not one of ours is a button that nobody knows."""
    _, _, rest = action_id.partition(":")
    token, _, index = rest.rpartition(":")
    return (token, int(index)) if token and index.isdecimal() and len(index) < 5 else ("", -1)


def is_form(body: Mapping[str, Any]) -> bool:
    """Whether the button opens a form: that happens at once, or its trigger is over."""
    actions = body.get("actions") or [{}]
    return body.get("type") == "block_actions" and str(actions[0].get("action_id", "")).startswith("f:")


def _submit(body: Mapping[str, Any], now: float) -> Heard | None:
    view = body.get("view") or {}
    if view.get("callback_id") != modals.CALLBACK:
        return None
    origin = modals.Origin.of(view.get("private_metadata") or "")
    values = modals.filled_in((view.get("state") or {}).get("values") or {})
    return Heard(
        "submit", **_interaction(body, now, f"view:{view.get('id')}"), token=origin.token, index=origin.index,
        values=values, where=f"{origin.place}/{origin.conversation}",
    )  # fmt: skip


def _shortcut(body: Mapping[str, Any], now: float) -> Heard | None:
    message = body.get("message") or {}
    who = _interaction(body, now, f"shortcut:{body.get('trigger_id')}")
    text = unmarked(message.get("text") or "")
    return Heard("shortcut", **who, text=text, token=body.get("callback_id") or "")

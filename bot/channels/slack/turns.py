"""From an event that is kept to its answer: who said it where, one turn of the bot, and what the person then sees."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace

from bot.channels.port import Bot
from bot.channels.slack.calls import Calls
from bot.channels.slack.files import Files
from bot.channels.slack.heard import Heard, Me
from bot.channels.slack.hooks import Hooks
from bot.channels.slack.modals import Origin, modal
from bot.channels.slack.slash import Slash
from bot.channels.slack.wire import SlackWire
from bot.errors import CornermanError
from bot.messages import Button, Form, Incoming, Message, Place, Reply, say
from bot.pushes import outbox
from bot.pushes.delivery import Delivery
from bot.pushes.states import Outgoing, reply_to
from bot.pushes.wire import NotSent, Refused, TryLater, Unsure
from bot.store.arrivals import Arrival
from bot.words import N_, words

log = logging.getLogger("cornerman")

CHANNEL = "slack"
TRIGGER_SECONDS = 2.5
"""Slack's three, less the way there."""
KEPT = 5_000
TROUBLE = (TryLater, NotSent, Unsure, Refused)

STRANGER = N_("I only talk with members of this workspace. Please ask one of them.")
NOT_OPENED = N_("The form did not open in time. Please press once more.")


class Turns:
    def __init__(
        self, bot: Bot, me: Me, calls: Calls, wire: SlackWire, delivery: Delivery, files: Files, slash: Slash
    ) -> None:
        self.bot, self.me, self.calls, self.wire, self.delivery, self.files = bot, me, calls, wire, delivery, files
        self.slash = slash
        self.hooks: Hooks = wire.hooks
        self._opened: OrderedDict[str, None] = OrderedDict()
        self._referred: OrderedDict[str, None] = OrderedDict()

    async def handle(self, arrival: Arrival) -> None:
        found = Heard.of(arrival.body)
        if found.team not in ("", self.me.team):
            await self._refer(found)
            return await self._drop(arrival.id)
        known = await asyncio.to_thread(self._is_known, found.account)
        welcome = found.kind in ("home", "tab") and not known
        if welcome:
            await self._turn(replace(found, kind="tab", event=f"{found.event}:start"), arrival.id, new=True)
        if found.kind != "tab":
            return await self._turn(found, 0 if welcome else arrival.id, new=not known and not welcome)
        if not welcome:
            await self._drop(arrival.id)

    async def _turn(self, found: Heard, arrival: int, *, new: bool) -> None:
        text = await asyncio.to_thread(self._typed, found)
        if text is None:
            return await self._drop(arrival)
        place, conversation = await self.where(found)
        incoming = Incoming(
            CHANNEL, found.account, found.event, text, found.press, found.values, conversation,
            await self._name(found.account) if new else "", place=place, files=await self.files.of(found.files),
            arrival=arrival,
        )  # fmt: skip
        self.hooks.came(found.account, found.channel, found.hook)
        message = await asyncio.to_thread(self.bot.answer, incoming)
        if message.fresh:
            await self._answer(found, incoming, message)

    async def _answer(self, found: Heard, incoming: Incoming, message: Message) -> None:
        form = only_form(message.reply)
        origin = Origin(message.token, 0, incoming.place, incoming.conversation)
        if form is not None and await self.open(found, form, origin):
            return await asyncio.to_thread(self.bot.sent, message)
        if message.edits and found.hidden:
            self.hooks.replaces(message.token, found.account, found.channel)
        await self.delivery.reply(reply_to(incoming, message, self.bot.clock()))

    # What was said, by whom and where

    def _typed(self, found: Heard) -> str | None:
        """The message as if it had been typed to the bot; None: a shortcut that no feature has any more."""
        match found.kind:
            case "home":  # nobody typed this, so its language says nothing; the workspace's does
                return "/我的" if self._language(found.account) == "zh" else "/me"
            case "tab":
                return "/start"
            case "command":
                return self._command(found.text)
            case "shortcut":
                route = self.bot.routes.by_action.get(found.token)
                return f"/{route.name} {found.text}" if route else None
        return self.slash.typed(found.text) if found.kind in ("message", "mention") else found.text

    def _command(self, text: str) -> str:
        word = text.split(maxsplit=1)[0].lstrip("/／").lower() if text else "help"
        return f"/{text.lstrip('/／') or word}" if word in self.bot.routes.by_word else text

    def _is_known(self, account: str) -> bool:
        return self.bot.person(CHANNEL, account) is not None

    async def _name(self, account: str) -> str:
        """How somebody new is called; without an answer the bot starts with the id."""
        try:
            user = (await self.calls("users.info", user=account))["user"]
        except TROUBLE as error:
            log.warning("slack: the name of somebody new could not be asked: %s", error)
            return ""
        profile = user.get("profile") or {}
        return str(profile.get("display_name") or profile.get("real_name") or user.get("name") or "")

    async def where(self, found: Heard) -> tuple[Place, str]:
        """Before whom it was said, and in which conversation: a chat, or a thread of it as `chat:thread`."""
        if found.kind == "submit":
            origin = Origin.of(f":0:{found.where}")
            return origin.place, origin.conversation
        if found.kind == "home":
            return "home", f"{found.account}:home"
        if found.kind == "tab" or not found.channel:
            return "dm", ""
        if found.is_dm and not found.hidden and (found.kind in ("message", "press") or await self._is_ours(found)):
            self.wire.know_dm(found.account, found.channel)
            return "dm", f"{found.account}:{found.thread}" if found.thread else ""
        if found.hidden or found.kind in ("command", "shortcut"):
            return "private", found.channel
        return "group", f"{found.channel}:{found.thread}" if found.thread else found.channel

    async def _is_ours(self, found: Heard) -> bool:
        try:
            return await self.wire.dm(found.account) == found.channel
        except TROUBLE:
            return False

    # Forms

    def form(self, account: str, token: str, index: int) -> Form | None:
        """The form behind a button of this person's."""
        person = self.bot.person(CHANNEL, account)
        if person is None:
            return None
        with self.bot.store.read() as db:
            message = outbox.pressed(db, token, person.id, self.bot.clock())
        actions: Sequence[Button | Form] = list(message.reply.actions()) if message else []
        action = actions[index] if 0 <= index < len(actions) else None
        return action if isinstance(action, Form) else None

    async def press_form(self, found: Heard, form: Form) -> None:
        place, conversation = await self.where(found)
        self.hooks.came(found.account, found.channel, found.hook)
        if found.trigger in self._opened or await self.open(
            found, form, Origin(found.token, found.index, place, conversation)
        ):
            return
        await self._tell(found, NOT_OPENED)

    async def open(self, found: Heard, form: Form, origin: Origin) -> bool:
        """Opens the form where that is still possible, and at most once for each trigger."""
        late = self.bot.clock().timestamp() - found.at > TRIGGER_SECONDS
        if not found.trigger or late or found.trigger in self._opened:
            return False
        _note(self._opened, found.trigger)
        try:
            await self.calls("views.open", trigger_id=found.trigger, view=modal(self.wire.shown_form(form), origin))
        except TROUBLE as error:
            log.warning("slack: a form could not be opened: %s", error)
            return False
        return True

    # Sentences of the channel's own

    async def _refer(self, found: Heard) -> None:
        """Somebody of another company, in a channel that both share: told once, and nothing of theirs is kept."""
        if found.channel and found.account not in self._referred:
            _note(self._referred, found.account)
            await self._tell(found, STRANGER)

    async def _tell(self, found: Heard, sentence: str) -> None:
        said = words(await asyncio.to_thread(self._language, found.account))
        out = Outgoing(
            id=0, token="", person_id=0, account=found.account, conversation=found.channel, place="private",
            kind="reply", reply=say(said(sentence)),
        )  # fmt: skip
        try:
            for number, piece in enumerate(self.wire.pieces(out) if found.channel else ()):
                await self.wire.send(out, piece, number)
        except TROUBLE as error:
            log.warning("slack: a sentence did not arrive: %s", error)

    def _language(self, account: str) -> str:
        return self.bot.language(CHANNEL, account)

    async def _drop(self, arrival: int) -> None:
        try:
            await asyncio.to_thread(self.bot.drop, arrival)
        except CornermanError as error:
            log.warning("slack: %s", error)


def only_form(reply: Reply) -> Form | None:
    """A reply that is a form and nothing else needs no button before it."""
    return reply.parts[0] if len(reply.parts) == 1 and isinstance(reply.parts[0], Form) else None


def _note(noted: OrderedDict[str, None], what: str) -> None:
    noted[what] = None
    while len(noted) > KEPT:
        noted.popitem(last=False)

"""Replies and pages as HTML. Everything that is said is escaped; nothing a user or a card says becomes markup."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from bot.channels.port import Bot
from bot.messages import Choices, Facts, Form, Incoming, Message, Person, Picture, Progress, Reply, Text
from bot.pushes.outbox import from_json, outbox
from bot.store.inbox import inbox
from bot.words import LOCALES, Words, words

HISTORY = 40
"""Messages of the conversation that a freshly opened page shows."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of the bot, with what the person said before it ("" for a push)."""

    id: int
    token: str
    reply: Reply
    heard: str = ""
    event: str = ""
    replaces: str = ""


class Page:
    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._env = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        self._env.filters["kind"] = lambda part: type(part).__name__
        self._env.filters["base64"] = lambda png: base64.b64encode(png).decode()
        self._bubbles = self._env.get_template("bubbles.html")

    def chat(self, me: Person, csrf: str) -> str:
        history = self.history(me.id)
        language = me.language or self.bot.settings.language
        return self._render(
            "chat.html", language, me=me, csrf=csrf, bubbles=self.bubbles(history, words(language), csrf),
            last=max((bubble.id for bubble in history), default=0), empty=not history,
            demo=self.bot.settings.demo,
        )  # fmt: skip

    def exchange(self, account: str, incoming: Incoming, message: Message, csrf: str) -> str:
        """What was just said and answered."""
        heard = "" if message.edits else self._heard(incoming, message)
        event = incoming.event.partition(":")[2]
        bubble = Bubble(message.id, message.token, message.reply, heard, event, message.edits)
        return self.bubbles([bubble], words(self.bot.language("web", account)), csrf)

    def _heard(self, incoming: Incoming, message: Message) -> str:
        if incoming.press is None:
            return incoming.text
        with self.bot.store.read() as db:
            found = db.execute(select(inbox.c.text).where(inbox.c.channel == "web", inbox.c.event == incoming.event))
            return found.scalar() or ""

    def bubbles(self, bubbles: list[Bubble], said: Words, csrf: str) -> str:
        return self._bubbles.render(bubbles=[_view(b) for b in bubbles], _=said, csrf=csrf)

    def history(self, person_id: int, after: int = 0) -> list[Bubble]:
        """The person's messages on the page, oldest first; an edited one stands where the first stood."""
        query = (
            select(outbox, inbox.c.text, inbox.c.event)
            .select_from(outbox.outerjoin(inbox, outbox.c.inbox_id == inbox.c.id))
            .where(outbox.c.person_id == person_id, outbox.c.channel == "web", outbox.c.id > after)
            .order_by(outbox.c.id.desc())
            .limit(HISTORY)
        )
        with self.bot.store.read() as db:
            rows = db.execute(query).all()[::-1]
        return [_bubble(row) for row in rows] if after else _folded([_bubble(row) for row in rows])

    def knock(self, language: str, token: str) -> str:
        return self._render("knock.html", language, token=token)

    def outside(self, language: str, why: str) -> str:
        return self._render("outside.html", language, why=why)

    def notice(self, language: str, why: str) -> str:
        return self._render("notice.html", language, why=why)

    def _render(self, template: str, language: str, **values: Any) -> str:
        said = words(language)
        return self._env.get_template(template).render(_=said, lang=LOCALES[said.language].replace("_", "-"), **values)


def _bubble(row: Any) -> Bubble:
    heard = "" if row.edits else row.text or ""
    return Bubble(row.id, row.token, from_json(row.payload), heard, (row.event or "").partition(":")[2], row.edits)


def _folded(bubbles: list[Bubble]) -> list[Bubble]:
    """Each edit takes the place, and the person's words, of the message it replaces."""
    shown: dict[str, Bubble] = {}
    place: dict[str, str] = {}
    for bubble in bubbles:
        first = place.get(bubble.replaces)
        if first is None:
            shown[bubble.token], place[bubble.token] = bubble, bubble.token
            continue
        old = shown[first]
        shown[first] = Bubble(bubble.id, bubble.token, bubble.reply, old.heard, old.event)
        place[bubble.token] = first
    return list(shown.values())


def _view(bubble: Bubble) -> dict[str, Any]:
    """The bubble with its parts numbered as `Press.index` counts them."""
    number, parts = 0, []
    for part in bubble.reply.parts:
        parts.append((part, number))
        match part:
            case Choices(buttons):
                number += len(buttons)
            case Form():
                number += 1
            case Text() | Facts() | Picture() | Progress():
                pass
    return {"bubble": bubble, "parts": parts}

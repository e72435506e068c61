"""The conversation as the page shows it: one bubble a message, an edited one in its first place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from bot.messages import Choices, Facts, Form, Part, Picture, Progress, Reply, Text
from bot.pushes.outbox import outbox
from bot.pushes.payload import from_json
from bot.store.inbox import inbox

HISTORY = 40
"""Messages of the conversation that a freshly opened page shows."""

CHANNEL = "web"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of the bot, with what the person said before it ("" for a push)."""

    id: int
    """0: not stored, an apology."""
    tokens: tuple[str, ...]
    """Of every message that stood here, the present one last."""
    reply: Reply
    heard: str = ""
    event: str = ""
    replaces: str = ""
    first: int = 0
    """The id of the message that stood here first: what the conversation is ordered by."""

    @property
    def token(self) -> str:
        return self.tokens[-1]

    def parts(self) -> Iterator[tuple[str, Part, int]]:
        """Each part with its kind and the number of its first action, as `Press.index` counts them."""
        number = 0
        for part in self.reply.parts:
            yield type(part).__name__, part, number
            match part:
                case Choices(buttons):
                    number += len(buttons)
                case Form():
                    number += 1
                case Text() | Facts() | Picture() | Progress():
                    pass


def history(db: Connection, person_id: int, after: int = 0) -> list[Bubble]:
    """The person's messages on the page, oldest first; with `after` only the newer ones, edits on their own."""
    query = (
        select(
            outbox.c.id, outbox.c.token, outbox.c.payload, outbox.c.edits, inbox.c.text, inbox.c.event,
        )
        .select_from(outbox.outerjoin(inbox, outbox.c.inbox_id == inbox.c.id))
        .where(outbox.c.person_id == person_id, outbox.c.channel == CHANNEL, outbox.c.id > after)
        .where(outbox.c.status != "ready")  # its hour has not come
        .order_by(outbox.c.id.desc())
        .limit(HISTORY)
    )  # fmt: skip
    bubbles = [_bubble(row) for row in db.execute(query).all()[::-1]]
    return bubbles if after else folded(bubbles)


def heard(db: Connection, event: str) -> str:
    """What an event said: for a pressed button its label."""
    found = select(inbox.c.text).where(inbox.c.channel == CHANNEL, inbox.c.event == event)
    return db.execute(found).scalar() or ""


def _bubble(row: Any) -> Bubble:
    said = "" if row.edits else row.text or ""
    return Bubble(row.id, (row.token,), from_json(row.payload), said, own_part(row.event or ""), row.edits)


def own_part(event: str) -> str:
    """The browser's part of an event id, without the account before it."""
    return event.partition(":")[2]


def folded(bubbles: list[Bubble]) -> list[Bubble]:
    """Each edit takes the place, and the person's words, of the message it replaces."""
    shown: dict[str, Bubble] = {}
    place: dict[str, str] = {}
    for bubble in bubbles:
        first = place.get(bubble.replaces, bubble.token)
        place[bubble.token] = first
        old = shown.get(first)
        shown[first] = _over(old, bubble) if old else bubble
    return list(shown.values())


def _over(old: Bubble, new: Bubble) -> Bubble:
    return replace(old, id=new.id, tokens=(*old.tokens, *new.tokens), reply=new.reply, first=old.first or old.id)

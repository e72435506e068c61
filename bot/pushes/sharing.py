"""[Share to the channel]: what only one person sees in a group, put before everybody by that person."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Form, Reply, Text, say
from bot.pushes import outbox

sharing = Feature("sharing", "", always=True)


def sharable(turn: Turn, reply: Reply) -> Reply:
    """The reply with the button that shares it, where only its asker sees it and there is something to see."""
    shows = any(not isinstance(part, (Choices, Form)) for part in reply.parts)
    if turn.incoming.place != "private" or turn.action == "sharing.share" or not shows:
        return reply
    button = Button(turn.words("Share to the channel"), "sharing.share")
    return replace(reply, parts=(*reply.parts, Choices((button,))))


@sharing.button("share", roles=EVERYONE)
def share(turn: Turn, _: Any) -> Reply:
    """Says it in the channel without its buttons: those are for whoever asked."""
    press = turn.incoming.press
    message = outbox.pressed(turn.db, press.token, turn.person.id, turn.now) if press else None
    if message is None or press is None:
        return say(turn.words("That button is no longer in use. Please ask again."))
    if _shared(turn, press.token):
        return Reply((Text(turn.words("It is in the channel already."), "muted"),))
    shown = tuple(part for part in message.reply.parts if not isinstance(part, (Choices, Form)))
    by = Text(turn.words("Shared by {name}", name=turn.person.name), "muted")
    outbox.put(
        turn.db, Reply((*shown, by)), person_id=turn.person.id, channel=turn.incoming.channel, kind="share",
        conversation=turn.incoming.conversation, place="group", slot=press.token, now=turn.now,
    )  # fmt: skip
    turn.told.add(turn.person.id)
    return Reply((Text(turn.words("Shared."), "muted"),))


def _shared(turn: Turn, token: str) -> bool:
    mine = (outbox.outbox.c.person_id == turn.person.id, outbox.outbox.c.kind == "share")
    return turn.db.execute(select(outbox.outbox.c.id).where(*mine, outbox.outbox.c.slot == token)).first() is not None

"""/link and /unlink: what both accounts read until they are one person's.

It stands above the people's room because each side is told what the other did, and only what goes out can do that.
"""

from collections.abc import Mapping
from typing import Any

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Reply, Text, say
from bot.people import handshake, link
from bot.people.directory import Directory
from bot.people.handshake import Handshake
from bot.people.link import Account
from bot.people.page_link import ALONE
from bot.pushes import outbox
from bot.settings import Settings
from bot.words import N_, Words, words

NAMES: Mapping[str, str] = {"web": N_("the web page"), "terminal": N_("the terminal")}
"""Of channels that are no proper names."""

NO_LONGER = N_("That is no longer open. Start again with /link.")
NOTHING = N_("Nothing was linked.")
REFUSED: Mapping[str, str] = {
    "wrong": N_("I do not know that code. Check it, or get a new one with /link on your other account."),
    "over": N_(
        "That code has run out: it works once, within 10 minutes. Get a new one with /link on your other account."
    ),
    "blocked": N_("Too many wrong codes. Try again in an hour."),
    "same account": N_("You got this code here. Send it from your other account."),
    "same person": N_("This account is already yours."),
}


def register(people: Feature) -> None:
    """Adds the commands and buttons to the people feature."""
    people.command("link", roles=EVERYONE, zh=("绑定",), help=N_("Use two accounts as one person"), usage=N_("code"))(
        start
    )
    people.button("link_me", roles=EVERYONE)(that_is_me)
    people.button("link_not_me", roles=EVERYONE)(not_me)
    people.button("link_yes", roles=EVERYONE)(yes)
    people.button("link_no", roles=EVERYONE)(no)
    people.command("unlink", roles=EVERYONE, zh=("解绑",), help=N_("Unlink this account"))(unlink)
    people.button("unlink_yes", roles=EVERYONE)(unlink_yes)


def start(turn: Turn, _: Any) -> Reply:
    if turn.incoming.place != "dm":
        return say(turn.words(ALONE))
    return _typed(turn) if turn.text else _code(turn)


def _code(turn: Turn) -> Reply:
    said = turn.words
    if turn.incoming.channel == "terminal":  # nothing is pushed to a terminal, so the question could not arrive
        return say(said("I cannot write to you here on my own. Type /link on your other account, then the code here."))
    code = link.new_code(turn.db, turn.person.id, _account(turn), turn.now)
    typed = f"绑定 {code}" if said.language == "zh" else f"/link {code}"
    return Reply((
        Text(said("Send me this from your other account, within 10 minutes:")),
        Text(typed, copyable=True),
        Text(said("It works once. Before anything is linked, I ask you here."), "muted"),
    ))  # fmt: skip


def _typed(turn: Turn) -> Reply:
    said, directory = turn.words, turn.get(Directory)
    found = link.take(turn.db, turn.text, turn.person, _account(turn), turn.now)
    shake = handshake.find(turn.db, found.id, turn.now) if found.outcome == "good" else None
    owner = directory.by_id(turn.db, shake.owner) if shake else None
    if shake is None or owner is None:
        return say(said(REFUSED.get(found.outcome, NO_LONGER)))
    asks = said("{name} asked for this code on {channel}. Is that you?",
                name=owner.name, channel=_channel(said, shake.here))  # fmt: skip
    buttons = (
        Button(said("That is me"), "people.link_me", {"link": str(shake.id)}, primary=True),
        Button(said("Not me"), "people.link_not_me", {"link": str(shake.id)}),
    )
    return Reply((Text(asks), Text(_consequences(turn, owner.name), "muted"), Choices(buttons)))


def _consequences(turn: Turn, owner: str) -> str:
    said, mine = turn.words, turn.person.name
    then = said("Once linked, this account is {owner}, with that role and team.", owner=owner)
    kept = f"{then} " + said("What you did here so far stays with {name}.", name=mine)
    if len(turn.get(Directory).accounts(turn.db, turn.person.id)) > 1:
        return kept
    return f"{kept} " + said(
        "{name} has no other account and will be closed: you no longer see here what was said.", name=mine
    )


def that_is_me(turn: Turn, _: Any) -> Reply:
    """The first yes; the other side is asked now."""
    shake = _shake(turn)
    if shake is None or shake.asks != turn.person.id or not handshake.ask_owner(turn.db, shake):
        return _over(turn)
    _tell(turn, shake.owner, shake.here, _question(turn, shake))
    asked = turn.words("I have asked on {channel}. Say yes there too.", channel=_channel(turn.words, shake.here))
    return Reply((Text(asked),), edit=True)


def _question(turn: Turn, shake: Handshake) -> Reply:
    said = _words_of(turn, shake.owner)
    asks = said("The account {name} on {channel} wants to be linked to you.",
                name=turn.person.name, channel=_channel(said, shake.there))  # fmt: skip
    buttons = (
        Button(said("Yes, link"), "people.link_yes", {"link": str(shake.id)}, primary=True),
        Button(said("No"), "people.link_no", {"link": str(shake.id)}),
    )
    doubt = said("It sent your code. If that was not you, press No.")
    return Reply((Text(asks), Text(doubt, "muted"), Choices(buttons)))


def not_me(turn: Turn, _: Any) -> Reply:
    shake = _shake(turn)
    if shake is None or shake.asks != turn.person.id or shake.state != "typed":
        return _over(turn)
    handshake.refuse(turn.db, turn.get(Directory), shake, turn.now)
    said = _words_of(turn, shake.owner)
    text = said("Your code was sent from {channel}, by somebody who says they are not you. Nothing was linked.",
                channel=_channel(said, shake.there))  # fmt: skip
    _tell(turn, shake.owner, shake.here, say(text))
    return Reply((Text(turn.words(NOTHING)),), edit=True)


def yes(turn: Turn, _: Any) -> Reply:
    """The second yes, and the only thing that moves an account."""
    said, shake = turn.words, _shake(turn)
    if shake is None or shake.owner != turn.person.id:
        return _over(turn)
    if not handshake.join(turn.db, turn.get(Directory), shake, turn.now):
        return _over(turn)
    turn.told.add(shake.asks)
    _tell(turn, shake.owner, shake.there, say(said("Linked. Here you are {name} now.", name=turn.person.name)))
    linked = said("Linked. On {channel} you are {name} too.",
                  channel=_channel(said, shake.there), name=turn.person.name)  # fmt: skip
    return Reply((Text(linked),), edit=True)


def no(turn: Turn, _: Any) -> Reply:
    shake = _shake(turn)
    if shake is None or shake.owner != turn.person.id or shake.state != "asked":
        return _over(turn)
    said = _words_of(turn, shake.asks)
    handshake.refuse(turn.db, turn.get(Directory), shake, turn.now)
    _tell(turn, shake.asks, shake.there, say(said("The other side said no. Nothing was linked.")))
    return Reply((Text(turn.words(NOTHING)),), edit=True)


# Letting an account go


def unlink(turn: Turn, _: Any) -> Reply:
    said, here = turn.words, _account(turn)
    if turn.incoming.place != "dm":
        return say(said(ALONE))
    left = [Account(*mine) for mine in turn.get(Directory).accounts(turn.db, turn.person.id)]
    others = [other for other in left if (other.channel, other.account) != (here.channel, here.account)]
    if not others or len(others) == len(left):
        return _only_one(turn)
    where = ", ".join(sorted({_channel(said, other) for other in others}))
    asks = said(
        "Shall this account stop being {name}? You stay {name} on: {channels}.", name=turn.person.name, channels=where
    )
    return Reply((Text(asks), Choices((Button(said("Yes, unlink"), "people.unlink_yes"),))))


def unlink_yes(turn: Turn, _: Any) -> Reply:
    if not handshake.unlink(turn.db, turn.get(Directory), turn.person, _account(turn), turn.now):
        return _only_one(turn)
    done = turn.words("Unlinked: this account is nobody's now. What you did stays with {name}.", name=turn.person.name)
    return Reply((Text(done),), edit=True)


def _only_one(turn: Turn) -> Reply:
    return say(
        turn.words("This is your only account: without it you could not come back. Link another one first: /link.")
    )


# Inside


def _shake(turn: Turn) -> Handshake | None:
    id = turn.args.get("link", "")
    return handshake.find(turn.db, int(id), turn.now) if id.isdecimal() else None


def _over(turn: Turn) -> Reply:
    return Reply((Text(turn.words(NO_LONGER)),), edit=True)


def _account(turn: Turn) -> Account:
    return Account(turn.incoming.channel, turn.incoming.account, turn.incoming.conversation)


def _tell(turn: Turn, person_id: int, where: Account, reply: Reply) -> None:
    """To that very account: the person may have others."""
    outbox.put(
        turn.db, reply, person_id=person_id, channel=where.channel, conversation=where.conversation, kind="link",
        about=turn.person.id, now=turn.now,
    )  # fmt: skip
    turn.told.add(person_id)


def _words_of(turn: Turn, person_id: int) -> Words:
    person = turn.get(Directory).by_id(turn.db, person_id)
    return words((person and person.language) or turn.get(Settings).language)


def _channel(said: Words, where: Account) -> str:
    return said(NAMES[where.channel]) if where.channel in NAMES else where.channel.capitalize()

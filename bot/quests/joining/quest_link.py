"""A quest's link and QR code: whoever is known here and follows it reads what the quest is, and may begin it."""

from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.show import page_of, start_of
from bot.messages import LEADERS, Button, Choices, Part, Picture, Reply, Text, say
from bot.people.page_link import AT_THE_MACHINE, base, qr
from bot.quests.joining.beginning import GONE
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.settings import Settings

WORDS = frozenset({"link", "qr", "链接", "二维码"})
"""Behind /enrol: no name, but this."""


def register(quests: Feature) -> None:
    quests.button("links", roles=LEADERS)(choose)
    quests.button("link", roles=LEADERS)(link)


def payload(quest: Quest) -> str:
    """What stands behind /start; Telegram takes 64 characters of it."""
    return f"quest_{quest.id}"


def choose(turn: Turn, _: Any = None) -> Reply:
    said, found = turn.words, turn.get(Quests).all()
    if not found:
        return say(said("There is no quest here yet."))
    buttons = [Button(quest.title.of(said.language), "quests.link", {"quest": quest.id}) for quest in found]
    shown = page_of(said, buttons, start_of(turn), "quests.links")
    return Reply((Text(said("Link and QR code of which quest?")), Choices(shown)))


def link(turn: Turn, _: Any) -> Reply:
    """It lets nobody in: it is no secret, and works for whoever is signed in on the page or known on Telegram."""
    said, settings, quest = turn.words, turn.get(Settings), turn.get(Quests).get(turn.args.get("quest", ""))
    if quest is None:
        return say(said(GONE))
    head = said("“{quest}”: whoever is known here and follows this can begin it.", quest=quest.title.of(said.language))
    parts: list[Part] = [Text(head)]
    if settings.public_url or turn.incoming.channel in AT_THE_MACHINE:
        address = f"{base(settings)}/?start={payload(quest)}"
        parts.append(Text(address, copyable=True))
        parts.append(Picture(qr(address), said("The same link, for a phone's camera.")) if settings.public_url
                     else Text(said("It works on this machine only."), "muted"))  # fmt: skip
    parts += [Text(said("In a chat with me, this does the same:")), Text(f"/start {payload(quest)}", copyable=True)]
    return Reply(tuple(parts))

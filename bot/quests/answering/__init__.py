"""Steps that are done here in the chat, by answering: each kind shows itself, and takes its answers."""

from collections.abc import Callable, Mapping

from bot.features import Feature, Turn
from bot.messages import Reply
from bot.quests.answering import finding, pitch, reading, reflecting, talk
from bot.quests.quest import Kind
from bot.quests.ways_in import At

SHOW: Mapping[Kind, Callable[[Turn, At], Reply]] = {
    "card": reading.read, "quiz": reading.quiz, "find": finding.show, "talk": talk.show, "pitch": pitch.show,
    "reflect": reflecting.show,
}  # fmt: skip


def register(quests: Feature) -> None:
    for kind in (reading, finding, talk, pitch, reflecting):
        kind.register(quests)

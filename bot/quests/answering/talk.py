"""A talk that was lost, masked: who finds the line at which it was?"""

from typing import Any

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Part, Reply, Text
from bot.quests.answering.frame import head, is_old, missed, round_of, step_of
from bot.quests.quest import Step, TalkLine
from bot.quests.telling import done
from bot.quests.ways_in import At
from bot.words import Words

BEGINNING = {"zh": 12, "en": 28}
"""Characters of a line by which it is known again."""


def register(quests: Feature) -> None:
    quests.button("lost_at", roles=EVERYONE)(lost_at)


def show(turn: Turn, at: At) -> Reply:
    said = turn.words
    lines = "\n".join(_line(said, at.step, n) for n in range(1, len(at.step.talk) + 1))
    return Reply((*head(said, at.step), Text(lines), *_choice(said, at)))


def lost_at(turn: Turn, _: Any) -> Reply:
    at = step_of(turn, "talk")
    if isinstance(at, Reply):
        return at
    said = turn.words
    if is_old(turn, at):
        return Reply((Text(said("That was an earlier try. Which line is it now?"), "muted"), *_choice(said, at)))
    n = int(turn.args["line"])
    answer = Text(_line(said, at.step, n), "muted")
    if n == at.step.lost_at and at.step.because:
        return Reply((answer, Text(at.step.because.of(said.language)), *done(turn, at)))
    nudge = Text(said("Not there yet. Look at what the customer says after each line: where does it turn?"))
    return Reply((answer, nudge, *missed(turn, at, None, _once_more(said, at))))


def _line(said: Words, step: Step, n: int) -> str:
    line = step.talk[n - 1]
    who = _called(said, step, line)
    return said("{label}: {value}", label=f"{n} · {who}", value=line.said.of(said.language))


def _called(said: Words, step: Step, line: TalkLine) -> str:
    customer = line.speaker == "customer"
    if step.called:
        return (step.called.customer if customer else step.called.rep).of(said.language)
    return said("Customer") if customer else said("Rep")


def _once_more(said: Words, at: At) -> tuple[Part, ...]:
    return (Choices((Button(said("Read it again"), "quests.step", at.args()),)),)


def _choice(said: Words, at: At) -> tuple[Part, ...]:
    """Only what the rep said can lose a talk."""
    buttons = tuple(
        Button(f"{n} · {_beginning(line.said.of(said.language), said.language)}", "quests.lost_at",
               at.args(round=round_of(at), line=str(n)))
        for n, line in enumerate(at.step.talk, 1) if line.speaker == "rep"
    )  # fmt: skip
    return (Text(said("At which line was it lost?")), Choices(buttons))


def _beginning(text: str, language: str) -> str:
    most = BEGINNING["zh" if language == "zh" else "en"]
    return text if len(text) <= most else f"{text[:most].rstrip()}…"

"""A value proposition for somebody in a scene, written out; said point by point what it has and what is missing."""

from collections.abc import Sequence
from typing import Any

from bot.drills.stage import Stage, sentences
from bot.features import Feature, Turn
from bot.knowledge.library import Library
from bot.knowledge.show import in_full
from bot.messages import EVERYONE, Button, Choices, Part, Reply, Text
from bot.quests.answering.frame import card_gone, card_of, head, missed, step_of
from bot.quests.answering.judging import LEAST, POINTS, Brief, Check, is_short, judge, passes, written_in
from bot.quests.telling import done
from bot.quests.ways_in import At
from bot.words import Words


def register(quests: Feature) -> None:
    quests.step("pitch", roles=EVERYONE, prepare=look)(take)
    quests.button("pitch_card", roles=EVERYONE)(card)
    quests.button("pitch_again", roles=EVERYONE)(again)


def show(turn: Turn, at: At) -> Reply:
    if card_of(turn, at) is None:
        return card_gone(turn, at)
    return Reply((*head(turn.words, at.step), *_ask(turn, at)))


def again(turn: Turn, _: Any) -> Reply:
    at = step_of(turn, "pitch")
    return at if isinstance(at, Reply) else Reply(_ask(turn, at))


def card(turn: Turn, _: Any) -> Reply:
    """The card beside the task: what is typed next is still the answer."""
    at = step_of(turn, "pitch")
    if isinstance(at, Reply):
        return at
    found = card_of(turn, at)
    if found is None:
        return card_gone(turn, at)
    turn.ask_next("quests.pitch", **at.args())
    return Reply((*in_full(turn.words, found, turn.now.date()), Text(turn.words("Now write yours:"))))


def look(turn: Turn) -> tuple[Check, ...]:
    """Read outside the transaction; whether the step is still open is asked again in it."""
    at = step_of(turn, "pitch")
    brief = None if isinstance(at, Reply) else _brief(turn, at)
    return judge(turn.text, brief, turn.get(Stage).reader) if brief else ()


def take(turn: Turn, checks: tuple[Check, ...]) -> Reply:
    at = step_of(turn, "pitch")
    if isinstance(at, Reply):
        return at
    if not checks:
        return card_gone(turn, at)
    if is_short(turn.text):
        short = turn.words("That is too short to be judged, and does not count as a try.")
        return Reply((Text(short), *_ask(turn, at)))
    score = round(100 * sum(check.held for check in checks) / len(checks))
    if passes(checks):
        return Reply((*_points(turn.words, checks), *done(turn, at, score=score)))
    return Reply((*_points(turn.words, checks), *missed(turn, at, score, (*_again(turn, at),))))


def _brief(turn: Turn, at: At) -> Brief | None:
    """In the language of the text, where the card has it."""
    library, language = turn.get(Library), written_in(turn.text)
    found = library.card(at.step.card or "", language)
    if found is None or at.step.task is None:
        return None
    told = "\n".join(found.sections.values())
    return Brief(found.language, at.step.task.of(found.language), told,
                 tuple(sentences([found], library.shelf, found.language)))  # fmt: skip


def _points(said: Words, checks: Sequence[Check]) -> tuple[Part, ...]:
    return (Text("\n".join(_line(said, check) for check in checks)),)


def _line(said: Words, check: Check) -> str:
    point = said(POINTS[check.point])
    if check.held:
        return f"✓ {point}"
    if not check.must:
        return said("+ It could also have: {point}", point=point)
    found = said("○ Missing: {point}", point=point)
    return f"{found} “{check.quote}”" if check.quote else found


def _ask(turn: Turn, at: At) -> tuple[Part, ...]:
    turn.ask_next("quests.pitch", **at.args())
    said, task = turn.words, at.step.task
    least = LEAST["zh" if said.language == "zh" else "en"]
    how = said("Write it here as you would send it: {n} words or more, one fact of the card, your own words.", n=least)
    buttons = Choices((Button(said("See the card"), "quests.pitch_card", at.args()),))
    return (Text(task.of(said.language) if task else ""), Text(how, "muted"), buttons)


def _again(turn: Turn, at: At) -> tuple[Part, ...]:
    turn.ask_next("quests.pitch", **at.args())
    said = turn.words
    buttons = (
        Button(said("See the card"), "quests.pitch_card", at.args()),
        Button(said("The task again"), "quests.pitch_again", at.args()),
    )
    return (Text(said("Write it once more with what is missing.")), Choices(buttons))

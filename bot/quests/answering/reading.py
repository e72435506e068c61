"""Questions to answer by a button, behind a card that is read first or on their own.

All are asked before anything is said of any: whoever taps along learns nothing on the way.
"""

from collections.abc import Sequence
from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.show import in_full
from bot.messages import EVERYONE, Button, Choices, Part, Reply, Text
from bot.quests.answering.drawing import Drawn, draw
from bot.quests.answering.frame import card_gone, card_of, head, is_old, missed, round_of, step_of
from bot.quests.quest import Question
from bot.quests.telling import done
from bot.quests.ways_in import At
from bot.words import Words

SHORT = 14
"""Characters of an option up to which it fits on a phone's button."""
LETTERS = "ABCDE"


def register(quests: Feature) -> None:
    quests.button("questions", roles=EVERYONE)(questions)
    quests.button("answer", roles=EVERYONE)(answer)


def read(turn: Turn, at: At) -> Reply:
    """A step of kind card: the card in full, then its questions."""
    card = card_of(turn, at)
    if card is None:
        return card_gone(turn, at)
    begin = Button(turn.words("Questions"), "quests.questions", at.args(), primary=True)
    return Reply((*head(turn.words, at.step), *in_full(turn.words, card, turn.now.date()), Choices((begin,))))


def quiz(turn: Turn, at: At) -> Reply:
    return Reply((*head(turn.words, at.step), *_asked(turn.words, at)))


def questions(turn: Turn, _: Any) -> Reply:
    at = step_of(turn, "card", "quiz")
    return at if isinstance(at, Reply) else Reply(_asked(turn.words, at))


def answer(turn: Turn, _: Any) -> Reply:
    """One more answer: the next question, or what came of all."""
    at = step_of(turn, "card", "quiz")
    if isinstance(at, Reply):
        return at
    if is_old(turn, at):
        old = Text(turn.words("Those were the questions of an earlier try. These are the new ones:"), "muted")
        return Reply((old, *_asked(turn.words, at)))
    picks = tuple(int(pick) for pick in turn.args["picks"].split(","))
    drawn = questions_of(at)
    if len(picks) < len(drawn):
        return Reply(_asked(turn.words, at, picks), edit=True)
    return _judged(turn, at, drawn, picks)


def _judged(turn: Turn, at: At, drawn: Sequence[Drawn], picks: Sequence[int]) -> Reply:
    failed = [each for each, pick in zip(drawn, picks, strict=True) if not each.is_right(pick)]
    right = len(drawn) - len(failed)
    score = round(100 * right / len(drawn))
    result = Text(turn.words("{right} of {n} right", right=right, n=len(drawn)))
    if score >= (at.step.mark or 100):
        return Reply((result, *_because(turn.words, failed), *done(turn, at, score=score)), edit=True)
    again = missed(turn, at, score, _again(turn, at))
    return Reply((result, *_because(turn.words, failed), *again), edit=True)


def _because(said: Words, failed: Sequence[Drawn]) -> tuple[Part, ...]:
    """Where to look for each that was wrong; which option was right is never said."""
    return tuple(Text(_missed(said, each.question), "muted") for each in failed)


def _missed(said: Words, question: Question) -> str:
    because = question.because.of(said.language) if question.because else ""
    return f"{question.ask.of(said.language)}\n{because}".rstrip()


def _again(turn: Turn, at: At) -> tuple[Part, ...]:
    again = Button(turn.words("Try again"), "quests.questions", at.args(), primary=True)
    if at.step.card is None:
        return (Choices((again,)),)
    return (Choices((Button(turn.words("Look at the card again"), "quests.step", at.args()), again)),)


def questions_of(at: At) -> tuple[Drawn, ...]:
    """Of this try."""
    return draw(at.step, f"{at.journey.enrolment.id} {at.step.id} {round_of(at)}")


def _asked(said: Words, at: At, picks: tuple[int, ...] = ()) -> tuple[Part, ...]:
    """The question behind those that are answered; what was picked so far travels with its buttons."""
    drawn = questions_of(at)
    now = drawn[len(picks)]
    options = now.options(said.language)
    shown, labels = _labelled(options)
    buttons = tuple(
        Button(label, "quests.answer", at.args(round=round_of(at), picks=",".join(map(str, (*picks, n)))))
        for n, label in enumerate(labels)
    )
    number = Text(said("Question {n} of {all}", n=len(picks) + 1, all=len(drawn)), "muted")
    return (number, Text(now.question.ask.of(said.language)), *shown, Choices(buttons))


def _labelled(options: Sequence[str]) -> tuple[tuple[Part, ...], Sequence[str]]:
    """Short options are buttons; of long ones the text stands above, and the buttons are letters."""
    if all(_width(option) <= 2 * SHORT for option in options):
        return (), options
    lines = "\n".join(f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False))
    return (Text(lines),), LETTERS[: len(options)]


def _width(text: str) -> int:
    """On the screen: a Chinese character takes two."""
    return sum(1 if char.isascii() else 2 for char in text)

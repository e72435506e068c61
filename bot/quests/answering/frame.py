"""What frames a step of every kind: what it is and why, its card, and the way on after a wrong answer."""

from bot.features import Turn
from bot.knowledge.cards import Card
from bot.knowledge.library import Library
from bot.knowledge.show import opening
from bot.messages import Choices, Part, Reply, Text
from bot.quests.gone import gone
from bot.quests.quest import Kind, Step
from bot.quests.telling import why, wrong
from bot.quests.ways_in import At, my_quest, step_in
from bot.words import Words


def head(said: Words, step: Step) -> tuple[Part, ...]:
    return Text(step.title.of(said.language), "title"), why(said, step)


def step_of(turn: Turn, *kinds: Kind) -> At | Reply:
    """The open step that a button or an answer is for, as `step_in` finds it: of a quest that was changed meanwhile it
    may be of another kind now."""
    at = step_in(turn)
    if isinstance(at, At) and at.step.kind not in kinds:
        return Reply((Text(turn.words("That step is no longer there.")), Choices((my_quest(turn.words, at.quest.id),))))
    return at


def round_of(at: At) -> str:
    """Another one after each wrong answer, and in a newer version of the quest, which may ask something else: a button
    that carries an older one is answered anew, not counted."""
    state = at.journey.standing.states[at.step.id]
    return f"{at.journey.enrolment.version_id}.{state.undone}.{state.wrong}"


def is_old(turn: Turn, at: At) -> bool:
    return turn.args.get("round") != round_of(at)


def missed(turn: Turn, at: At, score: int | None, again: tuple[Part, ...]) -> tuple[Part, ...]:
    """Notes a wrong answer, and leads on: to another try, or away while the step rests."""
    rests = wrong(turn, at, score)
    if not rests:
        return again
    turn.next_step = None
    card = card_of(turn, at) if at.step.kind != "find" else None  # there it is the answer
    look = (opening(turn.words, card),) if card and turn.offers("knowledge.show") else ()
    return (*rests, Choices((*look, my_quest(turn.words, at.quest.id))))


def card_of(turn: Turn, at: At) -> Card | None:
    return turn.get(Library).card(at.step.card or "", turn.words.language)


def card_gone(turn: Turn, at: At) -> Reply:
    """The step stays as it is: a manager can let people off it."""
    return gone(turn, at)

"""The end of a message: who decides, what comes next and when, and what is left lying."""

from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import says
from bot.drills.talk import Found

SURE = 0.5


def stepped(turn: Turn) -> list[Found]:
    """next_step: + for an action with a date; − for an action without one, or none at all."""
    dated = [part for part in turn.parts if is_dated(turn, part)]
    found = [turn.found("next_step", "+", part) for part in dated[:1]]
    vague = next(
        (part for part in turn.parts if part not in dated and part not in turn.asked and says("vague", part)), ""
    )
    if vague and not dated:
        found.append(turn.found("next_step", "-", vague))
    return found


def is_dated(turn: Turn, part: str) -> bool:
    return any(date in part for date in turn.reading.dated) and says("acts", part) and not says("past", part)


def left(turn: Turn) -> list[Found]:
    """confirm_resolution −: an open objection put aside in words of its own."""
    if not turn.state.objection:
        return []
    quote = next((part for part in turn.statements if says("shelves", part)), "")
    if not quote and turn.chance("confirm_resolution", "-") > SURE and not turn.state.fresh:
        quote = turn.quoted("confirm_resolution", "-", turn.statements)
    return [turn.found("confirm_resolution", "-", quote)] if quote else []

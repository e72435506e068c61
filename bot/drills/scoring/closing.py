"""The end of a message: who decides, what comes next and when, and what is left lying."""

import re

from bot.drills.moves.sentences import clauses
from bot.drills.scoring.asking import echo
from bot.drills.scoring.evidence import checked
from bot.drills.scoring.figures import figures
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import says
from bot.drills.talk import Found

VERY_SURE = 0.7
HEADS = re.compile(r"(3[2-9]|[4-9]\d|\d{3,})[号日]")
"""40号人 are forty people, no date."""


def stepped(turn: Turn, asks: list[Found]) -> list[Found]:
    """next_step: + for an action with a date; − for an action without one, or none at all."""
    other = [each.quote for each in asks]
    dated = [part for part in turn.parts if part not in other and is_dated(turn, part)]
    found = [turn.found("next_step", "+", part) for part in dated[:1]]
    if vague := _vague(turn, bool(dated)):
        found.append(turn.found("next_step", "-", vague))
    return found


def _vague(turn: Turn, dated: bool) -> str:
    """Beside a dated step only what is to be sent "some time" counts against."""
    for part in turn.statements:
        for clause in clauses(part):
            if _date(turn, clause):
                continue
            if says("undated" if dated else "vague", clause) and not says("shelves", clause):
                return clause
    return ""


def is_dated(turn: Turn, part: str) -> bool:
    if not _date(turn, part) or says("past", part) or (echo(part, turn.previous) and part not in turn.asked):
        return bool(_date(turn, part)) and says("who", part) and says("acts", part)
    if turn.state.question and checked(part, turn.talk.knowledge, "").held:
        return False
    return says("acts", part) or says("who", part)


def _date(turn: Turn, text: str) -> str:
    return next((date for date in turn.reading.dated if date in text and not HEADS.match(date)), "")


def left(turn: Turn) -> list[Found]:
    """confirm_resolution −: an open objection put aside in words of its own."""
    if not turn.state.objection:
        return []
    quote = next((clause for part in turn.parts for clause in clauses(part) if says("shelves", clause)), "")
    if not quote and turn.chance("confirm_resolution", "-") > VERY_SURE and not turn.state.fresh:
        quote = turn.quoted("confirm_resolution", "-", turn.statements)
        quote = "" if figures(quote) or _date(turn, quote) or quote in turn.offered else quote
    return [turn.found("confirm_resolution", "-", quote)] if quote else []

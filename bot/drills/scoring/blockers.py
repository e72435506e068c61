"""What fails a drill whatever the total. Better to miss one than to accuse: each needs words that leave no doubt."""

from bot.drills.scoring.evidence import checked
from bot.drills.scoring.giving import over_limit
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import find, plain, says
from bot.drills.talk import Found

SURE = 0.8


def blocked(turn: Turn) -> list[Found]:
    found = [_over_limit(turn), _false_claim(turn), _overpromise(turn), _disparage(turn)]
    found += [_worded(turn, id, notion) for id, notion in WORDED]
    found += [_suspected(turn, id) for id in SUSPECTED if all(each is None or each.criterion != id for each in found)]
    return [each for each in found if each is not None]


WORDED = (("improper_benefit", "benefit"), ("insult", "insult"), ("leak", "leaks"))


SUSPECTED = ("improper_benefit", "insult", "disparage", "leak", "overpromise")
"""What the reader tells too, where it is sure."""


def _suspected(turn: Turn, id: str) -> Found | None:
    if id == "overpromise" and says("review", turn.text):
        return None
    quote = next((move.quote for move in turn.reading.blockers if move.criterion == id and move.confidence >= SURE), "")
    return turn.found(id, "-", quote) if quote else None


def _over_limit(turn: Turn) -> Found | None:
    offer = next((offer for offer in turn.offers if over_limit(turn, offer)), None)
    return turn.found("discount_over_limit", "-", offer.text) if offer else None


def _false_claim(turn: Turn) -> Found | None:
    for part in turn.statements:
        if part not in turn.offered and checked(part, turn.talk.knowledge, turn.state.known).against:
            return turn.found("false_claim", "-", part)
    return None


def _overpromise(turn: Turn) -> Found | None:
    """A date, a change or an approval promised, and no review named in the whole message."""
    if says("review", turn.text):
        return None
    for part in turn.statements:
        asked = says("custom", turn.previous) or says("custom", part)
        if asked and says("promises", part) and (says("delivery", part) or says("custom", part)):
            return turn.found("overpromise", "-", part)
    return None


def _disparage(turn: Turn) -> Found | None:
    for part in turn.statements:
        about = says("rival", part) or says("rival", turn.previous)
        if about and says("rival", part) and says("runs_down", part) and not says("denies_rival", part):
            return turn.found("disparage", "-", part)
    return None


def _worded(turn: Turn, id: str, notion: str) -> Found | None:
    for part in turn.parts if id == "insult" else turn.statements:
        said = find(notion, plain(part))
        if said and not find("denies", plain(part)[: said.start()]):
            return turn.found(id, "-", part)
    return None

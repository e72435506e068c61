"""Price: what is given, for what, within which limit, and whether value was held up first."""

from bot.drills.moves import Offer
from bot.drills.scoring.figures import figures
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import says
from bot.drills.talk import Found

SURE = 0.5


def gave(turn: Turn) -> list[Found]:
    """discount_discipline of one turn: each offer, and value set against a price."""
    found = [each for offer in turn.reading.offers if (each := _offer(turn, offer)) is not None]
    quoted = [each.quote for each in found]
    return found + [turn.found("discount_discipline", "+", part) for part in _value(turn, quoted)]


def _offer(turn: Turn, offer: Offer) -> Found | None:
    if offer.denied:
        return None
    if over_limit(turn, offer):
        return turn.found("discount_discipline", "-", offer.text)
    if offer.conditional or says("exchange", offer.text):
        return turn.found("discount_discipline", "+", offer.text)
    if is_standard(turn, offer) or offer.text in turn.asked:
        return None
    return turn.found("discount_discipline", "-", offer.text)


def over_limit(turn: Turn, offer: Offer) -> bool:
    return not offer.denied and offer.pct is not None and offer.pct > turn.talk.discount_limit_pct + 1e-9


def is_standard(turn: Turn, offer: Offer) -> bool:
    """A trial that everybody gets is no gift."""
    return offer.free and any(
        says("free", line) and any(f.same(g) for f in figures(offer.text) for g in figures(line))
        for line in turn.talk.knowledge
    )


def _value(turn: Turn, quoted: list[str]) -> list[str]:
    """What the customer loses or gets, held against a price or a gap: both must be on the table."""
    if not (says("about_price", turn.previous) or says("price", turn.text)):
        return []
    return [
        part for part in turn.statements if part not in quoted and says("weighs", part) and _against_theirs(turn, part)
    ][:1] or _heard(turn, quoted)


def _heard(turn: Turn, quoted: list[str]) -> list[str]:
    quote = turn.quoted("discount_discipline", "+", turn.statements)
    return [quote] if quote and quote not in quoted and turn.chance("discount_discipline", "+") > SURE else []


def _against_theirs(turn: Turn, part: str) -> bool:
    """Figures or losses that the customer named."""
    theirs = figures(turn.state.known)
    return any(f.same(g) for f in figures(part) for g in theirs) or says("value", part)

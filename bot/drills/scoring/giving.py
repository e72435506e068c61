"""Price: what is given, for what, within which limit, and whether value was held up first."""

from bot.drills.moves import Offer
from bot.drills.scoring.asking import echo
from bot.drills.scoring.evidence import checked
from bot.drills.scoring.figures import figures
from bot.drills.scoring.sheet import sheet, without_rebates
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import says
from bot.drills.talk import Found

SURE, VERY_SURE = 0.5, 0.75
PRICE = 1_000
"""A figure of the cards from which it is a price."""


def gave(turn: Turn) -> list[Found]:
    """discount_discipline of one turn: each offer, and value set against a price."""
    found = [each for offer in turn.offers if (each := _offer(turn, offer)) is not None]
    offered = [offer.text for offer in turn.offers]
    found += [each for part in turn.statements if part not in offered and (each := _worded(turn, part)) is not None]
    quoted = [each.quote for each in found]
    return found + [turn.found("discount_discipline", "+", part) for part in _value(turn, quoted)]


def _offer(turn: Turn, offer: Offer) -> Found | None:
    if not stands(turn, offer):
        return None
    if over_limit(turn, offer):
        return turn.found("discount_discipline", "-", offer.text)
    if (offer.conditional and not says("only_signs", offer.text)) or says("exchange", offer.text):
        return turn.found("discount_discipline", "+", offer.text)
    return None if offer.text in turn.asked else turn.found("discount_discipline", "-", offer.text)


def _worded(turn: Turn, part: str) -> Found | None:
    """What the reader's rules for offers passed over: a gift in other words, or a percentage for a longer term."""
    if says("flat_no", part) or says("shelves", part) or is_standard(turn, part) or echo(part, turn.state.known):
        return None
    trade = says("exchange", part)
    if says("haggle", turn.previous) and says("conditional", part):
        return turn.found("discount_discipline", "+" if trade else "-", part)
    if concedes(turn, part) and not trade:
        return turn.found("discount_discipline", "-", part)
    if any(figure.kind == "percent" for figure in figures(part)) and trade and says("term", part):
        return turn.found("discount_discipline", "+", part)
    if not says("gives", part):
        return None
    return turn.found("discount_discipline", "+" if trade else "-", part)


def concedes(turn: Turn, part: str) -> bool:
    """ "OK 150, same scope" to "150 or nothing": yes to what was haggled for, in their figure."""
    asked = figures(turn.previous)
    if not (says("haggle", turn.previous) and says("agrees", part)):
        return False
    return any(mine.same(theirs) for mine in figures(part) for theirs in asked)


def stands(turn: Turn, offer: Offer) -> bool:
    """Neither denied nor a case, a fee or a standard term that happens to look like an offer."""
    if offer.denied or any(says(notion, offer.text) for notion in ("flat_no", "dearer", "their_offer")):
        return False
    return (offer.conditional and says("exchange", offer.text)) or not is_standard(turn, offer.text)


def is_standard(turn: Turn, part: str) -> bool:
    """What the cards tell without calling it a discount: the trial that everybody gets, a case's percentage."""
    if says("presents", part):
        return False
    if says("rebate", part) and not says("cases", part) and any(figure.kind == "percent" for figure in figures(part)):
        return False
    return checked(part, without_rebates(turn.talk.knowledge), "").held


def over_limit(turn: Turn, offer: Offer) -> bool:
    return stands(turn, offer) and offer.pct is not None and offer.pct > turn.talk.discount_limit_pct + 1e-9


def _value(turn: Turn, quoted: list[str]) -> list[str]:
    """What the customer loses or gets, held against a price or a gap: both must be on the table."""
    if not _on_the_table(turn):
        return []
    return [
        part
        for part in turn.statements
        if part not in quoted
        and part != turn.feeling
        and says("weighs", part)
        and not says("contradicts", part)
        and _against_theirs(turn, part)
    ][:1] or _heard(turn, quoted)


def _on_the_table(turn: Turn) -> bool:
    """A price, a gap or a fee is what it is about just now."""
    objection = turn.state.objection
    priced = any(figure.value >= PRICE and sheet(turn.talk.knowledge).holds(figure) for figure in figures(turn.text))
    raised = objection is not None and says("about_price", objection.text)
    return says("about_price", turn.previous) or priced or raised


def _heard(turn: Turn, quoted: list[str]) -> list[str]:
    quote = turn.quoted("discount_discipline", "+", turn.statements)
    if not quote or quote in quoted or says("hears", quote):
        return []
    holds = any(says(notion, quote) for notion in ("value", "weighs", "exchange"))
    return [quote] if turn.chance("discount_discipline", "+") > (SURE if holds else VERY_SURE) else []


def _against_theirs(turn: Turn, part: str) -> bool:
    """Figures or losses that the customer named."""
    theirs = figures(turn.state.known)
    return any(f.same(g) for f in figures(part) for g in theirs) or says("value", part)

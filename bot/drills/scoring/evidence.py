"""What the rep states, held against the cards and the customer's own words."""

from dataclasses import dataclass
from functools import lru_cache

from bot.drills.moves import Offer
from bot.drills.moves.sentences import clauses
from bot.drills.scoring.asking import echo
from bot.drills.scoring.figures import Figure, figures
from bot.drills.scoring.sheet import Fact, Sheet, sheet
from bot.drills.scoring.terms import content, shared
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import find, plain, says
from bot.drills.talk import Found

HELD = 0.5
"""Share of a sentence's content that one card sentence must hold, where no figure ties them together."""
MOST = 12
PERIODS = (12.0, 52.0, 1 / 12, 250.0)
"""Months, weeks and working days of a year."""
ROUGHLY = 0.06
TIED = 2
"""Content words that a figure and a card must share to be about one thing."""
UNITS = content("year month week day hour minute percent time two three four five six seven eight nine ten hundred")
KEPT = 8_192
"""Sentences of reps that stay checked: three rules of a turn ask for each of them."""


@dataclass(frozen=True, slots=True)
class Checked:
    held: bool = False
    """A card, or the customer, says so."""
    unknown: bool = False
    """It holds a figure or a case that neither does."""
    against: str = ""
    """The card sentence that says otherwise."""


@lru_cache(maxsize=KEPT)
def checked(text: str, knowledge: tuple[str, ...], told: str) -> Checked:
    cards = sheet(knowledge)
    mine = figures(text)
    unknown = [figure for figure in mine if not _known(figure, cards, told)]
    near = tuple(cards.near(text))
    against = next((fact.text for fact in near if _contradicts(text, unknown, fact)), "")
    held = not against and any(_holds(text, mine, fact) for fact in near)
    return Checked(held, bool(unknown) or (not held and says("cases", text)), against)


def _known(figure: Figure, cards: Sheet, told: str) -> bool:
    theirs = figures(told)
    return (
        cards.holds(figure) or any(figure.same(other) for other in theirs) or _reckoned(figure, theirs, cards.figures)
    )


def _reckoned(figure: Figure, told: tuple[Figure, ...], held: tuple[Figure, ...]) -> bool:
    """七八千一个月，一年就是八九万: from figures that the customer gave, or the gap to one of ours."""
    for i, own in enumerate(told[:MOST]):
        others = [other.value for other in (*told[i:MOST], *held[:MOST])]
        sums = [own.value + sign * other for other in others for sign in (1, -1)]
        times = [own.value * other.value for other in told[i:MOST]] + [own.value * period for period in PERIODS]
        if any(abs(figure.value - abs(value)) <= ROUGHLY * figure.value for value in (*sums, *times)):
            return True
    return False


def _holds(text: str, mine: tuple[Figure, ...], fact: Fact) -> bool:
    """The card sentence says this: the same figure on the same subject, or most of the words."""
    common = _worded(content(text) & fact.content)
    if any(figure.same(other) for figure in mine for other in fact.figures):
        return len(common) >= 1 or len(mine) >= 2 or any(figure.value >= 100 for figure in mine)
    least = TIED if text.isascii() and states(text) else TIED + 1
    return len(common) >= least and len(common) >= HELD * min(len(content(text)), len(fact.content))


def states(text: str) -> bool:
    """About us, a case or a figure: "Then start small." is none of it and must share more with a card."""
    return bool(figures(text)) or says("about_us", text) or says("cases", text)


def _worded(common: frozenset[str]) -> frozenset[str]:
    """Without numbers and units: 14 months and 14 hours are about nothing common."""
    return frozenset(word for word in common - UNITS if not word.isdigit())


def _contradicts(text: str, unknown: list[Figure], fact: Fact) -> bool:
    """Another figure of the same kind on the same subject; or yes where the card says no."""
    common = content(text) & fact.content
    if len(common) >= TIED and unknown and len(common) >= HELD * len(fact.content):
        kinds = {figure.kind for figure in unknown} - {"plain"}
        return any(other.kind in kinds for other in fact.figures)
    return bool(common) and any(_denied(text, what) for what in fact.denials)


def _denied(text: str, what: frozenset[str]) -> bool:
    """The card says 不支持, the rep says 支持, of the same thing."""
    if not what or len(what & content(text)) < max(1, round(len(what) * 0.6)):
        return False
    return says("has", text) and not says("lacks", text) and not says("negates", text)


def unheld(turn: Turn) -> list[Found]:
    """evidenced_answer −: absolutes, slogans, figures and cases that nobody holds, and what a card denies."""
    quotes = [_against(turn, part) for part in turn.statements]
    return [turn.found("evidenced_answer", "-", quote) for quote in quotes if quote]


def held(turn: Turn, taken: list[str]) -> list[Found]:
    """evidenced_answer +: what a card holds, in words that nothing else has quoted."""
    return [
        turn.found("evidenced_answer", "+", part)
        for part in turn.statements
        if not any(part in quote or quote in part for quote in taken) and _is_held(turn, part)
    ]


def _is_held(turn: Turn, part: str) -> bool:
    offer = turn.offered.get(part)
    if (offer is not None and _gives(offer)) or part == turn.feeling or holds_no_fact(part):
        return False
    if turn.state.question and figures(part) and _answers_with_figure(turn, part):
        return True
    if echo(part, turn.state.known) and not says("ours", part) and _closer_to_them(turn, part):
        return False
    return checked(part, turn.talk.knowledge, turn.state.known).held


def _gives(offer: Offer) -> bool:
    """免费保修 12 个月 may be what everybody gets; a percentage, a trade or a present is an offer."""
    return not offer.denied and (offer.pct is not None or offer.conditional or says("presents", offer.text))


def holds_no_fact(part: str) -> bool:
    """A greeting, a name, a promise to behave or a slogan may share words with a card and states none of it."""
    return not figures(part) and any(says(notion, part) for notion in ("greets", "slogan", "courtesy", "sums_up"))


def _answers_with_figure(turn: Turn, part: str) -> bool:
    """大概 12 周。 to 要弄几个月? is about what was asked: the question names the subject."""
    asked = content(f"{turn.previous} {part}")
    return any(
        asked & fact.content and any(mine.same(theirs) for mine in figures(part) for theirs in fact.figures)
        for fact in sheet(turn.talk.knowledge).near(part)
    )


def _closer_to_them(turn: Turn, part: str) -> bool:
    """A sum of what they said may share words with a card."""
    nearest = max((len(content(part) & fact.content) for fact in sheet(turn.talk.knowledge).near(part)), default=0)
    return len(shared(part, turn.state.known)) > nearest


def _against(turn: Turn, part: str) -> str:
    check = checked(part, turn.talk.knowledge, turn.state.known)
    if quote := _absolute(turn, part, check):
        return quote
    offer = turn.offered.get(part)
    if offer is not None and not offer.denied:
        return ""
    if check.against or (runs_down(turn, part) and not check.held):
        return part
    return part if check.unknown and asserts(turn, part) else ""


def _absolute(turn: Turn, part: str, check: Checked) -> str:
    """Absolutes about outcomes, unless a card holds the figure; slogans with neither figure nor scene."""
    for clause in clauses(part):
        if says("denied_absolute", part):
            continue
        if says("absolute", clause) and not says("denies_before", clause) and not says("sla", clause):
            return clause
        slogan = find("slogan", plain(clause))
        if slogan and slogan.group() not in plain(turn.state.known) and not figures(clause) and not check.held:
            return clause
    return ""


def runs_down(turn: Turn, part: str) -> bool:
    """A competitor, named or meant, run down as fact."""
    return says("rival", part) and says("runs_down", part) and not says("denies_rival", part)


def asserts(turn: Turn, part: str) -> bool:
    """States something about us, our customers or the outcome, rather than repeating or proposing."""
    if any(date in part for date in turn.reading.dated) and says("acts", part):
        return False
    return says("ours", part) or says("cases", part) or (turn.state.question and says("about_us", part))

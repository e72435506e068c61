"""From moves to levels 0 to 3, each with what it rests on; None where the talk gave no occasion."""

from collections.abc import Callable, Mapping, Sequence

from bot.drills.moves.sentences import clauses
from bot.drills.rubric import IDS, TOP_LEVEL
from bot.drills.scoring.figures import figures
from bot.drills.scoring.honest import is_from_card
from bot.drills.scoring.state import State
from bot.drills.scoring.terms import content, shared
from bot.drills.scoring.words import says
from bot.drills.talk import Found, Mark, Talk
from bot.words import N_

SPECIFIC = 3
"""Content words from which an acknowledgement is about this customer and no formula."""
ELABORATE = 8
CARD_LEVEL = 2
"""What a card's own line reaches, said at a fitting moment; more takes something that this customer told."""
TELLS = 0.08
"""Share of messages that tell the customer what to do from which it costs a level; twice as many cost two."""
HURT_BY_TELLING = ("open_discovery", "explore_first", "listening")
SHARE, MUCH = 0.65, 3_000
"""The rep's share of all letters from which it costs a level; a short talk's share says little."""
Level = int | None
Lines = tuple[int, ...]


def marks(talk: Talk, state: State, moves: Sequence[Found]) -> tuple[Mark, ...]:
    return tuple(_mark(talk, state, id, [move for move in moves if move.criterion == id]) for id in IDS)


def _mark(talk: Talk, state: State, id: str, moves: list[Found]) -> Mark:
    mark = _moved(talk, id, moves) if moves else _omitted(talk, state, id)
    told = lowered(talk, state, id)
    if not mark.level or not told:
        return mark
    return Mark(id, max(0, mark.level - len(told)), (*mark.evidence, *told))


def _moved(talk: Talk, id: str, moves: list[Found]) -> Mark:
    level = _level(talk, id, moves)
    plus = [move.quote for move in moves if move.polarity == "+"]
    if level == TOP_LEVEL and all(is_from_card(quote, talk.cards) for quote in plus):
        level = CARD_LEVEL
    return Mark(id, level, tuple(moves))


def _omitted(talk: Talk, state: State, id: str) -> Mark:
    level, lines = OMITTED[id](talk, state)
    lines = tuple(line for line in lines if talk.lines[line].text.strip())
    if level is None or not lines:
        return Mark(id, None)
    return Mark(id, level, tuple(Found(line, id, "-", talk.lines[line].text) for line in lines))


def lowered(talk: Talk, state: State, id: str) -> tuple[Found, ...]:
    """Each takes a level: telling the customer what to do again and again, and talking twice as much as they do.

    No single message shows it, so it is no move; what is told unasked tells bad talks from good ones best of all.
    """
    if id not in HURT_BY_TELLING:
        return ()
    rate = len(state.telling) / max(len(state.said), 1)
    told = [Found(line, id, "-", quote, N_("Tells more than it asks")) for line, quote in state.telling]
    found = [told[0]] if rate >= TELLS and len(told) >= 2 else []
    if rate >= 2 * TELLS and len(told) >= 3:
        found.append(told[1])
    if (said := _longest(talk, state)) is not None:
        found.append(Found(said, id, "-", talk.lines[said].text, N_("Talks far more than the customer")))
    return tuple(found)


def _longest(talk: Talk, state: State) -> int | None:
    """The rep's longest line where the rep has most of the words."""
    mine = sum(map(len, state.said))
    if mine < MUCH or mine < SHARE * (mine + sum(map(len, state.told))):
        return None
    return max((i for i, line in enumerate(talk.lines) if line.speaker == "rep"), key=lambda i: len(talk.lines[i].text))


def _level(talk: Talk, id: str, moves: list[Found]) -> int:
    plus = [move for move in moves if move.polarity == "+"]
    minus = len(moves) - len(plus)
    if not plus:
        return 0
    if minus:
        return 2 if len(plus) > minus else 1
    return WELL[id](talk, plus)


def _often(talk: Talk, plus: list[Found]) -> int:
    return 3 if len(plus) >= 2 else 2


def _done(talk: Talk, plus: list[Found]) -> int:
    return 2


def _cost(talk: Talk, plus: list[Found]) -> int:
    """In the right place: straight after the customer named the pain, or asked from more than one side."""
    placed = any(says("pain", before(talk, move.turn)) for move in plus)
    return 3 if len(plus) >= 2 or placed else 2


def _acknowledge(talk: Talk, plus: list[Found]) -> int:
    """Specific to this customer is 3; a formula is 2; a "but" behind it 1."""
    if all(says("yes_but", move.quote) for move in plus):
        return 1
    specific = [move for move in plus if len(content(move.quote)) >= SPECIFIC]
    return 3 if len(specific) >= 2 or len(plus) >= 3 or (len(plus) == 1 and specific and _own(talk, plus[0])) else 2


def _own(talk: Talk, move: Found) -> bool:
    return len(shared(move.quote, before(talk, move.turn))) >= 1


def _settled(talk: Talk, plus: list[Found]) -> int:
    """Names what it was about in the customer's words."""
    told = "\n".join(line.text for line in talk.lines if line.speaker == "customer")
    return 3 if len(plus) >= 2 or any(len(shared(move.quote, told)) >= 2 for move in plus) else 2


def _listening(talk: Talk, plus: list[Found]) -> int:
    """A sum of several things, or their words more than once."""
    return 3 if len(plus) >= 2 or any(_sum(move.quote) for move in plus) else 2


def _sum(quote: str) -> bool:
    return len(clauses(quote)) >= 3 or (says("sums_up", quote) and len(clauses(quote)) >= 2) or len(figures(quote)) >= 3


def before(talk: Talk, turn: int) -> str:
    """What the customer said just before this turn of the rep."""
    said: list[str] = []
    for line in reversed(talk.lines[:turn]):
        if line.speaker == "rep":
            break
        said.append(line.text)
    return "\n".join(reversed(said))


def _next_step(talk: Talk, plus: list[Found]) -> int:
    """Who takes part and what for make it 3; another call without a purpose is 1."""
    best = 1
    for move in plus:
        purpose = says("purpose", move.quote) or len(content(move.quote)) >= ELABORATE
        people = says("who", move.quote)
        best = max(best, 3 if purpose and people else 2 if purpose or people else 1)
    return best


def _price(talk: Talk, plus: list[Found]) -> int:
    """Value alone or exchange alone is 2, both are 3."""
    value = any(says("weighs", move.quote) and not says("exchange", move.quote) for move in plus)
    both = any(says("weighs", move.quote) and figures(move.quote) for move in plus)
    trade = any(says("exchange", move.quote) for move in plus)
    return 3 if (value or both) and trade else 2


def _decision(talk: Talk, plus: list[Found]) -> int:
    aspects = sum(any(says(f"decision_{what}", move.quote) for move in plus) for what in ("who", "when", "how"))
    return 3 if aspects >= 2 else 2


WELL: Mapping[str, Callable[[Talk, list[Found]], int]] = {
    "open_discovery": _done, "implication": _cost, "acknowledge": _acknowledge, "explore_first": _often,
    "evidenced_answer": _often, "discount_discipline": _price, "confirm_resolution": _settled, "listening": _listening,
    "qualify_decision": _decision, "next_step": _next_step,
}  # fmt: skip


def _first_line(talk: Talk, state: State) -> tuple[Level, Lines]:
    first = next((index for index, line in enumerate(talk.lines) if line.speaker == "customer"), None)
    return (0, (first,)) if first is not None else (0, ())


def _unheard(talk: Talk, state: State) -> tuple[Level, Lines]:
    """Facts were told and never taken up; None when the customer told nothing."""
    telling = [i for i, line in enumerate(talk.lines) if line.speaker == "customer" and figures(line.text)]
    occasions = (*state.pains, *telling)
    return (0, tuple(occasions[:1])) if occasions else (None, ())


def _after(lines: Callable[[State], Lines]) -> Callable[[Talk, State], tuple[Level, Lines]]:
    """0 where one of these lines was the occasion, else None."""

    def omitted(talk: Talk, state: State) -> tuple[Level, Lines]:
        occasions = lines(state)
        return (0, occasions[:1]) if occasions else (None, ())

    return omitted


def _explore(talk: Talk, state: State) -> tuple[Level, Lines]:
    """No move, yet reacted to: answered first, then asked."""
    return (1, state.objections[:1]) if state.objections else (None, ())


def _decided(talk: Talk, state: State) -> tuple[Level, Lines]:
    """0 once the close came; None when it did not, or when the customer named the decider unasked."""
    if state.decider is not None or state.close is None:
        return None, ()
    before = [i for i, line in enumerate(talk.lines[: state.close]) if line.speaker == "customer"]
    return 0, tuple(before[-1:])


def _last_line(talk: Talk, state: State) -> tuple[Level, Lines]:
    """A step proposed without its date is a weak try at level 1."""
    lines = [i for i, line in enumerate(talk.lines) if line.speaker == "customer"]
    tried = any(says("arranges", line.text) for line in talk.lines if line.speaker == "rep")
    return int(tried), tuple(lines[-1:])


def _haggled(talk: Talk, state: State) -> tuple[Level, Lines]:
    """A flat no is a try at level 1; None when price never came up."""
    asked = [i for i, line in enumerate(talk.lines) if line.speaker == "customer" and _presses(line.text)]
    if not asked:
        return None, ()
    flat = any(says("flat_no", line.text) for line in talk.lines if line.speaker == "rep")
    return (1 if flat else 0), tuple(asked[:1])


def _presses(text: str) -> bool:
    """On the price: wants it lower, or finds it too high. A cost that they tell of is no occasion to give."""
    return says("haggle", text) or says("dear", text)


OMITTED: Mapping[str, Callable[[Talk, State], tuple[Level, Lines]]] = {
    "open_discovery": _first_line,
    "implication": _after(lambda state: state.pains),
    "acknowledge": _after(lambda state: state.objections),
    "explore_first": _explore,
    "evidenced_answer": _after(lambda state: (*state.objections, *state.questions)),
    "discount_discipline": _haggled,
    "confirm_resolution": _after(lambda state: state.objections),
    "listening": _unheard,
    "qualify_decision": _decided,
    "next_step": _last_line,
}

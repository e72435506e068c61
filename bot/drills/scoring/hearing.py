"""Whether the rep hears: acknowledges an objection first, gives the customer's words back, stays short."""

from bot.drills.moves.sentences import clauses
from bot.drills.scoring.asking import argument, echo, is_answer, leads_with_answer, proposes
from bot.drills.scoring.terms import pairs
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import find, pattern, plain, says
from bot.drills.talk import Found

SURE = 0.5
IN_PLACE = 0.5
"""What the reader must give where the talk has just given the occasion: it knows one turn only."""
A_FEW, A_SUM = 2, 8
LEANS = 0.3
"""What the reader must give an echo of the objection to be one that feels with the customer."""
ASKED = ("open_discovery", "implication", "explore_first")
OWN_WORDS = 4
"""Pairs of characters or words beside the phrase from which an acknowledgement is not only that phrase again."""
RECENT = 3
"""Turns of the customer that an echo may go back to; a sum goes back further."""


def acknowledged(turn: Turn) -> list[Found]:
    """+ for hearing a fresh objection, − for opening with contradiction or talking it away; never both."""
    if not turn.state.fresh:
        return []
    if against := _contradiction(turn):
        return [turn.found("acknowledge", "-", against)]
    heard = _hearing(turn)
    if heard and not _said_before(turn, heard):
        return [turn.found("acknowledge", "+", heard)]
    return []


def _contradiction(turn: Turn) -> str:
    first = turn.parts[0] if turn.parts else ""
    if says("yes_but", first):
        return ""
    if says("contradicts", first) and first not in turn.asked:
        return first
    if any(says("hears", part) for part in turn.statements):
        return ""
    if turn.chance("acknowledge", "-") > max(IN_PLACE, turn.chance("acknowledge", "+")) and turn.statements:
        return turn.quoted("acknowledge", "-", turn.statements)
    return ""


def _hearing(turn: Turn) -> str:
    """The words come before the answer: after it nobody hears them any more."""
    if lead := _lead(turn):
        return lead
    for part in turn.statements[:2]:
        if _comforts(turn, part):
            break
        if _is_hearing(turn, part):
            return part
        if is_answer(turn, part):
            break
    if turn.chance("acknowledge", "+") > IN_PLACE:
        quote = turn.quoted("acknowledge", "+")
        return "" if _comforts(turn, quote) else _before_asking(turn, quote)
    return ""


def _is_hearing(turn: Turn, part: str) -> bool:
    """Not a courtesy, not a sum of the talk, not a deal that says "I see" on its way."""
    if says("courtesy", part) or says("exchange", part):
        return False
    if says("sums_up", part) and not says("hears", pattern("sums_up").sub(" ", plain(part))):
        return False
    return says("hears", part) or _feels_with(turn, part)


def _before_asking(turn: Turn, quote: str) -> str:
    """Of a sentence that goes on to ask only the clauses before: a question alone hears nothing."""
    if quote not in turn.asked:
        return quote
    said = clauses(quote)
    return quote[: quote.index(said[-1])].rstrip() if len(said) > 1 else ""


def _comforts(turn: Turn, part: str) -> bool:
    """An offer, a boast or 没问题 hears nothing, whatever it is spelt like."""
    offer = turn.offered.get(part)
    return offer is not None or says("empty_comfort", part) or says("shelves", part) or says("runs_down", part)


def _lead(turn: Turn) -> str:
    """免费的谁不喜欢，现在审批怎么走的？ hears in its first clause and asks in its last."""
    first = turn.parts[0] if turn.parts else ""
    said = clauses(first)
    if first not in turn.asked or len(said) < 2 or not says("hears", said[0]) or says("question_word", said[0]):
        return ""
    return said[0]


def _feels_with(turn: Turn, part: str) -> bool:
    """四十多万连个响都没听见: their words, about them, with nothing of ours."""
    if part != turn.parts[0] or says("ours", part) or turn.chance("acknowledge", "+") < LEANS:
        return False
    return echo(part, turn.previous)


def _said_before(turn: Turn, heard: str) -> bool:
    """The same phrase every turn counts once."""
    said = find("hears", plain(heard))
    if said is None or len(pairs(heard)) > len(pairs(said.group())) + OWN_WORDS:
        return False
    return any(said.group() in plain(earlier) for earlier in turn.state.said)


def listened(turn: Turn, taken: list[str]) -> list[Found]:
    """+ for their own words or a sum, in words that no other move has; − for a lecture."""
    if turn.reading.lecture:
        return [turn.found("listening", "-", turn.text.strip())]
    recent = "\n".join((*turn.state.told[-RECENT:],))
    for part in turn.statements:
        if part in taken:
            continue
        if says("sums_up", part) and gives_back(part, turn.state.known):
            return [turn.found("listening", "+", part)]
        if echo(part, recent) and not _ours(turn, part):
            return [turn.found("listening", "+", part)]
    return []


def _ours(turn: Turn, part: str) -> bool:
    """An offer, a refusal or an answer that happens to use their words."""
    offer = turn.offered.get(part)
    if turn.state.question and says("short_answer", part):
        return True
    return offer is not None or any(says(notion, part) for notion in ("ours", "flat_no", "absolute", "empty_comfort"))


def gives_back(part: str, told: str) -> bool:
    """A sum is announced, so a few words of theirs are enough; one, where it holds a sum indeed."""
    said = pairs(pattern("sums_up").sub(" ", plain(part)))
    least = 1 if says("in_sum", part) and len(said) >= A_SUM else A_FEW
    return len(said) > A_FEW and (echo(part, told) or len(said & pairs(told)) >= least)


def pitched(turn: Turn) -> list[Found]:
    """A function praised right after a pain was named. A true one after its cost was asked may answer an objection."""
    if not turn.state.pain or turn.state.new or (turn.state.objection and (turn.state.costed or not turn.state.fresh)):
        return []
    for part in turn.statements:
        if _praises(turn, part):
            return [turn.found("implication", "-", next(filter(_tells_of_us, clauses(part)), part))]
    if turn.chance("implication", "-") > IN_PLACE:
        quote = turn.quoted("implication", "-", turn.statements)
        return [turn.found("implication", "-", quote)] if quote else []
    return []


def _praises(turn: Turn, part: str) -> bool:
    """A function of ours, not a case, a price or a promise about the project."""
    return _tells_of_us(part) and not (
        says("cases", part)
        or part in turn.offered
        or says("hears", part)
        or says("shelves", part)
        or any(date in part for date in turn.reading.dated)
        or says("courtesy", part)
    )


def _tells_of_us(part: str) -> bool:
    return says("about_us", part)


def jumped(turn: Turn, asks: list[Found], against: list[Found]) -> list[Found]:
    """explore_first −: the first reaction to an objection argues; a plain question is met with a question."""
    if any(each.criterion == "explore_first" for each in asks):
        return []
    if turn.state.new and turn.state.fresh:
        wrong = [each.quote for each in against]
        said = [part for part in turn.statements if is_answer(turn, part) and part not in wrong]
        return (
            [turn.found("explore_first", "-", argument(said[0]) or said[0])]
            if said and not _asks_after(said[0], turn, asks)
            else []
        )
    if turn.state.question and not turn.state.fresh and not any(is_answer(turn, part) for part in turn.statements):
        back = next((question.text for question in turn.questions if not leads_with_answer(question.text)), "")
        return [turn.found("explore_first", "-", back)] if back else []
    return []


def _asks_after(said: str, turn: Turn, asks: list[Found]) -> bool:
    """Answered first, then asked: no move. A leading question, or one for what was told already, asks nothing."""
    after = turn.text.index(said)
    void = [each.quote for each in asks if each.polarity == "-" or each.criterion not in ASKED]
    return any(
        turn.text.index(question.text) > after and not any(question.text in quote for quote in void)
        for question in turn.questions
        if question.kind != "leading" and not proposes(turn, question.text)
    )

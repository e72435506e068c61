"""Which criterion a question belongs to: one quote counts once, for the most specific one (rubric, settled cases)."""

from bot.drills.moves import Question
from bot.drills.moves.sentences import clauses, length
from bot.drills.scoring.figures import figures
from bot.drills.scoring.terms import content, pairs, shared
from bot.drills.scoring.turn import Turn
from bot.drills.scoring.words import says
from bot.drills.talk import Found

CHAIN = 2
"""Yes-or-no questions in one message; of any kind it takes one more."""
SURE = 0.6
IN_PLACE = 0.5
"""The same where the talk has just given the occasion: the reader knows one turn only."""
A_SUBJECT = 2
"""Content words of a question from which it can be told that this was answered: "people" alone is said of anything."""
ARGUES = 4
"""Characters or words from which a statement after an objection is an argument."""
ASKS = 3
"""“Tallium?” asks nothing yet."""
ECHO = 0.5
"""Share of a sentence's content that must be the customer's own to be called an echo."""


def asked(turn: Turn) -> list[Found]:
    """What the questions of one turn count for."""
    questions = turn.questions
    chained = _chain(turn, questions)
    found = [each for question in questions if (each := _one(turn, question, bool(chained))) is not None]
    return _once(found) + chained


def _one(turn: Turn, question: Question, chained: bool) -> Found | None:
    text = question.text
    if says("to_face", text):
        return turn.found("qualify_decision", "-", text)
    if question.proposes or proposes(turn, text):
        return None
    if _too_early(turn, text):
        return turn.found("qualify_decision", "-", text)
    if asks_again(turn, text):
        return turn.found("listening", "-", text)
    if settles(turn, text):
        return turn.found("confirm_resolution", "+", text)
    if question.kind == "leading":
        return turn.found("open_discovery", "-", text)
    if chained:
        return None
    return _content(turn, question)


def _content(turn: Turn, question: Question) -> Found | None:
    """By what it asks about; the form matters only for a question about the situation."""
    text = question.text
    decides = about_decision(turn, text)
    if explores(turn, text) and not (decides and not turn.state.new):
        return turn.found("explore_first", "+", text)
    if turn.state.question and not turn.state.fresh and not any(is_answer(turn, part) for part in turn.statements):
        return None
    if about_cost(turn, text) and not (decides and says("parties", text)):
        return turn.found("implication", "+", text)
    if decides:
        return turn.found("qualify_decision", "+", text)
    opens = question.kind == "open" and not says("presses", text)
    return turn.found("open_discovery", "+", text) if opens else None


def explores(turn: Turn, text: str) -> bool:
    """Behind a new objection before it is answered; after a factual question once that is answered."""
    if length(text, turn.talk.language) < ASKS or (turn.asked[text].kind == "closed" and not is_marked(text)):
        return False
    if presses(turn, text) or says("budget", text):
        return False
    if turn.state.new:
        return not answers_before(turn, text)
    return turn.state.question and not turn.state.fresh and answers_before(turn, text)


def is_marked(text: str) -> bool:
    """A closed form without its mark is rather a statement: 那案例就不看了，我进去答疑."""
    return "?" in text or "？" in text or says("asks_plainly", text)


def presses(turn: Turn, text: str) -> bool:
    """Pushes for the order, offers or contradicts in the form of a question: nothing is asked."""
    offer = turn.offered.get(text)
    if offer is not None and not offer.denied:
        return True
    return any(says(notion, text) for notion in ("presses", "contradicts", "shelves"))


def answers_before(turn: Turn, text: str) -> bool:
    """Whether the message answers before it asks."""
    before = turn.parts[: turn.parts.index(text)] if text in turn.parts else ()
    return any(is_answer(turn, part) for part in before) or (turn.state.question and leads_with_answer(text))


def leads_with_answer(text: str) -> bool:
    """能开，财务那边有啥要求? answers in its first clause and asks in its last."""
    *before, _ = clauses(text) or ("",)
    return any((figures(part) or says("short_answer", part)) and not says("question_word", part) for part in before)


def is_answer(turn: Turn, part: str) -> bool:
    """A statement that argues, informs or gives: more than hearing, repeating and courtesies."""
    if part in turn.asked or says("courtesy", part) or says("denies_rival", part) or part == turn.feeling:
        return False
    offer = turn.offered.get(part)
    if offer is not None and not offer.denied:
        return True
    known = "\n".join(turn.talk.knowledge)
    theirs = figures(turn.state.known)
    news = any(not any(figure.same(other) for other in theirs) for figure in figures(part))
    if says("hears", part) or (echo(part, turn.state.known) and not says("ours", part) and not news):
        return says("yes_but", part)
    if news or says("ours", part) or len(shared(part, known)) >= 2:
        return True
    rest = argument(part)
    return (turn.state.fresh and length(rest, turn.talk.language) >= ARGUES) or says("short_answer", part)


def argument(part: str) -> str:
    """What is left when the contradiction is taken off: it counts for itself."""
    said = clauses(part)
    return (
        part[part.index(said[1]) :]
        if len(said) > 1 and says("contradicts", said[0])
        else ("" if says("contradicts", part) else part)
    )


def echo(part: str, told: str) -> bool:
    """Whether a clause of it gives the customer's own words or figures back."""
    return any(_echoes(clause, told) for clause in (part, *clauses(part)))


def _echoes(clause: str, told: str) -> bool:
    mine, theirs = pairs(clause), pairs(told)
    if not mine:
        return False
    common = len(mine & theirs)
    heard = figures(told)
    numbers = any(figure.same(other) for figure in figures(clause) for other in heard)
    return (numbers and common >= 2) or (common >= 3 and common / len(mine) >= ECHO)


def about_cost(turn: Turn, text: str) -> bool:
    return says("costs", text) or _heard_in(turn, "implication", text)


def about_decision(turn: Turn, text: str) -> bool:
    return says("decision", text) or _heard_in(turn, "qualify_decision", text)


def settles(turn: Turn, text: str) -> bool:
    """Only where something is open or has just been: with nothing to settle it is an empty phrase."""
    if not (turn.state.objection or turn.state.settled):
        return says("settled", text) and answers_before(turn, text)
    return says("settled", text) or _heard_in(turn, "confirm_resolution", text, IN_PLACE)


def _heard_in(turn: Turn, criterion: str, text: str, sure: float = SURE) -> bool:
    """The reader heard it, and in this sentence."""
    return turn.chance(criterion, "+") > sure and turn.quoted(criterion, "+", [text]) != ""


def proposes(turn: Turn, text: str) -> bool:
    """周三下午三点方便吗? is a next step in the form of a question, 您看什么时候方便? one that waits for its date."""
    dated = any(date in text for date in turn.reading.dated) and says("acts", text) and not says("costs", text)
    return dated or says("arranges", text)


def asks_again(turn: Turn, text: str) -> bool:
    """For something that the customer has told before the last turn, or in the very last one."""
    if says("again", text) and turn.state.told:
        return True
    if turn.state.fresh or turn.chance("listening", "-") <= SURE or about_cost(turn, text):
        return False
    mine = content(text)
    known = any(len(mine & content(told)) >= min(len(mine), A_SUBJECT) for told in turn.state.told[:-1])
    return len(mine) >= A_SUBJECT and known and bool(turn.quoted("listening", "-", [text]))


def _too_early(turn: Turn, text: str) -> bool:
    """The budget, with no need on the table yet."""
    return says("budget", text) and not (turn.state.pains or turn.state.objections)


def _chain(turn: Turn, questions: tuple[Question, ...]) -> list[Found]:
    plain = [q for q in questions if not says("to_face", q.text) and not says("again", q.text)]
    yes_no = [q for q in plain if q.yes_no and not settles(turn, q.text) and not proposes(turn, q.text)]
    if len(yes_no) < CHAIN and len(plain) <= CHAIN:
        return []
    run = yes_no if len(yes_no) >= CHAIN else plain
    return [turn.found("open_discovery", "-", _span(turn.text, run[0].text, run[-1].text))]


def _span(text: str, first: str, last: str) -> str:
    start = text.index(first)
    return text[start : text.rindex(last) + len(last)]


def _once(found: list[Found]) -> list[Found]:
    """One exploring question is enough for one objection."""
    kept: list[Found] = []
    for each in found:
        if each.criterion != "explore_first" or all(other.criterion != "explore_first" for other in kept):
            kept.append(each)
    return kept

"""Whose the step of a day to come is: ours, theirs, or asked."""

from collections.abc import Sequence
from typing import Literal

from bot.playbooks.log import plain
from bot.playbooks.log import step_words as say
from bot.playbooks.log.clauses import Clauses
from bot.playbooks.log.days import Span
from bot.playbooks.log.people import Person

_FAR_BACK = 40
"""Characters before a day in which one reads what it is that was moved to it."""

Role = Literal["contact", "ours", "likely", "perhaps", "theirs", "hardly", "dropped"]
"""likely: ours for want of other words; perhaps: asked; hardly: rather theirs, asked if nothing is ours."""


def whose(clauses: Clauses, span: Span, spans: Sequence[Span], people: Sequence[Person]) -> Role:
    head, tail = clauses.before(span), clauses.after(span, spans)
    ahead = clauses.text[: span.start]
    plainly = _no_step(head, tail, ahead)
    if not plainly and not _of_somebody_else(clauses, span, people, head, tail):
        plainly = _said_plainly(head, tail, ahead)
    if plainly == "theirs" and say.WITH_US.search(head) and not plain.TO_US_EN.search(head):
        return "perhaps"  # her boss joins us on the 26th
    return plainly or _rather(clauses, span, people, head, tail)


def _no_step(head: str, tail: str, ahead: str) -> Role | None:
    """A day of theirs, or one until which nothing happens."""
    if head.endswith("from ") and plain.FIRST.search(head):  # we try it from Monday on
        return "perhaps"
    if say.FACT_AFTER.match(tail) or (say.FACT_BEFORE.search(ahead) and not say.ONLY_THEN.match(tail)):
        return "theirs"
    if say.US.search(head):
        return None
    if say.BACK_THEN.match(tail):  # 月底回: of somebody away, or our answer
        return "theirs" if head.strip() or say.AWAY.search(ahead) else "perhaps"
    return "perhaps" if say.DEMANDED.match(tail) else None


def _of_somebody_else(clauses: Clauses, span: Span, people: Sequence[Person], head: str, tail: str) -> bool:
    """他们计划下周三上线, 她说周五再定: told of them, and nobody asks us."""
    if (head + tail).isascii() or say.US.search(head) or say.US.search(tail) or say.TO_US.search(tail):
        return False
    if say.ASKS_ZH.search(head) or say.MOVED_TO.search(head):
        return False
    begun = clauses.all[clauses.at(span.start)].start
    named = any(begun <= person.start < begun + 3 and person.end <= span.start for person in people)
    return bool(say.THEM_FIRST.match(head)) or (named and say.PLANS_ZH.search(head) is not None)


def _said_plainly(head: str, tail: str, ahead: str) -> Role | None:
    called_for = plain.IMPERATIVE.search(head) and not plain.TO_US_EN.search(head) and not say.THEY.match(head)
    if plain.AGREED.search(head) or called_for:
        return "ours"
    if say.THEY.match(head):
        return _of_them(head)
    if moved := say.MOVED_AWAY.search(ahead):
        return "perhaps" if plain.OTHERS.search(moved[0]) else "ours"
    if say.OURS_BEFORE.search(head):
        return _of_us(head, head)
    if say.MOVED_TO.search(ahead):
        return _of_us("", ahead[-_FAR_BACK:])
    return _to_us(head, tail) or _named(head, tail)


def _of_them(head: str) -> Role:
    if say.ASKED_OF_US.search(head) or say.NAMED_STEP.search(head):
        return "ours" if _plainly_asked(head) else "perhaps"
    return "theirs"


def _of_us(head: str, told: str) -> Role:
    if head.isascii() and head and _told_of_others(head):
        return "perhaps"
    return "theirs" if say.OF_THEM.search(told) and not say.US.search(told) else "ours"


def _to_us(head: str, tail: str) -> Role | None:
    """What they do to us is theirs; what they want from us is ours."""
    if say.TO_US.search(tail):
        return "perhaps" if say.COME_TO_US.match(tail) else "theirs"
    if plain.WANTS.search(head) and not plain.DOES.search(head):
        return "ours"
    return "theirs" if plain.TO_US_EN.search(head) and not say.NAMED_STEP.search(head) else None


def _named(head: str, tail: str) -> Role | None:
    if say.OURS_AFTER.match(tail):
        return "ours"
    if not say.NAMED_STEP.search(head):
        return None
    return "ours" if plain.bare_step(head, tail, "") else "perhaps"


def _led(head: str) -> bool:
    return bool(plain.BARE.match(head) or plain.PROMISED.match(head))


def _told_of_others(head: str) -> bool:
    """ "He told me they sign Friday", "our competitor presents on the 3rd", "Greg planned the shutdown for Friday"."""
    if plain.DOES.search(head) or plain.HEARD.search(head):
        return True
    return not plain.FIRST.search(head) and not _led(head) and not say.NAMED_STEP.search(head)


def _rather(clauses: Clauses, span: Span, people: Sequence[Person], head: str, tail: str) -> Role:
    """Whose it rather is, where no word says so plainly."""
    told = say.OUR_STEP.match(tail) or say.STEP.search(tail)
    theirs = say.THEIRS_BEFORE.search(head) or say.SAYS.search(head) or _named_does(clauses, span, people, tail)
    if theirs and say.THEIR_OWN.match(tail) and not say.US.search(tail):
        return "theirs"
    if told and say.SAYS.search(head) and not say.THEIRS_AFTER.match(tail):
        return "ours" if say.ASKED_OF_US_AFTER.search(tail) else "perhaps"
    if say.OUR_PAPER.search(head) and say.HANDED.match(tail):
        return "likely"
    if say.HE_HIMSELF.fullmatch(head) and say.GIVES_US.match(tail):
        return "theirs"
    if say.HE_HIMSELF.fullmatch(head) and not say.US.search(tail) and not say.OUR_STEP.match(tail):
        return "theirs"
    if not head.strip() and say.THEIRS_AFTER.match(tail):  # 想先要资料 明天发
        return "likely" if plain.bare_step(head, tail, _statement_before(clauses, span)) else "perhaps"
    if say.THEIRS_BEFORE.search(head) or say.THEIRS_AFTER.match(tail) or _named_does(clauses, span, people, tail):
        return "ours" if say.ASKED_OF_US.search(head) or say.ASKED_OF_US_AFTER.search(tail) else "hardly"
    far = span.day is None and say.FAR_OFF.fullmatch(clauses.text[span.start : span.end])
    if far or (say.OF_THEM.search(head) and not say.US.search(head)):
        return "theirs"
    if say.SO.fullmatch(head) and say.ASKED_OF_US.search(_statement_before(clauses, span)):
        return "ours"
    return "likely" if plain.bare_step(head, tail, _statement_before(clauses, span)) else "perhaps"


def _plainly_asked(head: str) -> bool:
    """ "He wants it by Friday" is ours to do; "he said Friday" need not be."""
    said = plain.REPORTED.search(head)
    return not (said and head.isascii() and not plain.FIRST.search(head) and not say.WANTED_OF_US.search(head))


def _statement_before(clauses: Clauses, span: Span) -> str:
    number = clauses.at(span.start)
    return clauses.all[number - 1].text if number else ""


def _named_does(clauses: Clauses, span: Span, people: Sequence[Person], tail: str) -> bool:
    """王总周五出差, Priya will decide Friday: whose name stands right before it does it."""
    text = clauses.text
    for person in people:
        between = text[person.end : span.start] if person.end <= span.start else None
        clause = clauses.all[clauses.at(span.start)]
        begins = person.start >= clause.start and not text[clause.start : person.start].strip()
        if (
            between is None
            or not begins
            or (between.isascii() and text[person.start].isascii() and not between.strip())
        ):
            continue
        if say.NAMED_DOES.fullmatch(between.strip()):
            return not say.OUR_STEP.match(tail)
    return False

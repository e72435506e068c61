"""Which of the days named is the contact's, which is our next step's, and which is theirs or no matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.playbooks.log import past_words as past
from bot.playbooks.log import plain
from bot.playbooks.log import step_words as say
from bot.playbooks.log.clauses import Clauses
from bot.playbooks.log.days import Span
from bot.playbooks.log.people import Person
from bot.playbooks.log.whose import Role, whose

_LONGEST_AGO = 60
"""Days after which nobody reports a contact by a bare date."""


@dataclass(frozen=True, slots=True)
class Days:
    """What the days of a sentence are for."""

    day: date
    at: time | None
    ask_day: bool
    next: Span | None
    next_day: date | None
    ask_next: bool
    roles: tuple[tuple[Span, Role], ...]


def sort_out(clauses: Clauses, spans: Sequence[Span], people: Sequence[Person], today: date) -> Days:
    roles: list[tuple[Span, Role]] = []
    for span in spans:
        roles.append((span, _role(clauses, span, spans, people, roles, today)))
    roles = _corrected(clauses.text, roles)
    contact = _contact_span(clauses, [span for span, role in roles if role == "contact"])
    day = _gone_by(contact, today)
    step, next_day, ask = _step(clauses, roles, spans)
    doubtful = contact is not None and (contact.granularity == "loose" or not (contact.sure or contact.way == "either"))
    return Days(day, contact.at if contact else None, doubtful, step, next_day, ask, tuple(roles))


def _gone_by(contact: Span | None, today: date) -> date:
    if contact is None:
        return today
    return (contact.last if contact.way == "either" else contact.day) or today


def _role(
    clauses: Clauses,
    span: Span,
    spans: Sequence[Span],
    people: Sequence[Person],
    before: list[tuple[Span, Role]],
    today: date,
) -> Role:
    if _cancelled(clauses, span, spans):
        return "dropped"
    if span.way == "back":
        head = clauses.before(span)
        theirs = say.OF_THEM.search(head) or say.THEIRS_BEFORE.search(head)
        return "theirs" if theirs and clauses.at(span.start) > 0 and len(spans) > 1 else "contact"
    if span.way == "today":
        return "ours" if _planned_today(clauses, span, spans) else "contact"
    if span.way == "either" and _happened(clauses, span, spans, before, today):
        return "contact"
    return whose(clauses, span, spans, people)


def _cancelled(clauses: Clauses, span: Span, spans: Sequence[Span]) -> bool:
    ahead = clauses.text[max(0, span.start - 24) : span.start]
    behind = clauses.text[span.end : span.end + 24]
    if say.APPOINTED.search(ahead) and say.PUT_OFF.search(behind):
        return True
    if say.MOVES.search(ahead) and say.TO_ANOTHER.match(behind):
        return True
    return bool(say.OVERTURNED_BEFORE.search(ahead) or say.OVERTURNED_AFTER.match(behind))


def _planned_today(clauses: Clauses, span: Span, spans: Sequence[Span]) -> bool:
    before, after = clauses.before(span), clauses.after(span, spans)
    if "了" in after or say.HAPPENED.search(after) or say.HAPPENED.search(before):
        return False
    if past.LATER_TODAY.search(clauses.text[span.start : span.end]) and past.LATER_TODAY_AFTER.match(after):
        return True
    evening = clauses.text[span.start : span.end] in ("tonight", "this evening")
    if evening and plain.FIRST.search(before) and not past.PAST.search(before):
        return True
    return bool(
        past.TODAY_STILL.search(before)
        or past.TODAY_STILL_AFTER.match(after)
        or past.TODAY_BY.search(clauses.text[: span.start])
    )


def _happened(
    clauses: Clauses, span: Span, spans: Sequence[Span], before: list[tuple[Span, Role]], today: date
) -> bool:
    """Of a day that may lie behind or ahead: whether what is told of it has happened."""
    if _told_after(clauses.text, span) and not _planned(clauses.before(span)):
        return True
    if any(role == "contact" for _, role in before):
        # 节前，就是9月29号: the exact day of what was said loosely before.
        loose = any(role == "contact" and other.granularity == "loose" for other, role in before)
        return loose and say.NAMELY.search(clauses.text[: span.start]) is not None
    head, tail = clauses.before(span), clauses.after(span, spans)
    ahead = clauses.text[: span.start]
    if say.MOVED_TO.search(ahead) or (span.last and (today - span.last).days > _LONGEST_AGO):
        return False
    if say.NAMELY.search(ahead) or (
        past.ITS_CONTACT.match(clauses.text[span.end :]) and not say.PLANNED_BEFORE.search(head)
    ):
        return True
    if past.LATE_ENTRY.search(ahead):
        return True
    chinese = not clauses.text[span.start : span.end].isascii()  # there the day stands before what is done on it
    if chinese and say.DONE.match(tail):
        return True
    if _planned(head) or say.PLANNED_AFTER.match(tail) or plain.DOES.search(head) or plain.IMPERATIVE.search(head):
        return False
    if span.kind == "calendar" and _just_gone(span, today) and not head.strip() and not tail.strip():
        return True
    if say.HAPPENED.search(tail) or (say.HAPPENED.search(head) and not chinese):
        return True
    opening = not clauses.text[: span.start].strip() or past.OPENING.fullmatch(clauses.text[: span.start].strip())
    return bool(opening) and len(clauses.text) - span.end > 12


def _told_after(text: str, span: Span) -> bool:
    """ "Elaine Foster visit Monday, clinic was packed": a day named early on, of which the past is told."""
    rest = text[span.end :]
    early = span.start * 3 < len(text) and len(rest) > 24
    head = text[: span.start].rstrip()
    return early and bool(past.A_CONTACT.search(head) or past.A_CONTACT_OF.match(rest)) and bool(past.PAST.search(rest))


def _just_gone(span: Span, today: date) -> bool:
    """彭厂长那边去过了 17号, said on the 18th."""
    return span.day is not None and span.last is not None and (today - span.last).days < 7 < (span.day - today).days


def _planned(head: str) -> bool:
    """ "I wanted to log that I went by" tells of what was, "promised to have it done" of what will be."""
    planned, told = say.PLANNED_BEFORE.search(head), past.REPORTS.search(head)
    return planned is not None and not (told and head.isascii() and say.HAPPENED.search(head, told.end()))


def _corrected(text: str, roles: list[tuple[Span, Role]]) -> list[tuple[Span, Role]]:
    """ "The 25th, no wait, the 28th" leaves the 28th; a day moved to leaves the one it was moved from."""
    found = list(roles)
    for place in range(1, len(roles)):
        (before, role), (span, _) = found[place - 1], roles[place]
        between = text[before.end : span.start]
        if say.CORRECTION.search(between) and role != "contact":
            found[place - 1] = (before, "dropped")
            found[place] = (span, role if role != "dropped" else "ours")
        elif say.MOVED_TO.search(text[: span.start]) and role != "contact" and len(between) < 40:
            found[place - 1] = (before, "dropped") if say.MOVED_TO.search(between) else found[place - 1]
    return found


def _contact_span(clauses: Clauses, spans: list[Span]) -> Span | None:
    exact = [span for span in spans if span.granularity != "loose"] or spans
    telling = [span for span in exact if say.HAPPENED.search(clauses.all[clauses.at(span.start)].text)]
    today = [span for span in exact if span.way == "today" and past.HOW_TODAY.search(clauses.after(span, exact))]
    chosen = today if len(telling) > 1 and today else telling or exact
    return chosen[0] if chosen else None


def _step(
    clauses: Clauses, roles: list[tuple[Span, Role]], spans: Sequence[Span]
) -> tuple[Span | None, date | None, bool]:
    ours = [span for span, role in roles if role in ("ours", "likely")]
    if not ours:
        return _doubtful(clauses, roles)
    exact = [span for span in ours if span.day]
    if not exact:
        return ours[0], None, True
    first = min(exact, key=lambda span: span.day or date.max)
    loose_first = any(span.day is None and span.start < first.start for span in ours)
    sure = any(span.sure for span in exact if span.day == first.day)
    later = say.NOT_BEFORE.search(clauses.text[: first.start]) or say.NOT_BEFORE_AFTER.match(clauses.text[first.end :])
    return (
        first,
        first.day,
        not sure
        or bool(later)
        or (
            not _by_myself(clauses, first, spans) and (loose_first or _outdone(first, roles) or _rivalled(first, roles))
        ),
    )


def _outdone(first: Span, roles: list[tuple[Span, Role]]) -> bool:
    """Whether the first is ours only for want of other words, and of another day they are said."""
    likely = [span for span, role in roles if role == "likely" and span.day == first.day]
    plain = [span for span, role in roles if role == "ours" and span.day]
    return bool(likely) and bool(plain) and all(span.day != first.day for span in plain)


def _by_myself(clauses: Clauses, span: Span, spans: Sequence[Span]) -> bool:
    """周三我再打, "I'll ring him on the 8th": no other day is as plain."""
    head, tail = clauses.before(span), clauses.after(span, spans)
    return bool(say.I_DO.search(head) or say.I_DO_THEN.match(tail))


def _rivalled(first: Span, roles: list[tuple[Span, Role]]) -> bool:
    """Whether another day may be ours as well, and sooner; any other day, if this one is ours only likely."""
    likely = any(span is first and role == "likely" for span, role in roles)
    others = [(span, role) for span, role in roles if span.day != first.day and role not in ("contact", "dropped")]
    sooner = [span for span, role in others if role == "perhaps" and span.day and first.day and span.day < first.day]
    return bool(sooner) or (likely and any(role != "theirs" for _, role in others))


def _doubtful(clauses: Clauses, roles: list[tuple[Span, Role]]) -> tuple[Span | None, date | None, bool]:
    perhaps = [span for span, role in roles if role == "perhaps"]
    if perhaps:
        return perhaps[0], perhaps[0].day, True
    theirs = [span for span, role in roles if role in ("theirs", "hardly")]
    if theirs and say.THEN.search(clauses.text[theirs[-1].end - 1 :]):
        return theirs[-1], theirs[-1].day, True
    put_back = any(role == "dropped" for _, role in roles) and say.PUT_BACK.search(clauses.text)
    return None, None, bool(put_back) or any(role == "hardly" for _, role in roles)

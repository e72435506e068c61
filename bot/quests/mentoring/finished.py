"""Who has finished a quest since the last morning: a line for their mentor and for whoever leads them."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from bot.features import Turn
from bot.messages import LEADERS, Part, Text
from bot.people.directory import Directory
from bot.pushes.calendar import DAY, local
from bot.pushes.own_times import mine
from bot.pushes.rhythm import morning_slot
from bot.quests import rows
from bot.quests.confirming.leading import may_lead
from bot.quests.confirming.verdicts import name_of
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.tables import enrolment
from bot.store import Instant

LOOK_BACK = timedelta(days=16)
"""As long as the longest holiday."""
SHOWN = 5


def morning(turn: Turn) -> tuple[Part, ...]:
    given = {"since": _last_morning(turn), "mentor": turn.person.id}
    ids = turn.db.execute(_SINCE if turn.person.role in LEADERS else _MENTORED, given).scalars().all()
    if not ids:
        return ()
    found = [each for each in rows.some(turn.db, turn.get(Quests), ids, turn.now) if _concerns(turn, each)]
    return tuple(Text(_line(turn, each)) for each in found[:SHOWN])


def _last_morning(turn: Turn) -> datetime:
    """When this person's message before today's went out."""
    rhythm = mine(turn)
    today = local(rhythm.zone, turn.now).date()
    slots = (morning_slot(rhythm, today - n * DAY) for n in range(1, LOOK_BACK.days))
    return next((slot for slot in slots if slot), turn.now - LOOK_BACK)


def _concerns(turn: Turn, journey: Journey) -> bool:
    if journey.enrolment.mentor_id == turn.person.id:
        return journey.person_id != turn.person.id
    somebody = turn.get(Directory).by_id(turn.db, journey.person_id)
    return somebody is not None and may_lead(turn, somebody)


def _line(turn: Turn, journey: Journey) -> str:
    return turn.words("{name} has finished “{quest}”: {done} steps done, {waived} let off.",
                      name=name_of(turn, journey.person_id),
                      quest=journey.quest.title.of(turn.words.language),
                      done=_count(journey, "done"), waived=_count(journey, "waived"))  # fmt: skip


def _count(journey: Journey, status: str) -> int:
    return sum(state.status == status for state in journey.standing.states.values())


_SINCE = select(enrolment.c.id).where(
    enrolment.c.state == "done", enrolment.c.finished_at > bindparam("since", type_=Instant)
)
_MENTORED = _SINCE.where(enrolment.c.mentor_id == bindparam("mentor"))

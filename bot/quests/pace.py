"""Which working day of a quest it is, and what is for today. Pure."""

from datetime import date

from bot.pushes.calendar import DAY, is_working_day
from bot.pushes.rhythm import Rhythm
from bot.quests.course import Standing
from bot.quests.quest import Quest, Step

COUNTED = 730
"""Days from the first one on; who began longer ago stays at that number."""


def day_of(started_on: date, today: date, rhythm: Rhythm) -> int:
    """1 on the first working day; days off do not count. 0 before it has begun.

    Leave counts: only its end is known, and nobody's day 12 is to be day 1 again when they come back.
    """
    span = min((today - started_on).days, COUNTED)
    return sum(is_working_day(started_on + n * DAY, rhythm.days) for n in range(span + 1))


def days_of(quest: Quest) -> int:
    """Working days that the whole quest is planned for."""
    return max(step.day for gate in quest.gates for step in quest.required(gate))


def today_step(standing: Standing) -> Step | None:
    """The one thing to do next: of what is open, what was due first; nothing while all that is open rests."""
    return next((step for step in standing.open() if standing.states[step.id].status == "open"), None)

"""One case, from the moment that a rule finds something to the moment that it is over. Pure.

A case is raised once, climbs a level at a time, closes itself when there is nothing to find any more, and is then armed
again. One that was dismissed stays silent, whatever is found, until what it rests on changes or a month has passed.
Who was told of it sees it until they have seen it or put it off; at the next level they see it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.funnel.alerts.findings import Finding

State = Literal["open", "dismissed", "closed"]
DISMISSED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Case:
    """`evidence`: fact, raised (on which local day this level was told), and levels: level → its evidence."""

    rule: str
    about: str
    person_id: int
    deal_id: int | None
    level: int
    state: State
    evidence: Mapping[str, Any]
    fired_at: datetime
    changed_at: datetime
    until: date | None = None
    reason: str = ""
    closed_at: datetime | None = None
    id: int = 0

    @property
    def raised(self) -> date:
        return date.fromisoformat(self.evidence["raised"])

    @property
    def now_shows(self) -> Mapping[str, Any]:
        """The evidence of the level that it has reached."""
        found: Mapping[str, Any] = self.evidence["levels"][str(self.level)]
        return found


def step(case: Case | None, found: Finding | None, now: datetime, today: date, rested: bool) -> tuple[Case, ...]:
    """What a look changes: nothing, one case, or an old one closed and a new one raised, in this order.

    `case`: the one that is not closed; `today`: where whoever is to act is; `rested`: whether they have had a working
    day since this level was told, before which it goes no higher.
    """
    if case is None:
        return _raised(found, now, today)
    if case.state == "dismissed":
        return _reconsidered(case, found, now, today)
    if found is None:
        return (_closed(case, now),)
    if found.person_id != case.person_id:
        return _closed(case, now), *_raised(found, now, today)
    higher = min((level for level in found.levels if level > case.level), default=0)
    return (_climbed(case, found, higher, now, today),) if higher and rested else ()


def dismissed(case: Case, reason: str, now: datetime, today: date) -> Case:
    return replace(case, state="dismissed", reason=reason, changed_at=now, until=today + DISMISSED_FOR)


def reopened(case: Case, now: datetime) -> Case:
    """The sentence was taken back."""
    return replace(case, state="open", reason="", changed_at=now, until=None)


def _raised(found: Finding | None, now: datetime, today: date) -> tuple[Case, ...]:
    if found is None or not found.levels:
        return ()
    level = min(found.levels)
    evidence = {"fact": found.fact, "raised": today.isoformat(), "levels": {str(level): dict(found.levels[level])}}
    return (Case(found.rule, found.about, found.person_id, found.deal_id, level, "open", evidence, now, now),)


def _climbed(case: Case, found: Finding, level: int, now: datetime, today: date) -> Case:
    levels = {**case.evidence["levels"], str(level): dict(found.levels[level])}
    evidence = {**case.evidence, "raised": today.isoformat(), "levels": levels}
    return replace(case, level=level, evidence=evidence, changed_at=now)


def _reconsidered(case: Case, found: Finding | None, now: datetime, today: date) -> tuple[Case, ...]:
    changed = found is not None and found.fact != case.evidence["fact"]
    if not changed and case.until is not None and today < case.until:
        return ()
    return _closed(case, now), *_raised(found, now, today)


def _closed(case: Case, now: datetime) -> Case:
    return replace(case, state="closed", changed_at=now, closed_at=now, until=None)


# Who was told


@dataclass(frozen=True, slots=True)
class Told:
    """What one person was told of a case, and what they did with it."""

    level: int
    state: Literal["new", "seen", "later", "pushed"] = "new"
    """pushed: told in a message of its own, which need not be told again in the morning."""
    until: date | None = None


def shows(case: Case, told: Told | None, today: date) -> bool:
    """Whether the case stands among what somebody has to look at."""
    pushed = told is not None and told.state == "pushed" and told.level == case.level
    return waits(case, told, today) and not pushed


def waits(case: Case, told: Told | None, today: date) -> bool:
    """Whether somebody has not answered it yet, or is to hear of it again."""
    if case.state != "open" or told is None:
        return False
    if told.level < case.level:
        return True
    return told.state in ("new", "pushed") or (told.state == "later" and told.until is not None and today >= told.until)

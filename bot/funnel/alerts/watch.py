"""The look: every hour, a few hundred people at a time, what the rules find becomes cases, and cases end.

Each batch is read first, and written only where something changed: looked at once more under the lock, so that ten
processes that look at once raise each case once and tell of it once.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.errors import CornermanError
from bot.funnel.alerts import alone, cases, duties, snapshot
from bot.funnel.alerts.clocks import at_work_since, day_of
from bot.funnel.alerts.findings import Finding, Past, Place
from bot.funnel.alerts.gather import Changes, Known, deal_findings, team_findings, visit_findings
from bot.funnel.alerts.org import Org, load_org
from bot.funnel.alerts.rules import Recipient, Rules
from bot.funnel.alerts.state import Case, step
from bot.people.directory import Directory
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.store import Store, one_at_a_time

log = logging.getLogger("cornerman")

EVERY = timedelta(hours=1)
AT_ONCE = 300
"""People in one batch: a few thousand deals, a tenth of a second."""
FEATURE = "funnel"


@dataclass(slots=True)
class Batch:
    """Some people, and what the rules find about them."""

    first: int
    last: int
    find: Callable[[Connection], Iterator[Finding]]
    mine: Callable[[Case], bool]
    """Which of their cases this batch looks at; the others belong to another one."""


@dataclass(slots=True)
class Watch:
    """One a process; `tick` is called as often as one likes."""

    store: Store
    directory: Directory
    rules: Rules
    playbooks: Playbooks
    settings: Settings
    changes: Changes = lambda _db, _now: ()
    _looked: datetime | None = None
    _past: tuple[date, dict[Place, Past]] = field(default_factory=lambda: (date.min, {}))

    def tick(self, now: datetime) -> set[int]:
        """Looks, if the last look was an hour ago; returns whom it left a message."""
        if self._looked is not None and abs(now - self._looked) < EVERY:
            return set()
        try:
            return self.look(now)
        except CornermanError:  # a database that is away for a minute
            raise
        except Exception:  # the mornings come all the same, with what is known
            log.exception("the alerts could not be looked at")
            return set()
        finally:
            self._looked = now

    def look(self, now: datetime) -> set[int]:
        with self.store.read() as db:
            known = self.known(db, now)
            batches = list(_batches(db, known, self.changes))
        told: set[int] = set()
        for batch in batches:
            told |= self._one(batch, known)
        return told

    def known(self, db: Connection, now: datetime) -> Known:
        org = self.org(db)
        rules = self.rules.book.rules
        measures = snapshot.measures(db, self.playbooks, self.settings, now)
        if any(level.when == "dwell_over" for rule in rules.values() for level in rule.levels):
            measures = replace(measures, past=self._past_of(db, now))
        return Known(org, rules, measures, now)

    def org(self, db: Connection) -> Org:
        return load_org(db, self.directory.defaults, self.settings.time_zone, FEATURE)

    def _past_of(self, db: Connection, now: datetime) -> dict[Place, Past]:
        """Once a day: a year of visits does not change by the hour."""
        if self._past[0] != now.date():
            self._past = (now.date(), snapshot.past(db, now))
        return self._past[1]

    def _one(self, batch: Batch, known: Known) -> set[int]:
        with self.store.read() as db:
            if not decide(db, batch, known):
                return set()
        with self.store.write() as db:
            one_at_a_time(db, "alerts")
            return self._write(db, decide(db, batch, known), known)

    def _write(self, db: Connection, changed: list[Case], known: Known) -> set[int]:
        """Keeps what changed, and tells whom it concerns; returns who was left a message of its own."""
        org, rules, now, language = known.org, known.rules, known.now, self.settings.language
        cases.save(db, (case for case in changed if case.id))
        duties.drop(db, (case for case in changed if case.state == "closed"), now)
        fresh = [duties.given(db, case, rules, org, now, language) for case in changed if not case.id]
        raised = [replace(case, id=id) for case, id in zip(fresh, cases.add(db, fresh), strict=True)]
        climbed = [case for case in changed if case.id and case.state == "open"]
        told = {(case.id, person): case for case in (*raised, *climbed) for person in _hear(case, known)}
        pushed = alone.push(db, told, rules, org, self.playbooks, now, language)
        cases.tell(db, told, now, pushed)
        return {person for _, person in pushed}


def decide(db: Connection, batch: Batch, known: Known) -> list[Case]:
    """What the batch changes: cases raised (`id` 0), climbed and closed."""
    found = {(each.rule, each.about): each for each in batch.find(db)}
    there = {key: each for key, each in cases.open_cases(db, batch.first, batch.last).items() if batch.mine(each)}
    changed: list[Case] = []
    for key in {**there, **found}:
        changed += _step(there.get(key), found.get(key), known)
    return changed


def _step(case: Case | None, found: Finding | None, known: Known) -> tuple[Case, ...]:
    person_id = found.person_id if found else case.person_id if case else 0
    member = known.org.members.get(person_id)
    if member is None or not member.on:  # they left, or their team wants none
        return step(case, None, known.now, known.now.date(), rested=False)
    today = day_of(member.rhythm, known.now)
    rested = case is not None and at_work_since(member.rhythm, case.raised, today)
    return step(case, found, known.now, today, rested)


def _hear(case: Case, known: Known) -> set[int]:
    """Whoever one of the levels that it has passed is for, and has the alerts on."""
    rule = known.rules.get(case.rule)
    passed = [rule.levels[int(n) - 1] for n in case.evidence["levels"] if rule and int(n) <= len(rule.levels)]
    people = {person for level in passed for to in level.to for person in _those(case, to, known.org)}
    return {id for id in people if (member := known.org.members.get(id)) and member.on}


def _those(case: Case, to: Recipient, org: Org) -> tuple[int, ...]:
    """A case of a team is its manager's already: there the manager is who acts."""
    if _is_ones_own(case):
        return org.hear(case.person_id, to)
    return (case.person_id,)


# Batches


def _batches(db: Connection, known: Known, changes: Changes) -> Iterator[Batch]:
    people = sorted(known.org.members)
    everybody = sorted({*people, *_orphans(db, people)})
    for start in range(0, len(everybody), AT_ONCE):
        some = everybody[start : start + AT_ONCE]
        yield _of_people(some[0], some[-1], known)
    if everybody:
        yield _of_teams(everybody[0], everybody[-1], known, changes)


def _orphans(db: Connection, people: list[int]) -> set[int]:
    """Whoever left with cases that are not closed: those end."""
    return cases.with_open(db) - set(people)


def _of_people(first: int, last: int, known: Known) -> Batch:
    def find(db: Connection) -> Iterator[Finding]:
        yield from deal_findings(known, snapshot.watched(db, first, last))
        yield from visit_findings(known, snapshot.visits(db, first, last, known.now))

    return Batch(first, last, find, _is_ones_own)


def _of_teams(first: int, last: int, known: Known, changes: Changes) -> Batch:
    def find(db: Connection) -> Iterator[Finding]:
        yield from team_findings(db, known, changes)

    return Batch(first, last, find, lambda case: not _is_ones_own(case))


def _is_ones_own(case: Case) -> bool:
    return case.about.startswith(("deal:", "touch:"))

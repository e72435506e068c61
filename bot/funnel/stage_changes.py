"""Stages in which a team's conversion has changed beyond chance, for the managers' alerts: once a week, some each look.

A week's comparisons are judged together, when the last team's is made; until then what stood last week stands. What
nobody has compared since this process started is neither raised nor closed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from bot.funnel.alerts.findings import Change
from bot.funnel.conversions import since_last_quarter
from bot.funnel.scope import Scope, people_in
from bot.funnel.tables import alert_case
from bot.messages import Role
from bot.people.tables import person, team
from bot.playbooks.playbook import STAGE_IDS
from bot.playbooks.playbooks import Playbooks
from bot.pushes.calendar import local
from bot.settings import Settings
from bot.signals import Finding, standing

TEAMS_A_LOOK = 50
"""A look of a thousand teams stays as short as that of fifty, and all of them are through in a day."""
PEOPLE_MOST = 300
"""So many deals of more people that a look would take long, and the memory of the bot."""

Place = tuple[str, str]
"""A team and a stage."""

_TEAMS = select(team.c.id, team.c.name, team.c.parent_id).order_by(team.c.id)
_LED = select(person.c.team_id).where(person.c.role == Role.MANAGER.value, person.c.left_at.is_(None))
_HELD = select(alert_case.c.evidence, alert_case.c.level).where(
    alert_case.c.about.startswith("conversion:"), alert_case.c.state != "closed"
)


@dataclass(slots=True)
class StageChanges:
    """One a process; called at every look, and under the lock once more, when it only repeats itself."""

    playbooks: Playbooks
    settings: Settings
    _monday: date = date.min
    _looked: datetime | None = None
    _found: dict[str, Mapping[str, Finding]] = field(default_factory=dict)
    """By team, of this week."""
    _stand: tuple[Change, ...] | None = None
    """Of the last week that is through; None: there is none yet."""

    def __call__(self, db: Connection, now: datetime) -> tuple[Change, ...]:
        if now != self._looked:
            self._looked = now
            self._go_on(db, now)
        return self._stand if self._stand is not None else tuple(_held(db))

    def _go_on(self, db: Connection, now: datetime) -> None:
        today = local(self.settings.time_zone, now).date()
        monday = today - timedelta(days=today.weekday())
        if monday != self._monday:
            self._monday, self._found = monday, {}
        waiting = [(name, teams) for name, teams in led(db).items() if name not in self._found]
        for name, teams in waiting[:TEAMS_A_LOOK]:
            self._found[name] = self._compare(db, teams)
        if 0 < len(waiting) <= TEAMS_A_LOOK or (self._stand is None and not waiting):
            self._stand = beyond_chance(self._found)

    def _compare(self, db: Connection, teams: tuple[int, ...]) -> dict[str, Finding]:
        """By the stage's name as people read it."""
        if len(people_in(db, teams)) > PEOPLE_MOST:
            return {}
        zone, currency = self.settings.time_zone, self.settings.funnel.currency
        found = since_last_quarter(db, self.playbooks, Scope(teams=teams), self._monday, zone, currency)
        return {self._title(stage): finding for stage, finding in found.items()}

    def _title(self, stage: str) -> str:
        """One of the six as it is; another by its name in the workspace's language."""
        if stage in STAGE_IDS:
            return stage
        named = (there for book in self.playbooks.all() if (there := book.stage(stage)))
        return next((there.title.of(self.settings.language) for there in named), stage)


def led(db: Connection) -> dict[str, tuple[int, ...]]:
    """Team with a manager → it, and the teams below that have none of their own: nobody hears of a fall twice."""
    rows, managed = {row.id: row for row in db.execute(_TEAMS)}, set(db.execute(_LED).scalars())
    found: dict[str, tuple[int, ...]] = {}
    for id in rows:
        top, passed = id, {id}
        while top not in managed and (above := rows[top].parent_id) is not None and above not in passed:
            top = above
            passed.add(top)
        if top in managed:
            found[rows[top].name] = (*found.get(rows[top].name, ()), id)
    return found


def beyond_chance(found: Mapping[str, Mapping[str, Finding]]) -> tuple[Change, ...]:
    """Team → stage → finding: what stands beside all the other comparisons. Pure."""
    all_ = {(name, stage): each for name, stages in found.items() for stage, each in stages.items()}
    return tuple(_change(place, all_[place]) for place in standing(all_))


def _change(place: Place, finding: Finding) -> Change:
    before, now = finding.before, finding.now
    went_on, goes_on = (round((side.value or 0) * side.n) for side in (before, now))
    return Change(*place, went_on, before.n, goes_on, now.n, now.period.start, is_signal=True)


def _held(db: Connection) -> Iterator[Change]:
    """What was found before this process started, and is not closed."""
    for evidence, level in db.execute(_HELD):
        shows = evidence["levels"][str(level)]
        since = date.fromisoformat(shows["since"])
        sides = (shows["before"], shows["before_n"], shows["now"], shows["n"])
        yield Change(shows["team"], shows["stage"], *sides, since, is_signal=None)

"""`cornerman simulate`: a company lives for some months, its last days through the chat, in a database of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from filelock import FileLock, Timeout

from bot.app import App
from bot.clock import MovedClock
from bot.drills.stage import Stage
from bot.errors import CornermanError
from bot.knowledge.library import Library
from bot.pushes.calendar import is_working_day, reached
from bot.quests.quests import Quests
from bot.settings import Settings
from bot.simulate import ramp
from bot.simulate.chat import Days
from bot.simulate.demo import profiled
from bot.simulate.history import History, playbooks_in
from bot.simulate.report import Told, told
from bot.simulate.rows import Progress
from bot.simulate.team import company, hire

UNTIL = date(2026, 11, 20)
"""The last day where none is given: the same seed lives the same life whenever it is asked to."""
TALKING = 3
"""Working days at the end that are lived through the chat."""

Bars = Callable[[str], Progress]


def simulate(settings: Settings, *, people: int, days: int, seed: int = 1, until: date = UNTIL,
             bars: Bars = lambda _: None) -> Told:  # fmt: skip
    """The same arguments, the same report."""
    with _fresh(settings.state / "simulated.db") as file:
        found = profiled(replace(settings, database_url=f"sqlite:///{file}", demo=False))
        talked = _last_working_days(until, TALKING)
        begins = reached(found.time_zone, datetime.combine(talked[0], time(8))).astimezone(UTC)
        clock = MovedClock(begins, base=lambda: begins)
        library = Library(found.workspace, found.state, clock, lexical=True)  # by words: the same on every machine
        app = App(found, clock=clock, library=library)
        try:
            return _live(app, clock, people, until - timedelta(days=days), talked, seed, bars)
        finally:
            app.close()


def _live(app: App, clock: MovedClock, people: int, first: date, talked: list[date], seed: int, bars: Bars) -> Told:
    members = company(people)
    zone = app.settings.time_zone
    with app.store.write() as db:
        staff = hire(db, app.directory, members, reached(zone, datetime.combine(first, time(9))))
    shelf = playbooks_in(app.settings.workspace)
    if not shelf.playbooks:
        raise CornermanError("There is no playbook in this workspace: no deal could move. `cornerman check` says why.")
    history = History(
        app.store, shelf, staff, seed=seed, first=first, until=clock(), zone=zone,
        currency=app.settings.funnel.currency,
    )  # fmt: skip
    history.live(members, bars("Living in rows"))
    history.close(sorted({each.team for each in members}))
    quests, stage = app.service(Quests), app.service(Stage)
    ramp.live(ramp.World(app.store, quests, stage, history.days, Random(seed)), members, staff)
    app.library.open()
    Days(app, clock, [(each, staff[each.name]) for each in members], seed).live(talked, bars("Living in the chat"))
    app.flush()
    with app.store.read() as db:
        return told(db, quests, clock())


def _last_working_days(until: date, count: int) -> list[date]:
    days = (until - timedelta(days=n) for n in range(60))
    return [day for day in days if is_working_day(day, "china")][:count][::-1]


@contextmanager
def _fresh(file: Path) -> Iterator[Path]:
    """An empty file that nobody else lives in; it stays, to be looked at, until the next simulation."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{file}.lock", timeout=0):
            for old in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
                old.unlink(missing_ok=True)
            yield file
    except Timeout as error:
        raise CornermanError("Another simulation is going on in this workspace. Wait until it is done.") from error

"""What `run --demo` starts from: the invented team with nine months behind it, and a morning worth reading."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text

from bot.app import App
from bot.drills.stage import Stage
from bot.funnel.tables import source_state
from bot.people.demo import seed
from bot.playbooks.playbook import Playbook
from bot.quests.quests import Quests
from bot.settings import Settings
from bot.simulate import market, ramp
from bot.simulate.history import History, course_of, playbooks_in
from bot.simulate.life import Contacted, Entered, Life
from bot.simulate.rows import Progress
from bot.simulate.team import DEMO, hire
from bot.simulate.written import SYSTEM
from bot.store import Store
from bot.store.migrations import migrate
from bot.store.tables import metadata

SEED, BEHIND = 7, timedelta(days=275)


def profiled(settings: Settings) -> Settings:
    """The demo aims at somebody, where cornerman.toml names nobody: one rep drifts away from them."""
    if settings.funnel.industries:
        return settings
    return replace(settings, funnel=replace(settings.funnel, industries=tuple(market.ON_PROFILE)))


def begin(app: App, progress: Progress = None) -> bool:
    """The history up to now; kept for every start on the same day. On another one the demo begins anew.

    Whether it was written now.
    """
    now, zone = app.clock(), app.settings.time_zone
    if _day(_lived_until(app.store), zone) == _day(now, zone):
        return False
    forget(app.store)
    first = (now - BEHIND).astimezone(ZoneInfo(zone))
    with app.store.write() as db:
        seed(db, app.directory, first)
        staff = hire(db, app.directory, DEMO, first)
    shelf = playbooks_in(app.settings.workspace)
    if not shelf.playbooks:
        return True
    history = History(
        app.store, shelf, staff, seed=SEED, first=first.date(), until=now, zone=zone,
        currency=app.settings.funnel.currency,
    )  # fmt: skip
    history.live(DEMO, progress)
    _plant(history)
    history.close(sorted({each.team for each in DEMO}))
    quests, stage = app.service(Quests), app.service(Stage)
    ramp.live(ramp.World(app.store, quests, stage, history.days, Random(SEED)), DEMO, staff)
    with app.store.write() as db:
        db.execute(insert(source_state).values(system=SYSTEM, read_until=now, read_at=now))
    return True


def forget(store: Store) -> None:
    """Everything in this database, which is nobody's. Its tables go with it: the audit trail lets no row be deleted."""
    with store.write() as db:
        metadata.drop_all(db)
        db.execute(text("DROP TABLE alembic_version"))
    migrate(store)


def _lived_until(store: Store) -> datetime | None:
    with store.read() as db:
        found: datetime | None = db.execute(
            select(source_state.c.read_until).where(source_state.c.system == SYSTEM)
        ).scalar()
    return found


def _day(moment: datetime | None, zone: str) -> object:
    return moment and moment.astimezone(ZoneInfo(zone)).date()


def _plant(history: History) -> None:
    """What the demo's rep finds this morning, whatever chance has made of their other deals."""
    today, rep, book = int(history.days.end), DEMO[0], history.books["manufacturing"]
    for life in (_silent_and_big(book, today), _today(book, today), _stalled(book, today), _unreported(book, today)):
        history.deal(rep, "manufacturing", life)


def _silent_and_big(book: Playbook, today: int) -> Life:
    """¥860,000 in negotiation, and no contact for four working days."""
    contacts = ((30.5, "call"), (26.4, "visit"), (18.3, "demo"), (11.6, "visit"), (8.5, "call"), (4.7, "visit"))
    return _life(book, "negotiation", today, since=9, contacts=contacts, amount=86_000_000)


def _today(book: Playbook, today: int) -> Life:
    """A next step for today."""
    contacts = ((19.4, "call"), (14.5, "visit"), (8.3, "visit"), (2.5, "call"))
    return _life(book, "proposal", today, since=6, contacts=contacts, amount=28_000_000, step=0.5)


def _stalled(book: Playbook, today: int) -> Life:
    """Seven weeks in the same stage, though somebody calls."""
    contacts = ((48.4, "call"), (44.5, "visit"), (36.3, "demo"), (24.6, "call"), (12.5, "message"), (1.6, "call"))
    return _life(book, "proposal", today, since=36, contacts=contacts, amount=19_500_000, step=3.4)


def _unreported(book: Playbook, today: int) -> Life:
    """A visit on the last working day, not yet written up."""
    contacts = ((9.5, "call"), (5.4, "call"), (0.3, "visit"))
    life = _life(book, "discovery", today, since=6, contacts=contacts, amount=15_000_000)
    return replace(life, contacts=(*life.contacts[:-1], replace(life.contacts[-1], reported=False)))


def _life(
    book: Playbook, at: str, today: int, *, since: int, contacts: tuple[tuple[float, str], ...], amount: int,
    step: float | None = None,
) -> Life:  # fmt: skip
    """Open in the first stage that counts as `at`. Contacts and `since` are so many working days back, `step` ahead."""
    course = course_of(book)
    reached = next(n for n, (_, other) in enumerate(course) if other == at)
    born = today - contacts[0][0] - 0.5
    pace = (today - since - born) / max(reached, 1)
    entered = tuple(Entered(stage, other, born + n * pace, amount) for n, (stage, other) in enumerate(course))
    met = []
    for n, (ago, kind) in enumerate(contacts):
        when = today - ago
        last = n + 1 == len(contacts)
        following = (today + step if step is not None else None) if last else today - contacts[n + 1][0]
        stage = next(each for each in reversed(entered[: reached + 1]) if each.when <= when)
        met.append(Contacted(when, kind, stage.at, "", following, None if last else following))
    return Life(entered[: reached + 1], tuple(met), "open", None, round(amount / 0.94), amount, "", today + 12.0)

"""Deals and their stages from the source into our own rows, as far as anything is new there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.funnel.loading import load
from bot.funnel.records import Report
from bot.funnel.sources.views import views
from bot.funnel.tables import source_state
from bot.people.directory import Directory
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.store import Store, insert_once

SYSTEM = "crm"
EVERY = timedelta(hours=1)
OVERLAP = timedelta(days=2)
"""Read again each time: clocks differ, zones are set wrong, and a long transaction shows its rows late."""


@dataclass(frozen=True, slots=True)
class Synced:
    report: Report
    since: datetime | None
    """What is older was read before; None: everything was read."""


def sync(
    store: Store,
    playbooks: Playbooks,
    directory: Directory,
    settings: Settings,
    now: datetime,
    *,
    everything: bool = False,
    dry_run: bool = False,
    report: Callable[[int, int], None] | None = None,
) -> Synced:
    """Broken off, it starts where it last ended: what was written already is then only found unchanged."""
    with store.read() as db:
        known = None if everything else read_until(db)
    since = known - OVERLAP if known else None
    with views(settings.funnel) as source:
        deals, events = source.deals(since), source.events(since)
        done = load(
            store, playbooks, directory, settings, SYSTEM, deals, events, now, dry_run=dry_run, report=report
        )  # fmt: skip
        done.rejected[:0] = source.rejected
    if not dry_run and not done.rejected and not done.unknown_stages:
        with store.write() as db:  # else what is mended there, or gets its alias here, would be too old to be read
            _ended(db, now)
    return Synced(done, since)


def read_until(db: Connection) -> datetime | None:
    return db.execute(select(source_state.c.read_until).where(source_state.c.system == SYSTEM)).scalar()


def claim(db: Connection, now: datetime) -> bool:
    """Whether it is time to read again, and nobody else does: whoever gets True reads, whether it ends well or not."""
    if insert_once(db, source_state, system=SYSTEM, read_until=None, read_at=now) is not None:
        return True
    due = (source_state.c.system == SYSTEM, source_state.c.read_at <= now - EVERY)
    return db.execute(update(source_state).where(*due).values(read_at=now)).rowcount == 1


def _ended(db: Connection, began: datetime) -> None:
    """By our clock, not by the newest row: one row of the year 2099 would end all reading."""
    if insert_once(db, source_state, system=SYSTEM, read_until=began, read_at=began) is None:
        db.execute(update(source_state).where(source_state.c.system == SYSTEM).values(read_until=began, read_at=began))

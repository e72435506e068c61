"""Looks at everything that a running bot stands on, and says what to do about what is wrong. Changes nothing."""

import asyncio
import platform
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, false, func, make_url, select, update

from bot.app.host import FEATURES, check_features
from bot.channels.doctor import Finding, fine, none, platforms, wrong
from bot.clock import Clock
from bot.errors import CornermanError
from bot.features import Routes
from bot.funnel.sources.address import name_of
from bot.funnel.sources.views import DEALS, EVENTS, views
from bot.knowledge.cards import read_shelf
from bot.pushes.calendar import calendar_known_until
from bot.pushes.outbox import outbox
from bot.settings import Settings
from bot.store import Store
from bot.store.arrivals import arrival
from bot.store.leases import lease
from bot.store.migrations import HEAD, revision

LATE_EVENT, LATE_MESSAGE = timedelta(minutes=5), timedelta(minutes=10)
"""How long something may wait before it means that nobody is at work."""
SHARED = re.compile(r"nfs\d?|cifs|smb\w*|9p|fuse\.\w+|afs|ceph|glusterfs|lustre")
"""File systems on which SQLite's locks and shared memory cannot be relied on."""


def examine(settings: Settings, clock: Clock) -> list[Finding]:
    now = clock()
    found = _guarded("workspace", lambda: [_workspace(settings)])
    found += _guarded("time zone", lambda: [_time_zone(settings, now)])
    found += _guarded("calendar", lambda: [calendar(calendar_known_until(), now)])
    found += _guarded("database", lambda: _database(settings, now))
    found += _guarded("source", lambda: _source(settings))
    return found + _guarded("platforms", lambda: asyncio.run(platforms(settings, clock)))


def _guarded(check: str, look: Callable[[], list[Finding]]) -> list[Finding]:
    """One check that breaks is a finding, and the others still run. An unknown error's words may hold a secret."""
    try:
        return look()
    except CornermanError as error:
        return [wrong(check, str(error))]
    except Exception as error:
        return [wrong(check, f"could not be checked ({type(error).__name__}).")]


def _workspace(settings: Settings) -> Finding:
    check_features(settings, Routes(FEATURES))
    shelf = read_shelf(settings.workspace)
    if shelf.problems:
        return wrong("workspace", f"{len(shelf.problems)} to mend: `cornerman check` names file and line.")
    if not shelf.ids:
        return wrong("workspace", f"There is no card in {settings.workspace}. `cornerman init DIR` copies a starter.")
    return fine("workspace", f"{len(shelf.ids)} cards in {len(shelf.cards)} files")


def _time_zone(settings: Settings, now: datetime) -> Finding:
    here = now.astimezone(ZoneInfo(settings.time_zone))
    return fine("time zone", f"{settings.time_zone}, where it is {here:%A %H:%M}")


def calendar(known_until: int, now: datetime) -> Finding:
    """Whether China's make-up working days are known; they are published late in the year before."""
    if now.year > known_until:
        do = "Until the package chinesecalendar is renewed, make-up working days count as days off."
        return wrong("calendar", f"China's working days are known up to {known_until}. {do}")
    if now.year == known_until and now.month == 12:
        return none("calendar", f"China's working days of {known_until + 1} are not known yet: renew chinesecalendar")
    return fine("calendar", f"China's working days are known up to {known_until}")


def _source(settings: Settings) -> list[Finding]:
    """The CRM or ERP; nothing to say where none is set."""
    if not settings.funnel.source:
        return []
    with views(settings.funnel) as found:
        read = "; ".join(f"{view} with {', '.join(found.known(view))}" for view in (DEALS, EVENTS))
    return [fine("source", f"{name_of(settings.funnel.source)}: {read}")]


# The database


def _database(settings: Settings, now: datetime) -> list[Finding]:
    url = make_url(settings.database_url)
    found: list[Finding] = []
    name = f"PostgreSQL, {url.database} on {url.host or 'this machine'}"
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "")
        if not file.exists():
            return [none("database", f"{file} is not there yet; starting the bot makes it")]
        found, name = [_file_system(file)], f"SQLite, {file}"
    store = Store(settings.database_url)
    try:
        checked = _schema(store, name)
        return [checked, *found, *(_queues(store, settings, now) if checked.state == "fine" else [])]
    finally:
        store.close()


def _schema(store: Store, name: str) -> Finding:
    """Whether the database is this release's, and takes writes."""
    found = revision(store)
    if found != HEAD:
        newer = found is not None and found > HEAD
        do = "Upgrade the program." if newer else "`cornerman migrate` brings it to this release."
        return wrong("database", f"{name}: its schema is {found or 'empty'}, this program's {HEAD}. {do}")
    with store.write() as db:
        db.execute(update(lease).where(false()).values(owner=""))
    return fine("database", f"{name}: schema {HEAD}, takes writes")


def _file_system(file: Path) -> Finding:
    mounts = Path("/proc/self/mounts")
    if platform.system() != "Linux" or not mounts.exists():
        return none("file system", "not looked at on this system; a shared folder is no place for SQLite")
    kind = file_system(file.resolve(), mounts.read_text("utf-8", "replace"))
    if SHARED.fullmatch(kind):
        do = "Move it to a local disk, or use PostgreSQL (DATABASE_URL)."
        return wrong("file system", f"The database lies on {kind}, where SQLite's locks fail. {do}")
    return fine("file system", kind)


def file_system(file: Path, mounts: str) -> str:
    """What kind of file system a file lies on: that of the longest mount point above it."""
    found, longest = "unknown", -1
    for line in mounts.splitlines():
        _, point, kind, *_ = (*line.split(" "), "", "", "")
        folder = Path(re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), point))
        if point and file.is_relative_to(folder) and len(folder.parts) >= longest:
            found, longest = kind, len(folder.parts)
    return found


# What waits in it


def _queues(store: Store, settings: Settings, now: datetime) -> list[Finding]:
    on = [name for name, set_up in (("slack", settings.slack.on), ("telegram", settings.telegram.on)) if set_up]
    with store.read() as db:
        return [*(_leader(db, name, now) for name in on), _arrivals(db, now), _outbox(db, now)]


def _leader(db: Connection, channel: str, now: datetime) -> Finding:
    """Which process delivers for a channel's token."""
    held = (lease.c.name.startswith(f"{channel}:"), lease.c.until >= now)
    owners = sorted(db.execute(select(lease.c.owner).where(*held)).scalars())
    if not owners:
        return none(f"{channel} delivery", "led by nobody: the bot is not running")
    return fine(f"{channel} delivery", f"led by {', '.join(owners)}")


def _arrivals(db: Connection, now: datetime) -> Finding:
    count, oldest = db.execute(select(func.count(), func.min(arrival.c.received_at))).one()
    said = f"{count} wait to be handled"
    if not count or now - oldest <= LATE_EVENT:
        return fine("arrivals", said)
    return wrong("arrivals", f"{said}, the oldest since {oldest:%Y-%m-%d %H:%M} UTC. They are kept: start the bot.")


def _outbox(db: Connection, now: datetime) -> Finding:
    counts = db.execute(select(outbox.c.status, func.count()).group_by(outbox.c.status).order_by(outbox.c.status)).all()
    said = ", ".join(f"{n} {state}" for state, n in counts) or "empty"
    if {"dead", "unknown"} & {state for state, _ in counts}:
        said += "; `cornerman outbox list` says why"
    due = (outbox.c.status == "ready", outbox.c.due <= now)
    oldest = db.execute(select(func.min(outbox.c.due)).where(*due)).scalar()
    if oldest is None or now - oldest <= LATE_MESSAGE:
        return fine("outbox", said)
    return wrong("outbox", f"{said}. The oldest is due since {oldest:%Y-%m-%d %H:%M} UTC: start the bot.")

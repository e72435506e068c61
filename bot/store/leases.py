"""Who holds what for a while: which process is alive, which one delivers for a bot token.

A process that died on this machine is known to be gone at once; one elsewhere when its lease runs out.
"""

import hashlib
import os
import platform
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, String, delete, select, update

from bot.store.once import insert_once
from bot.store.tables import Instant, column, keep, table

LASTS = timedelta(seconds=20)
RENEW_SECONDS = 5.0

lease = table(
    "lease",
    column("name", String(80), primary_key=True, personal=keep("a process or a bot, no person")),
    column("owner", String(40), personal=keep("a process of ours")),
    column("until", Instant, personal=keep("names nobody")),
    subject=None,
)


def new_owner() -> str:
    """A name for this process that no other ever had, and that says where it runs."""
    owner = f"run-{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"
    _OURS.add(owner)
    return owner


def take(db: Connection, name: str, owner: str, now: datetime) -> bool:
    """Takes or renews a lease; False while somebody else, who lives, holds it."""
    until = now + LASTS
    mine_or_over = (lease.c.owner == owner) | (lease.c.until < now)
    if db.execute(update(lease).where(lease.c.name == name, mine_or_over).values(owner=owner, until=until)).rowcount:
        return True
    if insert_once(db, lease, name=name, owner=owner, until=until) is not None:
        return True
    holder = db.execute(select(lease.c.owner).where(lease.c.name == name)).scalar() or ""
    dead = (lease.c.name == name, lease.c.owner == holder)
    return _died_here(holder) and db.execute(update(lease).where(*dead).values(owner=owner, until=until)).rowcount == 1


def live(db: Connection, owner: str, now: datetime) -> bool:
    """Says that this process is alive."""
    return take(db, f"process:{owner}", owner, now)


def release(db: Connection, owner: str) -> None:
    """Gives back everything a process holds, so that another need not wait for it to run out."""
    db.execute(delete(lease).where(lease.c.owner == owner))


def alive(db: Connection, now: datetime) -> set[str]:
    """The processes that hold anything and are not known to be dead."""
    owners = db.execute(select(lease.c.owner).where(lease.c.until >= now)).scalars()
    return {owner for owner in owners if not _died_here(owner)}


def sweep(db: Connection, now: datetime) -> None:
    """Forgets the leases of processes that have long been gone."""
    db.execute(delete(lease).where(lease.c.until < now - LASTS))


def _died_here(owner: str) -> bool:
    """Whether a process ran on this machine and does not any more."""
    _, machine, pid, *_ = (*owner.split("-"), "", "")
    if machine != _machine() or not pid.isdecimal():
        return False
    if int(pid) == os.getpid():
        return owner not in _OURS  # an earlier life under our number
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # somebody else's, so it is there
    return False


_OURS: set[str] = set()


@cache
def _machine() -> str:
    """This machine, since it was started, as processes here see each other."""
    parts = [platform.node()]
    for file in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        with suppress(OSError):
            parts.append(os.readlink(file) if "/ns/" in file else Path(file).read_text("ascii"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]

"""Getting in to the page without a password: a one-time link, then a session. Only hashes are stored."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy import delete as delete_rows

from bot.people.tables import login

LINK_LASTS = timedelta(hours=24)
INVITATION_LASTS = timedelta(days=7)
SESSION_LASTS = timedelta(days=30)


# Built once: it is asked for every request.
_SESSION = select(login.c.person_id, login.c.expires_at).where(
    login.c.hash == bindparam("hash"), login.c.kind == "session"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What following a link led to."""

    outcome: Literal["in", "used", "expired", "unknown"]
    session: str = ""


def new_link(db: Connection, person_id: int, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
    """The secret part of a link that lets a person in once."""
    return _issue(db, "link", person_id, now + lasts)


def follow(db: Connection, token: str, now: datetime) -> Opened:
    """Uses a link up and opens a session of 30 days."""
    row = db.execute(select(login).where(login.c.hash == _hash(token), login.c.kind == "link")).first()
    if row is None:
        return Opened("unknown")
    if row.used_at is not None:
        return Opened("used")
    if row.expires_at <= now:
        return Opened("expired")
    taken = update(login).where(login.c.hash == row.hash, login.c.used_at.is_(None)).values(used_at=now)
    if db.execute(taken).rowcount == 0:  # somebody followed it in the same moment
        return Opened("used")
    return Opened("in", _issue(db, "session", row.person_id, now + SESSION_LASTS))


def whose(db: Connection, session: str, now: datetime) -> int | None:
    """The person behind a session, or None when it is unknown or over."""
    row = db.execute(_SESSION, {"hash": _hash(session)}).first()
    return row.person_id if row and row.expires_at > now else None


def close(db: Connection, session: str) -> None:
    db.execute(delete_rows(login).where(login.c.hash == _hash(session)))


def sweep(db: Connection, now: datetime) -> None:
    """Drops what expired a month ago; until then a late click still learns why it does not work."""
    db.execute(delete_rows(login).where(login.c.expires_at < now - SESSION_LASTS))


def _issue(db: Connection, kind: str, person_id: int, expires: datetime) -> str:
    token = secrets.token_urlsafe(24)
    db.execute(
        insert(login).values(hash=_hash(token), kind=kind, person_id=person_id, expires_at=expires, used_at=None)
    )
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

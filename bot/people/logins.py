"""Getting in without a password: a one-time link, then a session; an invitation on a chat. Only hashes are stored."""

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


Outcome = Literal["in", "used", "expired", "unknown"]


@dataclass(frozen=True, slots=True)
class Opened:
    """What following a link led to."""

    outcome: Outcome
    session: str = ""


def new_link(db: Connection, person_id: int, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
    """The secret part of a link that lets a person in once."""
    return _issue(db, "link", person_id, now + lasts)


def new_invitation(db: Connection, person_id: int, now: datetime) -> str:
    """The secret that makes one account on a chat this person, once: 32 characters that fit into a deep link."""
    return _issue(db, "invite", person_id, now + INVITATION_LASTS)


def follow(db: Connection, token: str, now: datetime) -> Opened:
    """Uses a link up and opens a session of 30 days."""
    outcome, person_id = use_up(db, "link", token, now)
    return Opened(outcome, _issue(db, "session", person_id, now + SESSION_LASTS) if outcome == "in" else "")


def use_up(db: Connection, kind: Literal["link", "invite"], token: str, now: datetime) -> tuple[Outcome, int]:
    """Whose secret this is, for the one who comes first; the person's number counts only with "in"."""
    row = db.execute(select(login).where(login.c.hash == _hash(token), login.c.kind == kind)).first()
    if row is None:
        return "unknown", 0
    if row.used_at is not None:
        return "used", 0
    if row.expires_at <= now:
        return "expired", 0
    taken = update(login).where(login.c.hash == row.hash, login.c.used_at.is_(None)).values(used_at=now)
    if db.execute(taken).rowcount == 0:  # somebody used it in the same moment
        return "used", 0
    return "in", row.person_id


def whose(db: Connection, session: str, now: datetime) -> int | None:
    """The person behind a session, or None when it is unknown or over."""
    row = db.execute(_SESSION, {"hash": _hash(session)}).first()
    return row.person_id if row and row.expires_at > now else None


def move(db: Connection, person_id: int, to: int) -> None:
    """The page's sessions of one person are another's from now on."""
    db.execute(update(login).where(login.c.person_id == person_id, login.c.kind == "session").values(person_id=to))


def close_all(db: Connection, person_id: int) -> None:
    db.execute(delete_rows(login).where(login.c.person_id == person_id, login.c.kind != "invite"))


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

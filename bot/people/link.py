"""A code from one account, typed on another: making it, taking it once, counting wrong ones; strangers who bring one.

`handshake.py` is what follows. What is said meanwhile is in `bot/pushes/linking.py`, which can write to the other side.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from bot.messages import Person
from bot.people import audit, logins
from bot.people.directory import Directory
from bot.people.tables import identity, link_claim, link_code, link_try, person
from bot.store import one_at_a_time
from bot.words import N_

CODE_LASTS = timedelta(minutes=10)
TRIES, TRIES_IN = 5, timedelta(hours=1)
STRANGER = N_(
    "I am a company's sales coach and do not know you yet. Ask your admin for an invitation. If you use me elsewhere "
    "already, type /link there and send me the code: /link CODE."
)
OPEN_TO_THE_WORLD = frozenset({"telegram"})
"""Channels on which anybody alive can write: whoever came in by a code that was not confirmed does not stay."""

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE = re.compile(f"[{CROCKFORD}]{{8}}")
_TYPED = re.compile(r"[/／]?(?:link|绑定)(?:@\w+)?[\s:：]+(.+)", re.IGNORECASE | re.DOTALL)
_START = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{1,64})")

State = Literal["open", "typed", "asked", "linked", "refused", "expired"]


@dataclass(frozen=True, slots=True)
class Account:
    channel: str
    account: str
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of a code that somebody typed; `id` of the handshake with "good"."""

    outcome: Literal["good", "wrong", "over", "blocked", "same account", "same person"]
    id: int = 0


# The code


def normalise(typed: str) -> str | None:
    """The code that was meant: case, blanks, hyphens, O for 0 and I or L for 1 do not count. None: no code at all."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())
    code = kept.translate(str.maketrans("OIL", "011"))
    return code if _CODE.fullmatch(code) else None


def code_in(text: str) -> str | None:
    """What a stranger's message brings along: `/link CODE` or the payload of `/start PAYLOAD`; None: neither."""
    found = _TYPED.fullmatch(text.strip()) or _START.fullmatch(text.strip())
    return found[1].strip() if found else None


def new_code(db: Connection, person_id: int, here: Account, now: datetime) -> str:
    """A fresh code as it is read out, ABCD-EFGH; the one asked for before is void."""
    db.execute(delete(link_code).where(link_code.c.person_id == person_id, link_code.c.state == "open"))
    code = "".join(secrets.choice(CROCKFORD) for _ in range(8))
    db.execute(
        insert(link_code).values(
            hash=_hash(code), person_id=person_id, state="open", made_at=now,
            channel=here.channel, account=here.account, conversation=here.conversation,
        )
    )  # fmt: skip
    return f"{code[:4]}-{code[4:]}"


def take(db: Connection, typed: str, somebody: Person, there: Account, now: datetime) -> Typed:
    """Uses a code up for the account that typed it: of two at once, one gets it."""
    if blocked(db, there, now):
        return Typed("blocked")
    row = _code(db, typed)
    if row is None or row.state != "open" or now - row.made_at >= CODE_LASTS or not is_here(db, row.person_id):
        _count(db, there, somebody.id, now)
        return Typed("over" if row is not None else "wrong")
    if (row.channel, row.account) == (there.channel, there.account):
        return Typed("same account")
    if row.person_id == somebody.id:
        return Typed("same person")
    if not advance(db, row.id, "open", "typed"):
        return Typed("over")
    newcomer = there.channel in OPEN_TO_THE_WORLD and _came_by(db, somebody.id, row.made_at, now)
    db.execute(
        insert(link_claim).values(
            code_id=row.id, person_id=somebody.id, newcomer=newcomer, claimed_at=now,
            channel=there.channel, account=there.account, conversation=there.conversation,
        )
    )  # fmt: skip
    return Typed("good", row.id)


# Strangers


def admits(db: Connection, directory: Directory, there: Account, text: str, now: datetime) -> bool:
    """Whether a stranger's message may come in: an invitation, or a code that is good at this moment."""
    typed = code_in(text)
    if typed is None:
        return False
    if _START.fullmatch(text.strip()):
        return redeem_invitation(db, directory, there.channel, there.account, typed, now) is not None
    if blocked(db, there, now):
        return False
    row = _code(db, typed)
    if row is not None and row.state == "open" and now - row.made_at < CODE_LASTS and is_here(db, row.person_id):
        return True
    _count(db, there, None, now)
    return False


def redeem_invitation(
    db: Connection, directory: Directory, channel: str, account: str, payload: str, now: datetime
) -> Person | None:
    """Makes an account that is nobody's the invited person; an invitation works once, within 7 days."""
    if directory.recognise(db, channel, account) is not None:
        return None  # whoever is here already links accounts, with a yes on both sides
    outcome, person_id = logins.use_up(db, "invite", payload, now)
    somebody = directory.by_id(db, person_id) if outcome == "in" else None
    if somebody is None:
        return None
    directory.attach(db, channel, account, somebody.id)
    audit.record(db, now, actor=somebody.id, action="people.arrive", subject=somebody.id, channel=channel)
    return somebody


# Inside


def advance(db: Connection, id: int, before: State, after: State) -> bool:
    step = update(link_code).where(link_code.c.id == id, link_code.c.state == before).values(state=after)
    return db.execute(step).rowcount == 1


def is_here(db: Connection, person_id: int) -> bool:
    return (
        db.execute(select(person.c.id).where(person.c.id == person_id, person.c.left_at.is_(None))).first() is not None
    )


def _came_by(db: Connection, person_id: int, made_at: datetime, now: datetime) -> bool:
    """Whether a person is there only since the code was made, and only through this account.

    Whoever was imported with a first day that lies ahead did not come by a code.
    """
    since = db.execute(select(person.c.joined_at).where(person.c.id == person_id)).scalar()
    accounts = db.execute(select(func.count()).where(identity.c.person_id == person_id)).scalar_one()
    return since is not None and made_at <= since <= now and accounts == 1


def blocked(db: Connection, there: Account, now: datetime) -> bool:
    one_at_a_time(db, "link_try")
    wrong = select(func.count()).where(link_try.c.who == _who(there), link_try.c.tried_at > now - TRIES_IN)
    tried: int = db.execute(wrong).scalar_one()
    return tried >= TRIES


def _count(db: Connection, there: Account, person_id: int | None, now: datetime) -> None:
    db.execute(insert(link_try).values(who=_who(there), person_id=person_id, tried_at=now))


def _code(db: Connection, typed: str) -> Row[Any] | None:
    code = normalise(typed)
    return db.execute(select(link_code).where(link_code.c.hash == _hash(code))).first() if code else None


def _hash(code: str) -> str:
    """A plain hash: 40 bits can be tried out, but not in 10 minutes by whoever only has five tries an hour; and whoever
    reads the database needs no code. A key would lie beside it."""
    return hashlib.sha256(f"link:{code}".encode()).hexdigest()


def _who(there: Account) -> str:
    return hashlib.sha256(f"{there.channel}\0{there.account}".encode("utf-8", "replace")).hexdigest()

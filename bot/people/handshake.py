"""What follows a code that was typed: both sides say yes, the account moves; or it ends, and leaves nobody behind.

An account that is let go again (`unlink`) is here too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from bot.messages import Person
from bot.people import audit, logins
from bot.people.directory import Directory
from bot.people.link import TRIES_IN, Account, State, advance, is_here
from bot.people.tables import link_claim, link_code, link_try

ANSWER_LASTS = timedelta(hours=1)
"""How long both sides have for their yes after the code was typed."""
WEB = "web"


@dataclass(frozen=True, slots=True)
class Handshake:
    """A code that was typed: `asks` on `there` wants to be `owner`, who asked for the code on `here`."""

    id: int
    state: State
    owner: int
    here: Account
    asks: int
    there: Account
    newcomer: bool
    claimed_at: datetime


def find(db: Connection, id: int, now: datetime) -> Handshake | None:
    """A handshake that still waits for an answer, between two who are both here."""
    c, o = link_code.c, link_claim.c
    row = db.execute(
        select(link_code, o.person_id.label("asks"), o.channel.label("on"), o.account.label("as_"),
               o.conversation.label("in_"), o.newcomer, o.claimed_at)
        .join(link_claim, o.code_id == c.id)
        .where(c.id == id, c.state.in_(("typed", "asked")))
    ).first()  # fmt: skip
    if row is None or now - row.claimed_at >= ANSWER_LASTS:
        return None
    if not (is_here(db, row.person_id) and is_here(db, row.asks)):
        return None
    here, there = Account(row.channel, row.account, row.conversation), Account(row.on, row.as_, row.in_)
    return Handshake(row.id, row.state, row.person_id, here, row.asks, there, row.newcomer, row.claimed_at)


def ask_owner(db: Connection, shake: Handshake) -> bool:
    """The account that typed the code said: that is me."""
    return advance(db, shake.id, "typed", "asked")


def refuse(db: Connection, directory: Directory, shake: Handshake, now: datetime) -> bool:
    if not advance(db, shake.id, shake.state, "refused"):
        return False
    _turn_away(db, directory, shake, now)
    return True


def join(db: Connection, directory: Directory, shake: Handshake, now: datetime) -> bool:
    """The owner said yes: the other account is theirs. False when it belongs to somebody else by now."""
    mine = directory.recognise(db, shake.there.channel, shake.there.account)
    if mine is None or mine.id != shake.asks or not advance(db, shake.id, "asked", "linked"):
        return False
    if shake.there.channel == WEB:  # there the account is the person's number: what moves are the sessions
        logins.move(db, shake.asks, shake.owner)
        directory.detach(db, WEB, shake.there.account)
        directory.attach(db, WEB, str(shake.owner), shake.owner)
    else:
        directory.attach(db, shake.there.channel, shake.there.account, shake.owner)
    closed = not directory.accounts(db, shake.asks)
    if closed:
        logins.close_all(db, shake.asks)
        directory.change(db, shake.asks, left_at=now)
    audit.record(db, now, actor=shake.owner, action="people.link", subject=shake.asks,
                 channel=shake.there.channel, closed=closed)  # fmt: skip
    return True


def unlink(db: Connection, directory: Directory, somebody: Person, account: Account, now: datetime) -> bool:
    """The account that speaks is nobody's from now on. False: it is the only one, and nobody could come back."""
    mine = (account.channel, account.account)
    accounts = directory.accounts(db, somebody.id)
    if mine not in accounts or len(accounts) < 2:
        return False
    directory.detach(db, *mine)
    if account.channel == WEB:  # a browser that stays signed in would speak for nobody
        logins.close_all(db, somebody.id)
    audit.record(db, now, actor=somebody.id, action="people.unlink", subject=somebody.id, channel=account.channel)
    return True


# Time


def sweep(db: Connection, directory: Directory, now: datetime) -> None:
    """Ends what nobody answered, sends newcomers away, and drops what is over."""
    late = select(link_claim.c.code_id).where(link_claim.c.claimed_at <= now - ANSWER_LASTS)
    waiting = link_code.c.state.in_(("typed", "asked"))
    for id in db.execute(select(link_code.c.id).where(waiting, link_code.c.id.in_(late))).scalars().all():
        _expire(db, directory, id, now)
    db.execute(delete(link_try).where(link_try.c.tried_at <= now - TRIES_IN))
    day = timedelta(days=1)
    db.execute(delete(link_code).where(link_code.c.made_at <= now - day))
    db.execute(delete(link_claim).where(link_claim.c.claimed_at <= now - day))


# Inside


def _expire(db: Connection, directory: Directory, id: int, now: datetime) -> None:
    claim = db.execute(select(link_claim).where(link_claim.c.code_id == id)).one()
    there = Account(claim.channel, claim.account, claim.conversation)
    shake = Handshake(id, "expired", 0, there, claim.person_id, there, claim.newcomer, claim.claimed_at)
    db.execute(update(link_code).where(link_code.c.id == id).values(state="expired"))
    _turn_away(db, directory, shake, now)


def _turn_away(db: Connection, directory: Directory, shake: Handshake, now: datetime) -> None:
    if shake.newcomer and is_here(db, shake.asks):
        directory.detach(db, shake.there.channel, shake.there.account)
        directory.leave(db, shake.asks, now, actor=shake.owner or None)

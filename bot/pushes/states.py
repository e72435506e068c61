"""The life of an outbox row: ready → claimed → sending → sent, or dead, unknown, expired.

`claimed` is certainly not sent, so a claim that ran out is ready again. `sending` is in doubt once its owner is gone:
the fence is the last write before the wire, and what follows it is asked of the platform, sent again, or parked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, and_, bindparam, func, or_, select, update

from bot.messages import Incoming, Message, Place, Reply
from bot.people.tables import identity, person
from bot.pushes.kinds import KINDS, kind_of
from bot.pushes.outbox import outbox
from bot.pushes.payload import from_json
from bot.store import Instant, one_at_a_time

CLAIM_LASTS = timedelta(seconds=30)
FENCE_MARGIN = timedelta(seconds=2)
"""A claim that ends sooner than this may be somebody else's before our request is out."""
TRIES = 6
ERROR_MAX = 200


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way to a platform."""

    id: int
    token: str
    person_id: int
    account: str
    """The person's account there; "" when they have none any more."""
    conversation: str
    place: Place
    kind: str
    reply: Reply
    edits: str = ""
    refs: tuple[str, ...] = ()
    """What it became so far: a long message is several on the platform."""
    attempts: int = 0
    created_at: datetime | None = None

    @property
    def chat(self) -> str:
        """Where it appears: what is paced and kept in order together, a chat with its threads (`chat:thread`)."""
        return self.conversation.partition(":")[0] or self.account


def reply_to(incoming: Incoming, message: Message, now: datetime) -> Outgoing:
    """An answer that goes out at once: its row is `sending` and ours, and need not be read back."""
    return Outgoing(
        id=message.id, token=message.token, person_id=0, account=incoming.account, conversation=incoming.conversation,
        place=incoming.place, kind="reply", reply=message.reply, edits=message.edits, created_at=now,
    )  # fmt: skip


def claim(db: Connection, channel: str, owner: str, now: datetime, most: int) -> list[Outgoing]:
    """Takes the next due messages for a process that delivers; nobody else sends them until the claim runs out."""
    due = (
        select(outbox.c.id)
        .where(outbox.c.channel == channel, outbox.c.status == "ready", outbox.c.due <= now)
        .order_by(outbox.c.priority, outbox.c.due, outbox.c.id)
        .limit(most)
    )
    if db.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    ids = list(db.execute(due).scalars())
    if not ids:
        return []
    taken = update(outbox).where(outbox.c.id.in_(ids), outbox.c.status == "ready")
    db.execute(taken.values(status="claimed", owner=owner, lease=now + CLAIM_LASTS))
    rows = db.execute(_outgoing().where(outbox.c.id.in_(ids), outbox.c.owner == owner, outbox.c.status == "claimed"))
    return [_read(row) for row in sorted(rows.all(), key=lambda row: (row.priority, row.due, row.id))]


def fence(db: Connection, id: int, owner: str, now: datetime) -> bool:
    """The last word before the wire; False: the claim is not ours any more, and sending would be the second time."""
    return db.execute(_FENCE, {"row": id, "me": owner, "until": now + FENCE_MARGIN}).rowcount == 1


def part_sent(db: Connection, id: int, refs: Sequence[str]) -> None:
    """Notes that a piece of a long message has arrived, so that a crash does not send it twice."""
    db.execute(update(outbox).where(outbox.c.id == id).values(refs=list(refs)))


def again(db: Connection, id: int, due: datetime, error: str, *, counts: bool) -> None:
    """Certainly not sent: ready once more at `due`; after so many tries that count it is dead."""
    tried = outbox.c.attempts + (1 if counts else 0)
    over = and_(outbox.c.id == id, tried >= TRIES)
    db.execute(update(outbox).where(over).values(status="dead", error=error[:ERROR_MAX], attempts=tried))
    back = and_(outbox.c.id == id, outbox.c.status != "dead")
    db.execute(update(outbox).where(back).values(**_back(due), error=error[:ERROR_MAX], attempts=tried))


def dead(db: Connection, id: int, error: str) -> None:
    db.execute(update(outbox).where(outbox.c.id == id).values(status="dead", error=error[:ERROR_MAX]))


def in_doubt(db: Connection, id: int, kind: str, now: datetime, error: str) -> str:
    """A send that nobody can tell the end of, after the platform was asked in vain: by its kind's rule."""
    if kind_of(kind).resend:
        again(db, id, now, error, counts=True)
        return "ready"
    db.execute(update(outbox).where(outbox.c.id == id).values(status="unknown", error=error[:ERROR_MAX]))
    return "unknown"


def abandoned(db: Connection, channel: str, owner: str, alive: set[str], now: datetime) -> list[Outgoing]:
    """Rows in doubt because their process is gone, now ours to find out about. Its claims are ready again."""
    gone = outbox.c.owner.not_in(alive | {owner})
    claimed = and_(outbox.c.channel == channel, outbox.c.status == "claimed", or_(gone, outbox.c.lease < now))
    db.execute(update(outbox).where(claimed).values(status="ready", owner="", lease=None))
    theirs = and_(outbox.c.channel == channel, outbox.c.status == "sending", gone)
    ids = list(db.execute(update(outbox).where(theirs).values(owner=owner).returning(outbox.c.id)).scalars())
    if not ids:
        return []
    rows = db.execute(_outgoing().where(outbox.c.id.in_(ids), outbox.c.status == "sending").order_by(outbox.c.id))
    return [_read(row) for row in rows]


def any_due(db: Connection, channel: str, now: datetime) -> bool:
    """Whether there is anything to claim: asked every second, so without a transaction."""
    return db.execute(_ANY_DUE, {"on": channel, "now": now}).first() is not None


def resume(db: Connection, id: int, refs: Sequence[str], now: datetime, error: str) -> None:
    """The platform has only the first pieces of it: the rest is sent."""
    part_sent(db, id, refs)
    again(db, id, now, error, counts=True)


def pause(db: Connection, channel: str, account: str, now: datetime) -> None:
    """Somebody blocked us there: what we start goes elsewhere until they write again; what waits there is dead."""
    here = (identity.c.channel == channel, identity.c.account == account)
    db.execute(update(identity).where(*here).values(paused_at=now))
    theirs = select(identity.c.person_id).where(*here).scalar_subquery()
    waiting = (outbox.c.channel == channel, outbox.c.status == "ready", outbox.c.person_id == theirs)
    db.execute(update(outbox).where(*waiting).values(status="dead", error="blocked by the person"))


def expire(db: Connection, now: datetime) -> int:
    """Records what is too late to be worth reading; a message without a grace waits as long as it takes."""
    done = 0
    for name, kind in KINDS.items():
        if kind.grace is not None:
            late = (outbox.c.kind == name, outbox.c.status == "ready", outbox.c.due < now - kind.grace)
            done += db.execute(update(outbox).where(*late).values(status="expired")).rowcount
    return done


def superseded(db: Connection, channel: str, now: datetime) -> None:
    """Of several edits that wait for one message only the newest is worth sending."""
    newest = select(func.max(outbox.c.id)).where(outbox.c.channel == channel, outbox.c.status == "ready")
    kept = newest.where(outbox.c.edits != "").group_by(outbox.c.edits)
    old = (outbox.c.channel == channel, outbox.c.status == "ready", outbox.c.edits != "", outbox.c.id.not_in(kept))
    db.execute(update(outbox).where(*old).values(status="sent", sent_at=now))


def refs_of(db: Connection, token: str) -> tuple[str, tuple[str, ...]]:
    """(state, the platform's ids) of a message that an edit replaces; ("", ()) when there is none."""
    row = db.execute(_REFS, {"of": token}).first()
    return (row.status, tuple(row.refs)) if row else ("", ())


def listed(db: Connection, states: Sequence[str] = ("dead", "unknown", "expired")) -> list[Row[Any]]:
    """What did not arrive, or may not have, newest first."""
    shown = (
        outbox.c.id, outbox.c.status, outbox.c.kind, outbox.c.channel, outbox.c.created_at, outbox.c.attempts,
        outbox.c.error, person.c.name,
    )  # fmt: skip
    to = outbox.join(person, person.c.id == outbox.c.person_id)
    rows = select(*shown).select_from(to).where(outbox.c.status.in_(states))
    return list(db.execute(rows.order_by(outbox.c.id.desc()).limit(500)))


def replay(db: Connection, ids: Sequence[int], now: datetime) -> int:
    """Sends what is dead, parked or expired once more; how many of `ids` were."""
    one_at_a_time(db, "replay")
    again_ = (outbox.c.id.in_(ids), outbox.c.status.in_(("dead", "unknown", "expired")))
    return db.execute(update(outbox).where(*again_).values(**_back(now), attempts=0, error="")).rowcount


def _back(due: datetime) -> dict[str, Any]:
    return {"status": "ready", "owner": "", "lease": None, "due": due}


def _outgoing() -> Any:
    account = (
        select(identity.c.account)
        .where(identity.c.person_id == outbox.c.person_id, identity.c.channel == outbox.c.channel)
        .order_by(identity.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(outbox, account.label("account"))


def _read(row: Any) -> Outgoing:
    return Outgoing(
        id=row.id, token=row.token, person_id=row.person_id, account=row.account or "", conversation=row.conversation,
        place=row.place, kind=row.kind, reply=from_json(row.payload), edits=row.edits, refs=tuple(row.refs),
        attempts=row.attempts, created_at=row.created_at,
    )  # fmt: skip


_FENCE: Update = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("row"), outbox.c.owner == bindparam("me"), outbox.c.status == "claimed",
        outbox.c.lease > bindparam("until", type_=Instant),
    )
    .values(status="sending")
)  # fmt: skip
_ANY_DUE = (
    select(outbox.c.id)
    .where(
        outbox.c.channel == bindparam("on"), outbox.c.status == "ready", outbox.c.due <= bindparam("now", type_=Instant)
    )
    .limit(1)
)  # fmt: skip
_REFS = select(outbox.c.status, outbox.c.refs).where(outbox.c.token == bindparam("of"))

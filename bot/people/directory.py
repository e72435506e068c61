"""Finding, adding and changing people and teams."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import process
from sqlalchemy import BindParameter, Connection, Select, bindparam, insert, select, update
from sqlalchemy import delete as delete_rows

from bot.errors import CornermanError
from bot.messages import Person, Role
from bot.people import audit
from bot.people.tables import identity, login, person, team
from bot.store import inbox, one_at_a_time
from bot.store.inbox import conversation
from bot.words import N_

NAME_MAX = 80
ERASED = re.compile(r"erased-\d+")

_COLUMNS = (
    person.c.id, person.c.name, person.c.role, person.c.language, person.c.time_zone,
    team.c.name.label("team"), team.c.parent_id, team.c.features,
)  # fmt: skip
_PERSON = select(*_COLUMNS).select_from(person.outerjoin(team))
# Built once: putting a statement together costs more than running it.
_BY_ID = _PERSON.where(person.c.id == bindparam("who"), person.c.left_at.is_(None))
_SOME: BindParameter[Sequence[int]] = bindparam("some", expanding=True)
_BY_IDS = _PERSON.where(person.c.id.in_(_SOME), person.c.left_at.is_(None))
_EVERYONE = _PERSON.where(person.c.left_at.is_(None)).order_by(person.c.name)
_HERE = select(person.c.id).where(person.c.id.in_(_SOME), person.c.left_at.is_(None))
_ROLES_ASKED: BindParameter[Sequence[str]] = bindparam("roles", expanding=True)
_WITH_ROLE = _PERSON.where(person.c.left_at.is_(None), person.c.role.in_(_ROLES_ASKED)).order_by(person.c.name)
_ABOVE = select(team.c.features, team.c.parent_id).where(team.c.id == bindparam("above"))
_STEP = (conversation.c.action, conversation.c.state, conversation.c.version, conversation.c.changed_at)
_BY_ACCOUNT = (
    select(*_COLUMNS, identity.c.viewing_as, identity.c.paused_at, *_STEP)
    .select_from(
        identity.join(person, person.c.id == identity.c.person_id)
        .outerjoin(team, team.c.id == person.c.team_id)
        .outerjoin(
            conversation,
            (conversation.c.person_id == person.c.id)
            & (conversation.c.channel == identity.c.channel)
            & (conversation.c.conversation == bindparam("conversation")),
        )
    )
    .where(
        identity.c.channel == bindparam("channel"),
        identity.c.account == bindparam("account"),
        person.c.left_at.is_(None),
    )
)


Waits = tuple[str, dict[str, Any], int]
"""(action, state, version) of what a conversation waits for."""


@dataclass(frozen=True, slots=True)
class Met:
    """Who speaks, what their conversation waits for, and whether we had given this account up."""

    person: Person
    waits: Waits = ("", {}, 0)
    paused: bool = False


_ROLES = {role.value for role in Role}


def names_of(db: Connection) -> frozenset[str]:
    """What people here are called, also those who left."""
    names = db.execute(select(person.c.name)).scalars()
    return frozenset(name for name in names if not ERASED.fullmatch(name) and name.casefold() not in _ROLES)


class Directory:
    """Reads and writes people; `defaults` is what [features] of cornerman.toml switches on."""

    def __init__(self, defaults: Mapping[str, bool], time_zone: str, *, demo: bool = False) -> None:
        self.defaults, self.time_zone, self.demo = dict(defaults), time_zone, demo

    def recognise(self, db: Connection, channel: str, account: str) -> Person | None:
        """Who speaks: the person behind an account (in demo mode: the one they view as)."""
        row = db.execute(_BY_ACCOUNT, {"channel": channel, "account": account, "conversation": ""}).first()
        return (self._viewed(db, row) or self._person(db, row)) if row else None

    def meet(self, db: Connection, channel: str, account: str, conversation_id: str, now: datetime) -> Met | None:
        """Who speaks, and what the conversation waits for: both in one look, since every message asks for both."""
        who = {"channel": channel, "account": account, "conversation": conversation_id}
        row = db.execute(_BY_ACCOUNT, who).first()
        if row is None:
            return None
        viewed = self._viewed(db, row)
        if viewed is not None:
            return Met(viewed, inbox.open_step(db, viewed.id, channel, conversation_id, now))
        return Met(self._person(db, row), inbox.step_in(row, now), row.paused_at is not None)

    def _viewed(self, db: Connection, row: Any) -> Person | None:
        return self.by_id(db, row.viewing_as) if self.demo and row.viewing_as is not None else None

    def by_id(self, db: Connection, person_id: int) -> Person | None:
        row = db.execute(_BY_ID, {"who": person_id}).first()
        return self._person(db, row) if row else None

    def some(self, db: Connection, ids: Iterable[int]) -> dict[int, Person]:
        """Number → person, of those who have not left."""
        return {found.id: found for found in self._people(db, db.execute(_BY_IDS, {"some": list(ids)}))}

    def here(self, db: Connection, ids: Sequence[int]) -> frozenset[int]:
        """Who of them has not left."""
        return frozenset(db.execute(_HERE, {"some": ids}).scalars())

    def named(self, db: Connection, name: str) -> Person:
        """The person called `name`; raises a sentence with the nearest name otherwise."""
        found = self._one(db, _PERSON.where(person.c.name == _readable(name)))
        if found is None:
            raise CornermanError(self._unknown(db, name))
        return found

    def named_even_gone(self, db: Connection, name: str) -> int:
        """The number of the person called `name`, also after they left: erasing usually comes then."""
        found: int | None = db.execute(select(person.c.id).where(person.c.name == _readable(name))).scalar()
        if found is None:
            raise CornermanError(self._unknown(db, name))
        return found

    def everyone(self, db: Connection) -> list[Person]:
        return self._people(db, db.execute(_EVERYONE))

    def with_role(self, db: Connection, *roles: Role) -> list[Person]:
        return self._people(db, db.execute(_WITH_ROLE, {"roles": [role.value for role in roles]}))

    def add(
        self,
        db: Connection,
        name: str,
        *,
        now: datetime,
        role: Role = Role.REP,
        team_name: str = "",
        language: str = "",
        channel: str = "",
    ) -> Person:
        name = _name(name)
        one_at_a_time(db, "person")
        if self._taken(db, name):
            raise CornermanError(
                f"There is already somebody called {name!r}. Give the new one a name that tells them apart."
            )
        row = insert(person).values(
            name=name, role=role.value, team_id=self.team_id(db, team_name) if team_name else None,
            language=language, time_zone=self.time_zone, joined_at=now, left_at=None,
        ).returning(person.c.id)  # fmt: skip
        found = self.by_id(db, db.execute(row).scalar_one())
        assert found is not None
        audit.record(
            db, now, actor=None, action="people.add", subject=found.id,
            role=role.value, team=found.team, channel=channel,
        )  # fmt: skip
        return found

    def first_contact(self, db: Connection, channel: str, account: str, name: str, now: datetime) -> Person:
        """Somebody new on a channel: a rep until an admin says otherwise."""
        one_at_a_time(db, "person")  # two first messages at once are one person
        known = self.recognise(db, channel, account)
        if known is not None:
            return known
        if self._left(db, channel, account):
            raise CornermanError(N_("You have left this team. An admin can let you in again."))
        name = (_readable(name) or _readable(account))[:NAME_MAX].strip()
        if not name or self._taken(db, name):
            name = f"{name[:70]} #{secrets.token_hex(3)}".strip()
        somebody = self.add(db, name, now=now, channel=channel)
        self.attach(db, channel, account, somebody.id)
        return somebody

    def attach(self, db: Connection, channel: str, account: str, person_id: int) -> None:
        """Says that an account on a channel is this person."""
        where = (identity.c.channel == channel, identity.c.account == account)
        if db.execute(update(identity).where(*where).values(person_id=person_id)).rowcount == 0:
            db.execute(insert(identity).values(channel=channel, account=account, person_id=person_id, viewing_as=None))

    def resume(self, db: Connection, channel: str, account: str) -> None:
        """Somebody who had blocked us writes again."""
        where = (identity.c.channel == channel, identity.c.account == account)
        db.execute(update(identity).where(*where).values(paused_at=None))

    def detach(self, db: Connection, channel: str, account: str) -> None:
        """Says that an account on a channel is nobody."""
        db.execute(delete_rows(identity).where(identity.c.channel == channel, identity.c.account == account))

    def accounts(self, db: Connection, person_id: int) -> list[tuple[str, str]]:
        """(channel, account) of everything a person can speak through."""
        rows = db.execute(
            select(identity.c.channel, identity.c.account)
            .where(identity.c.person_id == person_id)
            .order_by(identity.c.channel, identity.c.account)
        )
        return [(channel, account) for channel, account in rows]

    def change(self, db: Connection, person_id: int, **values: Any) -> None:
        db.execute(update(person).where(person.c.id == person_id).values(**values))

    def let_back(self, db: Connection, name: str, now: datetime) -> None:
        """Somebody who left is here again, with their rows; an erased person stays erased."""
        gone = (person.c.name == _readable(name), person.c.left_at.is_not(None), person.c.joined_at.is_not(None))
        back = db.execute(update(person).where(*gone).values(left_at=None).returning(person.c.id)).scalar()
        if back is not None:
            audit.record(db, now, actor=None, action="people.let_back", subject=back)

    def leave(self, db: Connection, person_id: int, now: datetime, *, actor: int | None = None, **handed: int) -> None:
        """Somebody left: their links and sessions end now; their rows stay until `erase`. `handed`: of what how much
        another has now, for the record."""
        db.execute(update(person).where(person.c.id == person_id).values(left_at=now))
        db.execute(delete_rows(login).where(login.c.person_id == person_id))
        audit.record(db, now, actor=actor, action="people.leave", subject=person_id, **handed)

    def view_as(self, db: Connection, channel: str, account: str, person_id: int | None) -> None:
        where = (identity.c.channel == channel, identity.c.account == account)
        db.execute(update(identity).where(*where).values(viewing_as=person_id))

    # Teams

    def add_team(self, db: Connection, name: str, parent: str = "") -> int:
        name = _name(name)
        one_at_a_time(db, "team")
        if db.execute(select(team.c.id).where(team.c.name == name)).first():
            raise CornermanError(f"There is already a team {name!r}.")
        row = insert(team).values(name=name, parent_id=self.team_id(db, parent) if parent else None, features={})
        made: int = db.execute(row.returning(team.c.id)).scalar_one()
        return made

    def team_id(self, db: Connection, name: str) -> int:
        found: int | None = db.execute(select(team.c.id).where(team.c.name == _readable(name))).scalar()
        if found is None:
            names = [row[0] for row in db.execute(select(team.c.name))]
            known = ", ".join(sorted(names)) or "none yet; `cornerman teams add NAME` makes one"
            raise CornermanError(f"There is no team {name!r}. Teams: {known}.")
        return found

    def teams(self, db: Connection) -> list[tuple[str, str]]:
        """(name, parent's name) of every team."""
        parent = team.alias()
        rows = db.execute(
            select(team.c.name, parent.c.name)
            .select_from(team.outerjoin(parent, team.c.parent_id == parent.c.id))
            .order_by(team.c.name)
        )
        return [(name, over or "") for name, over in rows]

    def teams_below(self, db: Connection, name: str) -> frozenset[str]:
        """A team and all under it: whom its manager leads."""
        parents = self.teams(db)
        found = {name}
        while below := {team for team, over in parents if over in found} - found:
            found |= below
        return frozenset(found)

    def teams_above(self, db: Connection, name: str) -> tuple[str, ...]:
        """A team and all over it, nearest first."""
        over, found = dict(self.teams(db)), list[str]()
        while name and name not in found:  # a circle must not hang the bot
            found.append(name)
            name = over.get(name, "")
        return tuple(found)

    def leads(self, db: Connection, manager: Person, rep: Person) -> bool:
        """Whether somebody's team is the manager's, or stands below it."""
        return bool(manager.team) and manager.team in self.teams_above(db, rep.team)

    def switch(self, db: Connection, team_name: str, feature: str, on: bool) -> None:
        """Switches a feature for a team and the teams under it that do not say otherwise."""
        where = team.c.id == self.team_id(db, team_name)
        switches = db.execute(select(team.c.features).where(where).with_for_update()).scalar_one()
        db.execute(update(team).where(where).values(features={**switches, feature: on}))

    # Inside

    def _taken(self, db: Connection, name: str) -> bool:
        """Whether a name is somebody's, also of one who left, or is what an erased person will be called."""
        in_use = db.execute(select(person.c.id).where(person.c.name == name)).first()
        return in_use is not None or ERASED.fullmatch(name) is not None

    def _left(self, db: Connection, channel: str, account: str) -> bool:
        theirs = select(person.c.left_at).select_from(identity.join(person, person.c.id == identity.c.person_id))
        row = db.execute(theirs.where(identity.c.channel == channel, identity.c.account == account)).first()
        return row is not None and row.left_at is not None

    def _one(self, db: Connection, query: Select[Any]) -> Person | None:
        row = db.execute(query.where(person.c.left_at.is_(None))).first()
        return self._person(db, row) if row else None

    def _people(self, db: Connection, rows: Iterable[Any]) -> list[Person]:
        """What is on for a team is looked up once, however many are in it."""
        on: dict[str | None, frozenset[str]] = {}
        found = []
        for row in rows:
            if row.team not in on:
                on[row.team] = self._on(db, row)
            found.append(self._of_row(row, on[row.team]))
        return found

    def _person(self, db: Connection, row: Any) -> Person:
        return self._of_row(row, self._on(db, row))

    def _of_row(self, row: Any, features: frozenset[str]) -> Person:
        return Person(
            id=row.id, name=row.name, role=Role(row.role), language=row.language,
            time_zone=row.time_zone or self.time_zone, team=row.team or "", features=features,
        )  # fmt: skip

    def _on(self, db: Connection, row: Any) -> frozenset[str]:
        return frozenset(name for name, on in self._switches(db, row).items() if on)

    def _switches(self, db: Connection, row: Any) -> dict[str, bool]:
        """The workspace's defaults, then each team from the top down: the nearest says last."""
        chain = [row.features or {}]
        above, passed = row.parent_id, set[int]()
        while above is not None and above not in passed:  # a circle, which nobody can make here, must not hang the bot
            passed.add(above)
            found = db.execute(_ABOVE, {"above": above}).one()
            chain.append(found.features)
            above = found.parent_id
        merged = dict(self.defaults)
        for switches in reversed(chain):
            merged.update(switches)
        return merged

    def _unknown(self, db: Connection, name: str) -> str:
        names = [p.name for p in self.everyone(db)]
        near = process.extractOne(name, names, score_cutoff=50)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        return f"There is nobody called {name!r}.{hint} `cornerman people list` shows everyone."


def _readable(name: str) -> str:
    """A name on one line, without what cannot be seen: two names that look alike are one."""
    return " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in name).split())


def _name(name: str) -> str:
    name = _readable(name)
    if not name:
        raise CornermanError("A name needs at least one character that can be read.")
    if len(name) > NAME_MAX:
        raise CornermanError(f"A name has at most {NAME_MAX} characters; this one has {len(name)}.")
    return name

"""Finding, adding and changing people and teams."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rapidfuzz import process
from sqlalchemy import Connection, Select, bindparam, insert, select, update
from sqlalchemy import delete as delete_rows

from bot.errors import CornermanError
from bot.messages import Person, Role
from bot.people.tables import identity, login, person, team

NAME_MAX = 80

_COLUMNS = (
    person.c.id, person.c.name, person.c.role, person.c.language, person.c.time_zone,
    team.c.name.label("team"), team.c.parent_id, team.c.features,
)  # fmt: skip
_PERSON = select(*_COLUMNS).select_from(person.outerjoin(team))
_BY_ACCOUNT = (
    select(*_COLUMNS, identity.c.viewing_as)
    .select_from(
        identity.join(person, person.c.id == identity.c.person_id).outerjoin(team, team.c.id == person.c.team_id)
    )
    .where(  # built once: putting a statement together costs more than running it
        identity.c.channel == bindparam("channel"),
        identity.c.account == bindparam("account"),
        person.c.left_at.is_(None),
    )
)


class Directory:
    """Reads and writes people; `defaults` is what [features] of cornerman.toml switches on."""

    def __init__(self, defaults: Mapping[str, bool], time_zone: str, *, demo: bool = False) -> None:
        self.defaults, self.time_zone, self.demo = dict(defaults), time_zone, demo

    def recognise(self, db: Connection, channel: str, account: str) -> Person | None:
        """Who speaks: the person behind an account (in demo mode: the one they view as)."""
        row = db.execute(_BY_ACCOUNT, {"channel": channel, "account": account}).first()
        if row is None:
            return None
        if self.demo and row.viewing_as is not None:
            return self.by_id(db, row.viewing_as)
        return self._person(db, row)

    def by_id(self, db: Connection, person_id: int) -> Person | None:
        return self._one(db, _PERSON.where(person.c.id == person_id))

    def named(self, db: Connection, name: str) -> Person:
        """The person called `name`; raises a sentence with the nearest name otherwise."""
        found = self._one(db, _PERSON.where(person.c.name == name))
        if found is None:
            raise CornermanError(self._unknown(db, name))
        return found

    def named_even_gone(self, db: Connection, name: str) -> int:
        """The number of the person called `name`, also after they left: erasing usually comes then."""
        found: int | None = db.execute(select(person.c.id).where(person.c.name == name)).scalar()
        if found is None:
            raise CornermanError(self._unknown(db, name))
        return found

    def everyone(self, db: Connection) -> list[Person]:
        rows = db.execute(_PERSON.where(person.c.left_at.is_(None)).order_by(person.c.name))
        return [self._person(db, row) for row in rows.all()]

    def with_role(self, db: Connection, *roles: Role) -> list[Person]:
        return [p for p in self.everyone(db) if p.role in roles]

    def add(
        self,
        db: Connection,
        name: str,
        *,
        now: datetime,
        role: Role = Role.REP,
        team_name: str = "",
        language: str = "",
    ) -> Person:
        name = _clean(name)
        if db.execute(select(person.c.id).where(person.c.name == name)).first():
            raise CornermanError(
                f"There is already somebody called {name!r}. Give the new one a name that tells them apart."
            )
        row = insert(person).values(
            name=name, role=role.value, team_id=self.team_id(db, team_name) if team_name else None,
            language=language, time_zone=self.time_zone, joined_at=now, left_at=None,
        ).returning(person.c.id)  # fmt: skip
        found = self.by_id(db, db.execute(row).scalar_one())
        assert found is not None
        return found

    def first_contact(self, db: Connection, channel: str, account: str, name: str, now: datetime) -> Person:
        """Somebody new on a channel: a rep until an admin says otherwise."""
        known = self.recognise(db, channel, account)
        if known is not None:
            return known
        name = _clean(name or account)
        if db.execute(select(person.c.id).where(person.c.name == name)).first():
            name = f"{name[:70]} #{secrets.token_hex(3)}"
        somebody = self.add(db, name, now=now)
        self.attach(db, channel, account, somebody.id)
        return somebody

    def attach(self, db: Connection, channel: str, account: str, person_id: int) -> None:
        """Says that an account on a channel is this person."""
        where = (identity.c.channel == channel, identity.c.account == account)
        if db.execute(update(identity).where(*where).values(person_id=person_id)).rowcount == 0:
            db.execute(insert(identity).values(channel=channel, account=account, person_id=person_id, viewing_as=None))

    def change(self, db: Connection, person_id: int, **values: Any) -> None:
        db.execute(update(person).where(person.c.id == person_id).values(**values))

    def leave(self, db: Connection, person_id: int, now: datetime) -> None:
        """Somebody left: their links and sessions end now; their rows stay until `erase`."""
        db.execute(update(person).where(person.c.id == person_id).values(left_at=now))
        db.execute(delete_rows(login).where(login.c.person_id == person_id))

    def view_as(self, db: Connection, channel: str, account: str, person_id: int | None) -> None:
        where = (identity.c.channel == channel, identity.c.account == account)
        db.execute(update(identity).where(*where).values(viewing_as=person_id))

    # Teams

    def add_team(self, db: Connection, name: str, parent: str = "") -> int:
        row = insert(team).values(
            name=_clean(name), parent_id=self.team_id(db, parent) if parent else None, features={}
        )
        made: int = db.execute(row.returning(team.c.id)).scalar_one()
        return made

    def team_id(self, db: Connection, name: str) -> int:
        found: int | None = db.execute(select(team.c.id).where(team.c.name == name)).scalar()
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

    def switch(self, db: Connection, team_name: str, feature: str, on: bool) -> None:
        """Switches a feature for a team and the teams under it that do not say otherwise."""
        where = team.c.id == self.team_id(db, team_name)
        switches = db.execute(select(team.c.features).where(where)).scalar_one()
        db.execute(update(team).where(where).values(features={**switches, feature: on}))

    # Inside

    def _one(self, db: Connection, query: Select[Any]) -> Person | None:
        row = db.execute(query.where(person.c.left_at.is_(None))).first()
        return self._person(db, row) if row else None

    def _person(self, db: Connection, row: Any) -> Person:
        return Person(
            id=row.id, name=row.name, role=Role(row.role), language=row.language,
            time_zone=row.time_zone or self.time_zone, team=row.team or "",
            features=frozenset(name for name, on in self._switches(db, row).items() if on),
        )  # fmt: skip

    def _switches(self, db: Connection, row: Any) -> dict[str, bool]:
        """The workspace's defaults, then each team from the top down: the nearest says last."""
        chain = [row.features or {}]
        above = row.parent_id
        while above is not None:
            found = db.execute(select(team.c.features, team.c.parent_id).where(team.c.id == above)).one()
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


def _clean(name: str) -> str:
    name = " ".join("".join(c for c in name if c.isprintable()).split())[:NAME_MAX]
    if not name:
        raise CornermanError("A name needs at least one character that can be read.")
    return name

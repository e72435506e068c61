"""A person's right to see and to be forgotten: walks every table by what its columns declare."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select, update
from sqlalchemy import delete as delete_rows

from bot.people import audit
from bot.store import Store, metadata
from bot.store.tables import Personal


def export(db: Connection, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about a person, table by table."""
    return {
        t.name: [_readable(row) for row in db.execute(select(t).where(_about(t, person_id))).mappings()]
        for t in _tables()
    }


def _readable(row: RowMapping) -> dict[str, Any]:
    """A row as JSON can say it: a file's bytes in base64."""
    return {name: b64encode(value).decode() if isinstance(value, bytes) else value for name, value in row.items()}


def erase(db: Connection, person_id: int, now: datetime) -> dict[str, int]:
    """Forgets a person; returns how many rows each table lost or changed. Their number stays and names nobody."""
    people = metadata.tables["person"]
    # First of all: whoever speaks holds this row and may want the audit chain next, which is held below.
    db.execute(select(people.c.id).where(people.c.id == person_id).with_for_update())
    audit.record(db, now, actor=None, action="people.erase", subject=person_id)
    done: dict[str, int] = {}
    for t in metadata.sorted_tables:
        if t.info.get("mentions"):
            db.execute(delete_rows(t).where(t.c[t.info["mentions"]] == person_id))
    for t in reversed(_tables()):  # children first, so that no reference hangs
        done[t.name] = _erase_in(db, t, person_id)
    db.execute(update(people).where(people.c.id == person_id).values(left_at=now))
    return done


def scrub(store: Store) -> None:
    """Makes the database forget on disk too: free pages and the write-ahead log still hold old text."""
    if store.is_sqlite:
        store.compact()
        return
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.exec_driver_sql("VACUUM FULL")


def _tables() -> list[Table]:
    return [t for t in metadata.sorted_tables if t.info.get("subject")]


def _about(t: Table, person_id: int) -> Any:
    return t.c[t.info["subject"]] == person_id


def _erase_in(db: Connection, t: Table, person_id: int) -> int:
    if t.info["erase"] == "rows":
        return db.execute(delete_rows(t).where(_about(t, person_id))).rowcount
    blank = {c.name: _blank(c, person_id) for c in t.columns if c.info["personal"].way != "keep"}
    return db.execute(update(t).where(_about(t, person_id)).values(**blank)).rowcount


def _blank(column: Any, person_id: int) -> Any:
    personal: Personal = column.info["personal"]
    if personal.way == "pseudonymise":
        return f"erased-{person_id}"
    return None if column.nullable else column.type.python_type()

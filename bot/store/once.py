"""What must happen once, on both databases: a row with its unique key, a look before an insert."""

from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table, func, select


def insert_once(db: Connection, table: Table, **values: Any) -> Any:
    """The new row's primary key, or None when its unique key was there already."""
    # Only the dialect in use: importing PostgreSQL's costs a start on SQLite 0.1 s.
    dialect = import_module(f"sqlalchemy.dialects.{db.dialect.name}")
    row = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return db.execute(row.returning(*table.primary_key.columns)).scalar()


def one_at_a_time(db: Connection, what: str) -> None:
    """Waits until no other transaction does `what`, up to the end of this one. SQLite's writers are alone anyway."""
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))

"""Insert a row unless its unique key is there already, on both databases."""

from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table


def insert_once(db: Connection, table: Table, **values: Any) -> Any:
    """The new row's primary key, or None when its unique key was there already."""
    # Only the dialect in use: importing PostgreSQL's costs a start on SQLite 0.1 s.
    dialect = import_module(f"sqlalchemy.dialects.{db.dialect.name}")
    row = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return db.execute(row.returning(*table.primary_key.columns)).scalar()

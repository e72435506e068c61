"""Insert a row unless its unique key is there already, on both databases."""

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table


def insert_once(db: Connection, table: Table, **values: Any) -> Any:
    """The new row's primary key, or None when its unique key was there already."""
    return db.execute(_statement(db.dialect.name, table), values).scalar()


@cache
def _statement(dialect: str, table: Table) -> Any:
    """Built once: putting a statement together costs more than running it."""
    # Only the dialect in use: importing PostgreSQL's costs a start on SQLite 0.1 s.
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)

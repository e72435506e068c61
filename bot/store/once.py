"""What must happen once, on both databases: a row with its unique key, a look before an insert."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Table, func, select


def insert_once(db: Connection, table: Table, **values: Any) -> Any:
    """The new row's primary key, or None when its unique key was there already."""
    return db.execute(_statement(db.dialect.name, table), values).scalar()


def insert_missing(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many rows at once; those whose unique key is there already stay as they are."""
    if rows:
        db.execute(_many(db.dialect.name, table), rows)


@cache
def _many(dialect: str, table: Table) -> Any:
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return insert(table).on_conflict_do_nothing()


@cache
def _statement(dialect: str, table: Table) -> Any:
    """Built once: putting a statement together costs more than running it."""
    # Only the dialect in use: importing PostgreSQL's costs a start on SQLite 0.1 s.
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)


def one_at_a_time(db: Connection, what: str) -> None:
    """Waits until no other transaction does `what`, up to the end of this one. SQLite's writers are alone anyway."""
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))

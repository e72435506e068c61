"""What must happen once, on both databases: a row with its unique key, a look before an insert."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Table, func, select

Way: TypeAlias = Callable[[Any], Any]


def insert_once(db: Connection, table: Table, **values: Any) -> Any:
    """The new row's primary key, or None when its unique key was there already."""
    return db.execute(_statement(db.dialect.name, table), values).scalar()


def insert_missing(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many rows of the same columns at once; those whose unique key is there already stay as they are.

    Straight to the driver: a million rows take half the time that they take as statements.
    """
    if not rows:
        return
    names = tuple(rows[0])
    statement, ways = _raw(db.dialect, table, names)
    columns: list[Iterable[Any]] = [
        map(way, map(itemgetter(name), rows)) if way else map(itemgetter(name), rows)
        for name, way in zip(names, ways, strict=True)
    ]
    db.exec_driver_sql(statement, list(zip(*columns, strict=True)))


@cache
def _raw(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, tuple[Way | None, ...]]:
    """The statement, and how the driver wants each column."""
    quote = dialect.identifier_preparer.quote
    mark = "?" if dialect.name == "sqlite" else "%s"
    columns, marks = ", ".join(map(quote, names)), ", ".join([mark] * len(names))
    statement = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
    ways = (table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
    return statement, tuple(ways)


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

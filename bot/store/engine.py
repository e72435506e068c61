"""One engine over SQLite (embedded, one writer at a time) or PostgreSQL (a pool)."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import QueuePool

from bot.errors import CornermanError
from bot.store.faults import LOCKED, plain_errors

BUSY_SECONDS = 10


class Store:
    """Reads beside one fair queue of writers. Nobody outside commits: a block is a transaction."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writing = _engine(url)
        """A pool of its own: who reads and then writes must never wait for a connection that readers hold."""
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._turn = FairLock() if self.is_sqlite else None
        self._writer: Connection | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot; what is written in it is thrown away."""
        with plain_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: committed at the end of the block, undone by any exception."""
        if self._turn is None:
            with plain_errors(), self._writing.begin() as connection:
                yield connection
            return
        with self._turn, plain_errors():
            if self._writer is None:
                self._writer = self._writing.connect().execution_options(writes=True)
            try:
                with self._writer.begin():
                    yield self._writer
            except BaseException:
                self._drop_stuck_writer()
                raise

    def lock_rows(self) -> bool:
        """Whether a transaction must lock the rows it decides on (SQLite's writers are alone anyway)."""
        return not self.is_sqlite

    def compact(self) -> None:
        """Rewrites a SQLite file without what was deleted, and empties the write-ahead log into it."""
        assert self._turn is not None
        with self._turn, plain_errors(), self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            try:
                raw.execute("VACUUM")
                busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # waits for readers
            except sqlite3.OperationalError as error:
                raise OperationalError("VACUUM", None, error) from error
        if busy:
            raise CornermanError(LOCKED)

    def _drop_stuck_writer(self) -> None:
        """A COMMIT that failed leaves SQLite's transaction open, and no later one could begin on this connection."""
        assert self._writer is not None
        raw = self._writer.connection.dbapi_connection
        if raw is not None and raw.in_transaction:
            self._writer.invalidate()
            self._writer.close()
            self._writer = None

    def close(self) -> None:
        with self._turn or nullcontext():  # whoever still writes ends first: its connection must not go from under it
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        self.engine.dispose()
        self._writing.dispose()


class FairLock:
    """First come, first served: a plain Lock let p99 at 32 writers grow from 0.2 s to over 1 s."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # released by whoever hands the turn over

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise CornermanError(
            "DATABASE_URL cannot be read. It should look like postgresql://user:password@host/name or sqlite:///file.db."
        ) from error
    name = parsed.get_backend_name()
    if name == "sqlite":
        return _sqlite(parsed)
    if name in ("postgresql", "postgres"):  # the second is how hosting services write it
        return _postgresql(parsed)
    raise CornermanError(f"DATABASE_URL names {name}; Cornerman works on SQLite and PostgreSQL.")


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)

    @event.listens_for(engine, "handle_error")
    def _without_the_row(context: ExceptionContext) -> None:
        # The lines after the first quote the failing row: what somebody wrote, and an error is logged.
        for error in (context.original_exception, context.sqlalchemy_exception):
            if error is not None and error.args:
                error.args = (str(error.args[0]).split("\n")[0],)

    return engine


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise CornermanError("DATABASE_URL names no file, and memory forgets. It should look like sqlite:///file.db.")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CornermanError(
            f"The folder of the database, {Path(url.database).parent}, cannot be made: {error.strerror}."
        ) from error
    engine = create_engine(
        url,
        poolclass=QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        hide_parameters=True,  # an error is logged, and what people wrote stays out of the log
    )

    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _: Any) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that reads and then writes loses to another writer: 3,533 of 3,909 failed.
        statement = "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        try:
            raw.execute(statement)  # not through the engine: it is in every turn twice, and has nothing to compile
        except sqlite3.OperationalError as error:
            raise OperationalError(statement, None, error) from error

    return engine

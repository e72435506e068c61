"""Where the source is: a connection that can only read, and what to say when there is none. Never its password."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from bot.errors import CornermanError
from bot.settings import Secret

WAIT_SECONDS = 10
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""A server that vanished in the middle of an answer is given up after a minute."""
LIKE = "It should look like postgresql://user:password@host/name or sqlite:////folder/file.sqlite."


class SourceError(CornermanError):
    """The source cannot be read now; nothing was changed."""


def parsed(address: Secret) -> URL:
    if not address:
        raise SourceError(f"There is no source to read. Set FUNNEL_SOURCE_URL. {LIKE}")
    try:
        return make_url(address.reveal())
    except (ArgumentError, ValueError):
        raise SourceError(f"FUNNEL_SOURCE_URL cannot be read. {LIKE}") from None  # its words may hold the password


def name_of(address: Secret) -> str:
    """What a person calls it: the kind of database, its name and where it runs."""
    url = parsed(address)
    where = f" on {url.host}" if url.host else ""
    return f"{url.get_backend_name()}, {url.database or 'the default database'}{where}"


@contextmanager
def connected(address: Secret) -> Iterator[Connection]:
    """One snapshot that cannot write."""
    url = parsed(address)
    with _said_plainly(url):
        engine = _engine(url)
    try:
        with plainly("The source does not answer", "Check FUNNEL_SOURCE_URL, the network and the user's rights.", url):
            db = engine.connect()
            _begin(db)
        with db:
            yield db
    finally:
        engine.dispose()


@contextmanager
def plainly(what: str, do: str = "", url: URL | None = None) -> Iterator[None]:
    """A database's error as one sentence, its first line, without the password that a driver may quote."""
    try:
        yield
    except SQLAlchemyError as error:
        raise SourceError(" ".join(filter(None, (f"{what} ({first_line(error, url)}).", do)))) from None


def first_line(error: Exception, url: URL | None = None) -> str:
    said = str(getattr(error, "orig", None) or error).strip().split("\n")[0].rstrip(".")
    password = str(url.password) if url is not None and url.password else ""
    return said.replace(password, "***") if password else said


@contextmanager
def _said_plainly(url: URL) -> Iterator[None]:
    name = url.drivername
    try:
        yield
    except NoSuchModuleError as error:
        raise SourceError(f"FUNNEL_SOURCE_URL names {name}, which is no database that is known here. {LIKE}") from error
    except ModuleNotFoundError as error:
        do = f"Install the Python package {error.name!r} beside Cornerman."
        raise SourceError(f"FUNNEL_SOURCE_URL names {name}, whose driver is not installed. {do}") from error


def _engine(url: URL) -> Engine:
    kind = url.get_backend_name()
    if kind == "sqlite":
        return _sqlite(url)
    if kind in ("postgresql", "postgres"):  # the second is how hosting services write it
        url = url.set(drivername="postgresql+psycopg")
        return create_engine(
            url, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": WAIT_SECONDS, **ALIVE},
            isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True},
        )  # fmt: skip
    return create_engine(url, poolclass=NullPool, hide_parameters=True)


def _sqlite(url: URL) -> Engine:
    file = Path(url.database or "")
    if not file.is_file():
        raise SourceError(f"FUNNEL_SOURCE_URL names the file {str(file)!r}, which is not there. {LIKE}")

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True, timeout=WAIT_SECONDS)
        raw.text_factory = lambda data: data.decode("utf-8", "replace")
        return raw

    return create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)


def _begin(db: Connection) -> None:
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("BEGIN")  # its driver would take a new snapshot for each question
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL datestyle TO ISO")

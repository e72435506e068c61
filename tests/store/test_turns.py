"""Writers take turns: fairly, without losing what they read, and none is locked out by another's mistake."""

import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from bot.errors import CornermanError
from bot.people.directory import Directory
from bot.people.tables import team
from bot.store import Store
from bot.store.engine import FairLock
from bot.store.migrations import migrate
from tests.plain_user import plain_user
from tests.store.together import at_once


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = Store(database)
    migrate(store)
    yield store
    store.close()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    file = tmp_path / "here.db"
    store = Store(f"sqlite:///{file}")
    migrate(store)
    store.close()
    return file


def add_team(store: Store, name: str, features: str = "{}") -> None:
    with store.write() as db:
        db.execute(text("INSERT INTO team (name, features) VALUES (:n, :f)"), {"n": name, "f": features})


def teams(store: Store) -> int:
    with store.read() as db:
        found: int = db.execute(text("SELECT count(*) FROM team")).scalar_one()
        return found


# Turns


def test_the_lock_serves_in_the_order_of_asking() -> None:
    lock, order = FairLock(), list[int]()
    lock.__enter__()
    waiting = [threading.Thread(target=_take, args=(lock, n, order)) for n in range(8)]
    for n, thread in enumerate(waiting):
        thread.start()
        while len(lock._waiting) <= n:
            time.sleep(0.001)
    lock.__exit__()
    for thread in waiting:
        thread.join(10)
    assert order == list(range(8))


def _take(lock: FairLock, n: int, order: list[int]) -> None:
    with lock:
        order.append(n)


def test_nobody_waits_forever_beside_a_greedy_writer() -> None:
    """Whoever comes back at once stands behind those who wait."""
    lock, turns = FairLock(), {0: 0, 1: 0}
    until = time.monotonic() + 0.3

    def greedy(n: int) -> None:
        while time.monotonic() < until:
            with lock:
                turns[n] += 1
                time.sleep(0.002)

    at_once(2, greedy)
    assert min(turns.values()) * 2 > max(turns.values()), turns


def test_read_then_write_loses_nothing(store: Store) -> None:
    """8 threads add one 25 times each to a number they read before."""
    add_team(store, "counted", '{"n": 0}')
    query = select(team.c.features).where(team.c.name == "counted")

    def count(_: int) -> None:
        for _ in range(25):
            with store.write() as db:
                n = db.execute(query.with_for_update() if store.lock_rows() else query).scalar_one()["n"]
                db.execute(update(team).where(team.c.name == "counted").values(features={"n": n + 1}))

    at_once(8, count)
    with store.read() as db:
        assert db.execute(query).scalar_one() == {"n": 200}


def test_two_processes_share_a_sqlite_file(sqlite_file: Path) -> None:
    """Two stores are what two processes have: no common lock in memory."""
    stores = [Store(f"sqlite:///{sqlite_file}") for _ in range(4)]
    at_once(4, lambda i: [add_team(stores[i], f"{i}-{n}") for n in range(20)])
    assert teams(stores[0]) == 80
    for store in stores:
        store.close()


def test_processes_that_read_and_then_write_lose_nothing(sqlite_file: Path) -> None:
    """A transaction that writes is one from its first read on: else another process writes in between."""
    stores = [Store(f"sqlite:///{sqlite_file}") for _ in range(4)]
    add_team(stores[0], "counted", '{"n": 0}')
    query = select(team.c.features).where(team.c.name == "counted")

    def count(i: int) -> None:
        for _ in range(10):
            with stores[i].write() as db:
                n = db.execute(query).scalar_one()["n"]
                db.execute(update(team).where(team.c.name == "counted").values(features={"n": n + 1}))

    at_once(4, count)
    with stores[0].read() as db:
        assert db.execute(query).scalar_one() == {"n": 40}
    for store in stores:
        store.close()


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    add_team(store, "before")
    with store.write() as db:
        db.execute(text("INSERT INTO team (name, features) VALUES ('during', '{}')"))
        assert teams(store) == 1
    assert teams(store) == 2


# Mistakes and faults


def test_an_exception_undoes_the_block(store: Store) -> None:
    def crash() -> None:
        with store.write() as db:
            db.execute(text("INSERT INTO team (name, features) VALUES ('gone', '{}')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        crash()
    add_team(store, "after")
    assert teams(store) == 1


def test_what_is_written_in_a_read_is_thrown_away(store: Store) -> None:
    with store.read() as db:
        db.execute(text("INSERT INTO team (name, features) VALUES ('gone', '{}')"))
    assert teams(store) == 0


def test_a_commit_that_fails_blocks_nobody(sqlite_file: Path) -> None:
    """SQLite keeps the transaction open when COMMIT fails; the next writer must begin all the same."""
    store = Store(f"sqlite:///{sqlite_file}")

    def orphan() -> None:
        with store.write() as db:
            db.execute(text("PRAGMA defer_foreign_keys = ON"))
            db.execute(text("INSERT INTO team (name, parent_id, features) VALUES ('orphan', 99, '{}')"))

    with pytest.raises(IntegrityError):
        orphan()
    add_team(store, "after")
    assert teams(store) == 1
    store.close()


def test_a_full_disk_is_a_sentence_and_passes(sqlite_file: Path) -> None:
    store = Store(f"sqlite:///{sqlite_file}")
    add_team(store, "before")

    def fill() -> None:
        with store.write() as db:
            pages = db.execute(text("PRAGMA page_count")).scalar_one()
            db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for n in range(100):
                db.execute(text("INSERT INTO team (name, features) VALUES (:n, :f)"), {"n": str(n), "f": "x" * 4000})

    with pytest.raises(CornermanError, match=r"The disk is full: .* nothing else was changed"):
        fill()
    assert teams(store) == 1
    with store.write() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1000000")  # somebody freed some space
    add_team(store, "after")
    assert teams(store) == 2
    store.close()


def test_another_program_that_holds_the_file_is_a_sentence(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_SECONDS", 0.1)
    store, other = Store(f"sqlite:///{sqlite_file}"), Store(f"sqlite:///{sqlite_file}")
    with other.write(), pytest.raises(CornermanError, match="Another program holds the database"):
        add_team(store, "not now")
    add_team(store, "now")
    store.close()
    other.close()


@pytest.mark.parametrize("locked", ["file", "folder"])
def test_a_file_that_cannot_be_written_is_a_sentence(sqlite_file: Path, locked: str) -> None:
    target = sqlite_file if locked == "file" else sqlite_file.parent
    mode = target.stat().st_mode
    before = sqlite_file.read_bytes()
    target.chmod(0o444 if locked == "file" else 0o555)
    store = Store(f"sqlite:///{sqlite_file}")
    with plain_user(), pytest.raises(CornermanError, match=r"The database file cannot be (written to|opened)"):
        add_team(store, "nowhere")
    store.close()
    target.chmod(mode)
    assert sqlite_file.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CornermanError, match=r"The folder of the database, .*, cannot be made"):
        Store(f"sqlite:///{tmp_path}/file/x.db")


@pytest.mark.parametrize("content", [b"not a database at all " * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(CornermanError, match="is damaged or is no database"):
        migrate(Store(f"sqlite:///{tmp_path}/x.db"))
    assert (tmp_path / "x.db").read_bytes() == content


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "DATABASE_URL cannot be read"),
        ("postgresql://host:port/name", "DATABASE_URL cannot be read"),
        ("mysql://host/name", "DATABASE_URL names mysql; Cornerman works on SQLite and PostgreSQL"),
        ("sqlite://", "DATABASE_URL names no file"),
        ("sqlite:///:memory:", "DATABASE_URL names no file"),
        ("postgresql://127.0.0.1:1/name", "The database does not answer"),
        ("postgres://127.0.0.1:1/name", "The database does not answer"),
        ("postgresql://nowhere.invalid/name", "The database does not answer"),
    ],
)
def test_a_wrong_address_is_a_sentence(url: str, said: str) -> None:
    with pytest.raises(CornermanError, match=said):
        migrate(Store(url))


def test_a_database_that_does_not_exist_is_a_sentence(postgres: str) -> None:
    with pytest.raises(CornermanError, match="PostgreSQL does not let us in"):
        migrate(Store(postgres.replace("/postgres?", "/nobody-made-this?")))


def test_a_restart_of_postgresql_costs_no_later_message(request: pytest.FixtureRequest, postgres: str) -> None:
    """Every connection in the pool is cut; the next turn takes a fresh one."""
    store = Store(postgres)
    with store.read() as db:
        mine = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = Store(postgres)
    with other.read() as db:
        db.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
    with store.read() as db:
        assert db.execute(text("SELECT pg_backend_pid()")).scalar_one() != mine
    store.close()
    other.close()


def test_cut_in_the_middle_is_a_sentence_and_nothing_is_left(store: Store, database: str) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no connection to cut")
    other = Store(database)

    def cut() -> None:
        with store.write() as db:
            db.execute(text("INSERT INTO team (name, features) VALUES ('gone', '{}')"))
            mine = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with other.read() as beside:
                beside.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
            db.execute(text("SELECT 1"))

    with pytest.raises(CornermanError, match="The database does not answer"):
        cut()
    assert teams(store) == 0
    other.close()


def test_an_error_says_nothing_of_what_people_wrote(store: Store) -> None:
    """It is logged, and a log is outside the reach of `erase`."""
    add_team(store, "canary")
    for statement in (
        "INSERT INTO team (name, features) VALUES (:n, '{}')",  # the name is there already
        "INSERT INTO team (name) VALUES (:n)",  # a column is missing, and PostgreSQL shows the row
    ):
        with pytest.raises(IntegrityError) as raised, store.write() as db:
            db.execute(text(statement), {"n": "canary"})
        assert "canary" not in "".join(traceback.format_exception(raised.value)).replace('"canary"', "")


def test_two_switches_at_once_are_both_kept(store: Store) -> None:
    """Two admins switch different features of one team in the same moment."""
    directory = Directory({}, "UTC")
    with store.write() as db:
        directory.add_team(db, "East")

    def switch(i: int) -> None:
        with store.write() as db:
            directory.switch(db, "East", f"feature-{i}", on=True)

    at_once(6, switch)
    with store.read() as db:
        assert len(db.execute(select(team.c.features)).scalar_one()) == 6

"""The migrations make what the tables declare, once, and leave a newer program's database alone."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import bot.app  # noqa: F401  the rooms declare their tables when they are imported
from bot.errors import CornermanError
from bot.store import Store, metadata
from bot.store import migrations as package
from bot.store.migrations import HEAD, migrate, revision
from tests.conftest import ROOT

FOLDER = Path(package.__file__).parent


def test_the_head_is_the_newest_in_the_folder() -> None:
    scripts = ScriptDirectory(str(FOLDER))
    assert scripts.get_heads() == [HEAD]
    assert {script.revision for script in scripts.walk_revisions()} == package._known()


def test_the_migrations_make_what_the_tables_declare(empty_database: str) -> None:
    store = Store(empty_database)
    migrate(store)
    with store.read() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert revision(store) == HEAD
    store.close()


def test_a_second_migration_does_nothing(database: str) -> None:
    store = Store(database)
    migrate(store)
    migrate(store)
    assert revision(store) == HEAD
    store.close()


def test_a_newer_database_is_refused_and_untouched(database: str) -> None:
    store = Store(database)
    migrate(store)
    with store.write() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    file = Path(database.removeprefix("sqlite:///"))
    before = file.read_bytes() if store.is_sqlite else b""
    again = Store(database)
    with pytest.raises(CornermanError, match=r"made by a newer Cornerman \(its schema is 9999.*was not touched"):
        migrate(again)
    assert revision(again) == "9999"
    again.close()
    assert not store.is_sqlite or file.read_bytes() == before


def test_a_migration_that_fails_leaves_nothing(empty_database: str) -> None:
    """Both databases undo the tables that were made before the fault."""
    store = Store(empty_database)
    with store.write() as db:
        db.execute(text("CREATE TABLE gap (id INTEGER)"))  # in the way of the last tables
    with pytest.raises(Exception, match="gap"):
        migrate(store)
    with store.read() as db:
        assert inspect(db).get_table_names() == ["gap"]
    store.close()


@pytest.mark.parametrize("empty_database", ["postgresql"], indirect=True)
def test_replicas_that_start_together_migrate_once(empty_database: str) -> None:
    """Three processes: Alembic's context is one per process, so threads would not do."""
    code = "import sys, bot.store as s, bot.store.migrations as m; m.migrate(s.Store(sys.argv[1]))"

    def start(_: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, empty_database], cwd=ROOT, capture_output=True, text=True, timeout=60
        )

    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(start, range(3)))
    assert [done.returncode for done in ended] == [0] * 3, [done.stderr[-300:] for done in ended]
    store = Store(empty_database)
    assert revision(store) == HEAD
    store.close()


# What happens to each column when a person is erased


def test_every_table_says_whose_it_is_and_every_column_what_happens_to_it() -> None:
    assert len(metadata.tables) >= 8
    for table in metadata.tables.values():
        assert "subject" in table.info, f"{table.name} does not say whose its rows are; None is an answer"
        subject = table.info["subject"]
        assert subject is None or subject in table.c
        for column in table.columns:
            personal = column.info.get("personal")
            assert personal is not None, f"{table.name}.{column.name} does not say what erasing does to it"
            assert personal.way != "keep" or personal.reason, f"{table.name}.{column.name} is kept without a reason"


def test_every_table_that_points_at_a_person_is_walked() -> None:
    """A row about a person in a table without a subject would outlive `erase`."""
    people = metadata.tables["person"]
    for table in metadata.tables.values():
        points = any(key.column.table is people for column in table.columns for key in column.foreign_keys)
        assert not points or table.info["subject"], f"{table.name} points at a person and names no subject"


def test_columns_that_are_kept_hold_no_free_text() -> None:
    """Free text is where people write about themselves: it goes, except ids of cards."""
    for table in metadata.tables.values():
        if table.info["subject"] is None:
            continue
        for column in table.columns:
            free = getattr(column.type, "length", None) is None and column.type.python_type is str
            assert not free or column.info["personal"].way != "keep", f"{table.name}.{column.name}"

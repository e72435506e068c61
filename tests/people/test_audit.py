"""The record of who changed what: nothing can be changed unseen, and nobody is named."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from bot.app import App
from bot.cli import main
from bot.errors import CornermanError
from bot.messages import Role
from bot.people import audit
from bot.people.audit import verify
from bot.people.directory import Directory
from bot.people.erasure import erase
from bot.store import Store
from bot.store.migrations import migrate
from tests.conftest import NOW, StillClock
from tests.store.together import at_once
from tests.talk import Someone


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = Store(database)
    migrate(store)
    yield store
    store.close()


@pytest.fixture
def directory() -> Directory:
    return Directory({}, "Asia/Shanghai")


def fill(store: Store, n: int = 6) -> None:
    with store.write() as db:
        for i in range(n):
            audit.record(db, NOW, actor=None, action="features.switch", team="华东组", feature="drills", on=i % 2 == 0)


def problem(store: Store) -> str:
    with store.read() as db:
        return verify(db).problem


def test_a_chain_that_nobody_touched_is_whole(store: Store) -> None:
    with store.read() as db:
        assert verify(db) == audit.Verdict(0, audit.GENESIS)
    fill(store)
    with store.read() as db:
        found = verify(db)
    assert (found.rows, found.problem) == (6, "")
    assert found.head != audit.GENESIS


def test_a_chain_that_was_written_anew_lacks_the_hash_that_was_noted(store: Store) -> None:
    fill(store)
    with store.read() as db:
        noted = verify(db).head
    fill(store)
    with store.read() as db:
        assert verify(db, noted).problem == ""
        assert "not the chain" in verify(db, "0" * 63 + "1").problem
        assert verify(db, audit.GENESIS).problem != ""


def test_half_an_emoji_is_no_damage(store: Store) -> None:
    with store.write() as db:
        audit.record(db, NOW, actor=None, action="teams.add", team="half \ud83d 😀 \"'")
    assert problem(store) == ""


# Only ever added


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET action = 'x' WHERE id = 3", "DELETE FROM audit WHERE id = 6", "DELETE FROM audit"],
)
def test_the_database_refuses_changes(store: Store, statement: str) -> None:
    fill(store)
    with pytest.raises(DatabaseError, match="never changed or removed"), store.write() as db:
        db.execute(text(statement))
    assert problem(store) == ""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_refuses_to_replace_a_row(store: Store) -> None:
    fill(store)
    with pytest.raises(DatabaseError, match="never changed or removed"), store.write() as db:
        db.execute(text("INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 3"))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_empty_the_table(store: Store) -> None:
    fill(store)
    with pytest.raises(DatabaseError, match="never changed or removed"), store.write() as db:
        db.execute(text("TRUNCATE audit"))


DAMAGE = {
    "an edit": ("UPDATE audit SET action = 'people.leave' WHERE id = 3", "Row 3 was changed"),
    "another time": ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE id = 3", "Row 3 was changed"),
    "a detail": ("""UPDATE audit SET details = '{"team":"x"}' WHERE id = 1""", "Row 1 was changed"),
    "a hole": ("DELETE FROM audit WHERE id = 3", "Row 3 is missing; after row 2 comes row 4"),
    "the first": ("DELETE FROM audit WHERE id = 1", "Row 1 is missing"),
    "a hole that was closed": (
        "DELETE FROM audit WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 4; UPDATE audit SET id = 4 WHERE id = 5; "
        "UPDATE audit SET id = 5 WHERE id = 6", "Row 3 does not follow row 2",
    ),
    "another order": (
        "UPDATE audit SET id = 9 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 4; "
        "UPDATE audit SET id = 4 WHERE id = 9", "Row 3 does not follow row 2",
    ),
    "a tail cut off": ("DELETE FROM audit WHERE id > 4", "There are 4 rows, but the head says 6"),
    "everything gone": ("DELETE FROM audit", "There are 0 rows, but the head says 6"),
    "the head gone": ("DELETE FROM audit_head", "the head says nothing"),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_found(store: Store, what: str) -> None:
    """By somebody who may do all that the database's owner may: the triggers are no hindrance to them."""
    statements, said = DAMAGE[what]
    fill(store)
    with store.write() as db:
        _without_triggers(db)
        for statement in statements.split("; "):
            db.execute(text(statement.replace(":", "\\:")))
    assert said in problem(store)


def _without_triggers(db: Connection) -> None:
    if db.dialect.name == "postgresql":
        db.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        return
    for name in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
        db.execute(text(f"DROP TRIGGER {name}"))


def test_every_field_counts(store: Store) -> None:
    """A row that says anything else has another hash."""
    fill(store, 1)
    with store.read() as db:
        row = dict(db.execute(select(audit.audit)).mappings().one())
    other = {"id": 2, "at": NOW.replace(hour=9), "actor": "x", "action": "x", "subject": "x", "details": {},
             "prev_hash": "x"}  # fmt: skip
    assert set(other) == set(row) - {"hash"}
    assert audit.digest(row) == row["hash"]
    for name, value in other.items():
        assert audit.digest(row | {name: value}) != row["hash"]


# With the act, or not at all


def test_an_act_that_is_undone_leaves_no_row_and_no_gap(store: Store, directory: Directory) -> None:
    fill(store, 2)
    with pytest.raises(CornermanError):
        add_twice(store, directory)
    fill(store, 2)
    with store.read() as db:
        assert verify(db).rows == 4
    assert problem(store) == ""


def add_twice(store: Store, directory: Directory) -> None:
    with store.write() as db:
        directory.add(db, "Lin", now=NOW)
        directory.add(db, "Lin", now=NOW)


def test_ten_at_once_are_one_chain(store: Store) -> None:
    at_once(10, lambda _: fill(store, 3))
    with store.read() as db:
        found = verify(db)
    assert (found.rows, found.problem) == (30, "")


# Nobody is named, and being forgotten


def test_the_rows_name_nobody_and_outlive_the_person(store: Store, directory: Directory) -> None:
    with store.write() as db:
        lin = directory.first_contact(db, "telegram", "zqx-account", "zqx-name", NOW)
        mei = directory.add(db, "Mei", now=NOW)
        directory.leave(db, lin.id, NOW, actor=mei.id)
        erase(db, lin.id, NOW)
    with store.read() as db:
        rows = db.execute(select(audit.audit)).mappings().all()
        known = db.execute(select(audit.audit_person.c.person_id)).scalars().all()
        assert verify(db).problem == ""
    assert [row["action"] for row in rows] == ["people.add", "people.add", "people.leave", "people.erase"]
    assert "zqx" not in str(rows)
    assert known == [mei.id]
    assert rows[0]["subject"] == rows[2]["subject"] == rows[3]["subject"]  # one person's rows still belong together
    assert rows[2]["actor"] == rows[1]["subject"]


def test_a_switch_says_who_turned_it(app: App, clock: StillClock) -> None:
    with app.store.write() as db:
        app.directory.add_team(db, "East")
    boss = Someone(app, "Boss", role=Role.ADMIN)
    boss.say("/features")
    boss.press("保存", {"team": "East", "feature": "knowledge", "on": "off"})
    with app.store.read() as db:
        row = db.execute(select(audit.audit).order_by(audit.audit.c.id.desc())).mappings().first()
        mine = db.execute(
            select(audit.audit_person.c.surrogate).where(audit.audit_person.c.person_id == boss.person.id)
        )
        assert row is not None
        assert (row["action"], row["actor"]) == ("features.switch", mine.scalar_one())
        assert row["details"] == {"team": "East", "feature": "knowledge", "on": False}


# The verb


def test_the_verbs_leave_rows_and_verify_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "cornerman.toml").write_text("")

    def verb(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["--workspace", str(tmp_path), *words])
        return result.exit_code, result.stdout

    for words in (
        ("teams", "add", "East"), ("people", "invite", "Lin"), ("people", "set", "Lin", "--role", "editor"),
        ("people", "set", "Lin"), ("people", "leave", "Lin"), ("people", "invite", "Lin"), ("erase", "Lin", "--yes"),
    ):  # fmt: skip
        assert verb(*words)[0] == 0, words
    code, said = verb("audit", "verify", "--json")
    assert (code, json.loads(said)["rows"], json.loads(said)["problem"]) == (0, 8, "")
    store = Store(f"sqlite:///{tmp_path}/.cornerman/cornerman.db")
    with store.write() as db:
        done = db.execute(select(audit.audit.c.action).order_by(audit.audit.c.id)).scalars().all()
        _without_triggers(db)
        db.execute(text("UPDATE audit SET action = 'x' WHERE id = 5"))
    store.close()
    assert done == ["teams.add", "people.add", "people.invite", "people.set", "people.leave", "people.let_back",
                    "people.invite", "people.erase"]  # fmt: skip
    assert verb("audit", "verify") == (1, "Row 5 was changed after it was written.\n")
    assert verb("audit", "verify", "--json")[0] == 1
    assert verb("audit", "verify", "--noted", "ab")[0] == 1

"""The verbs of whoever runs the bot: outbox and doctor."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, update

from bot.app.doctor import calendar, examine, file_system
from bot.channels.doctor import Finding
from bot.messages import say
from bot.people.directory import Directory
from bot.pushes.outbox import outbox, push, put
from bot.settings import Secret, Settings, TelegramSettings
from bot.store import Store, arrivals, leases
from bot.store.migrations import HEAD, migrate
from tests.conftest import NOW, ROOT
from tests.fakes.telegram import Telegram
from tests.plain_user import plain_user
from tests.test_cli import no_environment, run, workspace  # noqa: F401  fixtures

SECRET_TEXT = "what only its reader may see"
STATES = ("dead", "unknown", "expired", "ready", "sent")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    made = Store(database)
    migrate(made)
    yield made
    made.close()


def fill(store: Store, now: datetime = NOW) -> dict[str, int]:
    """One message of each state on a chat; state → its number."""
    found = {}
    with store.write() as db:
        lin = Directory({}, "Asia/Shanghai").add(db, "Lin", now=now)
        for state in STATES:
            message = put(
                db, say(SECRET_TEXT), person_id=lin.id, channel="telegram", kind="gap", status=state, now=now
            )  # fmt: skip
            found[state] = message.id
        db.execute(update(outbox).where(outbox.c.status == "dead").values(error="chat not found", attempts=6))
    return found


@pytest.fixture
def filled(workspace: Path, database: str, monkeypatch: pytest.MonkeyPatch, store: Store) -> dict[str, int]:  # noqa: F811
    monkeypatch.setenv("DATABASE_URL", database)
    return fill(store)


# outbox


def test_list_says_what_did_not_arrive_and_never_what_it_says(workspace: Path, filled: dict[str, int]) -> None:  # noqa: F811
    result = run(workspace, "outbox", "list")
    assert result.exit_code == 1
    assert SECRET_TEXT not in result.output
    lines = result.stdout.splitlines()
    assert [line.split()[1] for line in lines] == ["expired", "unknown", "dead"]
    assert lines[-1] == f"{filled['dead']}  dead  gap  telegram  Lin  2026-11-23T01:00+00:00  6  chat not found"
    rows = json.loads(run(workspace, "outbox", "list", "--json", "--state", "dead", "--state", "ready").stdout)
    assert {row["state"] for row in rows} == {"dead", "ready"}
    assert set(rows[0]) == {"id", "state", "kind", "channel", "name", "created_at", "tries", "why"}
    assert run(workspace, "outbox", "list", "--state", "expired").exit_code == 0


def test_replay_takes_what_is_named(workspace: Path, filled: dict[str, int], store: Store) -> None:  # noqa: F811
    result = run(workspace, "outbox", "replay", str(filled["dead"]), str(filled["expired"]))
    assert (result.exit_code, result.stdout) == (0, "2 to be sent again.\n")
    assert states_of(store, filled) == {"dead": "ready", "expired": "ready", "unknown": "unknown",
                                        "ready": "ready", "sent": "sent"}  # fmt: skip
    result = run(workspace, "outbox", "replay", str(filled["sent"]), "999")
    assert (result.exit_code, result.stdout) == (1, "0 to be sent again.\n")
    assert states_of(store, filled)["sent"] == "sent"


def test_replay_takes_all_of_a_state(workspace: Path, filled: dict[str, int], store: Store) -> None:  # noqa: F811
    assert run(workspace, "outbox", "replay", "--all", "--state", "unknown").stdout == "1 to be sent again.\n"
    assert states_of(store, filled)["dead"] == "dead"
    assert run(workspace, "outbox", "replay", "--all").stdout == "1 to be sent again.\n"
    assert states_of(store, filled)["expired"] == "expired"
    assert run(workspace, "outbox", "list").exit_code == 0
    assert run(workspace, "outbox", "replay", "--all").stdout == "0 to be sent again.\n"


@pytest.mark.parametrize("words", [(), ("1", "--all"), ("1", "--state", "dead"), ("x",), ("--all", "--state", "sent")])
def test_replay_wants_numbers_or_all(workspace: Path, words: tuple[str, ...]) -> None:  # noqa: F811
    assert run(workspace, "outbox", "replay", *words).exit_code == 2


def states_of(store: Store, ids: dict[str, int]) -> dict[str, str]:
    with store.read() as db:
        now = {row.id: row.status for row in db.execute(select(outbox.c.id, outbox.c.status))}
    return {state: now[id] for state, id in ids.items()}


# doctor


def test_doctor_says_fine_and_ends_well(workspace: Path) -> None:  # noqa: F811
    run(workspace, "migrate")
    result = run(workspace, "doctor")
    assert result.exit_code == 0, result.output
    assert "✓ workspace" in result.stdout
    assert f"schema {HEAD}, takes writes" in result.stdout
    assert "– slack" in result.stdout
    found = json.loads(run(workspace, "doctor", "--json").stdout)
    assert found["fine"] is True
    assert found["checks"][0] == {"check": "workspace", "state": "fine", "said": "2 cards in 4 files"}


def test_doctor_names_what_is_wrong_and_prints_no_secret(
    workspace: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    with Telegram() as fake:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:not-the-token")
        monkeypatch.setenv("TELEGRAM_API_BASE_URL", fake.root)
        result = run(workspace, "doctor")
    assert result.exit_code == 1
    assert "✗ telegram token" in result.stdout
    assert "✓ workspace" in result.stdout
    assert "not-the-token" not in result.output


def test_an_invitation_has_a_link_to_the_bot_on_telegram(
    workspace: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    with Telegram(username="qiming_bot") as fake:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", fake.token)
        monkeypatch.setenv("TELEGRAM_API_BASE_URL", fake.root)
        assert "https://t.me/qiming_bot?start=" in run(workspace, "people", "invite", "Lin").stdout
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:not-the-token")
        refused = run(workspace, "people", "invite", "Lin")
    assert refused.exit_code == 0
    assert "/login/" in refused.stdout
    assert "`cornerman doctor` says why" in refused.stdout
    assert "not-the-token" not in refused.output


def test_doctor_without_settings(tmp_path: Path) -> None:
    (tmp_path / "cornerman.toml").write_text('[slack]\ntransport = "pigeon"\n', "utf-8")
    result = run(tmp_path, "doctor")
    assert result.exit_code == 1
    assert "✗ settings" in result.stdout


def look(url: str, **more: object) -> dict[str, Finding]:
    settings = Settings(ROOT, url, **more)  # type: ignore[arg-type]
    return {finding.check: finding for finding in examine(settings, lambda: NOW)}


def test_a_database_that_fits(database: str, store: Store) -> None:
    fill(store)
    found = look(database)
    kind = "SQLite" if store.is_sqlite else "PostgreSQL"
    assert (found["database"].state, found["database"].said.startswith(kind)) == ("fine", True)
    assert found["outbox"].said == (
        "1 dead, 1 expired, 1 ready, 1 sent, 1 unknown; `cornerman outbox list` says why"
    )  # fmt: skip
    assert found["outbox"].state == found["arrivals"].state == "fine"


def test_doctor_makes_and_migrates_nothing(tmp_path: Path) -> None:
    file = tmp_path / "none" / "new.db"
    assert look(f"sqlite:///{file}")["database"].state == "none"
    assert not file.parent.exists()
    file.parent.mkdir()
    Store(f"sqlite:///{file}").close()
    file.touch()
    assert "its schema is empty" in look(f"sqlite:///{file}")["database"].said


@pytest.mark.parametrize(("schema", "do"), [("0001", "`cornerman migrate`"), ("9999", "Upgrade the program.")])
def test_a_database_of_another_release(database: str, store: Store, schema: str, do: str) -> None:
    with store.write() as db:
        db.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{schema}'")
    found = look(database)
    assert found["database"].state == "wrong"
    assert do in found["database"].said
    assert "outbox" not in found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_database_that_takes_no_writes(database: str, store: Store) -> None:
    store.close()
    file = Path(make_url(database).database or "")
    for each in file.parent.glob("test.db*"):
        each.chmod(0o444)
    with plain_user():
        found = look(database)
    assert found["database"].state == "wrong"
    assert found["workspace"].state == "fine"


def test_a_database_that_is_away_says_no_password() -> None:
    found = look("postgresql://me:geheim@127.0.0.1:9/coach")
    assert found["database"].state == "wrong"
    assert "geheim" not in found["database"].said


def test_what_waits_for_a_bot_that_is_not_running(database: str, store: Store) -> None:
    late = NOW - timedelta(minutes=30)
    with store.write() as db:
        lin = Directory({}, "Asia/Shanghai").add(db, "Lin", now=late)
        Directory({}, "Asia/Shanghai").attach(db, "telegram", "7", lin.id)
        push(db, say("x"), person_id=lin.id, kind="alert", now=late)
        arrivals.arrive(db, channel="telegram", event="1", conversation="7", body={}, owner="run-x", now=late)
    found = look(database)
    assert "1 ready. The oldest is due since 2026-11-23 00:30 UTC" in found["outbox"].said
    assert "1 wait to be handled, the oldest since 2026-11-23 00:30 UTC" in found["arrivals"].said
    assert found["outbox"].state == found["arrivals"].state == "wrong"


def test_who_delivers(database: str, store: Store) -> None:
    away = TelegramSettings(Secret("1:x"), api="http://127.0.0.1:9")
    assert look(database, telegram=away)["telegram delivery"].state == "none"
    with store.write() as db:
        owner = leases.new_owner()
        assert leases.take(db, "telegram:1", owner, NOW)
    found = look(database, telegram=away)
    assert found["telegram delivery"].said == f"led by {owner}"
    assert "slack delivery" not in found


@pytest.mark.parametrize(("year", "month", "state"), [(2026, 11, "fine"), (2026, 12, "none"), (2027, 1, "wrong")])
def test_a_calendar_that_ends(year: int, month: int, state: str) -> None:
    assert calendar(2026, NOW.replace(year=year, month=month)).state == state


MOUNTS = "/dev/a / ext4 rw 0 0\nsrv:/x /mnt/team\\040share nfs4 rw 0 0\ntmpfs /mnt tmpfs rw 0 0\nodd\n"


@pytest.mark.parametrize(
    ("file", "kind"),
    [("/srv/bot/x.db", "ext4"), ("/mnt/x.db", "tmpfs"), ("/mnt/team share/x.db", "nfs4"), ("/mnt/team/x.db", "tmpfs")],
)
def test_the_file_system_of_a_file(file: str, kind: str) -> None:
    assert file_system(Path(file), MOUNTS) == kind

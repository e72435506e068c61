"""Any source of two views: what it may leave out, what is said when it cannot be read, and how often it is."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, make_url, select

from bot.app import App
from bot.app.doctor import examine
from bot.app.source import read_source
from bot.cli import main
from bot.errors import CornermanError
from bot.funnel.records import DealRecord, StageRecord
from bot.funnel.sources.cells import Nonsense, as_amount, as_day, as_moment, as_text
from bot.funnel.sources.sync import EVERY, claim, read_until
from bot.funnel.sources.views import views
from bot.knowledge.library import Library
from bot.messages import Role
from bot.pushes.outbox import outbox
from bot.settings import FunnelSettings, Secret, Settings
from tests.conftest import NOW, StillClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAIVE = datetime(2026, 11, 20, 9, tzinfo=SHANGHAI).replace(tzinfo=None)
TABLES = """
CREATE TABLE d (id INTEGER, customer TEXT, stage TEXT, amount NUMERIC, changed_at TIMESTAMP);
CREATE TABLE e (deal_id INTEGER, stage TEXT, entered_at TIMESTAMP);
INSERT INTO d VALUES (7, '河北精锻', 'lead', 1004.5, '2026-11-20 09:00:00'), (8, 'Nordwind', 'won', NULL, NULL);
INSERT INTO e VALUES (7, 'lead', '2026-11-20 09:00:00'), (8, 'won', '2026-10-01 12:00:00');
"""
VIEWS = "CREATE VIEW funnel_deal AS SELECT * FROM d; CREATE VIEW funnel_stage_event AS SELECT * FROM e;"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "crm.sqlite"
    run(made, TABLES + VIEWS)
    return made


def run(file: Path, statements: str) -> None:
    with sqlite3.connect(file) as db:
        db.executescript(statements)
    db.close()


def source(address: object, zone: str = "UTC") -> FunnelSettings:
    return FunnelSettings(source=Secret(str(address)), source_time_zone=zone)


def read(
    funnel: FunnelSettings, since: datetime | None = None
) -> tuple[list[DealRecord], list[StageRecord], list[str]]:
    with views(funnel) as found:
        return list(found.deals(since)), list(found.events(since)), [each.why for each in found.rejected]


def why_not(address: object) -> str:
    with pytest.raises(CornermanError) as said:
        read(source(address))
    return str(said.value)


# What a view may say


def test_columns_that_are_not_there_are_not_missed(file: Path) -> None:
    deals, events, rejected = read(source(f"sqlite:///{file}", "Asia/Shanghai"))
    assert deals == [
        DealRecord(id="7", customer="河北精锻", stage="lead", amount=100_450, row=1),
        DealRecord(id="8", customer="Nordwind", stage="won", row=2),
    ]
    assert events[0] == StageRecord("7", "lead", datetime(2026, 11, 20, 1, tzinfo=UTC), row=1)
    assert rejected == []


def test_columns_may_be_written_in_capitals(file: Path) -> None:
    run(file, 'DROP VIEW funnel_deal; CREATE VIEW FUNNEL_DEAL AS SELECT id AS ID, customer AS "CUSTOMER" FROM d')
    assert [deal.customer for deal in read(source(f"sqlite:///{file}"))[0]] == ["河北精锻", "Nordwind"]


def test_what_changed_since_is_asked_of_the_source(file: Path) -> None:
    deals, events, _ = read(source(f"sqlite:///{file}"), datetime(2026, 11, 1, tzinfo=UTC))
    assert [deal.id for deal in deals] == ["7", "8"]  # 8 does not say when it changed
    assert [event.deal_id for event in events] == ["7"]


@pytest.mark.parametrize(
    ("cell", "hundredths"),
    [(1004, 100_400), (1004.5, 100_450), ("1004.50", 100_450), (b"850.005", 85_001), (" ", None), (None, None),
     ("-3", -300), (0.29, 29)],
)  # fmt: skip
def test_sums_as_databases_keep_them(cell: object, hundredths: int | None) -> None:
    assert as_amount(cell, "amount") == hundredths


@pytest.mark.parametrize("cell", ["a lot", "NaN", "Infinity", "1e40", 10**17, "1,004.50"])
def test_a_sum_that_is_none_is_not_guessed(cell: object) -> None:
    with pytest.raises(Nonsense, match=r"amount: '.+' is not a sum"):
        as_amount(cell, "amount")


@pytest.mark.parametrize(
    "cell",
    [NAIVE, datetime(2026, 11, 20, 1, tzinfo=UTC), "2026-11-20 09:00:00.000000",
     "2026-11-20T09:00:00+08:00", b"2026-11-20 01:00:00+00"],
)  # fmt: skip
def test_a_time_without_a_zone_is_in_the_sources(cell: object) -> None:
    assert as_moment(cell, "entered_at", SHANGHAI) == datetime(2026, 11, 20, 1, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["soon", "infinity", "2026-13-01", "0001-01-01 00:00:00", "0044-03-15 BC", 1_700_000])
def test_a_time_that_is_none_is_not_guessed(cell: object) -> None:
    with pytest.raises(Nonsense, match=r"entered_at: '.+' is not a time"):
        as_moment(cell, "entered_at", SHANGHAI)


def test_days_and_texts() -> None:
    assert (
        as_day("2026-12-31 00:00:00", "expected_on") == as_day(date(2026, 12, 31), "expected_on") == date(2026, 12, 31)
    )
    assert (as_text(None), as_text(7), as_text(b" a \n b "), as_text("\t")) == ("", "7", "a b", "")


# On PostgreSQL


@pytest.fixture
def crm(postgres: str) -> Iterator[str]:
    server = make_url(postgres).set(drivername="postgresql+psycopg")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as db:
        db.exec_driver_sql("CREATE DATABASE crm")
    made = create_engine(server.set(database="crm"))
    with made.begin() as db:
        db.exec_driver_sql(TABLES + VIEWS)
    made.dispose()
    yield server.set(database="crm", drivername="postgres").render_as_string(hide_password=False)
    with admin.connect() as db:
        db.exec_driver_sql("DROP DATABASE crm WITH (FORCE)")
    admin.dispose()


def alter(crm: str, statements: str) -> None:
    engine = create_engine(make_url(crm).set(drivername="postgresql+psycopg"))
    with engine.begin() as db:
        db.exec_driver_sql(statements)
    engine.dispose()


def test_postgresql_says_the_same(crm: str, file: Path) -> None:
    assert read(source(crm, "Asia/Shanghai")) == read(source(f"sqlite:///{file}", "Asia/Shanghai"))
    since = datetime(2026, 11, 1, tzinfo=UTC)
    assert read(source(crm), since) == read(source(f"sqlite:///{file}"), since)


def test_a_time_without_end_loses_one_row_only(crm: str) -> None:
    alter(crm, "INSERT INTO e VALUES (7, 'won', 'infinity'), (7, 'proposal', '2026-11-21 09:00:00')")
    _, events, rejected = read(source(crm))
    assert [event.stage for event in events] == ["lead", "won", "proposal"]
    assert rejected == [
        "funnel_stage_event, deal_id '7': entered_at: 'infinity' is not a time, such as 2026-11-23 09:00:00."
    ]


def test_the_source_cannot_be_written_to(crm: str) -> None:
    alter(
        crm,
        "CREATE FUNCTION spoil() RETURNS integer LANGUAGE sql AS 'DELETE FROM d RETURNING id';"
        "CREATE OR REPLACE VIEW funnel_stage_event AS SELECT spoil() AS deal_id, stage, entered_at FROM e",
    )
    assert "read-only transaction" in why_not(crm)


# What is said when it cannot be read


def test_each_thing_that_can_be_missing_is_named(tmp_path: Path, file: Path) -> None:
    assert "Set FUNNEL_SOURCE_URL" in why_not("")
    assert "It should look like postgresql://" in why_not("crm on the server")
    assert "which is no database that is known here" in why_not("tryton://somewhere/db")
    assert "Install the Python package 'cx_Oracle'" in why_not("oracle+cx_oracle://reader@127.0.0.1/erp")
    assert "which is not there" in why_not(f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert not (tmp_path / "none.sqlite").exists()
    run(file, "DROP VIEW funnel_stage_event")
    assert "has no view funnel_stage_event" in why_not(f"sqlite:///{file}")
    run(file, "CREATE VIEW funnel_stage_event AS SELECT deal_id, stage, entered_at AS entered FROM e")
    said = why_not(f"sqlite:///{file}")
    assert "has no column 'entered_at'. Did you mean 'entered'? It has: deal_id, stage, entered." in said
    run(file, "DROP TABLE e")
    assert "no such table: main.e" in why_not(f"sqlite:///{file}")


def test_a_password_is_never_said(crm: str) -> None:
    alter(crm, "CREATE ROLE stranger LOGIN PASSWORD 'geheim-1'")
    stranger = make_url(crm).set(username="stranger", password="geheim-1").render_as_string(hide_password=False)
    said = why_not(stranger)
    assert "cannot be read (permission denied for view funnel_deal)" in said
    gone = why_not("postgresql://reader:geheim-1@127.0.0.1:1/erp")
    assert "The source does not answer" in gone
    assert "geheim-1" not in said + gone
    alter(crm, "DROP ROLE stranger")


# Once an hour


@pytest.fixture
def make(by_words: Library, clock: StillClock, tmp_path: Path) -> Iterator[Callable[[str, object], App]]:
    made: list[App] = []

    def make(url: str, address: object) -> App:
        settings = Settings(workspace=tmp_path, database_url=url, funnel=source(address))
        made.append(App(settings, clock=clock, library=by_words))
        with made[-1].store.write() as db:
            made[-1].directory.add(db, "Ada", now=clock(), role=Role.ADMIN)
            made[-1].directory.add(db, "Rolf", now=clock())
        return made[-1]

    yield make
    for app in made:
        app.flush()
        app.store.close()


def told(app: App) -> int:
    with app.store.read() as db:
        return len(db.execute(select(outbox.c.id).where(outbox.c.kind == "source")).all())


def test_it_is_read_once_an_hour(
    make: Callable[[str, object], App], database: str, file: Path, clock: StillClock
) -> None:
    app = make(database, f"sqlite:///{file}")
    assert [read_source(app), read_source(app)] == [True, False]
    clock.move(EVERY)
    assert read_source(app)
    with app.store.read() as db:
        assert read_until(db) == NOW + EVERY
    with app.store.write() as db:
        assert not claim(db, clock())


def test_a_bot_that_is_stopped_does_not_wait_for_its_crm(
    make: Callable[[str, object], App], fresh_sqlite: Path, tmp_path: Path, file: Path, clock: StillClock
) -> None:
    app = make(f"sqlite:///{shutil.copy(fresh_sqlite, tmp_path / 'own.db')}", f"sqlite:///{file}")
    app.stopping.set()
    assert not read_source(app)
    assert told(app) == 0
    app.stopping.clear()
    clock.move(EVERY)
    assert read_source(app)


def test_without_a_source_nothing_is_read(
    make: Callable[[str, object], App], fresh_sqlite: Path, tmp_path: Path
) -> None:
    app = make(f"sqlite:///{shutil.copy(fresh_sqlite, tmp_path / 'own.db')}", "")
    assert not read_source(app)
    assert told(app) == 0


def test_an_admin_hears_once_that_it_cannot_be_read(
    make: Callable[[str, object], App], fresh_sqlite: Path, tmp_path: Path, file: Path, clock: StillClock
) -> None:
    app = make(f"sqlite:///{shutil.copy(fresh_sqlite, tmp_path / 'own.db')}", f"sqlite:///{file}")
    assert read_source(app)
    away = file.rename(file.with_suffix(".away"))
    for _ in range(3):
        clock.move(EVERY)
        assert not read_source(app)
    assert told(app) == 1  # Ada, and once
    away.rename(file)
    clock.move(timedelta(days=1))
    assert read_source(app)
    file.unlink()
    clock.move(EVERY)
    assert not read_source(app)
    assert told(app) == 2


def test_doctor_says_whether_the_source_answers(file: Path, tmp_path: Path, clock: StillClock) -> None:
    settings = Settings(tmp_path, f"sqlite:///{tmp_path / 'none.db'}", funnel=source(f"sqlite:///{file}"))

    def look(settings: Settings) -> list[tuple[str, str]]:
        return [(found.state, found.said) for found in examine(settings, clock) if found.check == "source"]

    ((state, said),) = look(settings)
    assert state == "fine"
    assert "funnel_deal with id, customer, stage, amount, changed_at" in said
    file.unlink()
    ((state, said),) = look(settings)
    assert (state, "which is not there" in said) == ("wrong", True)
    assert look(replace(settings, funnel=FunnelSettings())) == []


# The verb


def verb(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), "sync", *words])


@pytest.fixture
def workspace(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "team"
    (folder / "playbooks").mkdir(parents=True)
    (folder / "playbooks" / "two-steps.yaml").write_text(PLAYBOOK, "utf-8")
    (folder / "cornerman.toml").write_text("[workspace]\nlanguage = 'zh'\n", "utf-8")
    monkeypatch.setenv("FUNNEL_SOURCE_URL", f"sqlite:///{file}")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return folder


PLAYBOOK = """
id: two-steps
title: {zh: 两步, en: Two steps}
stages:
  - {id: first, at: lead, title: {zh: 线索, en: First}}
  - {id: signed, at: contract, title: {zh: 签约, en: Signed}}
"""


def test_sync_reports_and_does_it_once(workspace: Path) -> None:
    tried = verb(workspace, "--dry-run")
    assert "2 deals added, 0 changed, 0 unchanged; 3 stage events would be written." in tried.output
    done = verb(workspace, "--json")
    assert done.exit_code == 0
    assert {name: json.loads(done.output)[name] for name in ("added", "events", "rejected", "since")} == {
        "added": 2, "events": 3, "rejected": [], "since": None,
    }  # fmt: skip
    assert "0 deals added, 0 changed, 1 unchanged; 0 stage events." in verb(workspace).output  # the other is old


def test_sync_names_rows_and_words_and_reads_again_what_was_not_understood(workspace: Path, file: Path) -> None:
    run(file, "INSERT INTO e VALUES (7, 'demo held', '2026-11-21 09:00:00'), (7, 'lead', 'soon')")
    done = verb(workspace)
    assert done.exit_code == 1
    assert "funnel_stage_event, deal_id '7': entered_at: 'soon' is not a time" in done.output
    assert "add them to a stage's aliases: demo held (1)" in done.output
    assert "2 deals added" in done.output
    assert json.loads(verb(workspace, "--json").stdout)["since"] is None


def test_sync_without_a_source_says_what_to_set(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FUNNEL_SOURCE_URL")
    done = verb(workspace)
    assert (done.exit_code, done.output[:44]) == (1, "There is no source to read. Set FUNNEL_SOURC")


@pytest.mark.parametrize("system", ["tryton", "tryton-sqlite", "odoo", "template"])
def test_the_views_are_printed(system: str) -> None:
    done = CliRunner().invoke(main, ["sync", "--views", system])
    assert "view funnel_deal as" in done.output
    assert "view funnel_stage_event as" in done.output
    assert ("Run here against Tryton 8.2" in done.output) == system.startswith("tryton")

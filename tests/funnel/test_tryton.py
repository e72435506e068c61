"""`sync` against a real Tryton 8.2: equal to its own history, nothing twice, nothing lost over a row with nonsense."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import URL, Connection, create_engine, make_url, select

from bot.app import App
from bot.funnel.sources.sync import SYSTEM, Synced, sync
from bot.funnel.sources.views import views
from bot.knowledge.library import Library
from bot.playbooks.deals import Deal, deals
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import deal, stage_event
from bot.settings import FunnelSettings, Secret, Settings
from tests.conftest import ROOT, StillClock, skip_or_fail
from tests.funnel import tryton
from tests.funnel.tryton import Event, history, number, play

SQL = ROOT / "bot" / "funnel" / "sources" / "sql"
VIEWS, POSTGRESQL = SQL / "tryton-sqlite.sql", SQL / "tryton.sql"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Tryton with its modules and a company, kept between runs: installing them takes 20 s."""
    if why := tryton.missing():
        skip_or_fail(why)
    cache = getattr(pytestconfig, "cache", None)
    folder = cache.mkdir("tryton") if cache else tmp_path_factory.mktemp("tryton")
    kept: Path = folder / f"{tryton.edition()}.sqlite"
    if not kept.exists():
        with TemporaryDirectory(dir=folder) as beside:
            tryton.make(Path(beside) / "erp.sqlite")
            (Path(beside) / "erp.sqlite").replace(kept)
    return kept


@pytest.fixture(scope="session")
def played(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight deals on their ways, and the two views that an admin makes."""
    file = tmp_path_factory.mktemp("tryton-played") / "erp.sqlite"
    shutil.copy(made, file)
    play(file, tryton.MOVES)
    with sqlite3.connect(file) as db:
        db.executescript(VIEWS.read_text("utf-8"))
    db.close()
    return file


@pytest.fixture
def erp(played: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(played, tmp_path / "erp.sqlite"))


def funnel(file: Path) -> FunnelSettings:
    return FunnelSettings(source=Secret(f"sqlite:///{file}"), source_time_zone=tryton.ZONE.key)


@pytest.fixture
def bot(by_words: Library, clock: StillClock, tmp_path: Path, erp: Path) -> Iterator[Callable[[str], App]]:
    """The bot with this Tryton as its source."""
    made: list[App] = []

    def make(url: str) -> App:
        settings = Settings(workspace=tmp_path, database_url=url, funnel=funnel(erp))
        made.append(App(settings, clock=clock, library=by_words))
        return made[-1]

    yield make
    for app in made:
        app.flush()
        app.store.close()


@pytest.fixture
def app(bot: Callable[[str], App], database: str) -> App:
    return bot(database)


@pytest.fixture
def one(bot: Callable[[str], App], fresh_sqlite: Path, tmp_path: Path) -> App:
    """On SQLite alone, for what does not depend on the database."""
    return bot(f"sqlite:///{shutil.copy(fresh_sqlite, tmp_path / 'only.db')}")


def synced(app: App, **how: bool) -> Synced:
    return sync(app.store, app.service(Playbooks), app.directory, app.settings, app.clock(), **how)


def stored(app: App) -> list[Event]:
    with app.store.read() as db:
        rows = db.execute(
            select(deal.c.source_id, stage_event.c.at, stage_event.c.entered_at, stage_event.c.amount)
            .join(deal, deal.c.id == stage_event.c.deal_id)
            .where(deal.c.system == SYSTEM)
        ).all()
    return sorted((tuple(row) for row in rows), key=lambda event: (event[0], event[2], event[1]))


def by_title(app: App) -> dict[str, Deal]:
    with app.store.read() as db:
        return {found.title: found for found in deals(db)}


def test_what_is_stored_is_what_tryton_remembers(app: App, erp: Path) -> None:
    done = synced(app)
    assert done.report.rejected == []
    assert done.report.unknown_stages == {}
    assert stored(app) == history(erp)
    assert done.report.added == 8
    assert done.report.events == len(history(erp))


def test_each_deal_stands_where_tryton_has_it(one: App) -> None:
    synced(one)
    found = by_title(one)
    assert {title: (deal.status, deal.at, deal.amount) for title, deal in found.items()} == {
        "精锻一期": ("won", "contract", 90_000),  # the order's sum, not the 1,004 of the estimate
        "Lines 3 and 4": ("lost", "discovery", 25_000_050),
        "仓库": ("open", "discovery", 35_600_000),
        "改三次": ("open", "discovery", 9_000_000),
        "回来了": ("open", "discovery", None),
        "Never mind": ("lost", "lead", 500_000),
        "在谈": ("open", "proposal", 12_000_000),
        "Only a call": ("open", "lead", None),
    }  # fmt: skip
    assert (found["精锻一期"].customer, found["精锻一期"].owner) == ("河北精锻有限公司", "王芳")
    assert found["Lines 3 and 4"].lost_reason == "price"
    assert found["仓库"].currency == "CNY"


def test_a_second_time_changes_nothing(app: App) -> None:
    synced(app)
    before = stored(app), by_title(app)
    for everything in (False, True):
        report = synced(app, everything=everything).report
        assert (report.added, report.changed, report.events, report.rejected) == (0, 0, 0, [])
    assert (stored(app), by_title(app)) == before


def test_one_more_move_is_one_more_event(one: App, erp: Path, clock: StillClock) -> None:
    synced(one)
    before = stored(one)
    play(erp, [("2026-11-23 08:30", "在谈", "quote", {"quantity": 12}), ("2026-11-23 08:40", "仓库", "convert", {})])
    done = synced(one)
    assert done.report.events == 1
    assert stored(one) == history(erp)
    (new,) = set(stored(one)) - set(before)
    assert (new[0], new[1]) == (number(erp, "仓库"), "proposal")
    assert by_title(one)["在谈"].amount == 120_000  # a sum that changed is no event, and is known all the same


def test_only_what_is_new_is_read(one: App, erp: Path) -> None:
    synced(one)
    play(erp, [("2026-11-23 08:40", "仓库", "convert", {})])
    with views(one.settings.funnel) as source:
        assert len(list(source.events())) == len([event for event in history(erp) if event[1] != "contract"])
    done = synced(one)
    assert done.since is not None
    with views(one.settings.funnel) as source:
        assert [found.title for found in source.deals(done.since)] == ["仓库"]
        assert [found.stage for found in source.events(done.since)] == ["proposal"]


def test_a_row_with_nonsense_does_not_lose_the_others(one: App, erp: Path, played: Path) -> None:
    bad, late = number(erp, "仓库"), number(erp, "改三次")
    write(erp, f"UPDATE sale_opportunity SET amount = 'a lot' WHERE id = {bad}")
    write(erp, f"UPDATE sale_opportunity__history SET write_date = 'soon' WHERE id = {late} AND state = 'opportunity'")
    write(erp, f"UPDATE sale_opportunity__history SET amount = 1e40 WHERE id = {late} AND state = 'lead'")
    said = " ".join(rejected.why for rejected in synced(one).report.rejected)
    assert f"funnel_deal, id '{bad}': amount: 'a lot' is not a sum" in said
    assert f"funnel_stage_event, deal_id '{late}': entered_at: 'soon' is not a time" in said
    assert f"funnel_stage_event, deal_id '{late}': amount: '1.0e+40' is not a sum" in said
    assert f"The deal '{bad}' (4 rows) is not known here" in said
    assert [event for event in stored(one) if event[0] != late] == [
        event for event in history(played) if event[0] not in (bad, late)
    ]
    shutil.copy(played, erp)  # mended, and old by now
    assert synced(one).report.rejected == []
    assert stored(one) == history(erp)


def write(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as db:
        assert db.execute(statement).rowcount > 0
    db.close()


def test_a_dry_run_writes_nothing(one: App, erp: Path) -> None:
    report = synced(one, dry_run=True).report
    assert (report.added, report.events) == (8, len(history(erp)))
    assert stored(one) == []
    assert synced(one).since is None


# On PostgreSQL: Tryton's own rows in tables of the types that Tryton 8.2 gives them there


@pytest.fixture
def copied(played: Path, postgres: str) -> Iterator[URL]:
    """A database with what Tryton holds, its views, and a reader who may do nothing but read these."""
    server = make_url(postgres).set(drivername="postgresql+psycopg")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as db:
        for statement in (
            "CREATE DATABASE tryton", f"ALTER DATABASE tryton SET timezone TO '{tryton.ZONE.key}'",
            "CREATE ROLE reader LOGIN PASSWORD 'reads-only'",
        ):  # fmt: skip
            db.exec_driver_sql(statement)
    engine = create_engine(server.set(database="tryton"))
    with engine.begin() as db, sqlite3.connect(played) as held:
        for name in tryton.TABLES:
            _copy(held, db, name)
        db.exec_driver_sql(POSTGRESQL.read_text("utf-8"))
        db.exec_driver_sql("GRANT SELECT ON funnel_deal, funnel_stage_event TO reader")
    held.close()
    yield server.set(database="tryton", username="reader", password="reads-only", drivername="postgresql")
    engine.dispose()
    with admin.connect() as db:
        db.exec_driver_sql("DROP DATABASE tryton WITH (FORCE)")
        db.exec_driver_sql("DROP ROLE reader")
    admin.dispose()


def _copy(held: sqlite3.Connection, db: Connection, name: str) -> None:
    columns = held.execute(f"SELECT name, type FROM pragma_table_info('{name}')").fetchall()
    kept = ", ".join(f'"{column}" {kind.replace("TIMESTAMP", "TIMESTAMP(6)")}' for column, kind in columns)
    db.exec_driver_sql(f"CREATE TABLE {name} ({kept})")
    slots = ", ".join(f"CAST(CAST(%s AS TEXT) AS {kind})" for _, kind in columns)
    for row in held.execute(f"SELECT * FROM {name}"):
        values = (value.decode() if isinstance(value, bytes) else value for value in row)
        db.exec_driver_sql(f"INSERT INTO {name} VALUES ({slots})", tuple(v if v is None else str(v) for v in values))


def test_the_views_on_postgresql_say_the_same(one: App, copied: URL, played: Path, clock: StillClock) -> None:
    source = FunnelSettings(source=Secret(copied.render_as_string(hide_password=False)))  # its views name their zone
    settings = replace(one.settings, funnel=source)
    for added, events in ((8, len(history(played))), (0, 0)):
        done = sync(one.store, one.service(Playbooks), one.directory, settings, clock())
        assert (done.report.added, done.report.events, done.report.rejected) == (added, events, [])
    assert stored(one) == history(played)

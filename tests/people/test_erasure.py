"""A person's traces: all of them are exported, none of them is left after `erase`, and nobody else loses any."""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

from bot.app import App
from bot.app.host import FEATURES
from bot.cli import main
from bot.features import Feature, Turn
from bot.funnel.alerts import cases
from bot.funnel.alerts.state import Case
from bot.knowledge.library import Library
from bot.knowledge.review_dates import record
from bot.knowledge.tables import review_ask
from bot.messages import EVERYONE, Button, Choices, Field, File, Form, Incoming, Press, Reply, Role, say
from bot.people import ledger, link, logins
from bot.people.ledger import Row
from bot.people.link import Account
from bot.people.tables import person
from bot.playbooks.tables import task
from bot.pushes import outbox
from bot.pushes.own_times import keep_rhythm
from bot.pushes.rhythm import Rhythm
from bot.quests.quests import Quests
from bot.quests.rows import enrol, happen, one
from bot.quests.tables import quest_choice
from bot.settings import load
from bot.store import insert_once, metadata
from tests.conftest import StillClock
from tests.playbooks.conftest import advance, give_deals
from tests.quests.conftest import QUEST
from tests.talk import Someone

trial = Feature("trial", "Trial", always=True)


@trial.command("form", roles=EVERYONE, help="a form")
def form(turn: Turn, _: Any) -> Reply:
    return Reply((Form("Form", "trial.filled", (Field("a", "A"), Field("b", "B")), "Send"),))


@trial.button("filled", roles=EVERYONE)
def filled(turn: Turn, _: Any) -> Reply:
    return say(f"got {turn.incoming.values.get('a', '')}")


@trial.command("long", roles=EVERYONE, help="long work")
def long(turn: Turn, _: Any) -> Reply:
    turn.start_job("trial.count", what=turn.text)
    return say("it begins")


@trial.command("crash", roles=EVERYONE, help="crashes")
def crash(turn: Turn, _: Any) -> Reply:
    raise RuntimeError("broken")


@trial.command("clash", roles=EVERYONE, help="a database error that quotes what was written")
def clash(turn: Turn, _: Any) -> Reply:
    turn.db.execute(text("INSERT INTO team (name, features) VALUES (:n, NULL)"), {"n": turn.text})
    return say()


MARK = "zqxcanary"
MARKS = [f"{MARK}{kind}" for kind in (
    "name", "account", "event", "thread", "question", "gap", "alias", "step", "form", "crash", "clash", "zone",
    "file", "job", "feedback", "drill", "appeal", "review",
    "task", "reason", "evidence", "output", "override", "said", "step2", "lost", "case",
)]  # fmt: skip
NEVER_STORED = {f"{MARK}crash", f"{MARK}clash"}
"""What a turn that failed heard: it was undone, and must not be in the log either."""


@pytest.fixture
def workspace(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose database is the test's; the verbs find it through the environment."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    features = "".join(f"{name} = true\n" for name in ("knowledge", "feedback", "drills", "funnel", "playbooks"))
    (folder / "cornerman.toml").write_text(f"[features]\n{features}")
    if database.startswith("sqlite"):
        (folder / ".cornerman").mkdir()
        Path(database.removeprefix("sqlite:///")).rename(folder / ".cornerman" / "cornerman.db")
        monkeypatch.delenv("DATABASE_URL", raising=False)
    else:
        monkeypatch.setenv("DATABASE_URL", database)
    return folder


@pytest.fixture
def bot(workspace: Path, library: Library, clock: StillClock) -> Iterator[App]:
    app = App(load(workspace), clock=clock, library=library, features=(*FEATURES, trial))
    yield app
    app.store.close()


def verb(workspace: Path, *words: str) -> str:
    """What a verb prints; the library of the starter is not needed for these."""
    result = CliRunner().invoke(main, ["--workspace", str(workspace), *words])
    assert result.exit_code == 0, result.output
    return result.output


def live(bot: App) -> Someone:
    """Leaves a trace on every path that there is, also on those that fail."""
    lin = Someone(bot, f"{MARK}name", channel="terminal", forms=False, role=Role.REP)
    lin.account = f"{MARK}account"
    with bot.store.write() as db:
        bot.directory.attach(db, "terminal", lin.account, lin.person.id)
        bot.directory.change(db, lin.person.id, time_zone=f"Mars/{MARK}zone")
        logins.follow(db, logins.new_link(db, lin.person.id, bot.clock()), bot.clock())
        bot.directory.change(db, lin.person.id, time_zone="Europe/Berlin")
    lin.say("/start")
    bot.answer(
        Incoming("terminal", lin.account, f"{MARK}event", f"太贵了 {MARK}question", conversation=f"{MARK}thread")
    )
    lin.say(f"今天食堂有红烧肉吗 {MARK}gap")
    bot.answer(
        Incoming(
            "terminal", lin.account, "with a file", files=(File(f"{MARK}file", "text/plain", f"{MARK}file".encode()),)
        )
    )
    pick(lin, f"客户嫌价格高 {MARK}alias")
    with bot.store.write() as db:
        keep_rhythm(db, lin.person.id, Rhythm("UTC"))
    wants_to_be_bao(lin)
    overdue(lin)
    lin.say(f"/feedback {MARK}feedback")
    practise(lin)
    lin.say(f"/review 客户：你们太贵了\n我：理解，您和谁比的？{MARK}review\n客户：隔壁厂便宜")
    goes_quiet(lin)
    sells(lin)
    quests(lin)
    lin.say(f"/long {MARK}job")
    lin.say("/form")
    lin.say(f"{MARK}step")
    lin.say("")
    lin.forms = True
    lin.say("/form")
    lin.press_at(lin.messages[-1].token, 0, {"a": f"{MARK}form"})
    lin.say(f"/crash {MARK}crash")
    lin.say(f"/clash {MARK}clash")
    lin.say(f"/{MARK}step")
    bot.answer(Incoming("terminal", lin.account, "e9", press=Press(f"{MARK}token", 7)))
    lin.say("/form")  # a step is open when they are erased
    return lin


def practise(lin: Someone) -> None:
    """Plays a drill, has it scored, and finds a mark wrong."""
    lin.say("/drill two-quotes-last-round")
    lin.press("中等")
    for said in ("您好", f"你们怎么对账？{MARK}drill", "我们功能很全", "绝对没问题", "保持联系"):
        lin.say(said)
    lin.say("结束")
    lin.press("我有不同看法")
    lin.say("1")
    lin.say(f"{MARK}appeal")


def sells(lin: Someone) -> None:
    """Has deals, notes a contact and a step, does a must-do, goes on without the rest, opens a card, wins and loses."""
    give_deals(lin.app, replace(lin.person, name=f"{MARK}name"))
    lin.say(f"/log 今天拜访了华泵王建国，他说太贵了，下周三演示{MARK}step2，{MARK}said")
    lin.press("保存")
    lin.forms = True
    lin.say("/deal 华泵")
    lin.press("做完：问出一件头疼事")
    lin.press("完成", {"output": f"{MARK}output"})
    advance(lin.app, 1, "discovery")
    lin.say("/deal 华泵")
    lin.press("进入方案呈现")
    lin.press("照样推进")
    lin.press("推进商机", {"reason": f"{MARK}override"})
    lin.press("方案演示清单")
    lin.say("/deal 华泵")
    lin.press("丢单")
    lin.press("价格")
    lin.say(f"{MARK}lost")
    advance(lin.app, 2, "negotiation")
    lin.say("/deal Stock")
    lin.press("赢单")
    lin.press("照样推进")
    lin.press("推进商机", {"reason": "今天签"})
    lin.press("签了")
    lin.say(f"{MARK}case")
    lin.forms = False


def quests(lin: Someone) -> None:
    """Is in a quest, has done a step of it, has points, and chose who sees what."""
    now, me = lin.app.clock(), lin.person.id
    with lin.app.store.write() as db:
        number = enrol(db, QUEST, me, now.date(), now)
        assert number is not None
        journey = one(db, lin.app.service(Quests), number, now)
        assert journey is not None
        happen(db, journey, QUEST.steps["think"], "tried", now, evidence=f"{MARK}reflection", reason=f"{MARK}why")
        ledger.add(db, Row(me, 5, "step", "q/think", f"{MARK}key", now.date(), f"{MARK}event"), now)
        db.execute(quest_choice.insert().values(person_id=me, on_boards=True, radar_shared=True, radar_since=now))


def goes_quiet(lin: Someone) -> None:
    """Has a deal that a rule found, says why that is no problem, and has something to do."""
    shown = {
        "when": "report_due", "since": "2026-11-20", "n": 0, "limit": 0, "customer": f"{MARK}evidence",
        "due_at": "2026-11-23T09:00:00+00:00",
    }  # fmt: skip
    evidence, now = {"fact": "", "raised": "2026-11-23", "levels": {"1": shown}}, lin.app.clock()
    case = Case("visit-report", "touch:1", lin.person.id, None, 1, "open", evidence, now, now)
    with lin.app.store.write() as db:
        (id,) = cases.add(db, [case])
        bao = lin.app.directory.named(db, "Bao").id
        cases.tell(db, {(id, who): replace(case, id=id) for who in (lin.person.id, bao)}, lin.app.clock(), frozenset())
        db.execute(task.insert().values(
            owner_id=lin.person.id, kind="other", title=f"{MARK}task", department="", made_at=lin.app.clock()
        ))  # fmt: skip
    lin.say("预警")
    lin.press("没事，因为……")
    lin.say(f"{MARK}reason")


def pick(lin: Someone, question: str) -> None:
    """Says that a card answers the question, which proposes it as a phrase."""
    button = Button("That one", "knowledge.pick", {"card": "price-too-high", "language": "zh", "question": question})
    with lin.app.store.write() as db:
        offer = outbox.put(
            db, Reply((Choices((button,)),)), person_id=lin.person.id, channel=lin.channel, now=lin.app.clock()
        )
    lin.press_at(offer.token, 0)


def wants_to_be_bao(lin: Someone) -> None:
    """Asks for a code, types a wrong one, and types the right one of somebody else, who is asked about them by name."""
    bao, now = Someone(lin.app, "Bao", channel="slack"), lin.app.clock()
    with lin.app.store.write() as db:
        link.new_code(db, lin.person.id, Account("terminal", lin.account), now)
        code = link.new_code(db, bao.person.id, Account("slack", bao.account), now)
    lin.say("/link 00000000")
    lin.say(f"/link {code}")
    lin.press("是我")


def overdue(lin: Someone) -> None:
    """Asks for a check of a card, and gives one of it."""
    today, values = lin.app.clock().date(), {"person_id": lin.person.id, "card": "price-too-high"}
    with lin.app.store.write() as db:
        insert_once(db, review_ask, **values, language="zh", reviewed=today, asked_at=lin.app.clock())
        record(db, "price-too-high", today, lin.person.id)
        asks = say(f"{MARK}name asks you to check it")  # in somebody else's conversation
        bao = lin.app.directory.named(db, "Bao").id
        outbox.push(db, asks, person_id=bao, kind="freshness", about=lin.person.id, now=lin.app.clock())


def traces(bot: App, workspace: Path, log: str) -> set[str]:
    """Which marks are anywhere: in rows, in raw bytes on disk, in the log."""
    found = {mark for mark in MARKS if mark in log}
    if bot.store.is_sqlite:
        raw = b"".join(file.read_bytes() for file in (workspace / ".cornerman").glob("**/*") if file.is_file())
        return found | {mark for mark in MARKS if mark.encode() in raw}
    with bot.store.read() as db:
        rows = "\n".join(str(row) for table in metadata.tables.values() for row in db.execute(select(table)).all())
    return found | {mark for mark in MARKS if mark in rows}


def counts(bot: App, person_id: int) -> dict[str, int]:
    with bot.store.read() as db:
        return {
            table.name: db.execute(
                select(func.count()).select_from(table).where(table.c[table.info["subject"]] == person_id)
            ).scalar_one()
            for table in metadata.tables.values()
            if table.info["subject"]
        }


def test_nothing_of_an_erased_person_is_left(bot: App, workspace: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mei = Someone(bot, "Mei")
    mei.say("太贵了")
    mei.say("今天食堂有红烧肉吗")
    lin = live(bot)
    bot.flush()
    before, others = traces(bot, workspace, caplog.text), counts(bot, mei.person.id)
    stored = set(MARKS) - NEVER_STORED - {f"{MARK}zone"}
    assert before >= stored, f"the test leaves no trace of {stored - before}"
    assert not before & NEVER_STORED, "a failed turn is undone, and its words are not logged"
    assert all(n for name, n in counts(bot, lin.person.id).items()), "the test leaves no row in some table"

    exported = verb(workspace, "export", f"{MARK}name")
    assert {mark for mark in MARKS if mark in exported} == stored
    assert set(json.loads(exported)) == set(others)

    said = verb(workspace, "erase", f"{MARK}name", "--yes")
    assert "are gone or name nobody now" in said
    assert traces(bot, workspace, caplog.text) == set()
    assert "each after the one before it" in verb(workspace, "audit", "verify")
    assert counts(bot, mei.person.id) == others
    assert "[1]" in mei.say("太贵了")


def test_everybody_elses_rows_are_the_same_after(bot: App, workspace: Path) -> None:
    mei = Someone(bot, "Mei")
    mei.say("太贵了")
    live(bot)
    bot.flush()
    before = verb(workspace, "export", "Mei")
    verb(workspace, "erase", f"{MARK}name", "--yes")
    assert verb(workspace, "export", "Mei") == before


def test_whoever_left_can_still_see_and_be_forgotten(bot: App, workspace: Path) -> None:
    live(bot)
    verb(workspace, "people", "leave", f"{MARK}name")
    assert f"{MARK}question" in verb(workspace, "export", f"{MARK}name")
    verb(workspace, "erase", f"{MARK}name", "--yes")
    result = CliRunner().invoke(main, ["--workspace", str(workspace), "export", f"{MARK}name"])
    assert result.exit_code == 1
    with bot.store.read() as db:
        row = db.execute(select(person).where(person.c.left_at.is_not(None))).one()
    assert (row.name, row.language, row.time_zone, row.joined_at) == (f"erased-{row.id}", "", "", None)


def test_erasing_asks_first(bot: App, workspace: Path) -> None:
    Someone(bot, "Lin")
    result = CliRunner().invoke(main, ["--workspace", str(workspace), "erase", "Lin"], input="n\n")
    assert result.exit_code == 1
    assert "Lin" in verb(workspace, "people", "list")


def test_a_reader_in_the_way_is_a_sentence_and_the_second_try_finishes(
    make_app: Callable[..., App], library: Library, clock: StillClock, fresh_sqlite: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """While another program reads, the old text cannot leave the file; whoever erases must hear of it."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("bot.store.engine.BUSY_SECONDS", 0.1)
    (tmp_path / "cornerman.toml").write_text("")
    (tmp_path / ".cornerman").mkdir()
    file = tmp_path / ".cornerman" / "cornerman.db"
    file.write_bytes(fresh_sqlite.read_bytes())
    bot = make_app(f"sqlite:///{file}")
    lin = Someone(bot, "Lin")
    lin.say(f"今天食堂有红烧肉吗 {MARK}gap")
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM inbox").fetchone()
    result = CliRunner().invoke(main, ["--workspace", str(tmp_path), "erase", "Lin", "--yes"])
    assert result.exit_code == 1
    assert f"cornerman erase erased-{lin.person.id}" in result.output
    reader.execute("COMMIT")
    reader.close()
    assert (
        CliRunner().invoke(main, ["--workspace", str(tmp_path), "erase", f"erased-{lin.person.id}", "--yes"]).exit_code
        == 0
    )
    raw = b"".join(path.read_bytes() for path in file.parent.glob("cornerman.db*"))
    assert MARK.encode() not in raw


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_another_program_deleted_leaves_the_file_too(bot: App, workspace: Path) -> None:
    """Free pages hold old text unless whoever deletes takes care; `erase` rewrites the file."""
    lin = Someone(bot, "Lin")
    lin.say(f"今天食堂有红烧肉吗 {MARK}gap")
    bot.flush()
    file = workspace / ".cornerman" / "cornerman.db"
    with sqlite3.connect(file) as other:
        other.execute("PRAGMA secure_delete = OFF")
        other.execute("DELETE FROM gap")
        other.execute("DELETE FROM outbox")
        other.execute("DELETE FROM inbox")
        other.execute("DELETE FROM alias")
    other.close()
    assert traces(bot, workspace, "") == {f"{MARK}gap"}
    verb(workspace, "erase", "Lin", "--yes")
    assert traces(bot, workspace, "") == set()

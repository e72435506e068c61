"""Somebody leaves: what is open goes to a colleague, all of it or nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select

from bot.app import App
from bot.cli import main
from bot.errors import CornermanError
from bot.messages import Role
from bot.people import audit
from bot.people.tables import login
from bot.playbooks.tables import customer, deal, task
from bot.pushes import outbox
from bot.quests import rows
from bot.quests.confirming import confirmations
from bot.quests.joining.handover import Handed, leave, left_behind
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from tests.conftest import NOW, StillClock
from tests.quests.boot_camp import opened, write
from tests.talk import Someone


@pytest.fixture
def app(database: str, tmp_path: Path, clock: StillClock) -> Iterator[App]:
    app = opened(tmp_path, database, clock)
    yield app
    app.close()


class Team:
    """Chen leaves; Wu stays. Chen mentors Lin, who waits for Chen's word, and Wu, and has one deal of each kind."""

    def __init__(self, app: App) -> None:
        self.app, self.quests = app, app.service(Quests)
        with app.store.write() as db:
            app.directory.add_team(db, "华东")
        self.chen, self.wu = Someone(app, "陈刚", team="华东"), Someone(app, "小吴", team="华东")
        self.lin = Someone(app, "小林", role=Role.NEWHIRE, team="华东")
        quest = self.quests.get("boot-camp")
        assert quest
        with app.store.write() as db:
            for who in (self.lin, self.wu):
                rows.enrol(db, quest, who.person.id, date(2026, 11, 23), NOW, mentor_id=self.chen.person.id)
            give_work(db, self.chen.person.id)
        self.lin_asks()

    def lin_asks(self) -> None:
        with self.app.store.write() as db:
            [mine] = self.journeys(db, self.lin)
            step = mine.quest.steps["ride"]
            asked = confirmations.ask(db, self.app.directory, mine, step, "去了一趟客户那里，听了两次报价", NOW)
            assert asked
            assert asked.id == self.chen.person.id

    def journeys(self, db: Any, who: Someone) -> list[Journey]:
        return rows.of_person(db, self.quests, who.person.id, NOW)

    def leaves(self, to: Someone | None) -> Handed:
        with self.app.store.write() as db:
            return leave(self.app, db, self.chen.person, to.person if to else None, NOW)


def give_work(db: Any, owner: int) -> None:
    db.execute(
        insert(customer).values(id=1, name="A", key="a", called=[], industry="", region="", size="", created_at=NOW)
    )
    for n, status in enumerate(("open", "open", "won")):
        db.execute(insert(deal).values(
            system="local", source_id=str(n), number="", title=f"D{n}", customer_id=1, owner_id=owner, owner="陈刚",
            playbook="", stage="", at="lead", status=status, kept_by="local", proposed="", currency="", origin="",
            product="", created_at=NOW, stage_since=NOW, lost_reason="", lost_to="", lost_note="", fingerprint="",
            recorded_at=NOW,
        ))  # fmt: skip
    for n, done in enumerate((None, NOW)):
        db.execute(insert(task).values(owner_id=owner, kind="other", title=f"T{n}", department="", made_at=NOW,
                                       done_at=done, dropped_at=None))  # fmt: skip


@pytest.fixture
def team(app: App) -> Team:
    return Team(app)


def test_what_is_open_goes_to_the_other_and_what_is_closed_stays(team: Team, clock: StillClock) -> None:
    with team.app.store.write() as db:
        assert left_behind(db, team.quests, team.chen.person, NOW) == Handed(2, 1, 2, 1)
    assert team.leaves(team.wu) == Handed(2, 1, 1, 1)
    wu = team.wu.person.id
    with team.app.store.read() as db:
        deals = db.execute(select(deal.c.status, deal.c.owner_id, deal.c.owner).order_by(deal.c.id)).all()
        assert [(row.status, row.owner_id == wu, row.owner) for row in deals] == [
            ("open", True, "小吴"), ("open", True, "小吴"), ("won", False, "陈刚"),
        ]  # fmt: skip
        assert [row.owner_id == wu for row in db.execute(select(task.c.owner_id).order_by(task.c.id))] == [True, False]
        [lin], [own] = team.journeys(db, team.lin), team.journeys(db, team.wu)
        assert (lin.enrolment.mentor_id, own.enrolment.mentor_id) == (wu, None)  # nobody mentors themselves
        [asking] = confirmations.waiting_for(db, team.quests, wu, NOW)
        assert (asking.journey.person_id, asking.event.evidence) == (
            team.lin.person.id,
            "去了一趟客户那里，听了两次报价",
        )
        assert db.execute(select(login).where(login.c.person_id == team.chen.person.id)).all() == []
        [news] = outbox.waiting(db, wu, "web", 0)
        row = db.execute(select(audit.audit).where(audit.audit.c.action == "people.leave")).one()
        assert row.details == {"deals": 2, "tasks": 1, "mentees": 1, "confirmations": 1}
    team.wu.messages.append(news)
    assert "陈刚 的这些现在归你：进行中的商机 2 个，待办 1 件，带的新人 1 位，等你确认的步骤 1 个" in team.wu.text
    assert "小林" in team.wu.press("我带的人")


def test_the_other_confirms_what_was_asked_of_who_left(team: Team) -> None:
    team.leaves(team.wu)
    with team.app.store.write() as db:
        [asking] = confirmations.waiting_for(db, team.quests, team.wu.person.id, NOW)
        assert confirmations.confirm(db, team.quests, asking, team.wu.person.id, NOW)
        [lin] = team.journeys(db, team.lin)
    assert lin.standing.states["ride"].status == "done"


def test_nobody_hands_over_to_themselves_and_nothing_is_written(team: Team) -> None:
    with pytest.raises(CornermanError, match="cannot hand over to themselves"):
        team.leaves(team.chen)
    with team.app.store.read() as db:
        assert team.app.directory.here(db, [team.chen.person.id])
        assert left_behind(db, team.quests, team.chen.person, NOW) == Handed(2, 1, 2, 1)


def test_without_a_heir_everything_stays_where_it_is(team: Team) -> None:
    assert team.leaves(None) == Handed()
    with team.app.store.read() as db:
        assert not team.app.directory.here(db, [team.chen.person.id])
        assert left_behind(db, team.quests, team.chen.person, NOW) == Handed(2, 1, 2, 1)


# The verb


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), *words])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = tmp_path / "mine"
    write(folder)
    (folder / "cornerman.toml").write_text("", "utf-8")
    (folder / "people.csv").write_text(
        "姓名,角色,入职日期,导师\n小林,新人,2026-11-23,陈刚\n陈刚,销售,,\n小吴,销售,,\n", "utf-8"
    )
    assert run(folder, "import", "people", str(folder / "people.csv")).exit_code == 0
    return folder


def test_the_verb_says_what_went_where(folder: Path) -> None:
    wrong = run(folder, "people", "leave", "陈刚", "--handover", "小武")
    assert (wrong.exit_code, "There is nobody called '小武'. Did you mean '小吴'?" in wrong.output) == (1, True)
    done = run(folder, "people", "leave", "陈刚", "--handover", "小吴")
    assert done.output.splitlines() == [
        "陈刚 is signed out everywhere.",
        "小吴 has now: 0 open deals, 0 open tasks, 1 mentees, 0 steps to confirm.",
    ]


def test_the_verb_says_what_nobody_has(folder: Path) -> None:
    done = run(folder, "people", "leave", "陈刚")
    assert "Without an owner: 0 open deals, 0 open tasks, 1 mentees, 0 steps to confirm." in done.output
    assert run(folder, "people", "leave", "小林").output == "小林 is signed out everywhere.\n"

"""`cornerman import people`: who is added, who is changed, who begins which quest, and which rows stay out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.app import App
from bot.cli import main
from bot.funnel.imports.files import AS_FOUND, Place
from bot.people.tables import person
from bot.playbooks.playbooks import Playbooks
from bot.quests.joining.people_import import import_people, known_people
from bot.quests.mentoring.circles import circle
from bot.quests.quests import Quests
from bot.quests.tables import enrolment
from tests.conftest import NOW, StillClock
from tests.quests.boot_camp import opened, write

HEAD = "姓名,角色,团队,入职日期,导师,闯关,语言,时区,工位\n"
FILE = HEAD + (
    "林悦,新人,华东,2026-12-01,陈刚,,中文,,A1\n"
    "陈刚,经理,华东,,,,,Europe/Berlin,A2\n"
    "Ann,rep,华南,2026-11-23,,boot camp,英文,,A3\n"
)
EVERYTHING = select(person, enrolment).select_from(person.outerjoin(enrolment, enrolment.c.person_id == person.c.id))


class Desk:
    """Imports into an app's database, with quests from its workspace."""

    def __init__(self, app: App) -> None:
        self.app, self.quests = app, app.service(Quests)
        self.place = Place(app.store, app.service(Playbooks), app.directory, app.settings, NOW)
        with app.store.write() as db:
            for name in ("华东", "华南"):
                app.directory.add_team(db, name)

    def put(self, text: str, *, dry_run: bool = False) -> Any:
        path = self.app.settings.workspace / "people.csv"
        path.write_text(text, "utf-8")
        chosen = replace(AS_FOUND, dry_run=dry_run)
        return import_people(self.place, self.quests, path, chosen).report

    def rows(self) -> dict[str, Any]:
        """name → (quest, first day, mentor, state) of everybody."""
        with self.app.store.read() as db:
            return {
                name: [(e.quest, e.started_on, e.mentor, e.state) for e in known.enrolled]
                for name, known in known_people(db, "").items()
            }

    def errors(self, text: str) -> dict[int, str]:
        return {one.row: one.why for one in self.put(text).rejected}


@pytest.fixture
def desk(database: str, tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    app = opened(tmp_path, database, clock)
    yield Desk(app)
    app.close()


def test_a_table_adds_people_and_enrols_them_and_twice_changes_nothing(desk: Desk) -> None:
    dry = desk.put(FILE, dry_run=True)
    assert desk.rows() == {}
    done = desk.put(FILE)
    assert dry == done
    assert (done.added, done.changed, done.unchanged, done.enrolled, done.rejected) == (3, 0, 0, 2, [])
    assert done.unknown_columns == ["工位"]
    assert desk.rows() == {
        "林悦": [("boot-camp", date(2026, 12, 1), "陈刚", "going")],
        "陈刚": [],
        "Ann": [("boot-camp", date(2026, 11, 23), "", "going")],
    }
    with desk.app.store.read() as db:
        joined = db.execute(select(person.c.joined_at).where(person.c.name == "林悦")).scalar()
        assert joined == datetime(2026, 12, 1, 1, tzinfo=UTC)
        before = db.execute(EVERYTHING).all()
    again = desk.put(FILE)
    assert (again.added, again.changed, again.unchanged, again.enrolled) == (0, 0, 3, 0)
    with desk.app.store.read() as db:
        after = db.execute(EVERYTHING).all()
    assert before == after


def test_known_people_change_only_where_the_file_says_something_else(desk: Desk) -> None:
    desk.put(FILE)
    said = "姓名,团队,入职日期,导师\n林悦,华南,2026-12-07,Ann\n陈刚,华东,,\n"
    dry = desk.put(said, dry_run=True)
    assert dry.differences == [
        "林悦: team: 华东 → 华南",
        "林悦: start: 2026-12-01 → 2026-12-07",
        "林悦: mentor: 陈刚 → Ann",
    ]
    assert desk.rows()["林悦"] == [("boot-camp", date(2026, 12, 1), "陈刚", "going")]
    done = desk.put(said)
    assert (done.changed, done.unchanged) == (1, 1)
    assert desk.rows()["林悦"] == [("boot-camp", date(2026, 12, 7), "Ann", "going")]
    with desk.app.store.read() as db:
        lin, chen = (desk.app.directory.named(db, name) for name in ("林悦", "陈刚"))
        assert (lin.role, lin.team, lin.language) == ("newhire", "华南", "zh")
        assert (chen.team, chen.time_zone) == ("华东", "Europe/Berlin")


def test_a_row_that_cannot_be_taken_says_why_and_the_others_go_in(desk: Desk) -> None:
    rows = HEAD + (
        "A,新人,华冬,,,,,,\n"
        "B,厨师,华东,,,,,,\n"
        "C,新人,华东,2026-02-30,,,,,\n"
        "D,新人,华东,2026-11-23,林月,,,,\n"
        "E,新人,华东,,,boot-cmp,,,\n"
        "F,新人,华东,,,,,Asia/Shangai,\n"
        "林悦,新人,华东,2026-11-23,,,,,\n"
        "林悦,销售,华南,,,,,,\n"
        "G,销售,华东,,林悦,,,,\n"
        "H,新人,华东,2046-11-23,,,,,\n"
        "I,新人,华东,2026-11-23,D,,,,\n"
    )
    found = desk.errors(rows)
    for row, said in {
        2: "Column '团队': there is no team '华冬'. Did you mean '华东'?", 3: "'厨师' is no role", 4: "2026-02-30",
        5: "Column '导师': there is nobody called '林月'. Did you mean '林悦'?", 6: "Did you mean 'boot-camp'?",
        7: "Did you mean 'Asia/Shanghai'?", 9: "林悦 is in row 8, too.", 10: "G is in no quest that 林悦 could be",
        11: "2046-11-23 is more than a year away", 12: "there is nobody called 'D'",
    }.items():  # fmt: skip
        assert said in found.pop(row)
    assert found == {}
    assert set(desk.rows()) == {"林悦"}


def test_mentors_in_a_circle_stay_out_also_where_half_of_it_was_here_before(desk: Desk) -> None:
    head = "姓名,角色,入职日期,导师\n"
    mentors = {"A": "B", "B": "C", "C": "A", "D": "D", "E": ""}
    found = desk.errors(head + "".join(f"{name},新人,2026-11-23,{mentor}\n" for name, mentor in mentors.items()))
    assert set(found) == {2, 3, 4, 5}
    assert "the mentors go in a circle: " in found[2]
    assert "D → D" in found[5]
    assert set(desk.rows()) == {"E"}
    desk.put(head + "F,新人,2026-11-23,E\n")
    assert "F → E → F" in desk.errors(head + "E,新人,2026-11-23,F\n")[2]
    turned = desk.put(head + "E,新人,2026-11-23,F\nF,新人,2026-11-23,G\nG,经理,,\n")
    assert turned.rejected == []  # the file itself takes the old half away
    assert [desk.rows()[name][0][2] for name in "EF"] == ["F", "G"]


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=14))
def test_a_circle_is_found_if_and_only_if_there_is_one(pairs: list[tuple[str, str]]) -> None:
    found = circle(pairs)
    assert set(pairwise(found)) <= set(pairs)
    assert not found or (found[0] == found[-1] and len(found) > 1)
    left = set(pairs)
    while free := {who for who, _ in left} - {
        mentor for _, mentor in left
    }:  # whoever is nobody's mentor is in no circle
        left = {pair for pair in left if pair[0] not in free}
    while ends := {mentor for _, mentor in left} - {who for who, _ in left}:
        left = {pair for pair in left if pair[1] not in ends}
    assert bool(found) == bool(left)


def test_without_a_first_day_nobody_is_enrolled_unless_a_quest_is_named(desk: Desk) -> None:
    done = desk.put("姓名,角色,闯关\nA,新人,\nB,新人,新人训练营\n")
    assert (done.enrolled, done.undated) == (1, 1)
    assert desk.rows() == {"A": [], "B": [("boot-camp", date(2026, 11, 23), "", "going")]}


def test_who_left_a_quest_or_is_done_is_left_alone(desk: Desk) -> None:
    desk.put(FILE)
    with desk.app.store.write() as db:
        db.execute(enrolment.update().values(state="left"))
    done = desk.put(FILE)
    assert (done.changed, done.unchanged, done.enrolled) == (0, 3, 0)
    assert desk.rows()["林悦"][0][3] == "left"


def test_many_rows_go_in_at_once_and_say_how_far_they_are(desk: Desk) -> None:
    seen = list[tuple[int, int]]()
    path = desk.app.settings.workspace / "many.csv"
    lines = [f"P{n},新人,华东,2026-11-23,{'P' + str(n + 1) if n % 7 else ''}" for n in range(1, 450)]
    path.write_text("姓名,角色,团队,入职日期,导师\n" + "\n".join([*lines, "P450,经理,华东,,"]), "utf-8")
    done = import_people(desk.place, desk.quests, path, AS_FOUND, lambda n, total: seen.append((n, total)))
    assert (done.report.added, done.report.rejected) == (450, [])
    assert seen == [(200, 900), (400, 900), (450, 900), (650, 900), (850, 900), (900, 900)]


# The verb


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), *words])


def test_the_verb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = tmp_path / "mine"
    write(folder)
    (folder / "cornerman.toml").write_text("", "utf-8")
    for team in ("华东", "华南"):
        run(folder, "teams", "add", team)
    file = folder / "people.csv"
    file.write_text(FILE, "utf-8")
    dry = run(folder, "import", "people", str(file), "--dry-run")
    assert "3 would be added, 0 would be changed, 0 unchanged." in dry.output
    done = run(folder, "import", "people", str(file))
    assert done.output.splitlines() == [
        "people.csv, read with the mapping people.", "3 added, 0 changed, 0 unchanged.", "2 begin a quest.",
        "Columns that were not read: 工位.",
    ]  # fmt: skip
    file.write_text(FILE.replace("林悦,新人,华东", "林悦,新人,华南"), "utf-8")
    assert "林悦: team: 华东 → 华南" in run(folder, "import", "people", str(file), "--dry-run").output

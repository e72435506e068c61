"""A quest is edited while people are in it: they keep theirs, or take the new one by a rule that is shown."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.app import App
from bot.cli import main
from bot.messages import Role
from bot.people import ledger
from bot.pushes import outbox
from bot.quests import rows
from bot.quests.course import Standing
from bot.quests.finishing import Finished, finish, waive
from bot.quests.joining.migrating import migrate, migrations
from bot.quests.quest import Quest
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.versions import Difference, difference
from tests.conftest import NOW, StillClock
from tests.quests.boot_camp import BOOT_CAMP, opened, write
from tests.quests.conftest import a_quest, a_step
from tests.talk import Someone

EXTRA = """
      - {id: extra, kind: reflect, title: {zh: 多写一条, en: One more}, why: {zh: 有用, en: Useful}, skill: value,
         points: 5, minutes: 5, day: 6, task: {zh: 再写, en: Write again}}
"""
MORE = BOOT_CAMP.rstrip() + EXTRA
OTHER_KIND = BOOT_CAMP.replace("kind: reflect", "kind: field")


# What is another


def told(found: Difference) -> dict[str, Any]:
    return {
        "added": [step.id for step in found.added], "gone": [step.id for step in found.gone],
        "changed": [now.id for _, now in found.changed], "moved": [step.id for step in found.moved],
        "kind": [now.id for _, now in found.other_kind],
    }  # fmt: skip


NOTHING: dict[str, list[str]] = {"added": [], "gone": [], "changed": [], "moved": [], "kind": []}
OLD = [[a_step("a"), a_step("b")], [a_step("c")]]


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        (OLD, {}),
        ([[a_step("a", title={"zh": "新名", "en": "New name"}), a_step("b")], [a_step("c")]], {}),
        ([[a_step("a", points=11), a_step("b")], [a_step("c")]], {"changed": ["a"]}),
        ([[a_step("a", "field"), a_step("b")], [a_step("c")]], {"changed": ["a"], "kind": ["a"]}),
        ([[a_step("a", day=2), a_step("b", after=["a"])], [a_step("c")]], {"changed": ["a", "b"]}),
        ([[a_step("a")], [a_step("b"), a_step("c"), a_step("d")]], {"moved": ["b"], "added": ["d"]}),
        ([[a_step("b"), a_step("a")]], {"gone": ["c"]}),
        ([[a_step("b", points=1)], [a_step("c")]], {"gone": ["a"], "changed": ["b"]}),
    ],
)
def test_the_difference(gates: list[Any], expected: dict[str, list[str]]) -> None:
    found = difference(a_quest(*OLD), a_quest(*gates))
    assert told(found) == {**NOTHING, **expected}
    assert found.any == bool(expected)


# Somebody in it


class Hire:
    """小林 is in the boot camp; `edit` writes its file anew."""

    def __init__(self, app: App, folder: Path, clock: StillClock) -> None:
        self.app, self.folder, self.clock = app, folder, clock
        self.quests = app.service(Quests)
        self.lin = Someone(app, "小林", role=Role.NEWHIRE)
        self.boss = Someone(app, "老板", role=Role.ADMIN)
        with app.store.write() as db:
            rows.enrol(db, self.quest, self.lin.person.id, date(2026, 11, 23), NOW)

    @property
    def quest(self) -> Quest:
        found = self.quests.get("boot-camp")
        assert found
        return found

    def edit(self, text: str) -> None:
        write(self.folder, text)

    def journey(self, db: Any) -> Journey:
        [found] = rows.of_person(db, self.quests, self.lin.person.id, self.clock())
        return found

    def ends(self, id: str) -> Finished | None:
        with self.app.store.write() as db:
            mine = self.journey(db)
            by = self.boss.person.id if mine.quest.steps[id].kind in ("shadow", "field") else None
            return finish(db, self.quests, mine, mine.quest.steps[id], self.clock(), evidence="text", by_id=by)

    def points(self) -> int:
        with self.app.store.read() as db:
            return ledger.total(db, self.lin.person.id)

    def standing(self) -> Standing:
        with self.app.store.read() as db:
            return self.journey(db).standing


@pytest.fixture
def hire(database: str, tmp_path: Path, clock: StillClock) -> Iterator[Hire]:
    app = opened(tmp_path, database, clock)
    yield Hire(app, tmp_path, clock)
    app.close()


def test_people_keep_theirs_until_they_take_the_new_one(hire: Hire) -> None:
    hire.ends("think")
    assert "更新了" not in hire.lin.say("闯关")
    hire.edit(MORE)
    assert "这个闯关更新了：新增 1 步。你做过的都算数" in hire.lin.say("闯关")
    assert "extra" not in hire.standing().states
    shown = hire.lin.press("看看新版")
    assert "新增：多写一条" in shown
    assert "积分只记一次" in shown
    assert "extra" not in hire.standing().states  # looking takes nothing
    assert "已经换成新版" in hire.lin.press("换成新版")
    assert hire.standing().states["think"].status == "done"
    assert (hire.standing().done, hire.standing().total, hire.points()) == (1, 4, 5)
    assert "更新了" not in hire.lin.say("闯关")


def test_a_file_edited_after_it_was_shown_is_shown_again(hire: Hire) -> None:
    hire.edit(MORE)
    hire.lin.say("闯关")
    hire.lin.press("看看新版")
    hire.edit(MORE.replace("points: 20", "points: 25"))
    assert "改了：独自去一次" in hire.lin.press("换成新版")
    assert "extra" not in hire.standing().states
    hire.lin.press("换成新版")
    assert "extra" in hire.standing().states


def test_another_kind_of_task_is_done_again_and_pays_nothing_twice(hire: Hire) -> None:
    hire.ends("think")
    assert hire.points() == 5
    hire.edit(OTHER_KIND)
    hire.lin.say("闯关")
    assert "要重做：想一想" in hire.lin.press("看看新版")
    assert "要重做：想一想" in hire.lin.press("换成新版")
    assert (hire.standing().states["think"].status, hire.points()) == ("open", 5)  # nothing is lost
    hire.clock.move(timedelta(days=1))
    done = hire.ends("think")
    assert done
    assert (done.points, done.why, hire.points()) == (0, "used", 5)  # nor doubled
    assert hire.standing().states["think"].status == "done"


def test_what_was_let_off_as_another_task_is_to_be_done_and_pays_then(hire: Hire) -> None:
    with hire.app.store.write() as db:
        mine = hire.journey(db)
        waive(db, hire.quests, mine, mine.quest.steps["think"], NOW, by_id=hire.boss.person.id, reason="knows it")
    hire.edit(OTHER_KIND)
    with hire.app.store.write() as db:
        assert [step.id for step in migrate(db, hire.quests, hire.journey(db), hire.quest, NOW)] == ["think"]
    done = hire.ends("think")
    assert done
    assert done.points == hire.points() == 5


def test_wrong_answers_to_another_kind_of_task_rest_nobody(hire: Hire) -> None:
    with hire.app.store.write() as db:
        for _ in range(3):
            mine = hire.journey(db)
            rows.happen(db, mine, mine.quest.steps["think"], "tried", NOW)
    assert hire.standing().states["think"].status == "resting"
    hire.edit(OTHER_KIND)
    with hire.app.store.write() as db:
        assert migrate(db, hire.quests, hire.journey(db), hire.quest, NOW) == ()
    assert hire.standing().states["think"].status == "open"


def test_taken_twice_is_taken_once(hire: Hire) -> None:
    hire.ends("think")
    hire.edit(OTHER_KIND)
    with hire.app.store.write() as db:
        before = hire.journey(db)
        assert migrate(db, hire.quests, before, hire.quest, NOW)
        assert migrate(db, hire.quests, before, hire.quest, NOW) == ()
        assert hire.journey(db).standing.states["think"].events == 2
        assert migrations(db, hire.quests, hire.quest, NOW) == []


def test_a_shorter_quest_may_be_done_with_it_and_no_gate_opens_early(hire: Hire) -> None:
    hire.ends("think")
    hire.edit(BOOT_CAMP.replace("id: alone", "id: solo"))
    with hire.app.store.write() as db:
        migrate(db, hire.quests, hire.journey(db), hire.quest, NOW)
    assert (hire.standing().gate, hire.standing().states["solo"].status) == (0, "shut")
    first = BOOT_CAMP[: BOOT_CAMP.index("      - {id: ride")]
    hire.edit(first)
    with hire.app.store.write() as db:
        migrate(db, hire.quests, hire.journey(db), hire.quest, NOW)
        assert hire.journey(db).enrolment.state == "done"
    assert hire.points() == 5


# All of them, at the command line


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), *words])


def test_the_verb_says_who_gains_and_loses_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    write(tmp_path)
    (tmp_path / "cornerman.toml").write_text("", "utf-8")
    (tmp_path / "people.csv").write_text("姓名,角色,入职日期\n小林,新人,2026-11-23\n小吴,新人,2026-11-23\n", "utf-8")
    run(tmp_path, "import", "people", str(tmp_path / "people.csv"))
    assert run(tmp_path, "quests", "migrate", "boot-camp").output == "Everybody is in this boot-camp already.\n"
    write(tmp_path, MORE.replace("id: alone", "id: solo").replace("points: 10", "points: 15"))
    said = "new solo, extra; gone alone; changed ride"
    expected = [f"小林: {said}", f"小吴: {said}"]
    dry = run(tmp_path, "quests", "migrate", "boot-camp", "--dry-run")
    assert dry.output.splitlines() == [*expected, "2 people would be in the new boot-camp."]
    done = run(tmp_path, "quests", "migrate", "boot-camp")
    assert done.output.splitlines() == [*expected, "2 people are in the new boot-camp."]
    assert run(tmp_path, "quests", "migrate", "boot-camp").output == "Everybody is in this boot-camp already.\n"
    wrong = run(tmp_path, "quests", "migrate", "bootcamp")
    assert (wrong.exit_code, "Did you mean 'boot-camp'?" in wrong.output) == (1, True)


def test_who_is_put_into_the_new_one_hears_of_it(hire: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    hire.edit(MORE)
    url = hire.app.settings.database_url
    monkeypatch.setenv("DATABASE_URL", url)
    (hire.folder / "cornerman.toml").write_text("", "utf-8")
    assert run(hire.folder, "quests", "migrate", "boot-camp").exit_code == 0
    with hire.app.store.read() as db:
        [news] = outbox.waiting(db, hire.lin.person.id, "web", 0)
    hire.lin.messages.append(news)
    assert "“新人训练营”换成新版了：新增 1 步" in hire.lin.text
    assert "第一关" in hire.lin.press("我的闯关")

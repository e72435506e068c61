"""Which pitch there is for whom: the plan, the cards in it, the holes, and how people see them in chat."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.knowledge.cards import Card, Shelf, read_shelf
from bot.knowledge.library import Library
from bot.knowledge.matrix import homeless, matrix
from bot.knowledge.scenes import Scene
from bot.messages import Choices, Role
from tests.starter import SHELF as STARTER
from tests.talk import Someone

SCENES = len(STARTER.scenes)
PITCHES = len([id for id in STARTER.ids if id.startswith("value-")])

PLAN = """scenes:
  - {id: cash, zh: 资金占用, en: Cash tied up, roles: [cfo, owner]}
  - {id: stock, zh: 库存积压, roles: [operations]}
"""

PITCH = """---
id: value-cash
kind: value
title: Cash
roles: [cfo]
stages: [lead]
owner: Marketing
reviewed: 2026-10-28
review_every: 180
scenes: [cash]
---

## line
One.

## send
Two.

## next
Three?

## scene
Four.

## answer
Five.

## proof
Six.

## step
Seven.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knowledge" / "en").mkdir(parents=True)
    (tmp_path / "knowledge" / "matrix.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "knowledge" / "en" / "value-cash.md").write_text(PITCH, "utf-8")
    return tmp_path


def found(shelf: Shelf) -> list[str]:
    return [str(problem) for problem in shelf.problems]


# The file


def test_a_plan_and_a_card_in_it(folder: Path) -> None:
    shelf = read_shelf(folder)
    assert found(shelf) == []
    assert [scene.id for scene in shelf.scenes] == ["cash", "stock"]
    assert [scene.name("en") for scene in shelf.scenes] == ["Cash tied up", "库存积压"]
    assert shelf.cards["value-cash", "en"].scenes == ("cash",)


def test_an_unknown_scene_is_named_with_the_nearest(folder: Path) -> None:
    card = folder / "knowledge" / "en" / "value-cash.md"
    card.write_text(PITCH.replace("scenes: [cash]", "scenes: [cash, stok]"), "utf-8")
    said = "scenes: 'stok' is not in knowledge/matrix.yaml. Did you mean 'stock'?"
    assert found(read_shelf(folder)) == [f"knowledge/en/value-cash.md:10: {said}"]


def test_without_a_plan_a_scene_may_be_called_anything(folder: Path) -> None:
    (folder / "knowledge" / "matrix.yaml").unlink()
    shelf = read_shelf(folder)
    assert (found(shelf), shelf.scenes) == ([], ())
    assert shelf.cards["value-cash", "en"].scenes == ("cash",)


PLAN_SLIPS = {
    "bad role": ("roles: [operations]", "roles: [operation]", 3, "Did you mean 'operations'?"),
    "no role": ("roles: [operations]", "roles: []", 3, "roles"),
    "roles forgotten": (", roles: [operations]", "", 3, "the field 'roles' is missing."),
    "unknown field": ("zh: 库存积压", "zg: 库存积压", 3, "there is no field 'zg'."),
    "twice": ("id: stock", "id: cash", 3, "'cash' is given twice."),
}


@pytest.mark.parametrize("slip", PLAN_SLIPS)
def test_a_slip_in_the_plan_names_its_row_and_no_card(folder: Path, slip: str) -> None:
    old, new, line, said = PLAN_SLIPS[slip]
    assert old in PLAN
    (folder / "knowledge" / "matrix.yaml").write_text(PLAN.replace(old, new), "utf-8")
    shelf = read_shelf(folder)
    assert [(p.path, p.line) for p in shelf.problems] == [("knowledge/matrix.yaml", line)], found(shelf)
    assert said in shelf.problems[0].problem
    assert shelf.ids == ["value-cash"]
    assert shelf.scenes[0].id == "cash"


@pytest.mark.parametrize("text", ["scenes: [\n", "scenes: 3\n", "scene: []\n", "- a\n"])
def test_a_plan_that_cannot_be_read_takes_no_card_down(folder: Path, text: str) -> None:
    (folder / "knowledge" / "matrix.yaml").write_text(text, "utf-8")
    shelf = read_shelf(folder)
    assert [p.path for p in shelf.problems] == ["knowledge/matrix.yaml"], found(shelf)
    assert shelf.ids == ["value-cash"]


def test_a_saved_plan_counts(folder: Path, tmp_path: Path) -> None:
    library = Library(folder, tmp_path / "state", lambda: None, lexical=True)  # type: ignore[arg-type, return-value]
    before = library._fingerprint()
    (folder / "knowledge" / "matrix.yaml").write_text(PLAN + "\n", "utf-8")
    assert library._fingerprint() != before


# The table


def card(id: str, roles: tuple[str, ...], scenes: tuple[str, ...], kind: str = "value") -> Card:
    return replace(STARTER.cards["value-cfo-cash", "zh"], id=id, roles=roles, scenes=scenes, kind=kind)  # type: ignore[arg-type]


def test_what_is_there_and_what_is_missing() -> None:
    cash, stock = Scene(id="cash", roles=["cfo", "owner"]), Scene(id="stock", roles=["operations", "cfo"])
    both = card("both", ("cfo", "sales"), ("cash", "stock"))
    more = card("more", ("cfo",), ("cash",))
    other = [
        card("case", ("owner",), ("cash",), kind="case"),
        card("else", ("owner",), ("gone",)),
        card("no", ("it",), ()),
    ]
    first, second = matrix((cash, stock), [both, more, *other])
    assert {role: [c.id for c in cards] for role, cards in first.pitches.items()} == {
        "cfo": ["both", "more"],
        "sales": ["both"],
    }
    assert (first.missing, second.missing) == (("owner",), ("operations",))
    assert [c.id for c in first.cards] == ["both", "more"]
    assert [c.id for c in homeless((cash, stock), [both, *other])] == ["else", "no"]


# In chat


PLANNERS = [Role.MANAGER, Role.EDITOR, Role.ADMIN]


@pytest.mark.parametrize("role", Role)
def test_who_plans_hears_what_is_missing_and_who_sells_is_asked(sqlite_app: App, role: Role) -> None:
    somebody = Someone(sqlite_app, role=role)
    said = somebody.say("价值")
    assert "对面坐的是谁？" in said
    assert {"老板", "财务负责人", "全表"} <= set(somebody.labels)
    assert (f"{SCENES} 个场景，已有 {PITCHES} 个讲法。" in said) == (role in PLANNERS)
    assert ("还缺：一线员工的月结加班" in said) == (role in PLANNERS)
    assert len(said.split("对面")[0].split("\n")) <= 3


def only(library: Library, monkeypatch: pytest.MonkeyPatch, *ids: str, scenes: bool = True) -> None:
    """A library whose pitches are only these."""
    shelf = library.shelf
    cards = {key: c for key, c in shelf.cards.items() if c.kind != "value" or c.id in ids}
    small = replace(shelf, cards=cards, scenes=shelf.scenes if scenes else ())
    monkeypatch.setattr(library, "_state", replace(library._current(), shelf=small))


def test_many_holes_are_not_all_read_out(sqlite_app: App, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    only(library, monkeypatch, "value-cfo-cash")
    said = Someone(sqlite_app, role=Role.MANAGER).say("价值")
    assert f"{SCENES} 个场景，已有 1 个讲法。" in said
    holes = ("老板的经营看不清", "财务负责人、一线员工的月结加班", "老板、财务负责人的订单赚不赚")
    assert f"还缺：{' · '.join(holes)}，另外还有 {SCENES - 4} 个场景。" in said


def test_nothing_is_said_where_nobody_planned(
    sqlite_app: App, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(library, monkeypatch, "value-cfo-cash", scenes=False)
    boss = Someone(sqlite_app, role=Role.ADMIN)
    assert boss.say("价值").startswith("对面坐的是谁？")
    assert "全表" not in boss.labels


def test_the_whole_table_is_one_line_a_scene(sqlite_app: App) -> None:
    lin = Someone(sqlite_app)
    lin.say("价值")
    table = lin.press("全表").split("\n")
    for line in ("经营看不清：老板", "库存积压缺料：老板、财务负责人、生产/仓储负责人；还缺：采购"):
        assert line in table
    assert len([line for line in table if "：" in line]) == SCENES
    assert lin.labels[-1] == f"还有 {SCENES - 8} 个"
    first = lin.labels[:-1]
    lin.press(lin.labels[-1])
    further = lin.labels[:8]
    lin.press(lin.labels[-1])
    assert {*first, *further, *lin.labels} == {scene.zh for scene in STARTER.scenes}


def test_a_scene_without_any_pitch_is_missing_and_opens_nothing(
    sqlite_app: App, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(library, monkeypatch, "value-cfo-cash", "value-distribution")
    lin = Someone(sqlite_app, language="en")
    lin.say("/pitch")
    table = lin.press("The whole table")
    assert "Owner in the dark: missing: Owner" in table
    assert "Dead stock and shortages: Owner, Head of finance; missing: Head of operations, Purchasing" in table
    assert lin.labels == ["Cash tied up", "Dead stock and shortages", "Dealer prices and credit"]
    lin.press("Cash tied up")
    assert STARTER.cards["value-cfo-cash", "en"].sections["line"] in lin.text
    only(library, monkeypatch)
    assert "no pitch for that any more" in lin.press("Cash tied up")


def test_a_scene_with_two_pitches_offers_both(sqlite_app: App) -> None:
    lin = Someone(sqlite_app)
    lin.say("价值")
    lin.press("全表")
    lin.press("库存积压缺料")
    assert lin.labels == [STARTER.cards[id, "zh"].title for id in ("value-cfo-cash", "value-ops-inventory")]


def test_pitches_outside_the_plan_are_named(sqlite_app: App, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = library.shelf
    lost = {key: replace(c, scenes=()) if c.id == "value-cfo-cash" else c for key, c in shelf.cards.items()}
    monkeypatch.setattr(library, "_state", replace(library._current(), shelf=replace(shelf, cards=lost)))
    lin = Someone(sqlite_app)
    lin.say("价值")
    assert "还没放进场景：财务：钱压在货和欠款上" in lin.press("全表")


def test_many_pitches_for_one_buyer_are_all_reachable(sqlite_app: App) -> None:
    lin = Someone(sqlite_app)
    lin.say("价值 老板")
    seen = lin.labels[:-1]
    assert lin.labels[-1].startswith("还有 ")
    lin.press(lin.labels[-1])
    titles = {c.title for c in STARTER.in_language("zh") if c.kind == "value" and "owner" in c.roles}
    assert titles == {*seen, *lin.labels}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pitch_opens_by_its_title(sqlite_app: App, language: str) -> None:
    """What a place in the table on the page asks for."""
    lin = Someone(sqlite_app)
    for pitch in STARTER.in_language(language):
        if pitch.kind == "value":
            lin.say(f"/pitch {pitch.title}")
            assert pitch.sections["line"] in lin.text, pitch.id
            choices = next(part for part in lin.reply.parts if isinstance(part, Choices))
            assert "knowledge.not_this" not in {button.action for button in choices.buttons}

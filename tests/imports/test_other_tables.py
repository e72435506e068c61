"""Contacts with customers, colleagues and monthly figures from tables; and the verbs."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.cli import main
from bot.clock import system_clock
from bot.funnel.imports.figures import import_figures
from bot.funnel.imports.files import AS_FOUND, Chosen, Imported, Place, import_deals
from bot.funnel.imports.touches import import_touches
from bot.funnel.tables import figure
from bot.knowledge.library import Library
from bot.messages import Role
from bot.people.tables import person
from bot.playbooks.tables import contact, customer, deal, touch
from bot.quests.joining import people_import
from bot.quests.quests import Quests
from tests.conftest import NOW
from tests.imports.conftest import BOOK, Here


@pytest.fixture
def place(here: Here) -> Place:
    return Place(here.store, here.playbooks, here.directory, here.settings, NOW)


def put(place: Place, text: str) -> Path:
    path = place.settings.workspace / "table.csv"
    path.write_text(text, "utf-8")
    return path


def counts(done: Any) -> tuple[int, int, int]:
    return done.report.added, done.report.changed, done.report.unchanged


DEALS = "Deal ID,Customer,Deal,Stage,Created\n1,Acme Ltd.,ERP,Offer,2026-03-01\n2,Beta,CRM,Offer,2026-03-01\n"
TOUCHES = """跟进时间,跟进方式,客户名称,商机名称,负责人,联系人,跟进内容
2026-03-05 10:00,上门拜访,ACME,ERP,Lin,王总,谈了价格
2026-03-09 10:00,微信,Acme,,Lin,王总,发了报价
2026-03-02 10:00,喝茶,新客户,,Wu,,
,电话,Beta,,Lin,,没填时间
"""


def test_contacts_come_once_and_deals_know_their_latest(place: Place) -> None:
    with place.store.write() as db:
        lin = place.directory.add(db, "Lin", now=NOW)
    import_deals(place, put(place, DEALS))
    dry = import_touches(place, put(place, TOUCHES), replace(AS_FOUND, dry_run=True))
    done = import_touches(place, put(place, TOUCHES))
    assert dry.report == done.report
    assert counts(done) == (3, 0, 0)
    assert done.report.unknown_stages == {"跟进方式: 喝茶": 1}
    assert done.report.unknown_owners == {"Wu": 1}
    assert [(one.row, "'跟进时间' is empty" in one.why) for one in done.report.rejected] == [(5, True)]
    assert counts(import_touches(place, put(place, TOUCHES))) == (0, 0, 3)
    with place.store.read() as db:
        kinds = db.execute(select(touch.c.kind, touch.c.person_id).order_by(touch.c.at)).all()
        assert [tuple(row) for row in kinds] == [("other", None), ("visit", lin.id), ("message", lin.id)]
        touched = select(deal.c.touched_at).order_by(deal.c.source_id)
        assert db.execute(touched).scalars().all() == [datetime(2026, 3, 9, 2, tzinfo=UTC), None]
        assert db.execute(select(contact.c.name)).scalars().all() == ["王总"]
        assert len(db.execute(select(customer)).all()) == 3


def test_contacts_with_ids_are_told_apart_by_them(place: Place) -> None:
    rows = "Activity ID,Date,Type,Customer,Deal ID\n1,2026-03-05,Call,Acme,2\n2,2026-03-05,Call,Acme,\n"
    assert counts(import_touches(place, put(place, rows))) == (2, 0, 0)
    assert counts(import_touches(place, put(place, rows.replace("Call", "Visit")))) == (0, 0, 2)


def import_people(place: Place, path: Path, chosen: Chosen = AS_FOUND) -> Imported:
    library = Library(place.settings.workspace, place.settings.state, system_clock, lexical=True)
    return people_import.import_people(place, Quests(library), path, chosen)


PEOPLE = """姓名,职位,部门,上级部门,语言,时区
Lin,销售代表,华东一组,华东,中文,
Mei,销售经理,华东一组,华东,英文,Europe/Berlin
Kai,厨师,华东一组,华东,,
Ann,,,,,Mars/Base
,销售,,,,
"""


def test_people_and_their_teams(place: Place) -> None:
    assert counts(import_people(place, put(place, PEOPLE), replace(AS_FOUND, dry_run=True))) == (2, 0, 0)
    with place.store.read() as db:
        assert place.directory.everyone(db) == []
    done = import_people(place, put(place, PEOPLE))
    assert counts(done) == (2, 0, 0)
    assert [one.row for one in done.report.rejected] == [4, 5, 6]
    assert "'厨师' is no role" in done.report.rejected[0].why
    with place.store.read() as db:
        lin, mei = (place.directory.named(db, name) for name in ("Lin", "Mei"))
        assert (lin.role, lin.team, lin.language) == (Role.REP, "华东一组", "zh")
        assert (mei.role, mei.language, mei.time_zone) == (Role.MANAGER, "en", "Europe/Berlin")
        assert dict(place.directory.teams(db)) == {"华东": "", "华东一组": "华东"}
    assert counts(import_people(place, put(place, PEOPLE))) == (0, 0, 2)
    assert counts(import_people(place, put(place, PEOPLE.replace("销售代表", "主管")))) == (0, 1, 1)


def test_who_left_does_not_come_back_by_a_table(place: Place) -> None:
    import_people(place, put(place, PEOPLE))
    with place.store.write() as db:
        place.directory.leave(db, place.directory.named(db, "Lin").id, NOW)
    done = import_people(place, put(place, PEOPLE))
    assert any(one.row == 2 and "has left" in one.why for one in done.report.rejected)
    with place.store.read() as db:
        assert db.execute(select(person.c.left_at).where(person.c.name == "Lin")).scalar() == NOW


FIGURES = """月份,团队,市场费用（万元）,新客户数,毛利率,目标
2026年3月,,12.5,8,32%,500万
2026-03,华东,3,2,0.31,
Apr-2026,合计,13,9,33,510万
2026-03,火星,1,,,
2026-03,,1,,,
2026-13,,1,,,
"""


def test_monthly_figures(place: Place) -> None:
    with place.store.write() as db:
        place.directory.add_team(db, "华东")
    done = import_figures(place, put(place, FIGURES))
    assert counts(done) == (3, 0, 0)
    assert [one.row for one in done.report.rejected] == [5, 6, 7]
    assert "no team '火星'" in done.report.rejected[0].why
    assert "in row 2, too" in done.report.rejected[1].why
    with place.store.read() as db:
        rows = db.execute(select(figure).order_by(figure.c.month, figure.c.team)).all()
    assert [(row.month, row.team, row.marketing_cost, row.gross_margin, row.target) for row in rows] == [
        ("2026-03", "", 12_500_000, 0.32, 500_000_000),
        ("2026-03", "华东", 3_000_000, 0.31, None),
        ("2026-04", "", 13_000_000, 0.33, 510_000_000),
    ]
    assert counts(import_figures(place, put(place, FIGURES))) == (0, 0, 3)
    assert counts(import_figures(place, put(place, "月份,回款\n2026-03,9万\n"))) == (0, 1, 0)
    with place.store.read() as db:
        march = db.execute(select(figure).where(figure.c.month == "2026-03", figure.c.team == "")).one()
    assert (march.collected, march.marketing_cost) == (9_000_000, 12_500_000)


# The verbs


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = tmp_path / "mine"
    (folder / "playbooks").mkdir(parents=True)
    (folder / "playbooks" / "general-b2b.yaml").write_text(BOOK, "utf-8")
    (folder / "cornerman.toml").write_text("[features]\nfunnel = true\n", "utf-8")
    return folder


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), "import", *words])


def test_the_verb_says_what_it_did_and_what_to_look_at(workspace: Path) -> None:
    file = workspace / "deals.csv"
    rows = "3,Gamma,x,Zaubern,2026-03-01\n4,,x,Offer,2026-03-01\n\n"
    file.write_text(DEALS.replace("Created\n", "Created,Weather\n").replace("-01\n", "-01,wet\n") + rows, "utf-8")
    dry = run(workspace, "deals", str(file), "--dry-run")
    assert "3 would be added" in dry.output
    done = run(workspace, "deals", str(file))
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "deals.csv, read with the mapping any-en.",
        "3 added, 0 changed, 0 unchanged; 3 stage events added.",
        "1 blank rows left out.",
        "deals.csv, row 5: Column 'Customer' is empty. Fill it in, or take the row out.",
        "Columns that were not read: Weather.",
        "Words not known here (a stage's aliases, or a mapping's words, mend it): Zaubern (1).",
    ]
    found = json.loads(run(workspace, "deals", str(file), "--json").output)
    assert (found["unchanged"], found["mapping"], found["rejected"][0]["row"]) == (3, "any-en", 5)


def test_the_other_verbs(workspace: Path) -> None:
    file = workspace / "table.csv"
    for verb, text in (("people", PEOPLE), ("touches", TOUCHES), ("figures", "月份,目标\n2026-03,9万\n")):
        file.write_text(text, "utf-8")
        done = run(workspace, verb, str(file))
        assert done.exit_code == 0, done.output
        assert f"mapping {verb}." in done.output


def test_a_file_that_cannot_be_taken_is_a_sentence(workspace: Path) -> None:
    file = workspace / "table.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    done = run(workspace, "deals", str(file))
    assert (done.exit_code, "Traceback" in done.output) == (1, False)
    assert "no mapping fits its columns" in done.output

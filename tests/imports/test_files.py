"""Whole files: which mapping fits, what its rows become, and what the report says of the rest."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from bot.errors import ContentError, CornermanError
from bot.funnel.imports.files import AS_FOUND, Imported, Place, import_deals
from bot.funnel.imports.mapping import FIELDS, bundled, read_mapping_file
from bot.playbooks.deals import Deal, deals
from bot.playbooks.tables import deal, stage_event
from tests.conftest import NOW, ROOT
from tests.imports.conftest import Here


@pytest.fixture
def place(here: Here) -> Place:
    return Place(here.store, here.playbooks, here.directory, here.settings, NOW)


def put(place: Place, text: str, name: str = "deals.csv", encoding: str = "utf-8") -> Path:
    path = place.settings.workspace / name
    path.write_text(text.replace("\n", "\r\n"), encoding, newline="")
    return path


def taken(place: Place, text: str, **chosen: Any) -> Imported:
    return import_deals(place, put(place, text), replace(AS_FOUND, **chosen))


def stored(place: Place) -> dict[str, Deal]:
    with place.store.read() as db:
        ids = {row.id: row.source_id for row in db.execute(select(deal.c.id, deal.c.source_id))}
        return {ids[found.id]: found for found in deals(db)}


def events(place: Place, id: str) -> list[str]:
    with place.store.read() as db:
        rows = select(stage_event.c.stage).join(deal).where(deal.c.source_id == id)
        return list(db.execute(rows.order_by(stage_event.c.entered_at, stage_event.c.id)).scalars())


ZH = """项目编号,客户名称,项目名称,负责人,当前阶段,项目金额（万元）,录入时间,预计成交日期,输单原因
D1,上海云帆科技有限公司,ERP,Lin,需求分析,35.6,2026年3月5日,2026/12/31,
D2,华为创,CRM,Mei,输单,1.2亿,2026年3月6日,2026/5/1,价格太高
"""


def test_a_chinese_sheet(place: Place) -> None:
    done = taken(place, ZH)
    assert (done.mapping, done.report.added, done.report.unknown_owners) == ("any-zh", 2, {"Lin": 1, "Mei": 1})
    one, two = stored(place)["D1"], stored(place)["D2"]
    assert (one.stage, one.amount, one.currency, one.expected_on) == ("needs", 35_600_000, "CNY", date(2026, 12, 31))
    assert one.created_at == datetime(2026, 3, 4, 16, tzinfo=UTC), "midnight in Shanghai"
    assert (two.status, two.lost_reason, two.amount) == ("lost", "price", 12_000_000_000)
    assert (two.closed_at, two.expected_on) == (datetime(2026, 4, 30, 16, tzinfo=UTC), None)
    assert taken(place, ZH).report.unchanged == 2


def test_the_same_in_every_form_is_the_same(place: Place) -> None:
    taken(place, ZH)
    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        done = import_deals(place, put(place, ZH, "again.csv", encoding))
        assert (done.report.unchanged, done.report.changed) == (2, 0), encoding
    book = openpyxl.Workbook()
    assert book.active
    for line in ZH.splitlines():
        book.active.append(line.split(","))
    book.save(place.settings.workspace / "again.xlsx")
    assert import_deals(place, place.settings.workspace / "again.xlsx").report.unchanged == 2


def test_a_bad_row_loses_no_good_one(place: Place) -> None:
    rows = (
        "D3,,x,,,,,,\nD4,乙,x,,,很多,,,\nD5,丙,x,,,,下周,,\n1.2E+17,丁,x,,,,,,\n\n,,,,,,,,\n"
        ",,3,,,,,,\nD6,戊,x,,,5,,,\nD7,己,a,b,c,1,,,,extra\n"
    )
    report = taken(place, ZH + rows).report
    assert (report.added, report.blank) == (3, 2)
    assert [(one.row, one.why.split(".")[0]) for one in report.rejected] == [
        (4, "Column '客户名称' is empty"),
        (5, "Column '项目金额（万元）': '很多' is no amount"),
        (6, "Column '录入时间': '下周' is no date"),
        (7, "Column '项目编号': 1"),
        (10, "Only one cell is filled: this looks like a total or a page number, not a record"),
        (12, "10 cells in 9 columns"),
    ]


def test_unknown_columns_are_named_with_the_nearest(place: Place) -> None:
    said = taken(place, "Deal ID,Customer,Statuss,Weather\n1,Acme,won,wet\n").report.unknown_columns
    assert said == ["Statuss (did you mean 'Status'?)", "Weather"]


def test_days_and_months_are_decided_by_the_column_or_by_whoever_imports(place: Place) -> None:
    head = "Deal ID,Customer,Created\n"
    taken(place, head + "1,Acme,3/4/2026\n2,Beta,25/4/2026\n")
    assert stored(place)["1"].created_at == datetime(2026, 4, 2, 16, tzinfo=UTC)
    with pytest.raises(CornermanError, match=r"deals\.csv: In 'Created' no row tells"):
        taken(place, head + "3,Acme,3/4/2026\n")
    taken(place, head + "3,Acme,3/4/2026\n", dates="mdy")
    assert stored(place)["3"].created_at == datetime(2026, 3, 3, 16, tzinfo=UTC)


def test_a_table_without_ids_tells_deals_apart_by_what_they_are(place: Place) -> None:
    sheet = (
        "Customer,Deal,Stage,Created\nAcme,ERP,Needs,2026-03-05\nAcme,CRM,Needs,2026-03-05\nAcme,CRM,Offer,2026-03-05\n"
    )
    report = taken(place, sheet).report
    assert (report.added, len(report.rejected)) == (2, 1)
    assert report.rejected[0].row == 4
    assert "from the one in row 3" in report.rejected[0].why
    again = taken(place, sheet.replace("ERP,Needs", "ERP,Offer")).report
    assert (again.added, again.changed) == (0, 1)


def test_salesforce_deals_and_then_their_history(place: Place) -> None:
    report = taken(
        place,
        "Opportunity ID,Account Name,Opportunity Name,Opportunity Owner,Stage,Amount,Close Date,Created Date\n"
        "006A,Acme,ERP,Lin,Negotiation/Review,12k,12/31/2026,3/1/2026\n"
        "006B,Beta,CRM,Lin,Closed Won,$9k,3/9/2026,3/2/2026\n",
    )
    assert (report.mapping, report.report.unknown_stages) == ("salesforce-opportunities", {})
    assert (stored(place)["006B"].status, stored(place)["006B"].currency) == ("won", "USD")
    history = (
        "Opportunity ID,To Stage,Last Modified\n006A,Qualification,2026-03-01T01:00:00Z\n"
        "006A,Proposal/Price Quote,2026-03-02T01:00:00Z\n006A,Negotiation/Review,2026-03-04T01:00:00Z\n"
        "006X,Qualification,2026-03-02T01:00:00Z\n"
    )
    done = taken(place, history)
    assert (done.mapping, done.report.changed, done.report.events) == ("salesforce-history", 1, 3)
    assert [one.row for one in done.report.rejected] == [5]
    assert events(place, "006A") == ["contact", "offer", "terms"]
    assert taken(place, history).report.changed == 0


def test_a_history_with_customers_brings_its_deals(place: Place) -> None:
    done = taken(
        place,
        "OpportunityId,Account Name,StageName,CreatedDate,Amount\n"
        "1,Acme,Closed Lost,2026-03-09,5\n1,Acme,Qualification,2026-03-01,4\n1,Acme,Needs Analysis,2026-03-02,4\n",
        mapping="salesforce-history",
    )
    assert (done.report.added, done.report.events, done.report.rejected) == (1, 3, [])
    assert events(place, "1") == ["contact", "needs", "lost"]


LOG = """deal_id,change_time,changed_field_key,new_value
7,2026-03-01 09:00:00,add_time,2026-03-01T09:00:00
7,2026-03-02 09:00:00,stage_id,Needs
8,2026-03-02 09:00:00,add_time,2026-03-02T09:00:00
8,2026-03-02 09:00:00,org_name,Acme
8,2026-03-02 10:00:00,value,"1,500"
8,2026-03-03 10:00:00,value,1700
8,2026-03-02 11:00:00,stage_id,Needs
8,2026-03-04 11:00:00,stage_id,Signed
7,2026-03-05 09:00:00,lost_reason,Budget
8,2026-03-05 09:00:00,colour,blue
9,2026-03-05 09:00:00,add_time,2026-03-01T09:00:00
9,2026-03-06 09:00:00,add_time,2026-03-02T09:00:00
9,2026-03-06 10:00:00,stage_id,Needs
"""


def test_a_log_of_changes(place: Place) -> None:
    done = taken(place, LOG)
    assert (done.mapping, done.report.added) == ("pipedrive-changes", 2)
    assert [(one.row, "rows 12 and 13" in one.why) for one in done.report.rejected] == [(13, True)]
    seven, eight = stored(place)["7"], stored(place)["8"]
    assert (seven.status, seven.lost_reason, seven.stage) == ("lost", "price", "needs")
    assert (eight.status, eight.amount, eight.customer) == ("won", 170_000, "Acme")
    assert events(place, "8") == ["needs", "signed", "won"]
    assert taken(place, LOG).report.unchanged == 2


def test_when_a_deal_entered_its_stage_may_be_a_column(place: Place) -> None:
    taken(place, "Deal ID,Customer,Stage,Stage since,Created\n1,Acme,Offer,2026-03-09,2026-03-01\n")
    assert stored(place)["1"].stage_since == datetime(2026, 3, 8, 16, tzinfo=UTC)
    assert events(place, "1") == ["offer"]


MAPPING = """system: ours
rows: deals
columns:
  id: [Nr]
  customer: [Kunde]
  stage: [Phase]
  amount: [Betrag]
words:
  stage: {Angebot: proposal, Fertig: won}
constants: {origin: Fair}
decimal: ","
currency: EUR
dates: dmy
"""


def test_a_mapping_of_ones_own(place: Place) -> None:
    own = put(place, MAPPING, "own.yaml")
    done = taken(place, "Nr;Kunde;Phase;Betrag\n1;Acme;Angebot;1.200\n2;Beta;Fertig;3,5\n", mapping=str(own))
    assert (done.mapping, done.report.added) == ("own.yaml", 2)
    found = stored(place)["1"]
    assert (found.stage, found.amount, found.currency, found.origin) == ("offer", 120_000, "EUR", "Fair")
    assert stored(place)["2"].status == "won"


def test_the_mapping_in_the_documentation_is_one(place: Place) -> None:
    page = (ROOT / "docs" / "how-to" / "import.md").read_text("utf-8")
    lines = page.split("## A mapping of your own")[1].split("## ")[0].splitlines()
    own = put(place, "\n".join(line[4:] for line in lines if line.startswith("    ")) + "\n", "crm.yaml")
    assert read_mapping_file(own, "crm.yaml").currency == "EUR"
    documented = set(re.findall(r"`(\w+)`", page))
    assert set(FIELDS["deals"]) <= documented


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "  customer:",
            "  custommer:",
            "own.yaml:5: there is no field 'custommer' for deals. Did you mean 'customer'?",
        ),
        ("rows: deals", "rows: deal", "own.yaml:2: rows: 'deal' is not known. Did you mean 'deals'?"),
        ("dates: dmy", "dates: ymd", "own.yaml:13: dates: 'ymd' is not known"),
        ('decimal: ","', "decimals: 2", "own.yaml:11: there is no field 'decimals'. Did you mean 'decimal'?"),
        ("rows: deals", "rows: people", "own.yaml:4: there is no field 'id' for people"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(place: Place, old: str, new: str, said: str) -> None:
    own = put(place, MAPPING.replace(old, new), "own.yaml")
    with pytest.raises(ContentError) as error:
        read_mapping_file(own, "own.yaml")
    assert str(error.value).startswith(said)


def test_a_table_that_no_mapping_knows(place: Place) -> None:
    with pytest.raises(CornermanError, match=r"no mapping fits.*'customer' is missing.*Columns there: Foo, Bar"):
        taken(place, "Foo,Bar\n1,2\n")
    with pytest.raises(CornermanError, match=r"There is no mapping 'hubspot'.*hubspot-deals"):
        taken(place, "Foo,Bar\n1,2\n", mapping="hubspot")
    with pytest.raises(CornermanError, match=r"hubspot-deals does not fit. A column for 'customer' is missing"):
        taken(place, "Foo,Bar\n1,2\n", mapping="hubspot-deals")


def test_a_dry_run_writes_nothing(place: Place) -> None:
    dry = taken(place, ZH, dry_run=True)
    assert stored(place) == {}
    assert taken(place, ZH).report == dry.report


def test_every_mapping_of_the_package_fits_a_table_with_its_first_names(place: Place) -> None:
    """And is found for it among the others."""
    for named in bundled():
        if named.mapping.rows != "deals":
            continue
        columns = [names[0] for names in named.mapping.columns.values()]
        report = taken(place, ",".join(f'"{name}"' for name in columns) + "\n", dry_run=True)
        assert report.mapping == named.name
        assert report.report.unknown_columns == []


def test_nothing_is_left_of_a_refused_file(place: Place) -> None:
    with pytest.raises(CornermanError, match="no playbook"):
        taken(place, ZH, playbook="other")
    with place.store.read() as db:
        assert db.execute(select(func.count()).select_from(deal)).scalar() == 0

"""What cells say, one a line."""

import csv
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from bot.errors import CornermanError
from bot.sheets import BadCell, cells, dates
from bot.sheets.out import csv_lines, safe, write

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("cell", "hundredths", "currency"),
    [
        ("356000", 35_600_000, ""),
        ("35.6万", 35_600_000, ""),
        ("35.6 万元", 35_600_000, ""),
        ("1.2亿", 12_000_000_000, ""),
        ("￥356,000.00", 35_600_000, ""),
        ("¥356,000", 35_600_000, ""),
        ("356.000,50 €", 35_600_050, "EUR"),
        ("356.000 €", 35_600_000, "EUR"),
        ("1'200.50 CHF", 120_050, "CHF"),
        ("(1,200)", -120_000, ""),
        ("-1,200", -120_000, ""),
        ("1,200-", -120_000, ""),
        ("12k", 1_200_000, ""),
        ("USD 1.5m", 150_000_000, "USD"),
        ("$1,234,567.89", 123_456_789, "USD"),
        ("HK$ 3 million", 300_000_000, "HKD"),
        ("约35万", 35_000_000, ""),
        ("3千", 300_000, ""),
        ("12，000", 1_200_000, ""),
        ("３５万", 35_000_000, ""),
        ("1 234 567,5", 123_456_750, ""),
        ("1891.500", 189_150, ""),
        ("0.125", 13, ""),
        ("65.5", 6_550, ""),
        (356000.0, 35_600_000, ""),
        (12.345, 1_235, ""),
        (7, 700, ""),
        ("", None, ""),
        ("-", None, ""),
        ("暂无", None, ""),
        ("#N/A", None, ""),
    ],
)
def test_an_amount(cell: Any, hundredths: int | None, currency: str) -> None:
    assert cells.amount(cell) == (hundredths, currency)


@pytest.mark.parametrize(
    "cell",
    ["ten", "35-40万", "1,23,456", "1.2.3", "12 eggs", "356.000", float("nan"), float("inf"), "9" * 40, "(5"],
)
def test_no_amount_is_a_sentence(cell: Any) -> None:
    with pytest.raises(BadCell, match=r"amount|may be"):
        cells.amount(cell)


def test_the_mapping_says_what_a_point_is_and_a_column_its_unit() -> None:
    assert cells.amount("356.000", decimal=",")[0] == 35_600_000
    assert cells.amount("356.000", decimal=".")[0] == 35_600
    assert cells.amount("1,234", decimal=",")[0] == 123
    assert cells.amount("35.6", unit=10_000)[0] == 35_600_000
    assert cells.amount("3亿", unit=10_000)[0] == 30_000_000_000


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2026年3月5日", "2026-03-05T00:00+08:00"),
        ("2026年03月05日 14时30分", "2026-03-05T14:30+08:00"),
        ("2026年3月5日 星期四 下午2:30", "2026-03-05T14:30+08:00"),
        ("2026/3/5", "2026-03-05T00:00+08:00"),
        ("2026/3/5 9:05:07", "2026-03-05T09:05:07+08:00"),
        ("2026.3.5", "2026-03-05T00:00+08:00"),
        ("2026-3-5 9:05", "2026-03-05T09:05+08:00"),
        ("2026-03-05", "2026-03-05T00:00+08:00"),
        ("2026-03-05 14:30:00", "2026-03-05T14:30+08:00"),
        ("2026-03-05T14:30:00Z", "2026-03-05T14:30+00:00"),
        ("2026-03-05T14:30:00.123+01:00", "2026-03-05T14:30:00.123+01:00"),
        ("2026-03-05T14:30:00.000+0000", "2026-03-05T14:30+00:00"),
        ("2026/03/05 14:30 GMT+8", "2026-03-05T14:30+08:00"),
        ("05-Mar-2026", "2026-03-05T00:00+08:00"),
        ("5 March 2026", "2026-03-05T00:00+08:00"),
        ("Mar 5, 2026 2:30 PM", "2026-03-05T14:30+08:00"),
        ("Thu, 5 Mar 2026 00:00:00 +0000", "2026-03-05T00:00+00:00"),
        ("25/3/2026", "2026-03-25T00:00+08:00"),
        ("3/25/26 12:10 AM", "2026-03-25T00:10+08:00"),
        ("05.05.2026", "2026-05-05T00:00+08:00"),
        ("20260305", "2026-03-05T00:00+08:00"),
        ("20260305143000", "2026-03-05T14:30+08:00"),
        ("46086", "2026-03-05T00:00+08:00"),
        (46086.604166666664, "2026-03-05T14:30+08:00"),
        (1772692200000, "2026-03-05T14:30+08:00"),
        (datetime(2026, 3, 5, 14, 30), "2026-03-05T14:30+08:00"),  # noqa: DTZ001
        (date(2026, 3, 5), "2026-03-05T00:00+08:00"),
        ("2026年3月5日 １２：３０", "2026-03-05T12:30+08:00"),
    ],
)
def test_a_moment(cell: Any, said: str) -> None:
    found = dates.moment(cell, SHANGHAI)
    assert found == datetime.fromisoformat(said)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "cell",
    ["soon", "下周", "2026-02-30", "2026/13/5", "3/4/2026", "12", 3.5, True, timedelta(1), "2026-03-05 25:00",
     "5 Foo 2026", "2026-03-05 x", "99999999", "0001-01-01", "1 2 3"],
)  # fmt: skip
def test_no_date_is_a_sentence(cell: Any) -> None:
    with pytest.raises(BadCell, match=r"date|time|days"):
        dates.moment(cell, SHANGHAI)


def test_nothing_is_no_date() -> None:
    assert dates.moment("", SHANGHAI) is None
    assert dates.day("待定", SHANGHAI) is None
    assert dates.day("2026-03-05T23:30:00Z", SHANGHAI) == date(2026, 3, 6)


def seen(*said: Any) -> dates.Column:
    column = dates.Column("Created")
    for row, cell in enumerate(said, start=2):
        column.see(row, cell)
    return column


def test_a_whole_column_says_what_comes_first() -> None:
    assert seen("3/4/2026", "25/4/2026", "").order() == "dmy"
    assert seen("3/4/2026", "4-25-2026").order() == "mdy"
    assert seen("3/4/2026").order(others="dmy") == "dmy"
    assert seen("2026-03-04", "3/3/2026", datetime(2026, 3, 4, tzinfo=UTC), "March 3, 2026").order() is None
    assert dates.day("3/4/2026", SHANGHAI, "dmy") == date(2026, 4, 3)
    assert dates.day("3/4/2026", SHANGHAI, "mdy") == date(2026, 3, 4)


def test_an_undecided_or_contradicting_column_is_refused() -> None:
    with pytest.raises(BadCell, match=r"row 3: 4/3/2026.*--dates"):
        _ = seen("2026-03-04", "4/3/2026", "5/6/2026").order()
    with pytest.raises(BadCell, match="row 2 has the day first and row 3 the month"):
        _ = seen("25/4/2026", "4/25/2026").order()


def test_an_id_or_a_phone_that_lost_digits_is_reported() -> None:
    assert cells.identifier("0042") == "0042"
    assert cells.identifier(10023.0) == "10023"
    assert cells.phone(13800138000.0) == "13800138000"
    assert cells.phone("+86 138-0013-8000") == "+86 138-0013-8000"
    assert cells.phone("021-5888 6666 转 8012") == "021-5888 6666 转 8012"
    assert cells.phone("无") == ""
    for parse in (cells.phone, cells.identifier):
        with pytest.raises(BadCell, match="lost digits"):
            parse("1.38E+10")
    with pytest.raises(BadCell, match="lost digits"):
        cells.identifier(1.2345678901234567e18)
    for wrong in ("call me", "123"):
        with pytest.raises(BadCell, match="no phone number"):
            cells.phone(wrong)


def test_shares_whole_numbers_and_yes_or_no() -> None:
    assert [cells.share(cell) for cell in ("32%", "０.32", 0.32, 32, "-5 %", "")] == [
        0.32,
        0.32,
        0.32,
        0.32,
        -0.05,
        None,
    ]
    assert [cells.whole(cell) for cell in ("1,200", 7.0, "")] == [1200, 7, None]
    said = ("是", "Yes", "TRUE", True, "√", "否", "no", "0", False, "无", "")
    assert [cells.yes_no(cell) for cell in said] == [True] * 5 + [False] * 5 + [None]
    for parse, wrong in ((cells.share, "much"), (cells.share, "inf"), (cells.whole, "1.5"), (cells.yes_no, "maybe")):
        with pytest.raises(BadCell):
            parse(wrong)


anything = some.one_of(some.text(max_size=80), some.floats(), some.integers(), some.booleans(), some.datetimes())


@given(anything)
def test_every_cell_is_a_value_or_a_sentence(cell: Any) -> None:
    zone = timezone(timedelta(hours=8))
    parsers = (
        cells.amount, cells.share, cells.phone, cells.whole, cells.yes_no, cells.identifier, cells.text,
        lambda cell: dates.moment(cell, zone), lambda cell: seen(cell).order(),
    )  # fmt: skip
    for parse in parsers:
        with suppress(BadCell):
            parse(cell)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_nothing_that_is_written_is_a_formula(start: str) -> None:
    assert str(safe(f"{start}HYPERLINK(1)")).startswith("'")


def test_what_is_written_is_read_back() -> None:
    assert [safe(value) for value in (-5, 1.5, "Acme", None, True, "a=b", "x\0y")] == [
        -5,
        1.5,
        "Acme",
        "",
        "True",
        "a=b",
        "xy",
    ]
    assert "".join(csv_lines([("名称", 'say "hi"'), ("=1", 2)])) == '\ufeff"名称","say ""hi"""\r\n"\'=1","2"\r\n'


SAID = some.text(min_size=1, max_size=40) | some.sampled_from(
    ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "{=1}", "http://a.b"]
)


@given(cell=SAID)
def test_no_text_becomes_anything_else_in_a_workbook(cell: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "one.xlsx"
    write(file, [["head"], [cell, 7, date(2026, 11, 23), None]])
    sheet = ZipFile(file).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    _, row = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert row[1:3] == [7, date(2026, 11, 23)]
    kept = "".join(c for c in cell if ord(c) >= 32 or c in "\t\n\r")
    assert _lines(row[0]) == _lines(kept)


def _lines(cell: object) -> str:
    """A workbook's lines end as XML's do."""
    return str(cell).replace("\r\n", "\n").replace("\r", "\n")


@given(cells=some.lists(SAID, min_size=1, max_size=4))
def test_no_text_is_a_formula_in_a_csv(cells: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.getbasetemp() / "one.csv"
    write(file, [cells])
    with file.open(encoding="utf-8-sig", newline="") as text:
        [found] = csv.reader(text)
    assert len(found) == len(cells)
    assert [cell for cell in found if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_only_tables_are_written(tmp_path: Path) -> None:
    with pytest.raises(CornermanError, match="should end in"):
        write(tmp_path / "ramp.pdf", [])

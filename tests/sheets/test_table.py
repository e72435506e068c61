"""Files as programs write them."""

import codecs
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bot.errors import CornermanError
from bot.sheets import Table, read

TEXT = '客户,金额,备注\r\n"云帆科技, 上海",35.6万,"两行\r\n文字"\r\n\r\n,,\r\n华为创,12,好\r\n'
ROWS = [(2, ["云帆科技, 上海", "35.6万", "两行\r\n文字"]), (5, ["华为创", "12", "好"])]


def put(folder: Path, data: bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def rows(table: Table) -> list[tuple[int, list[object]]]:
    return [(number, list(row)) for number, row in table.rows()]


@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", ()),
        ("utf-8", codecs.BOM_UTF8, ()),
        ("gb18030", b"", ("Read as GB18030.",)),
        ("utf-16-le", codecs.BOM_UTF16_LE, ("Read as UTF-16.",)),
        ("utf-16-be", codecs.BOM_UTF16_BE, ("Read as UTF-16.",)),
        ("utf-16-le", b"", ("Read as UTF-16.",)),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter(
    tmp_path: Path, encoding: str, mark: bytes, said: tuple[str, ...], delimiter: str
) -> None:
    text = TEXT.replace(",", delimiter).replace(f"云帆科技{delimiter} ", "云帆科技, ")
    table = read(put(tmp_path, mark + text.encode(encoding)))
    assert (table.columns, table.notes) == (("客户", "金额", "备注"), said)
    assert rows(table) == ROWS
    assert table.blank == 2
    assert rows(table) == ROWS, "it can be read again"
    assert table.blank == 2


def test_a_western_sheet_and_what_excel_writes_on_top(tmp_path: Path) -> None:
    table = read(put(tmp_path, "sep=;\r\nKunde;Betrag\r\nMüller & Söhne;1,5\r\n".encode("cp1252")))
    assert (table.columns, table.notes[:1]) == (("Kunde", "Betrag"), ("Read as Windows-1252.",))
    assert [row for _, row in rows(table)] == [["Müller & Söhne", "1,5"]]


def test_titles_above_the_columns_are_left_out_and_said(tmp_path: Path) -> None:
    table = read(put(tmp_path, "商机列表,,\n2026年3月,,\n客户,金额,金额\n甲,1,2\n".encode()))
    assert table.columns == ("客户", "金额", "金额")
    assert "in row 3" in table.notes[0]
    assert "'金额' is there twice" in table.notes[1]
    assert rows(table) == [(4, ["甲", "1", "2"])]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\n\n,,\n", "no names of columns"),
        (b"\x89PNG\r\n\0\0\0\1\xff\xfe\xff", "no table"),
        (b"PK\x03\x04 no zip at all", "cannot be read as a workbook"),
        (b"a,b\xff\xff\xff\xff\n", "neither UTF-8"),
        (b'a,b\n"' + b"x" * 200_000, "quotation mark"),
    ],
)
def test_what_is_no_table_is_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(CornermanError, match=said):
        list(read(put(tmp_path, data)).rows())


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = "封面"
    sheet = book.create_sheet("商机")
    for cell, value in {
        "B2": "客户", "C2": "商机", "D2": "金额", "E2": "日期", "B4": "甲", "C4": "一", "D4": 12.5,
        "E4": date(2026, 3, 5), "C5": "二", "D5": "35.6万", "B6": "乙", "C6": "三",
    }.items():  # fmt: skip
        sheet[cell] = value
    sheet.merge_cells("B4:B5")
    book.create_sheet("另一张")["A1"] = "x"
    path = tmp_path / "deals.xlsx"
    book.save(path)
    table = read(path)
    assert table.columns == ("客户", "商机", "金额", "日期")
    assert "Only the sheet '商机' was read; there are also '另一张'." in table.notes
    assert "1 merged areas" in table.notes[1]
    assert [(n, row[:3]) for n, row in rows(table)] == [
        (4, ["甲", "一", 12.5]),
        (5, ["甲", "二", "35.6万"]),
        (6, ["乙", "三", ""]),
    ]
    assert rows(table)[0][1][3] == date(2026, 3, 5)
    assert table.blank == 1


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(CornermanError, match="is empty"):
        read(path)


def test_a_small_workbook_that_unpacks_to_more_than_the_machine_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.sheets.table.UNPACKED_MAX", 1024**2)
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"a" * (2 * 1024**2))
    assert file.stat().st_size < 10_000
    with pytest.raises(CornermanError, match="too much to read"):
        read(file)

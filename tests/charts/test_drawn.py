"""The way from a text to ink: escaped, known to the font, and seen to arrive."""

import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from pylopdf_fonts_zh_cn import serif_path

from bot.charts.drawn import TEMPLATES, draw, font, look_for_ink, svg
from bot.charts.font import UNKNOWN, read_font
from bot.charts.theme import FAMILY, LABEL, SMALL, THEME, TITLE, TITLE_FAMILY, sheet
from bot.errors import CornermanError
from bot.words import CATALOGUES, LOCALES, words

TEXT = "{http://www.w3.org/2000/svg}text"


def empty_bars(more: str) -> str:
    return svg("bars", {"rows": [], "more": more, "pitch": 92, "zero": 0, "sheet": sheet(font(), more, more, 40)})


@given(st.text(max_size=30))
def test_whatever_is_typed_arrives_as_text(typed: str) -> None:
    root = ElementTree.fromstring(empty_bars(typed))
    assert {child.tag.rpartition("}")[2] for child in root.iter()} <= {
        "svg", "style", "defs", "pattern", "rect", "text", "g", "path",
    }  # fmt: skip
    texts = [element.text or "" for element in root.iter(TEXT)]
    assert (font().writable(typed) or "–") in texts


def test_a_script_is_text() -> None:
    drawn = empty_bars("<script>1 && 2</script>")
    assert "<script>" not in drawn
    assert "&lt;script&gt;1 &amp;&amp; 2&lt;/script&gt;" in drawn


def test_a_font_that_writes_nothing_is_found() -> None:
    look_for_ink(FAMILY)
    look_for_ink(TITLE_FAMILY)
    with pytest.raises(CornermanError, match="no font writes No Such Font"):
        look_for_ink("No Such Font")


def test_twice_the_width_is_a_larger_picture() -> None:
    values = {"rows": [], "more": "", "pitch": 92, "zero": 0, "sheet": sheet(font(), "T", "", 40)}
    assert draw("bars", values, 1600)[16:20] == (1600).to_bytes(4, "big")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("林悦 Lin ¥1,286,000 −12% ≥ ▲◆", "林悦 Lin ¥1,286,000 −12% ≥ ▲◆"),
        ("王𠮷", "王?"),
        ("成交🎉！", "成交?！"),
        ("好\ufe0f\u200d\u200b", "好"),
        ("a\tb\nc\x00", "a b c "),
        ("e\u0301", "é"),
        ("\ud800", "?"),
        ("𝐀①²", "A①²"),
    ],
)
def test_what_the_font_writes(typed: str, written: str) -> None:
    assert font().writable(typed) == written


def test_our_own_words_are_written_whole() -> None:
    with open(CATALOGUES / LOCALES["zh"] / "LC_MESSAGES" / "messages.po", "rb") as file:
        texts = {str(m.string) for m in read_po(file) if m.id and isinstance(m.string, str)}
    assert {text for text in texts if font().writable(text).replace("\n", " ") != text.replace("\n", " ")} == set()
    titles = read_font(serif_path())
    own = {"Good news", "Certificate"}
    assert {titles.writable(words(language)(title)) for language in LOCALES for title in own} == {*own, "喜报", "证书"}


def gbk() -> list[str]:
    """All that the code can name in two bytes."""
    found = (bytes((first, second)) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    return [text for each in found if (text := each.decode("gbk", "ignore")) and len(text) == 1 and text > "\x7f"]


def test_every_character_of_gbk_is_written() -> None:
    """Nine doublets come as the characters that they double, and one sign as its like; nothing as "?" or a box."""
    characters = gbk()
    assert len(characters) == 21_791
    assert [each for each in characters if UNKNOWN in font().writable(each)] == []
    other = {each: font().writable(each) for each in characters if font().writable(each) != each}
    assert other.pop("≒") == "≈"
    assert other == {each: unicodedata.normalize("NFC", each) for each in other}
    assert len(other) == 9
    assert [each for each in other.values() if each not in font().advances] == []


@given(st.text("ab 林悦 ，¥1", max_size=60), st.integers(60, 300), st.integers(1, 4))
def test_lines_keep_to_their_room_and_lose_nothing_without_saying_so(text: str, room: int, lines: int) -> None:
    wrapped = font().wrap(text, 24, room, lines)
    assert len(wrapped) <= lines
    assert all(font().width(line, 24) <= room for line in wrapped)
    whole = "".join(text.split())
    told = "".join("".join(wrapped).split())
    assert told == whole or (told.endswith("…") and whole.startswith(told[:-1]))


def test_a_line_breaks_between_words() -> None:
    assert font().wrap("Huabeng Heavy Industries", 24, 200, 2) == ["Huabeng Heavy", "Industries"]
    assert font().wrap("上限 1,286,000 元", 24, 120, 2)[0] == "上限"


def test_no_text_is_too_small_for_a_phone() -> None:
    assert min(TITLE, LABEL, SMALL) >= 22
    sizes = [line for file in TEMPLATES.glob("*.svg") for line in file.read_text().splitlines() if "font-size" in line]
    assert len(sizes) >= 5
    assert [line for line in sizes if "{{" not in line] == []
    assert set(THEME) > {"title", "label", "small"}


def test_the_font_reader_refuses_what_is_no_font(tmp_path: Path) -> None:
    broken = tmp_path / "broken.otf"
    broken.write_bytes(serif_path().read_bytes()[:200])
    with pytest.raises(Exception, match=r"cmap|unpack|head"):
        read_font(broken)

"""What the font of the pictures can write, and how wide: its own tables are asked, so that nothing is guessed."""

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

UNKNOWN = "?"
CUT = "…"
ALIKE = {"≒": "≈"}
"""What no font at hand has, and reads the same in another sign: all of GBK is written so."""


@dataclass(frozen=True, slots=True)
class Font:
    path: Path
    advances: Mapping[str, int]
    """Every character that the font has, and how far it carries the pen, in units of the em."""
    em: int

    def writable(self, text: str) -> str:
        """The text with "?" where the font has nothing: resvg would draw a crossed box, or leave the text out."""
        return "".join(map(self._writable, unicodedata.normalize("NFC", text)))

    def _writable(self, character: str) -> str:
        if character in self.advances:
            return character
        category = unicodedata.category(character)
        if character.isspace() or category == "Cc":
            return " "
        if category in ("Cf", "Mn") or "\ufe00" <= character <= "\ufe0f":
            return ""  # joiners and variation selectors: nothing that a reader would see
        plain = ALIKE.get(character) or unicodedata.normalize("NFKC", character)
        return plain if all(part in self.advances for part in plain) else UNKNOWN

    def width(self, text: str, size: float) -> float:
        return sum(self.advances[character] for character in self.writable(text)) * size / self.em

    def fit(self, text: str, size: float, room: float) -> str:
        """The text as far as the room goes, with "…" when that is not all of it."""
        text = self.writable(text)
        if self.width(text, size) <= room:
            return text
        while text and self.width(text + CUT, size) > room:
            text = text[:-1]
        return text.rstrip() + CUT

    def wrap(self, text: str, size: float, room: float, lines: int) -> list[str]:
        """At most so many lines: the last one is cut."""
        rest = self.writable(text).strip()
        done: list[str] = []
        while rest and len(done) < lines - 1 and self.width(rest, size) > room:
            end = self._break(rest, size, room)
            done.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
        return [*done, self.fit(rest, size, room)] if rest else done

    def _break(self, text: str, size: float, room: float) -> int:
        end, pen, limit = 0, 0.0, room * self.em / size
        while end < len(text) and (pen := pen + self.advances[text[end]]) <= limit:
            end += 1
        start = end
        while 0 < start < len(text) and (_joined(text[start - 1], text[start]) or text[start] in NEVER_FIRST):
            start -= 1
        return start or max(end, 1)


def _joined(one: str, next_one: str) -> bool:
    """A word of letters or a figure is not broken; Chinese may be broken anywhere."""
    return all(character < "\u2e80" and not character.isspace() for character in (one, next_one))


NEVER_FIRST = frozenset("，。、；：！？）》」』”’…")


@cache
def read_font(path: Path) -> Font:
    data = path.read_bytes()
    tables = {
        data[at : at + 4].decode(): struct.unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }
    em = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    advances = _advances(data, tables)
    glyphs = _glyphs(data, tables["cmap"])
    return Font(path, {chr(point): advances[min(glyph, len(advances) - 1)] for point, glyph in glyphs.items()}, em)


def _advances(data: bytes, tables: Mapping[str, int]) -> list[int]:
    """By glyph; all glyphs after the last one are as wide as that."""
    count = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    return [struct.unpack_from(">H", data, tables["hmtx"] + 4 * glyph)[0] for glyph in range(count)]


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Code point → glyph, from the table for all of Unicode (format 12: runs of points with runs of glyphs)."""
    for at in range(cmap + 4, cmap + 4 + 8 * struct.unpack_from(">H", data, cmap + 2)[0], 8):
        start = cmap + struct.unpack_from(">I", data, at + 4)[0]
        if struct.unpack_from(">H", data, start)[0] == 12:
            break
    else:
        raise ValueError("this font has no character table of format 12")
    count = struct.unpack_from(">I", data, start + 12)[0]
    runs = struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * count])
    return {point: glyph + point - first for first, last, glyph in runs for point in range(first, last + 1) if glyph}

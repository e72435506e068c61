"""Markdown files with fields at the top and `## ` sections below."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.mappings import Lines, read_mapping
from bot.content.texts import read_text
from bot.errors import ContentError


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    text: str
    line: int
    text_line: int
    """Where the text begins, below the heading and what is blank."""


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: front matter as read, the line of each field, and its `##` sections in order."""

    path: str
    front: dict[str, Any]
    lines: Lines
    sections: tuple[Section, ...]


def read_document(path: Path, shown: str) -> Document:
    rows = read_text(path, shown).split("\n")
    if rows[0].rstrip() != "---":
        raise ContentError(shown, 1, "should begin with a line --- and the card's fields.")
    end = next((n for n, row in enumerate(rows[1:], 1) if row.rstrip() == "---"), 0)
    if not end:
        raise ContentError(shown, 1, "the fields are not closed: a second line --- is missing.")
    front, lines = read_mapping("\n".join(rows[1:end]), shown, first_line=2)
    return Document(shown, front, lines, tuple(_sections(rows, end + 1, shown)))


def _sections(rows: list[str], start: int, shown: str) -> Iterable[Section]:
    """The sections in rows[start:]; lines count from 1, so the row above `start` has the number `start`."""
    heading, line, text = "", start + 1, list[str]()
    for number, row in enumerate(rows[start:], start + 1):
        if not row.startswith("## "):
            text.append(row)
            continue
        yield from _section(heading, text, line, shown)
        heading, line, text = row[3:].strip(), number, []
        if not heading:
            raise ContentError(shown, number, "a heading without a word: write the section's name behind ##.")
    yield from _section(heading, text, line, shown)


def _section(heading: str, text: list[str], line: int, shown: str) -> Iterable[Section]:
    if heading:
        text_line = next((n for n, row in enumerate(text, line + 1) if row.strip()), line)
        yield Section(heading, "\n".join(text).strip(), line, text_line)
        return
    stray = next((n for n, row in enumerate(text, line) if row.strip()), 0)
    if stray:
        raise ContentError(shown, stray, "text before the first `## ` heading belongs to no section.")

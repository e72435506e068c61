"""One look for every picture: sizes that a phone shows legibly, and the sheet that each of them stands on."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.charts.font import Font

WIDTH = 800
"""Units of every template, and pixels unless more are asked for: a phone shows them all."""
MARGIN = 36
ROOM = WIDTH - 2 * MARGIN
TITLE, LABEL, SMALL = 36, 28, 23
"""Text below 22 of 800 is too small for a phone."""
FAMILY = "Noto Sans SC"
TITLE_FAMILY = "Noto Serif SC"
"""For our own words alone: what it can write is not asked."""

THEME = {
    "width": WIDTH, "margin": MARGIN, "right": WIDTH - MARGIN, "title": TITLE, "label": LABEL, "small": SMALL,
    "family": FAMILY, "title_family": TITLE_FAMILY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it is, and how it is written for the reader: "¥356,000", "35.6 万"."""

    label: str
    value: float
    shown: str

    def __str__(self) -> str:
        return said(self.label, self.shown)


@dataclass(frozen=True, slots=True)
class Line:
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The title above, the note below with n, period and formula, and between them from `top` on the body."""

    title: list[Line]
    note: list[Line]
    top: float
    height: float


def sheet(font: Font, title: str, note: str, body: float) -> Sheet:
    above = stacked(font.wrap(title, TITLE, ROOM, 2), MARGIN + TITLE, TITLE * 1.3)
    top = MARGIN + TITLE * 1.3 * len(above) + 20
    below = stacked(font.wrap(note, SMALL, ROOM, 4), top + body + 2 * SMALL, SMALL * 1.45)
    return Sheet(above, below, top, top + body + SMALL * 1.45 * len(below) + MARGIN)


def stacked(texts: Iterable[str], y: float, step: float) -> list[Line]:
    return [Line(y + step * n, text) for n, text in enumerate(texts)]


def said(label: str, *shown: str) -> str:
    """A line of an alt text; the signs are the same in every language."""
    told = " · ".join(part for part in shown if part)
    return f"{label}: {told}" if label and told else label or told

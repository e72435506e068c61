"""Bars by product, sector or source: the value and how many deals it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.drawn import Drawing, alt_of, draw, font
from bot.charts.theme import LABEL, ROOM, SMALL, said, sheet

PITCH = 92
MOST = 40
"""Beyond that a picture is too tall for the chats; the alt text has every row."""
GAP = 24.0
COUNTED = 160.0
"""The column of the n, right of the bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: float
    shown: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    shown: str
    n: str
    x: float
    width: float
    below: bool


def bars(title: str, rows: Sequence[Bar], *, note: str = "") -> Drawing:
    """In the order given; a value below zero is hatched and goes to the left."""
    drawn, left = rows[:MOST], len(rows) - MOST
    low, high = min([0, *(row.value for row in drawn)]), max([0, *(row.value for row in drawn)])
    scale = (ROOM - COUNTED) / ((high - low) or 1)
    more = f"… +{left}" if left > 0 else ""
    body = PITCH * len(drawn) + (40 if more else 0) if drawn else 40
    values = {"rows": [_row(row, low, scale) for row in drawn], "zero": -low * scale, "more": more, "pitch": PITCH}
    png = draw("bars", values | {"sheet": sheet(font(), title, note, body)})
    return Drawing(png, alt_of(title, [said(row.label, row.shown, _counted(row)) for row in rows], note))


def _row(row: Bar, low: float, scale: float) -> _Row:
    shown = font().fit(row.shown, LABEL, ROOM)
    label = font().fit(row.label, LABEL, ROOM - font().width(shown, LABEL) - GAP)
    start = min(row.value, 0) - low
    return _Row(
        label, shown, font().fit(_counted(row), SMALL, COUNTED), start * scale, abs(row.value) * scale, row.value < 0
    )


def _counted(row: Bar) -> str:
    return "" if row.n is None else f"n = {row.n:,}"

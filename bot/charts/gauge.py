"""Attainment: what is done of the target, beside what should be done by now."""

from dataclasses import dataclass

from bot.charts.drawn import Drawing, alt_of, draw, font
from bot.charts.theme import LABEL, MARGIN, ROOM, Figure, Line, sheet, stacked

HUGE = 96
ROWS, PITCH = 240.0, 50.0
GAP = 24.0
SHARE = 0.45
"""Of the width, for the percentage; the verdict has the rest."""


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    label: str
    shown: str
    x: float
    """Where it ends on the bar."""


def gauge(
    title: str, done: Figure, target: Figure, expected: Figure | None = None, *, verdict: str = "", note: str = ""
) -> Drawing:
    """`verdict` says in words how far ahead or behind; its sign and colour come from the figures."""
    figures = [("done", done), *([("expected", expected)] if expected else []), ("target", target)]
    longest = max(0, *(figure.value for _, figure in figures)) or 1
    rows = [_row(kind, figure, longest) for kind, figure in figures]
    share = f"{done.value / target.value:,.0%}" if target.value > 0 else "–"
    size = min(HUGE, HUGE * ROOM * SHARE / font().width(share, HUGE))
    end = MARGIN + font().width(share, size) + 40
    values = {
        "rows": rows,
        "share": share,
        "verdict": _verdict(verdict, end),
        "verdict_x": end,
        "behind": expected is not None and done.value < expected.value,
        "sheet": sheet(font(), title, note, ROWS + PITCH * len(rows)),
        "huge": size, "top": ROWS, "pitch": PITCH,
    }  # fmt: skip
    said = " · ".join(part for part in (share, verdict) if part)
    return Drawing(draw("gauge", values), alt_of(title, [said, *(str(figure) for _, figure in figures)], note))


def _row(kind: str, figure: Figure, longest: float) -> _Row:
    shown = font().fit(figure.shown, LABEL, ROOM - 40)
    label = font().fit(figure.label, LABEL, ROOM - 40 - font().width(shown, LABEL) - GAP)
    return _Row(kind, label, shown, max(figure.value, 0) / longest * ROOM)


def _verdict(text: str, x: float) -> list[Line]:
    lines = font().wrap(text, LABEL, MARGIN + ROOM - x - 36, 2)
    return stacked(lines, 70 - 18 * (len(lines) - 1), 36)

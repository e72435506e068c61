"""Six axes, and how far somebody has come on each: today's shape, and an earlier one as a dashed outline."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from bot.charts.drawn import Drawing, alt_of, draw, font
from bot.charts.theme import LABEL, MARGIN, SMALL, WIDTH, Line, said, sheet, stacked

MIDDLE, REACH = WIDTH / 2, 210.0
TALL, LEGEND = 590.0, 50.0
"""Of the body: the web with the labels over and under it; and what the two shapes are."""
CENTRE = 285.0
APART = 26.0
"""Between the end of an axis and its label."""
RINGS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Spoke:
    label: str
    value: float | None
    """0–100; None where there is not enough to say, and `shown` says so."""
    shown: str
    """Value and n: "62 · n = 8", "not enough yet (n = 2)"."""
    before: float | None = None
    told: str = ""
    """The earlier value in words, for the alt text."""


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    y: float
    rim_x: float
    rim_y: float
    known: bool
    label: str
    shown: list[Line]
    label_x: float
    label_y: float
    anchor: str


def radar(title: str, spokes: Sequence[Spoke], *, now: str, before: str = "", note: str = "") -> Drawing:
    """`now` and `before` name the two shapes; an axis without a value is a hollow mark, and the shape has a gap."""
    places = [_place(n, len(spokes), spoke) for n, spoke in enumerate(spokes)]
    earlier = [spoke.before for spoke in spokes]
    outlined = before if any(value is not None for value in earlier) else ""
    tall = TALL + (LEGEND if outlined else 0)
    values = {
        "places": places,
        "rings": [_ring(len(spokes), share) for share in RINGS],
        "wedges": _wedges([spoke.value for spoke in spokes]),
        "lines": _lines([spoke.value for spoke in spokes]),
        "earlier": _lines(earlier) if outlined else [],
        "dots": _points(earlier) if outlined else [],
        "middle": MIDDLE, "centre": CENTRE, "tall": tall,
        "now": font().fit(now, SMALL, 300), "before": font().fit(outlined, SMALL, 300),
        "sheet": sheet(font(), title, note, tall),
    }  # fmt: skip
    lines = [said(spoke.label, spoke.shown, spoke.told if outlined else "") for spoke in spokes]
    return Drawing(draw("radar", values), alt_of(title, lines, note))


def _at(n: int, of: int, share: float) -> tuple[float, float]:
    """Clockwise from the top."""
    angle = 2 * pi * n / of
    return MIDDLE + REACH * share * sin(angle), CENTRE - REACH * share * cos(angle)


def _share(value: float) -> float:
    return min(max(value, 0), 100) / 100


def _place(n: int, of: int, spoke: Spoke) -> _Place:
    rim_x, rim_y = _at(n, of, 1)
    x, y = _at(n, of, _share(spoke.value)) if spoke.value is not None else (rim_x, rim_y)
    side = sin(2 * pi * n / of)
    anchor = "middle" if abs(side) < 0.01 else "start" if side > 0 else "end"
    label_x, label_y, room = _beside(rim_x, rim_y, anchor)
    label = font().fit(spoke.label, LABEL, room)
    shown = stacked(font().wrap(spoke.shown, SMALL, room, 2), label_y + SMALL * 1.3, SMALL * 1.3)
    return _Place(x, y, rim_x, rim_y, spoke.value is not None, label, shown, label_x, label_y, anchor)


def _beside(rim_x: float, rim_y: float, anchor: str) -> tuple[float, float, float]:
    """Where a label of two lines begins, and how much room it has: over and under the web, or at its sides."""
    if anchor == "middle":
        over = rim_y < CENTRE
        return rim_x, rim_y - APART - SMALL * 1.3 if over else rim_y + APART + LABEL, WIDTH - 2 * MARGIN
    room = min(rim_x, WIDTH - rim_x) - APART - 8
    return rim_x + (APART if anchor == "start" else -APART), rim_y - 2, room


def _ring(of: int, share: float) -> str:
    return _written([_at(n, of, share) for n in range(of)])


def _points(values: Sequence[float | None]) -> list[tuple[float, float]]:
    return [_at(n, len(values), _share(value)) for n, value in enumerate(values) if value is not None]


def _neighbours(values: Sequence[float | None]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Axes side by side that both have a value: between them the shape is known."""
    of = len(values)
    pairs = [(n, (n + 1) % of) for n in range(of)]
    return [
        (_at(a, of, _share(one)), _at(b, of, _share(other)))
        for a, b in pairs
        if (one := values[a]) is not None and (other := values[b]) is not None
    ]


def _wedges(values: Sequence[float | None]) -> list[str]:
    return [_written([(MIDDLE, CENTRE), one, other]) for one, other in _neighbours(values)]


def _lines(values: Sequence[float | None]) -> list[str]:
    return [_written([one, other]) for one, other in _neighbours(values)]


def _written(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)

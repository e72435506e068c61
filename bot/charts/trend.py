"""A measure over time between its limits (XmR), with the points that are signals marked and told."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.charts.drawn import Drawing, alt_of, draw, font
from bot.charts.theme import MARGIN, ROOM, SMALL, WIDTH, Figure, Line, said, sheet, stacked

LEFT, RIGHT, TALL = 48.0, 560.0, 380.0
APART = SMALL * 2.4
"""Between two labels of limits: each has a line for its name and one for its figure."""
DOTTED = 60
"""With more points than that the line alone is clearer."""
TOLD = 4
NOTHING = "–"
RIM = 36.0
"""Left and right of the points: room for half a label."""


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    value: float | None
    """None where nothing was measured: the line has a gap."""
    shown: str
    mark: str = ""
    """What kind of signal the point is, in words; "" for normal variation."""


@dataclass(frozen=True, slots=True)
class _Dot:
    x: float
    y: float
    shown: str
    shown_y: float
    marked: bool


@dataclass(frozen=True, slots=True)
class Limit:
    y: float
    label: str
    shown: str
    label_y: float
    outer: bool


class Scale:
    """Where a value stands, top down; the limits always fit in."""

    def __init__(self, values: Sequence[float]) -> None:
        low, high = min(values, default=0.0), max(values, default=0.0)
        rim = (high - low) * 0.15 or abs(high) * 0.5 or 1.0
        self._high, self._span = high + rim, high - low + 2 * rim

    def __call__(self, value: float) -> float:
        return (self._high - value) / self._span * TALL


def trend(
    title: str,
    points: Sequence[Point],
    *,
    centre: Figure | None = None,
    low: Figure | None = None,
    high: Figure | None = None,
    note: str = "",
) -> Drawing:
    limits = [limit for limit in (high, centre, low) if limit]
    scale = Scale([p.value for p in points if p.value is not None] + [limit.value for limit in limits])
    dots = _dots(points, scale)
    signals = _signals(points)
    values = {
        "curves": _curves(dots),
        "dots": [dot for dot in dots if dot and (len(points) <= DOTTED or dot.marked)],
        "limits": placed(limits, scale, centre),
        "band": (scale(high.value), scale(low.value)) if high and low else None,
        "dates": _dates(points),
        "signals": signals,
        "sheet": sheet(font(), title, note, TALL + 64 + SMALL * 1.6 * len(signals)),
        "dense": len(points) > DOTTED, "left": LEFT, "right": RIGHT, "tall": TALL,
    }  # fmt: skip
    lines = [*map(str, limits), *map(_said, points)]
    return Drawing(draw("trend", values), alt_of(title, lines, note))


def _said(point: Point) -> str:
    return said(point.label, point.shown or NOTHING, point.mark and f"◆ {point.mark}")


def _x(n: int, count: int) -> float:
    return LEFT + RIM + (RIGHT - LEFT - 2 * RIM) * (n / (count - 1) if count > 1 else 0.5)


def _dots(points: Sequence[Point], scale: Scale) -> list[_Dot | None]:
    heights = [None if point.value is None else scale(point.value) for point in points]
    told = _told(points, heights)
    return [
        None if y is None else _Dot(
            _x(n, len(points)), y, point.shown if n in told else "", y + _beside(heights, n, y), bool(point.mark)
        )
        for n, (point, y) in enumerate(zip(points, heights, strict=True))
    ]  # fmt: skip


def _told(points: Sequence[Point], heights: Sequence[float | None]) -> set[int]:
    """Whose figures stand beside them: the last one's and the signals', as long as none touches the next."""
    measured = [n for n, y in enumerate(heights) if y is not None]
    told: set[int] = set()
    free = float(WIDTH)
    for n in reversed(measured):
        half, x = font().width(points[n].shown, SMALL) / 2 + 4, _x(n, len(points))
        if (points[n].mark or n == measured[-1]) and x + half <= free:
            told.add(n)
            free = x - half
    return told


def _beside(heights: Sequence[float | None], n: int, y: float) -> float:
    """The figure stands on the side of the point where the line does not come from: under a valley, over a peak."""
    around = [other for other in (*heights[max(n - 1, 0) : n], *heights[n + 1 : n + 2]) if other is not None]
    return 36 if around and y > sum(around) / len(around) + 1 else -20


def _curves(dots: Sequence[_Dot | None]) -> list[str]:
    """One line between two gaps each; of a single point, a line from it to itself, which is drawn as a dot."""
    curves: list[list[str]] = [[]]
    for dot in dots:
        if dot is None:
            curves.append([])
        else:
            curves[-1].append(f"{dot.x:.1f},{dot.y:.1f}")
    return [" ".join(curve if len(curve) > 1 else curve * 2) for curve in curves if curve]


def placed(limits: Sequence[Figure], scale: Scale, centre: Figure | None) -> list[Limit]:
    """Labels from top to bottom, pushed apart where the lines are close."""
    room = WIDTH - MARGIN - RIGHT - 20
    ordered = sorted(limits, key=lambda limit: -limit.value)
    done: list[Limit] = []
    for n, limit in enumerate(ordered):
        y = scale(limit.value)
        lowest = TALL - APART * (len(ordered) - n) + APART / 2
        free = done[-1].label_y + APART if done else APART / 2 - 10
        words = (font().fit(limit.label, SMALL, room), font().fit(limit.shown, SMALL, room))
        done.append(Limit(y, *words, max(free, min(y, lowest)), limit is not centre))
    return done


def _dates(points: Sequence[Point]) -> list[tuple[float, str]]:
    """Every k-th, counted from the last, so that none touches the next."""
    widest = max((font().width(point.label, SMALL) for point in points), default=0) + 18
    step = max(1, -(-widest * max(len(points) - 1, 1) // (RIGHT - LEFT - 2 * RIM)))
    chosen = range(len(points) - 1, -1, -int(step))
    return [(_x(n, len(points)), font().fit(points[n].label, SMALL, RIGHT - LEFT)) for n in chosen]


def _signals(points: Sequence[Point]) -> list[Line]:
    """The latest first; points in a row with the same mark are one signal."""
    runs = [(mark, list(run)) for mark, run in groupby(points, lambda point: point.mark) if mark]
    told = [_run(mark, run) for mark, run in reversed(runs)]
    shown = [*told[:TOLD], f"… +{len(told) - TOLD}"] if len(told) > TOLD else told
    return stacked((font().fit(text, SMALL, ROOM - 34) for text in shown), TALL + 88, SMALL * 1.6)


def _run(mark: str, run: Sequence[Point]) -> str:
    if len(run) == 1:
        return said(run[0].label, run[0].shown, mark)
    return said(f"{run[0].label} – {run[-1].label}", f"{run[0].shown} – {run[-1].shown}", mark)

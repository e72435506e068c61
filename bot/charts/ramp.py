"""How far people are on each working day: a curve a cohort, the newest the strongest, and the plan dashed."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.drawn import Drawing, alt_of, draw, font
from bot.charts.theme import MARGIN, SMALL, WIDTH, said, sheet

LEFT, RIGHT, TALL = 104.0, 540.0, 380.0
STRENGTHS = (1.0, 0.6, 0.35)
"""Of the newest curve, the one before, and the rest."""
APART = SMALL * 3
DAYS_APART = 5


@dataclass(frozen=True, slots=True)
class Curve:
    name: str
    shares: Sequence[float]
    """0 to 1, from the first day on; a young cohort's end early."""
    shown: str
    """How far it has come, as the reader is to see it."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    points: str
    x: float
    y: float
    strength: float


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    shown: str
    label_y: float
    strength: float
    dashed: bool


def ramp(title: str, curves: Sequence[Curve], plan: Curve, *, axis: str, note: str = "") -> Drawing:
    """`curves`: the newest first."""
    last = max((len(curve.shares) for curve in (*curves, plan)), default=1)
    values = {
        "grid": [((1 - share) * TALL, f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)],
        "plan": _points(plan, last),
        "lines": [_line(curve, last, _strength(n)) for n, curve in reversed([*enumerate(curves)]) if curve.shares],
        "labels": _labels(curves, plan),
        "days": [(_x(day, last), str(day)) for day in _told(last)],
        "axis": axis, "left": LEFT, "right": RIGHT, "tall": TALL,
        "sheet": sheet(font(), title, note, TALL + 84),
    }  # fmt: skip
    return Drawing(draw("ramp", values), alt_of(title, [said(c.name, c.shown) for c in (*curves, plan)], note))


def _strength(n: int) -> float:
    return STRENGTHS[min(n, len(STRENGTHS) - 1)]


def _x(day: int, last: int) -> float:
    """Day 0 is where everybody has done nothing."""
    return LEFT + (RIGHT - LEFT) * day / max(last, 1)


def _points(curve: Curve, last: int) -> str:
    heights = (0.0, *curve.shares)
    return " ".join(f"{_x(day, last):.1f},{(1 - share) * TALL:.1f}" for day, share in enumerate(heights))


def _line(curve: Curve, last: int, strength: float) -> _Drawn:
    return _Drawn(_points(curve, last), _x(len(curve.shares), last), (1 - curve.shares[-1]) * TALL, strength)


def _labels(curves: Sequence[Curve], plan: Curve) -> list[_Label]:
    """A legend beside the curves, from the top."""
    room = WIDTH - MARGIN - RIGHT - 50
    return [
        _Label(font().fit(curve.name, SMALL, room), font().fit(curve.shown, SMALL, room), SMALL + n * APART,
               1.0 if curve is plan else _strength(n), curve is plan)
        for n, curve in enumerate((*curves, plan))
    ]  # fmt: skip


def _told(last: int) -> list[int]:
    """Every fifth day: a week of work."""
    step = DAYS_APART * max(1, -(-last // (DAYS_APART * 8)))
    return [1, *range(step, last + 1, step)]

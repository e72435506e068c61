"""The funnel: how many entered each stage, how many of them went on, and how long they stay against the limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.charts.drawn import Drawing, alt_of, draw, font
from bot.charts.theme import LABEL, MARGIN, SMALL, WIDTH, Line, said, sheet, stacked

PITCH, BAR, HEAD = 112, 58, 44
MIDDLE, WIDEST = 404.0, 300.0
SIDE = 190.0
"""The columns left and right of the bars."""
DWELL_X = WIDTH - MARGIN - SIDE
NARROWEST = 4.0
SIGN = 28.0


@dataclass(frozen=True, slots=True)
class Dwell:
    """How long deals stay in a stage: "12 days", and what is `allowed`: "limit 10"."""

    days: float
    shown: str
    limit: float | None = None
    allowed: str = ""

    @property
    def over(self) -> bool:
        return self.limit is not None and self.days > self.limit


@dataclass(frozen=True, slots=True)
class Stage:
    label: str
    entered: int
    conversion: str = ""
    """From the stage before, with its n: "38% (15/40)"."""
    dwell: Dwell | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    label: list[Line]
    count: str
    y: float
    half: float
    before: float
    """Half the width of the bar above."""
    fits: bool
    """Whether the bar is wide enough for its count."""
    conversion: str
    dwell: str
    allowed: str
    over: bool
    spent: float
    limit: float | None
    """Both as parts of the meter, which is as long as the longest of them all."""


def funnel(title: str, stages: Sequence[Stage], *, entered: str = "", dwell: str = "", note: str = "") -> Drawing:
    """`entered` and `dwell` head their columns; `note` says n, the period and the formula."""
    most = max((stage.entered for stage in stages), default=0) or 1
    longest = max((max(d.days, d.limit or 0) for stage in stages if (d := stage.dwell)), default=0) or 1
    steps: list[_Step] = []
    for stage in stages:
        steps.append(_step(stage, steps[-1] if steps else None, most, longest))
    body = HEAD + PITCH * len(steps) - 20
    values = {
        "steps": steps,
        "entered": font().fit(entered, SMALL, WIDEST),
        "dwell": font().fit(dwell, SMALL, SIDE),
        "sheet": sheet(font(), title, note, body),
        "middle": MIDDLE, "bar": BAR, "pitch": PITCH, "side": SIDE, "sign": SIGN, "dwell_x": DWELL_X,
    }  # fmt: skip
    lines = [_said(stage, entered, dwell) for stage in stages]
    return Drawing(draw("funnel", values), alt_of(title, lines, note))


def _step(stage: Stage, above: _Step | None, most: int, longest: float) -> _Step:
    y = above.y + PITCH if above else float(HEAD)
    half = max(WIDEST * stage.entered / most, NARROWEST) / 2
    names = font().wrap(stage.label, LABEL, SIDE, 2)
    count = f"{stage.entered:,}"
    fits = font().width(count, LABEL + 2) + 12 < 2 * half
    stays = stage.dwell or Dwell(0, "")
    return _Step(
        label=stacked(names, y + BAR / 2 + 10 - LABEL * 0.6 * (len(names) - 1), LABEL * 1.2),
        count=count if fits else font().fit(count, LABEL + 2, DWELL_X - MIDDLE - half - 16),
        y=y,
        half=half,
        before=above.half if above else 0,
        fits=fits,
        conversion=font().fit(stage.conversion, SMALL, WIDEST),
        dwell=font().fit(stays.shown, SMALL, SIDE - SIGN),
        allowed=font().fit(stays.allowed, SMALL, SIDE),
        over=stays.over,
        spent=SIDE * stays.days / longest,
        limit=None if stays.limit is None else SIDE * stays.limit / longest,
    )


def _said(stage: Stage, entered: str, dwell: str) -> str:
    stays = stage.dwell
    told = f"{'▲ ' if stays.over else ''}{said(dwell, stays.shown, stays.allowed)}" if stays else ""
    return said(stage.label, f"{entered} {stage.entered:,}".strip(), stage.conversion, told)

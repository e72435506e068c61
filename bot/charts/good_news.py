"""喜报: the picture that a team shares when a deal is won. It says what was given to it and nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin

from bot.charts.drawn import Drawing, alt_of, draw, font
from bot.charts.theme import WIDTH
from bot.words import words

TALL = 1000
PAPER = (312.0, 890.0)
"""From where to where the names stand."""
MIDDLE, SUN = WIDTH / 2, 180.0
"""Where the rays come from, behind the title."""
ROOM = 560.0
TITLE, TITLE_ROOM = 150.0, 520.0
LEAST = 32.0
"""A long name is written smaller, down to this, then on two lines; only then it is cut."""


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    kind: str
    size: float
    above: float = 0
    """Room over it, in lines of its own."""


@dataclass(frozen=True, slots=True)
class _Placed:
    text: str
    kind: str
    size: float
    y: float


def good_news(customer: str, deal: str, rep: str, amount: str, language: str) -> Drawing:
    """`amount` as it is written for the reader; "" where it is nobody's business."""
    _ = words(language)
    title = _("Good news")
    parts = (
        _Part(_("Congratulations to"), "quiet", 30),
        _Part(rep, "name", 72),
        _Part(_("on winning"), "quiet", 30, 0.5),
        _Part(customer, "customer", 46),
        _Part(deal, "deal", 34, 0.2),
        _Part(amount, "amount", 66, 0.5),
    )
    values = {
        "tall": TALL, "middle": MIDDLE, "rays": _rays(16, 1100), "texts": _placed(parts),
        "title": title, "title_y": SUN + 0.35 * _fitting(title, TITLE, TITLE_ROOM) - 20,
        "title_size": _fitting(title, TITLE, TITLE_ROOM),
    }  # fmt: skip
    said = _("{rep} won {customer}: {deal}", rep=rep, customer=customer, deal=deal)
    return Drawing(draw("good_news", values), alt_of(title, [said, amount], ""))


def _fitting(text: str, size: float, room: float) -> float:
    return min(size, size * room / max(font().width(text, size), 1))


def _placed(parts: Sequence[_Part]) -> list[_Placed]:
    """One under the other, in the middle of the paper."""
    placed: list[_Placed] = []
    y = 0.0
    for part in parts:
        size = max(_fitting(part.text, part.size, ROOM), min(LEAST, part.size))
        for n, line in enumerate(font().wrap(part.text, size, ROOM, 2)):
            y += size * (1.4 + (part.above if n == 0 else 0))
            placed.append(_Placed(line, part.kind, size, y))
    room = PAPER[1] - PAPER[0]
    spread = min(max(room * 0.8 / y, 1), 1.35)
    start = PAPER[0] + (room - y * spread) / 2 - 8
    return [replace(text, y=text.y * spread + start) for text in placed]


def _rays(count: int, length: float) -> str:
    """One path: a gradient, or a path for each ray, would cost more than all the rest of the picture."""
    edges = [pi / count * (n - 0.5) for n in range(2 * count)]
    ends = [f"{MIDDLE + length * sin(edge):.0f} {SUN - length * cos(edge):.0f}" for edge in edges]
    return " ".join(f"M{MIDDLE} {SUN} L{ends[n]} L{ends[n + 1]} Z" for n in range(0, 2 * count, 2))

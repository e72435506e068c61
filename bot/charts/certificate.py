"""The certificate of a finished quest: whose, which, when, what they can do now; and, in small, what was let off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.charts.drawn import Drawing, alt_of, draw, font
from bot.charts.theme import SMALL, WIDTH
from bot.words import words

MIDDLE, ROOM = WIDTH / 2, 600.0
TITLE, NAME, QUEST, ABLE, QUIET = 84.0, 68.0, 40.0, 27.0, 27.0
LEAST = 34.0
"""A long name is written smaller, down to this, then on two lines; only then it is cut."""
TOP, BOTTOM = 210.0, 96.0
"""Where the title's line is, and the room under the last text."""
LISTED = 6
"""Gates that are named; of more the rest are told in the alt text."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    kind: str
    size: float
    y: float


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    kind: str
    size: float
    above: float
    """Room over it."""
    lines: int = 2


def certificate(
    name: str, quest: str, able: Sequence[str], day: str, language: str, *, waived: Sequence[str] = ()
) -> Drawing:
    """`able`: what each gate shows that they can; `waived`: the steps that a manager let them off."""
    _ = words(language)
    title = _("Certificate")
    let_off = _("Let off by a manager: {steps}", steps=" · ".join(waived)) if waived else ""
    placed = list(_placed(list(_parts(name, quest, able, day, let_off, language))))
    values = {
        "title": title, "title_size": TITLE, "title_y": TOP - 60, "line_y": TOP - 24, "middle": MIDDLE,
        "texts": placed, "tall": placed[-1].y + BOTTOM,
    }  # fmt: skip
    said = _("{name} has finished {quest}, {day}", name=name, quest=quest, day=day)
    return Drawing(draw("certificate", values), alt_of(title, [said, *(f"✓ {each}" for each in able)], let_off))


def _parts(name: str, quest: str, able: Sequence[str], day: str, let_off: str, language: str) -> Iterator[_Part]:
    _ = words(language)
    yield _Part(name, "name", NAME, 40)
    yield _Part(_("has finished"), "quiet", QUIET, 26, 1)
    yield _Part(quest, "quest", QUEST, 20)
    shown = [*able[:LISTED], *(["…"] if len(able) > LISTED else [])]
    for n, each in enumerate(shown):
        yield _Part(f"✓ {each}", "able", ABLE, 44 if n == 0 else 10)
    yield _Part(day, "quiet", QUIET, 44, 1)
    yield _Part(let_off, "small", SMALL, 30, 4)


def _placed(parts: Sequence[_Part]) -> Iterator[_Line]:
    """One under the other, in the middle."""
    y = TOP
    for part in parts:
        size = max(min(part.size, part.size * ROOM / max(font().width(part.text, part.size), 1)), min(LEAST, part.size))
        for n, line in enumerate(font().wrap(part.text, size, ROOM, part.lines)):
            y += size * 1.3 + (part.above if n == 0 else 0)
            yield _Line(line, part.kind, size, y)

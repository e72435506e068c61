"""Of the stays in each stage that ended in a period, how many went on; and whether that has really changed."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from bot.funnel import rows
from bot.funnel.look import spans_of
from bot.funnel.metrics.figure import Span
from bot.funnel.metrics.journeys import Journey, Path
from bot.funnel.scope import Scope
from bot.playbooks.playbooks import Playbooks
from bot.signals import Finding, Period, Rate, compare

SHORTEST = 28
"""Days into a quarter from which it is looked at by itself; before that, the whole last one is."""


def forward(journeys: Iterable[Journey], path: Path, span: Span) -> list[Rate]:
    """Per stage: of the stays that ended in the period, those that went on to a later stage.

    A stay in the stage in which deals are won, and in those after it, is no attempt at anything.
    """
    hits, ended = [0] * len(path.stages), [0] * len(path.stages)
    last = path.signed if path.signed >= 0 else len(path.stages)
    for journey in journeys:
        for visit, following in zip(journey.visits, [*journey.visits[1:], None], strict=True):
            if visit.place >= last or visit.left not in span:
                continue
            ended[visit.place] += 1
            hits[visit.place] += following is not None and following.place > visit.place
    return [Rate(hit, n, span.period) for hit, n in zip(hits, ended, strict=True)]


def since_last_quarter(
    db: Connection, playbooks: Playbooks, scope: Scope, today: date, zone: str, currency: str
) -> dict[str, Finding]:
    """Stage → its rate against the same place in the quarter before; empty without history for it."""
    spans = spans_of(db, scope, quarter_so_far(today), zone)
    if spans is None:
        return {}
    sides: list[Mapping[str, Rate]] = []
    for span in spans:
        loaded = rows.load(db, playbooks, scope, span, currency)
        sides.append(dict(zip(loaded.path.stages, forward(loaded.journeys, loaded.path, span), strict=True)))
    return {stage: compare(sides[0][stage], sides[1][stage]) for stage in sides[1] if stage in sides[0]}


def quarter_so_far(today: date) -> Period:
    """The running quarter up to yesterday; early in one, the whole last quarter."""
    start = date(today.year, today.month - (today.month - 1) % 3, 1)
    if (today - start).days >= SHORTEST:
        return Period(start, date.fromordinal(today.toordinal() - 1))
    end = date.fromordinal(start.toordinal() - 1)
    return Period(date(end.year, end.month - (end.month - 1) % 3, 1), end)

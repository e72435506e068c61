"""One look at the rows: everything that an answer about the funnel needs, for one scope and period."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.funnel import rows
from bot.funnel.changes import Changes, changes
from bot.funnel.metrics.cuts import Profile
from bot.funnel.metrics.figure import Span, span_of
from bot.funnel.metrics.journeys import WON
from bot.funnel.metrics.money import currencies
from bot.funnel.overview import Books, Overview, overview
from bot.funnel.scope import Scope
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.settings.values import FunnelSettings
from bot.signals import Finding, Period, Rate, compare, like_for_like


def look(
    db: Connection, playbooks: Playbooks, settings: Settings, scope: Scope, team: str, period: Period, zone: str,
    now: datetime,
) -> Overview:  # fmt: skip
    """`team` is whose monthly figures belong to the scope; "" is the company's."""
    span, unsaid = span_of(period, zone), settings.funnel.currency
    loaded = rows.load(db, playbooks, scope, span, unsaid)
    known = currencies(loaded.journeys)
    currency = known[0][0] if known else unsaid
    bought = rows.buyers(db, scope, currency, unsaid, span.end)
    beside = Books(tuple(rows.months(db, team, period)), tuple(bought))
    return overview(loaded.path, loaded.journeys, span, now, beside, profile_of(settings.funnel))


def compared(
    db: Connection, settings: Settings, scope: Scope, period: Period, zone: str, currency: str
) -> Changes | None:  # fmt: skip
    """What changed since the same place in the quarter before; None if no deal is so old."""
    spans = spans_of(db, scope, period, zone)
    if spans is None:
        return None
    earlier, later = (rows.closed(db, scope, span, settings.funnel.currency) for span in spans)
    return changes(earlier, later, *spans, currency)


def win_rate_since(db: Connection, scope: Scope, period: Period, zone: str) -> Finding | None:
    """The same of the win rate alone."""
    spans = spans_of(db, scope, period, zone)
    return win_rate_in(db, scope, *spans) if spans else None


def win_rate_in(db: Connection, scope: Scope, before: Span, now: Span) -> Finding:
    """From how the deals ended alone: a thousand mornings ask for it."""
    ends = rows.ends(db, scope, before.start, now.end)
    return compare(_wins(ends, before), _wins(ends, now))


def _wins(ends: Iterable[tuple[datetime, str]], span: Span) -> Rate:
    inside = [status for at, status in ends if at in span]
    return Rate(inside.count(WON), len(inside), span.period)


def spans_of(db: Connection, scope: Scope, period: Period, zone: str) -> tuple[Span, Span] | None:
    """The same place in the quarter before, and the period; None if no deal is so old."""
    first = rows.begins(db, scope)
    before = like_for_like(period.start, period.end, first.astimezone(ZoneInfo(zone)).date()) if first else None
    return (span_of(before, zone), span_of(period, zone)) if before else None


def profile_of(settings: FunnelSettings) -> Profile:
    return Profile(settings.industries, settings.regions, settings.sizes)

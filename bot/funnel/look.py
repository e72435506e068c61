"""One look at the rows: everything that an answer about the funnel needs, for one scope and period."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.funnel import rows
from bot.funnel.changes import Changes, changes, win_change
from bot.funnel.metrics.cuts import Profile
from bot.funnel.metrics.figure import Span, span_of
from bot.funnel.metrics.journeys import Journey
from bot.funnel.metrics.money import currencies
from bot.funnel.overview import Books, Overview, overview
from bot.funnel.scope import Scope
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.settings.values import FunnelSettings
from bot.signals import Finding, Period, like_for_like


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
    sides = _sides(db, settings, scope, period, zone)
    return changes(*sides, currency) if sides else None


def win_rate_since(db: Connection, settings: Settings, scope: Scope, period: Period, zone: str) -> Finding | None:
    """The same of the win rate alone, which takes no time."""
    sides = _sides(db, settings, scope, period, zone)
    return win_change(*sides) if sides else None


def _sides(
    db: Connection, settings: Settings, scope: Scope, period: Period, zone: str
) -> tuple[list[Journey], list[Journey], Span, Span] | None:
    first = rows.begins(db, scope)
    before = like_for_like(period.start, period.end, first.astimezone(ZoneInfo(zone)).date()) if first else None
    if before is None:
        return None
    spans = span_of(before, zone), span_of(period, zone)
    earlier, later = (rows.closed(db, scope, span, settings.funnel.currency) for span in spans)
    return earlier, later, *spans


def profile_of(settings: FunnelSettings) -> Profile:
    return Profile(settings.industries, settings.regions, settings.sizes)

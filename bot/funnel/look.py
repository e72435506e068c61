"""One look at the rows: everything that an answer about the funnel needs, for one scope and period."""

from datetime import date, datetime

from sqlalchemy import Connection

from bot.funnel import rows
from bot.funnel.metrics.cuts import Profile
from bot.funnel.metrics.money import currencies
from bot.funnel.overview import Books, Overview, overview
from bot.funnel.scope import Scope
from bot.playbooks.playbooks import Playbooks
from bot.settings import Settings
from bot.settings.values import FunnelSettings


def look(
    db: Connection, playbooks: Playbooks, settings: Settings, scope: Scope, team: str, start: date, end: date,
    zone: str, now: datetime,
) -> Overview:  # fmt: skip
    """`team` is whose monthly figures belong to the scope; "" is the company's."""
    span = rows.span_of(start, end, zone)
    loaded = rows.load(db, playbooks, scope, span, settings.funnel.currency)
    known = currencies(loaded.journeys)
    currency = known[0][0] if known else settings.funnel.currency
    bought = rows.buyers(db, scope, currency, settings.funnel.currency, span.end)
    beside = Books(tuple(rows.months(db, team, start, end)), tuple(bought))
    return overview(loaded.path, loaded.journeys, span, now, beside, profile_of(settings.funnel))


def profile_of(settings: FunnelSettings) -> Profile:
    return Profile(settings.industries, settings.regions, settings.sizes)

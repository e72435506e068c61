"""Everything about a scope's deals in one period, as values and as the JSON of `cornerman funnel --json`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.funnel.changes import Changes, as_rows
from bot.funnel.metrics import books, closing, conversion, cuts, money
from bot.funnel.metrics.books import Buyer, Month
from bot.funnel.metrics.cuts import Profile, Slice
from bot.funnel.metrics.dwell import Dwell, Waiting, dwell, waiting
from bot.funnel.metrics.figure import Figure, Span
from bot.funnel.metrics.journeys import Journey, Path, alive, closed_in, open_at
from bot.signals import Period

NONE_OPENED = "No deals in this scope and period."
OTHER_CURRENCIES = "Sums are of the deals in {currency}. Not in them: {others}."
NO_CURRENCY = "No deal has an amount."
NO_SIGNALS = "No deals are old enough for the same place in the quarter before."


@dataclass(frozen=True, slots=True)
class Books:
    """What is asked of the rows beside the journeys."""

    months: tuple[Month, ...] = ()
    buyers: tuple[Buyer, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """One stage in one period."""

    stage: str
    entered: int
    reached: int
    to_next: Figure | None
    """None for the last stage."""
    cohort: Figure | None
    dwell: Dwell | None
    waiting: tuple[Waiting, ...]
    """Open deals that stand there at the end of the period, the longest first."""


@dataclass(frozen=True, slots=True)
class Overview:
    path: Path
    deals: int
    """Open at some moment of the period, or closed in it."""
    open: int
    won: int
    lost: int
    currency: str
    """The one of all sums; "" while no deal has an amount."""
    others: tuple[tuple[str, int], ...]
    """(currency, deals) that are not in the sums."""
    standings: tuple[Standing, ...]
    figures: Mapping[str, Figure]
    cuts: Mapping[str, Sequence[Slice]]
    lost_reasons: Mapping[str, int]
    waiting: tuple[Waiting, ...] = field(default=())


def overview(
    path: Path, journeys: Sequence[Journey], span: Span, now: datetime, beside: Books | None = None,
    profile: Profile | None = None,
) -> Overview:  # fmt: skip
    """What the deals look like just before the period ends, or now if it has not ended yet."""
    at = min(span.end, now)
    span = replace(span, end=at)
    living = alive(journeys, span)
    known = money.currencies(living)
    currency = known[0][0] if known else ""
    waits = waiting(living, at)
    return Overview(
        path=path, deals=len(living), open=len(open_at(living, at)), won=len(closed_in(living, span, "won")),
        lost=len(closed_in(living, span, "lost")), currency=currency, others=tuple(known[1:]),
        standings=tuple(_standings(path, journeys, span, now, waits)),
        figures=_figures(living, span, at, currency, beside or Books(), profile or Profile()),
        cuts={by: cuts.cut(living, by, span) for by in ("owner", "product", "sector", "region", "size", "origin")},
        lost_reasons=closing.lost_reasons(living, span), waiting=tuple(waits),
    )  # fmt: skip


def _standings(
    path: Path, journeys: Sequence[Journey], span: Span, now: datetime, waits: Iterable[Waiting]
) -> list[Standing]:
    here: list[list[Waiting]] = [[] for _ in path.stages]
    for wait in waits:
        here[wait.place].append(wait)
    entered, reached = conversion.entered(journeys, path, span), conversion.reached(journeys, path, span)
    onward = [*conversion.ratios(entered), None]
    cohorts = [*conversion.relative(journeys, path, span, now), None]
    stays = dwell(journeys, path, span)
    return [
        Standing(stage, entered[n], reached[n], onward[n], cohorts[n], stays[n], tuple(here[n]))
        for n, stage in enumerate(path.stages)
    ]


def _figures(
    living: Sequence[Journey], span: Span, at: datetime, currency: str, beside: Books, profile: Profile
) -> dict[str, Figure]:
    """By their names in the JSON, where they stand in it."""
    rate, size = closing.win_rate(living, span), money.size_mean(living, span, currency)
    cycle, won = closing.cycle_mean(living, span), money.won_value(living, span, currency)
    ours = [month for month in beside.months if month.currency in ("", currency) or not currency]
    margin, goal = books.gross_margin(ours), books.target(ours)
    return {
        "win_rate": rate, "won_value": won, "deal_size_mean": size,
        "deal_size_median": money.size_median(living, span, currency),
        "cycle_days_mean": cycle, "cycle_days_median": closing.cycle_median(living, span),
        "cycle_days_censored": closing.cycle_censored(living, span, at),
        "velocity": closing.velocity(len(open_at(living, at)), size, rate, cycle),
        "discount_mean": money.discount_mean(living, span, currency),
        "discount_weighted": money.discount_weighted(living, span, currency),
        "response_days": cuts.response_days(living, span),
        "outside_profile": cuts.outside_profile(living, span, profile),
        "collection_rate": books.collection_rate(ours), "gross_margin": margin, "cac": books.cac(ours),
        "clv": books.clv(beside.buyers, margin), "target": goal, "attainment": books.attainment(won, goal),
    }  # fmt: skip


_MONEY = frozenset({"won_value", "deal_size_mean", "cac", "clv", "target"})
"""In whole units of the currency for whoever reads the JSON; inside they are hundredths."""

_SHOWN = (
    "win_rate", "won_value", "deal_size_mean", "cycle_days_mean", "cycle_days_median", "discount_mean",
    "discount_weighted",
)  # fmt: skip
_BOOKS = ("collection_rate", "gross_margin", "cac", "clv", "target", "attainment")


def as_json(found: Overview, period: Period, team: str, since: Changes | None) -> dict[str, Any]:
    """A key without data is null, and `notes` says why; `since`: what changed."""
    return {
        "from": f"{period.start}", "to": f"{period.end}", "team": team or None, "currency": found.currency or None,
        "deals": found.deals, "open": found.open, "won": found.won, "lost": found.lost,
        **{name: _number(name, found.figures[name]) for name in _SHOWN},
        "stages": [_stage(standing) for standing in found.standings],
        **{f"by_{by}": [_slice(one) for one in found.cuts[by]] for by in ("owner", "product", "sector", "region")},
        "lost_reasons": dict(found.lost_reasons),
        **{name: _number(name, found.figures[name]) for name in _BOOKS},
        "signals": None if since is None else as_rows(since), "notes": _notes(found, since),
    }  # fmt: skip


def _number(name: str, figure: Figure) -> float | None:
    if figure.value is None:
        return None
    return round(figure.value / 100, 2) if name in _MONEY else round(figure.value, 6)


def _stage(standing: Standing) -> dict[str, Any]:
    return {
        "stage": standing.stage, "entered": standing.entered, "reached": standing.reached,
        "conversion": None if standing.to_next is None else _number("conversion", standing.to_next),
        "dwell_days_median": None if standing.dwell is None else round(standing.dwell.median, 6),
        "open": len(standing.waiting),
    }  # fmt: skip


def _slice(one: Slice) -> dict[str, Any]:
    return {"name": one.name, "won": one.won, "closed": one.closed, "win_rate": _number("win_rate", one.win_rate)}


def _notes(found: Overview, since: Changes | None) -> dict[str, str]:
    notes = {name: found.figures[name].note for name in (*_SHOWN, *_BOOKS) if found.figures[name].value is None}
    if not found.deals:
        notes["deals"] = NONE_OPENED
    if not found.currency:
        notes["currency"] = NO_CURRENCY
    elif found.others:
        others = ", ".join(f"{n} in {currency}" for currency, n in found.others)
        notes["currency"] = OTHER_CURRENCIES.format(currency=found.currency, others=others)
    if since is None:
        notes["signals"] = NO_SIGNALS
    return notes

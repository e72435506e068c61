"""What only the books know: cost, margin, what was collected, targets. Monthly rows, one a team."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from bot.funnel.metrics.figure import Figure, days, mean
from bot.words import N_

YEAR = 365.25

NO_MONTH = N_("No monthly figures for this period and team: “cornerman import figures” brings them.")
NO_TARGET = N_("No target for this period and team: “cornerman import figures” brings it.")
NO_BUYER_TWICE = N_("It takes customers who bought twice, and the gross margin from the monthly figures.")


@dataclass(frozen=True, slots=True)
class Month:
    """A month's figures of one team; amounts in hundredths, None where the books say nothing."""

    month: str
    """2026-11."""
    currency: str = ""
    marketing_cost: int | None = None
    sales_cost: int | None = None
    new_customers: int | None = None
    gross_margin: float | None = None
    receivable: int | None = None
    collected: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer that bought: when first, when last, and for how much."""

    first: datetime
    last: datetime
    value: int
    orders: int


def collection_rate(months: Iterable[Month]) -> Figure:
    return _quotient(months, lambda m: m.collected, lambda m: m.receivable, "collection_rate")


def gross_margin(months: Iterable[Month]) -> Figure:
    """Each month counts the same: the books give the share and not what it is a share of."""
    return mean([m.gross_margin for m in months if m.gross_margin is not None], "gross_margin", NO_MONTH)


def cac(months: Iterable[Month]) -> Figure:
    return _quotient(months, _acquisition, lambda m: m.new_customers, "cac")


def target(months: Iterable[Month]) -> Figure:
    known = [m.target for m in months if m.target is not None]
    return Figure(sum(known), len(known), "target") if known else Figure(None, 0, "target", NO_TARGET)


def attainment(won: Figure, goal: Figure) -> Figure:
    if not goal.value:
        return Figure(None, 0, "attainment", NO_TARGET)
    return Figure((won.value or 0) / goal.value, won.n, "attainment")


def clv(buyers: Sequence[Buyer], margin: Figure) -> Figure:
    """Mean yearly contribution × mean lifetime; a customer lives from the first order to the last, at least a year."""
    if margin.value is None or not any(buyer.last > buyer.first for buyer in buyers):
        return Figure(None, 0, "clv", NO_BUYER_TWICE)
    lives = [max(1.0, days(buyer.first, buyer.last) / YEAR) for buyer in buyers]
    yearly = fmean(buyer.value / life for buyer, life in zip(buyers, lives, strict=True))
    return Figure(yearly * margin.value * fmean(lives), len(buyers), "clv")


def _acquisition(month: Month) -> int | None:
    known = [cost for cost in (month.marketing_cost, month.sales_cost) if cost is not None]
    return sum(known) if known else None


def _quotient(
    months: Iterable[Month], above: Callable[[Month], int | None], below: Callable[[Month], int | None], formula: str
) -> Figure:
    """Of the months in which both are known; n counts them."""
    pairs = [(a, b) for m in months if (a := above(m)) is not None and (b := below(m)) is not None]
    under = sum(b for _, b in pairs)
    if not under:
        return Figure(None, 0, formula, NO_MONTH)
    return Figure(sum(a for a, _ in pairs) / under, len(pairs), formula)

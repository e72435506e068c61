"""Sizes and discounts. Currencies are never added up: figures are of the one in which most deals are."""

from collections import Counter
from collections.abc import Iterable

from bot.funnel.metrics.figure import Figure, Span, mean, middle
from bot.funnel.metrics.journeys import WON, Journey, closed_in
from bot.words import N_

NONE_WON = N_("No deal with an amount was won in this period.")
NO_LIST = N_("No deal that was won in this period has a list price.")


def currencies(journeys: Iterable[Journey]) -> list[tuple[str, int]]:
    """(currency, deals with an amount in it), most deals first."""
    counts = Counter(j.currency for j in journeys if j.amount is not None and j.currency)
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def won_amounts(journeys: Iterable[Journey], span: Span, currency: str) -> list[int]:
    won = closed_in(journeys, span, WON)
    return [j.amount for j in won if j.amount is not None and j.currency == currency]


def won_value(journeys: Iterable[Journey], span: Span, currency: str) -> Figure:
    amounts = won_amounts(journeys, span, currency)
    return Figure(sum(amounts), len(amounts), "won_value") if amounts else Figure(None, 0, "won_value", NONE_WON)


def size_mean(journeys: Iterable[Journey], span: Span, currency: str) -> Figure:
    return mean(won_amounts(journeys, span, currency), "deal_size", NONE_WON)


def size_median(journeys: Iterable[Journey], span: Span, currency: str) -> Figure:
    return middle(won_amounts(journeys, span, currency), "deal_size", NONE_WON)


def discount_mean(journeys: Iterable[Journey], span: Span, currency: str) -> Figure:
    """Every deal counts the same."""
    return mean(discounts(journeys, span, currency), "discount_mean", NO_LIST)


def discounts(journeys: Iterable[Journey], span: Span, currency: str) -> list[float]:
    return [1 - paid / listed for paid, listed in _priced(journeys, span, currency)]


def discount_weighted(journeys: Iterable[Journey], span: Span, currency: str) -> Figure:
    """A big deal counts for more: what was given away of all that was listed."""
    pairs = _priced(journeys, span, currency)
    if not pairs:
        return Figure(None, 0, "discount_weighted", NO_LIST)
    paid, listed = (sum(column) for column in zip(*pairs, strict=True))
    return Figure(1 - paid / listed, len(pairs), "discount_weighted")


def _priced(journeys: Iterable[Journey], span: Span, currency: str) -> list[tuple[int, int]]:
    won = (j for j in closed_in(journeys, span, WON) if j.currency == currency)
    return [(j.amount, j.list_amount) for j in won if j.amount is not None and j.list_amount]

"""What is different from the same place in the quarter before, and whether that is more than chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.funnel.metrics.closing import cycles_in
from bot.funnel.metrics.figure import Span
from bot.funnel.metrics.journeys import WON, Journey, closed_in
from bot.funnel.metrics.money import discounts, won_amounts
from bot.signals import Finding, Mean, Rate, Sample, compare, compare_means

Changes = Mapping[str, Finding]
"""Name of a figure → its finding."""


def changes(
    earlier: Sequence[Journey], later: Sequence[Journey], before: Span, now: Span, currency: str
) -> dict[str, Finding]:  # fmt: skip
    """Of deals that closed in either period; amounts are compared in one currency."""

    def means(values: Iterable[Sequence[float]]) -> Finding:
        first, second = values
        return compare_means(Sample(first, before.period), Sample(second, now.period))

    pairs = (earlier, before), (later, now)
    return {
        "win_rate": win_change(earlier, later, before, now),
        "deal_size_mean": means([a / 100 for a in won_amounts(journeys, span, currency)] for journeys, span in pairs),
        "discount_mean": means(discounts(journeys, span, currency) for journeys, span in pairs),
        "cycle_days_mean": means(cycles_in(journeys, span) for journeys, span in pairs),
    }


def win_change(earlier: Iterable[Journey], later: Iterable[Journey], before: Span, now: Span) -> Finding:
    return compare(wins(earlier, before), wins(later, now))


def wins(journeys: Iterable[Journey], span: Span) -> Rate:
    closed = closed_in(journeys, span)
    return Rate(sum(j.status == WON for j in closed), len(closed), span.period)


def as_rows(found: Changes) -> list[dict[str, Any]]:
    """Every comparison with its verdict, for the JSON; amounts in whole units."""
    return [{"figure": name, **_row(finding)} for name, finding in found.items()]


def _row(finding: Finding) -> dict[str, Any]:
    change = {key: round(value, 6) for key, value in asdict(finding.change).items()} if finding.change else None
    return {
        "verdict": finding.verdict, "formula": finding.formula, "least": finding.least,
        "before": _side(finding.before), "now": _side(finding.now), "change": change,
    }  # fmt: skip


def _side(side: Rate | Mean) -> dict[str, Any]:
    value = None if side.value is None else round(side.value, 6)
    return {"from": f"{side.period.start}", "to": f"{side.period.end}", "value": value, "n": side.n}

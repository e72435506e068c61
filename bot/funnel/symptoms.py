"""The three symptoms of a strategy that is not carried out: busy but flat, leaning on discounts, off the profile. Pure.

Each is one comparison like for like, and is named only where the change is more than chance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.funnel.changes import wins
from bot.funnel.metrics.cuts import Profile, Touched, outside_profile
from bot.funnel.metrics.figure import Span
from bot.funnel.metrics.journeys import WON, Journey, closed_in
from bot.funnel.metrics.money import discounts
from bot.signals import Finding, Rate, Sample, compare, compare_means

Symptom = Literal["busy_but_flat", "discounts", "off_profile"]

BUSIER = 1.2
"""A fifth more contacts a working day is more than a good week makes."""
COUNTED = ("visit", "demo", "meeting", "call")
CONTACTS_LEAST = 60
"""A side: below it a fifth more is chance (Poisson: 60 ± 15)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One period of one scope."""

    span: Span
    journeys: Sequence[Journey]
    touches: Sequence[Touched]
    working_days: int

    def contacts(self) -> int:
        return sum(touch.at in self.span and touch.kind in COUNTED for touch in self.touches)


@dataclass(frozen=True, slots=True)
class Evidence:
    symptom: Symptom
    finding: Finding
    """What it rests on; of "busy but flat" the win rate, which is no better."""
    contacts: tuple[float, float] = (0.0, 0.0)
    """A working day, before and now."""
    n: tuple[int, int] = (0, 0)
    """Contacts counted, before and now."""


def symptoms(before: Side, now: Side, profile: Profile, currency: str) -> list[Evidence]:
    found = (_busy(before, now), _discounts(before, now, currency), _off_profile(before, now, profile))
    return [each for each in found if each]


def _busy(before: Side, now: Side) -> Evidence | None:
    """Clearly more contacts a day, and no more won."""
    n = before.contacts(), now.contacts()
    if min(n) < CONTACTS_LEAST or not (before.working_days and now.working_days):
        return None
    daily = n[0] / before.working_days, n[1] / now.working_days
    won = compare(wins(before.journeys, before.span), wins(now.journeys, now.span))
    better = won.verdict == "too_few" or (won.verdict == "signal" and _rises(won))
    return None if daily[1] < BUSIER * daily[0] or better else Evidence("busy_but_flat", won, daily, n)


def _discounts(before: Side, now: Side, currency: str) -> Evidence | None:
    """Deals are signed further below their list price than before."""
    first, second = (Sample(discounts(each.journeys, each.span, currency), each.span.period) for each in (before, now))
    finding = compare_means(first, second)
    return Evidence("discounts", finding) if finding.verdict == "signal" and _rises(finding) else None


def _off_profile(before: Side, now: Side, profile: Profile) -> Evidence | None:
    """More of what is signed lies outside the customers we mean to sell to."""
    finding = compare(_outside(before, profile), _outside(now, profile))
    return Evidence("off_profile", finding) if finding.verdict == "signal" and _rises(finding) else None


def _outside(side: Side, profile: Profile) -> Rate:
    figure = outside_profile(_won(side), side.span, profile)
    return Rate(round((figure.value or 0) * figure.n), figure.n, side.span.period)


def _won(side: Side) -> Iterable[Journey]:
    return closed_in(side.journeys, side.span, WON)


def _rises(finding: Finding) -> bool:
    before, now = finding.before.value, finding.now.value
    return before is not None and now is not None and now > before

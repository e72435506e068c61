"""The three symptoms of a strategy that is not carried out: busy but flat, leaning on discounts, off the profile. Pure.

Each is one comparison like for like, and is named only where the change is more than chance.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.funnel.changes import wins
from bot.funnel.metrics.cuts import Profile, Touched, outside_profile
from bot.funnel.metrics.figure import Span
from bot.funnel.metrics.journeys import WON, Journey, closed_in
from bot.funnel.metrics.money import discounts
from bot.signals import Finding, Rate, Sample, compare, compare_means, standing

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
    return [each for each in _compared(before, now, profile, currency) if _is_one(each)]


def of_each(before: Side, now: Side, profile: Profile, currency: str) -> list[tuple[str, Evidence]]:
    """(owner, symptom) of the people of a scope, but for what may be chance among so many comparisons."""
    earlier, later = _by_owner(before), _by_owner(now)
    found = {
        (owner, each.symptom): each
        for owner in sorted(earlier.keys() & later.keys() - {""})
        for each in _compared(earlier[owner], later[owner], profile, currency)
    }
    beyond_chance = standing({key: each.finding for key, each in found.items() if each.symptom != "busy_but_flat"})
    return [
        (owner, each)
        for (owner, symptom), each in found.items()
        if _is_one(each) and (symptom == "busy_but_flat" or (owner, symptom) in beyond_chance)
    ]


def _by_owner(side: Side) -> dict[str, Side]:
    """Of whoever has journeys."""
    journeys, touches = defaultdict[str, list[Journey]](list), defaultdict[str, list[Touched]](list)
    for journey in side.journeys:
        journeys[journey.owner].append(journey)
    for touch in side.touches:
        touches[touch.owner].append(touch)
    return {owner: replace(side, journeys=theirs, touches=touches[owner]) for owner, theirs in journeys.items()}


def _compared(before: Side, now: Side, profile: Profile, currency: str) -> list[Evidence]:
    """Every comparison that can be made, whatever it says."""
    prices = [Sample(discounts(each.journeys, each.span, currency), each.span.period) for each in (before, now)]
    n = before.contacts(), now.contacts()
    daily = (n[0] / max(1, before.working_days), n[1] / max(1, now.working_days))
    return [
        Evidence("busy_but_flat", compare(wins(before.journeys, before.span), wins(now.journeys, now.span)), daily, n),
        Evidence("discounts", compare_means(prices[0], prices[1])),
        Evidence("off_profile", compare(_outside(before, profile), _outside(now, profile))),
    ]


def _is_one(found: Evidence) -> bool:
    """Clearly more contacts a day and no more won; further below the list price, or further off the profile, beyond
    chance."""
    verdict, rises = found.finding.verdict, _rises(found.finding)
    if found.symptom == "busy_but_flat":
        busier = min(found.n) >= CONTACTS_LEAST and found.contacts[1] >= BUSIER * found.contacts[0]
        return busier and verdict != "too_few" and not rises
    return verdict == "signal" and rises


def _outside(side: Side, profile: Profile) -> Rate:
    figure = outside_profile(_won(side), side.span, profile)
    return Rate(round((figure.value or 0) * figure.n), figure.n, side.span.period)


def _won(side: Side) -> Iterable[Journey]:
    return closed_in(side.journeys, side.span, WON)


def _rises(finding: Finding) -> bool:
    before, now = finding.before.value, finding.now.value
    return before is not None and now is not None and now > before

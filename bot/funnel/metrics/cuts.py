"""The same counts by who, what and where; how far from the target profile; what activity brings."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.funnel.metrics.closing import win_rate
from bot.funnel.metrics.figure import Figure, Span, days, middle, share
from bot.funnel.metrics.journeys import WON, Journey, closed_in
from bot.search.normalise import clean
from bot.words import N_

Dimension = Literal["owner", "product", "sector", "region", "size", "origin"]

NO_PROFILE = N_("No target profile is set, or no deal that was won says where it belongs.")
NO_NEW = N_("No new deal of this period has had a contact yet.")


@dataclass(frozen=True, slots=True)
class Slice:
    name: str
    """ "" where the deals do not say."""
    won: int
    closed: int
    win_rate: Figure


@dataclass(frozen=True, slots=True)
class Profile:
    """Whom we mean to sell to; an empty set is no wish."""

    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """One contact with a customer."""

    at: datetime
    kind: str
    effective: bool
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """What somebody did in a period, beside what came of it; signed amounts are hundredths of one currency."""

    owner: str
    visits: int
    effective: int
    """Visits that met somebody of the decision chain and left a dated next step."""
    demos: int
    proposals: int
    """Deals that entered the proposal stage."""
    signed: int


def cut(journeys: Iterable[Journey], by: Dimension, span: Span) -> list[Slice]:
    """Closed deals by one dimension, the one with most of them first."""
    groups: dict[str, list[Journey]] = defaultdict(list)
    for journey in closed_in(journeys, span):
        groups[getattr(journey, by)].append(journey)
    slices = [_slice(name, closed, span) for name, closed in groups.items()]
    return sorted(slices, key=lambda one: (-one.closed, one.name))


def _slice(name: str, closed: list[Journey], span: Span) -> Slice:
    won = sum(journey.status == WON for journey in closed)
    return Slice(name, won, len(closed), win_rate(closed, span))


def outside_profile(journeys: Iterable[Journey], span: Span, profile: Profile) -> Figure:
    """The share of won deals outside the target profile; a deal that does not say where it belongs is not counted."""
    judged = [fits for j in closed_in(journeys, span, WON) if (fits := _fits(j, profile)) is not None]
    return share(judged.count(False), len(judged), "outside_profile", NO_PROFILE)


def _fits(journey: Journey, profile: Profile) -> bool | None:
    wishes: tuple[tuple[str, Collection[str]], ...] = (
        (journey.sector, profile.sectors), (journey.region, profile.regions), (journey.size, profile.sizes),
    )  # fmt: skip
    known = [clean(value) in map(clean, wished) for value, wished in wishes if wished and value]
    return all(known) if known else None


def response_days(journeys: Iterable[Journey], span: Span) -> Figure:
    """From a new deal's creation to the first contact about it; those without one are not in it."""
    waits = [
        max(0.0, days(j.created_at, j.touched_at))
        for j in journeys
        if j.created_at in span and j.touched_at is not None
    ]
    return middle(waits, "response", NO_NEW)


def activity(
    journeys: Iterable[Journey], touches: Iterable[Touched], span: Span, currency: str, proposal: int
) -> list[Activity]:
    """Per owner, in the order of their names; `proposal` is the place of that stage, -1 where there is none."""
    contacts: Mapping[str, Counter[str]] = defaultdict(Counter)
    for touch in touches:
        if touch.at in span:
            contacts[touch.owner][touch.kind] += 1
            contacts[touch.owner]["effective"] += touch.kind == "visit" and touch.effective
    offers, signed = Counter[str](), Counter[str]()
    for journey in journeys:
        offers[journey.owner] += journey.firsts().get(proposal) in span
        if journey.status == WON and journey.closed_at in span and journey.currency == currency:
            signed[journey.owner] += journey.amount or 0
    return [
        Activity(
            who, contacts[who]["visit"], contacts[who]["effective"], contacts[who]["demo"], offers[who], signed[who]
        )
        for who in sorted({*contacts, *offers, *signed})
    ]

"""A deal and where it has been: the one value that every metric reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.funnel.metrics.figure import Span
from bot.playbooks.playbook import STAGE_IDS, Playbook

WON, LOST = "won", "lost"


class Event(NamedTuple):
    """A stage was entered; the stages "won" and "lost" close the deal."""

    entered_at: datetime
    stage: str
    at: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """The stages in which deals are counted, in their order."""

    stages: tuple[str, ...]
    signed: int = -1
    """Place of the stage in which a deal is won; -1: closing is no stage of this path."""
    playbook: str = ""
    """Whose stages these are; "" for the six."""
    places: tuple[tuple[str, int], ...] = ()
    """Place of a stage by what it counts as, for one that the playbook does not have any more."""

    def place(self, event: Event) -> int | None:
        name = event.stage if self.playbook else event.at
        if name in self.stages:
            return self.stages.index(name)
        return dict(self.places).get(event.at)


SIX = Path(STAGE_IDS, STAGE_IDS.index("contract"))


def path_of(book: Playbook | None) -> Path:
    """A playbook's own stages; without one, the six that all of them count in."""
    if book is None:
        return SIX
    places = {stage.at: place for place, stage in reversed(list(enumerate(book.stages)))}
    return Path(tuple(s.id for s in book.stages), places.get("contract", -1), book.id, tuple(places.items()))


class Visit(NamedTuple):
    """A deal's stay in one stage, without break."""

    place: int
    entered: datetime
    left: datetime | None
    """None: it is still there, or the deal was won there."""
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    id: int
    created_at: datetime
    visits: tuple[Visit, ...] = ()
    """In the order of time; no two neighbours in the same stage."""
    status: str = "open"
    closed_at: datetime | None = None
    name: str = ""
    owner_id: int | None = None
    owner: str = ""
    customer_id: int = 0
    amount: int | None = None
    """Hundredths of `currency`."""
    list_amount: int | None = None
    currency: str = ""
    lost_reason: str = ""
    origin: str = ""
    product: str = ""
    sector: str = ""
    region: str = ""
    size: str = ""
    touched_at: datetime | None = None
    """The first contact with the customer about this deal."""

    def is_open(self, at: datetime) -> bool:
        """Whether it was open just before a moment."""
        return self.created_at < at and (self.closed_at is None or self.closed_at >= at)

    def visit(self, at: datetime) -> Visit | None:
        """Where it stood just before a moment."""
        return next((visit for visit in reversed(self.visits) if visit.entered < at), None)

    def firsts(self) -> dict[int, datetime]:
        """Place → when it was entered for the first time."""
        found: dict[int, datetime] = {}
        for visit in self.visits:
            found.setdefault(visit.place, visit.entered)
        return found


def walk(path: Path, events: Iterable[Event], closed_at: datetime | None = None) -> tuple[Visit, ...]:
    """A deal's visits from its events, in the order of time. Entering a stage again without leaving it is no new visit.

    The stage in which a deal is lost ends with the loss. A win is an entry of the signing stage, also where a source
    only says "won"; instalments go on after it.
    """
    found: list[Visit] = []
    here: Visit | None = None
    for event in events:
        place = _enters(path, event, here)
        if here is not None and place == here.place:
            continue
        if place is None and event.stage not in (WON, LOST):
            continue  # a stage that nobody knows any more
        if here is not None:
            found.append(here._replace(left=event.entered_at))
        here = None if place is None else Visit(place, event.entered_at, None, event.amount)
    if here is not None:
        ended = closed_at if closed_at is not None and closed_at > here.entered else None
        found.append(here._replace(left=ended))
    return tuple(found)


def _enters(path: Path, event: Event, here: Visit | None) -> int | None:
    if event.stage == LOST:
        return None
    if event.stage != WON:
        return path.place(event)
    if path.signed < 0:
        return None
    return here.place if here is not None and here.place >= path.signed else path.signed


def alive(journeys: Iterable[Journey], span: Span) -> list[Journey]:
    """Deals that were open at some moment of the period, or closed in it."""
    return [j for j in journeys if j.created_at < span.end and (j.closed_at is None or j.closed_at >= span.start)]


def open_at(journeys: Iterable[Journey], at: datetime) -> list[Journey]:
    return [journey for journey in journeys if journey.is_open(at)]


def closed_in(journeys: Iterable[Journey], span: Span, *statuses: str) -> list[Journey]:
    wanted: Sequence[str] = statuses or (WON, LOST)
    return [j for j in journeys if j.status in wanted and j.closed_at in span]

"""The life of one deal in working time, until it is closed or now is reached. Pure: the same seed, the same life."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import log
from random import Random
from typing import Any, TypeAlias, TypeVar

from bot.playbooks.playbook import StageId
from bot.simulate import market
from bot.simulate.market import STAGES, Manner

T = TypeVar("T")

Course: TypeAlias = Sequence[tuple[str, StageId]]
"""The stages of a playbook in their order: its own id, and which of the six that is."""

Ways: TypeAlias = Callable[[float], Manner]
"""How somebody sells at a moment: people change."""

GENERAL: Course = (
    ("first-contact", "lead"), ("needs", "discovery"), ("solution", "proposal"), ("terms", "negotiation"),
    ("signed", "contract"),
)  # fmt: skip
"""As in playbooks/general-b2b.yaml, for whoever has no workspace."""
GENERAL_ID = "general-b2b"
SOLD = ("contract", "payment")
TALKS_PRICE = 15
"""Working days after which a discount is talked about: by the habits of then."""


@dataclass(frozen=True, slots=True)
class Entered:
    stage: str
    at: StageId
    when: float
    amount: int | None


@dataclass(frozen=True, slots=True)
class Contacted:
    when: float
    kind: str
    at: StageId
    worry: str = ""
    step: float | None = None
    """For when the next step is agreed."""
    kept: float | None = None
    """When it was done."""
    reported: bool = True
    """Of a visit: whether its report was written within some hours."""


@dataclass(frozen=True, slots=True)
class Life:
    entered: tuple[Entered, ...]
    contacts: tuple[Contacted, ...]
    status: str
    closed: float | None
    list_amount: int
    amount: int
    lost_reason: str
    expected: float

    @property
    def born(self) -> float:
        return self.entered[0].when


def pick(rng: Random, weights: Mapping[T, int]) -> T:
    found, sums = _summed(tuple(weights.items()))
    chosen: T = rng.choices(found, cum_weights=sums)[0]
    return chosen


@lru_cache(maxsize=64)
def _summed(weights: tuple[tuple[Any, int], ...]) -> tuple[list[Any], list[int]]:
    return [value for value, _ in weights], list(accumulate(weight for _, weight in weights))


def live(rng: Random, course: Course, manner: Ways, born: float, end: float, *, all_contacts: bool = True) -> Life:
    """What is there of it at `end`. At scale, closed deals may do without their contacts."""
    listed = _price(rng)
    amount = _discounted(rng, listed, manner(born + TALKS_PRICE))
    entered, status, closed = _stages(rng, course, manner, born, end, (listed, amount))
    stop = min(end, closed) if closed is not None else end
    contacts = _contacts(rng, entered, manner, stop) if all_contacts or status == "open" else ()
    return Life(
        entered=tuple(entered), contacts=tuple(contacts), status=status, closed=closed,
        list_amount=listed, amount=entered[-1].amount or listed,
        lost_reason=pick(rng, market.LOST_FOR) if status == "lost" else "", expected=born + rng.uniform(25, 50),
    )  # fmt: skip


def _stages(
    rng: Random, course: Course, manner: Ways, born: float, end: float, sums: tuple[int, int]
) -> tuple[list[Entered], str, float | None]:
    """What it entered until `end`; and how it ended, if it has."""
    parts = {at: sum(1 for _, other in course if other == at) for _, at in course}
    status, closed, when = "open", None, born
    entered = [Entered(*course[0], born, None if rng.random() < 0.5 else sums[0])]
    for n, (_, at) in enumerate(course):
        when += _stay(rng, STAGES[at].days / parts[at])
        goes = rng.random() < manner(when).share(at, parts[at])
        if when >= end:
            break
        if not goes:
            if at not in SOLD:
                status, closed = "lost", when
            break
        if n + 1 == len(course):
            break
        stage, following = course[n + 1]
        entered.append(Entered(stage, following, when, sums[following in (*SOLD, "negotiation")]))
        if following in SOLD and closed is None:
            status, closed = "won", when
    return entered, status, closed


def _stay(rng: Random, median: float) -> float:
    still = market.STALLED if rng.random() < market.STALLS else 1.0
    return max(0.05, rng.lognormvariate(log(median), market.SPREAD) * still)


def _price(rng: Random) -> int:
    """In hundredths, as people quote: whole thousands."""
    return max(10, round(rng.lognormvariate(log(market.PRICE), market.PRICE_SPREAD) / 1000)) * 100_000


def _discounted(rng: Random, listed: int, manner: Manner) -> int:
    off = 0.0 if rng.random() < market.NO_DISCOUNT else rng.expovariate(1 / manner.discount)
    return round(listed * (1 - min(round(off, 2), market.DISCOUNT_MAX)))


def _contacts(rng: Random, entered: Sequence[Entered], manner: Ways, stop: float) -> list[Contacted]:
    """Contacts until `stop`: an agreed next step is when the next contact happens, or a little before."""
    found: list[Contacted] = []
    when = entered[0].when + rng.lognormvariate(log(market.FIRST_CONTACT), 1)
    while when < stop:
        at = next(each.at for each in reversed(entered) if each.when <= when)
        gap = rng.lognormvariate(log(STAGES[at].gap), market.GAP_SPREAD) / manner(when).contacts
        agreed = when + max(1.0, gap) if rng.random() < market.STEP_AGREED else None
        following = when + gap if agreed is None else agreed + _late(rng)
        found.append(Contacted(
            when, pick(rng, STAGES[at].kinds), at,
            pick(rng, market.WORRIES) if rng.random() < market.WORRIED else "", agreed,
            following if agreed is not None and following < stop else None,
        ))  # fmt: skip
        when = following
    return found


def _late(rng: Random) -> float:
    return rng.uniform(1, 4) if rng.random() < market.STEP_LATE else 0.0

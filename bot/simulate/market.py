"""How an invented market behaves, in one place. Every rate is an assumption that looks like sales, not a measurement.

| what | rate |
|---|---|
| new leads | 0.5 a rep and working day |
| goes on to the next stage | lead .62, discovery .66, proposal .60, negotiation .56: one lead in seven is won |
| working days in a stage | log-normal, median 5, 8, 9, 8 (15 to the first instalment); 1 in 16 stands 4 × as long |
| first contact | log-normal, median a quarter of a day |
| days between contacts | log-normal, median 4, 3.5, 3.2, 2.6; 7 in 10 leave a dated next step, 1 in 6 of them is late |
| list price | log-normal, median 160,000, σ 0.8 |
| discount from negotiation on | none for 4 in 10, else exponential with mean 6 %, 35 % at most |
| lost for | price .38, a competitor .27, something else .18, functions .17 |
| outside the target profile | 15 % of new customers |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.playbooks.playbook import StageId, TouchKind

LEADS_A_DAY = 0.5
SPREAD, PRICE_SPREAD, GAP_SPREAD = 0.6, 0.8, 0.55
"""σ of the log-normals: days in a stage, list price, days between two contacts."""
STALLS, STALLED = 1 / 16, 4.0
FIRST_CONTACT = 0.25
STEP_AGREED, STEP_LATE = 0.7, 1 / 6
PRICE = 160_000
NO_DISCOUNT, DISCOUNT, DISCOUNT_MAX = 0.4, 0.06, 0.35
OFF_PROFILE = 0.15
KNOWN_CUSTOMER = 0.2
"""Share of deals with a customer of before."""
WORRIED = 0.2
"""Share of contacts at which an objection is noted."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Of one of the six stages."""

    goes: float
    days: float
    gap: float
    kinds: Mapping[TouchKind, int]


STAGES: Mapping[str, Rates] = {
    "lead": Rates(0.62, 5, 4.0, {"call": 5, "message": 4, "email": 2, "visit": 1}),
    "discovery": Rates(0.66, 8, 3.5, {"visit": 5, "call": 3, "message": 2, "meeting": 2}),
    "proposal": Rates(0.60, 9, 3.2, {"visit": 3, "demo": 4, "meeting": 2, "email": 2, "message": 2}),
    "negotiation": Rates(0.56, 8, 2.6, {"visit": 4, "call": 4, "message": 3, "email": 1}),
    "contract": Rates(0.9, 15, 8.0, {"call": 2, "message": 2, "visit": 1}),
    "payment": Rates(1.0, 20, 15.0, {"call": 1, "message": 1}),
}

LOST_FOR: Mapping[str, int] = {"price": 38, "competitor": 27, "other": 18, "function": 17}
WORRIES: Mapping[str, int] = {"price-too-high": 4, "missing-feature": 2, "chose-another": 2, "not-now": 3}
"""Cards of the starter workspace."""
ORIGINS: Mapping[str, int] = {"referral": 3, "website": 4, "exhibition": 3, "cold call": 4, "partner": 2}
SIZES: Mapping[str, int] = {"50-200": 5, "200-1000": 4, "1000+": 2}
ON_PROFILE: Mapping[str, int] = {"manufacturing": 6, "distribution": 3}
OFF: Mapping[str, int] = {"retail": 3, "catering": 2, "education": 2}

MARGIN, MARKETING, SALES_COST, COLLECTED = 0.31, 0.05, 0.11, 0.86
"""The books: gross margin, and the others as shares of what was signed in the month."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody sells, as factors on the market's rates."""

    leads: float = 1.0
    goes: Mapping[str, float] = field(default_factory=dict)
    """By one of the six; 1 where nothing is said."""
    contacts: float = 1.0
    discount: float = DISCOUNT
    off_profile: float = OFF_PROFILE

    def share(self, at: StageId, parts: int) -> float:
        """Of deals that leave a stage onwards; a playbook with several stages for one of the six shares it out."""
        rate = min(0.95, STAGES[at].goes * self.goes.get(at, 1.0))
        return float(rate ** (1 / parts))


USUAL = Manner()

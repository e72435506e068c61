"""What a finished step pays. Pure: what was verified is paid once, and what only looks like work waits for a manager.

Nobody is accused: the step counts in any case, the row says what was held back and why, and a manager can pay it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.words import N_

DAY_CAP = 60
"""Points a day. The quest is made for one step a working day; what is above is nobody's loss but a race's."""
LEAST_SHARE = 0.05
"""Of the minutes that a step is meant to take: faster than that, nobody has read it."""
RETURNS = 2
"""How often a step may be taken back and still pay again: once is a slip."""

HELD: Mapping[str, str] = {
    "speed": N_("Finished faster than it can be read"),
    "pair": N_("Two people confirmed each other"),
    "returns": N_("Taken back and done again several times"),
}
"""Why points wait for a manager; they are listed, and can be paid out."""
NOT_PAID: Mapping[str, str] = {
    "cap": N_("Today's points are full"),
    "used": N_("Earned before with the same work"),
}
"""Why points are not paid, and nobody needs to look."""


@dataclass(frozen=True, slots=True)
class Claim:
    worth: int
    minutes: int
    took: float | None = None
    """Seconds from showing the step to answering it; None where it was not done in the chat."""
    paid_today: int = 0
    used: bool = False
    """Whether the same evidence has paid before."""
    returns: int = 0
    """How often the step was taken back before."""
    mutual: bool = False
    """Whether whoever confirmed it was confirmed by this person lately."""


@dataclass(frozen=True, slots=True)
class Paid:
    points: int
    held: int = 0
    why: str = ""


def pays(claim: Claim) -> Paid:
    if claim.used:
        return Paid(0, 0, "used")
    held = _held(claim)
    if held:
        return Paid(0, claim.worth, held)
    room = max(DAY_CAP - claim.paid_today, 0)
    return Paid(claim.worth) if claim.worth <= room else Paid(room, 0, "cap")


def _held(claim: Claim) -> str:
    if claim.mutual:
        return "pair"
    if claim.returns >= RETURNS:
        return "returns"
    # A clock set back makes nobody fast.
    if claim.took is not None and 0 <= claim.took < claim.minutes * 60 * LEAST_SHARE:
        return "speed"
    return ""

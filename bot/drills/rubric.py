"""The rubric: ten things that a rep visibly does, eight that fail a drill, and how levels become a total."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.words import N_

VERSION = 1
"""Frozen with every drill when it starts; raise it when a criterion, a level or the formula comes to mean another."""

Polarity = Literal["+", "-"]
Level = Literal[0, 1, 2, 3]


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    title: str
    done: str
    """What counts for it, as a rep reads it before the drill."""
    against: str


CRITERIA = (
    Criterion(
        "open_discovery", N_("Open questions"), N_("Ask openly how things are: what, how, why, which"),
        N_("Yes-or-no chains, three questions at once, leading questions"),
    ),
    Criterion(
        "implication", N_("What the problem costs"), N_("Ask what it costs, how often, who is hit by it"),
        N_("Pitching a function as soon as a pain is named"),
    ),
    Criterion(
        "acknowledge", N_("Hear the objection"), N_("Show that you heard it, before anything else"),
        N_("Opening with “but”, or talking the worry away"),
    ),
    Criterion(
        "explore_first", N_("Ask before answering"), N_("Ask what is behind the objection, then answer"),
        N_("Answering or discounting at once; a question back when a plain fact was asked"),
    ),
    Criterion(
        "evidenced_answer", N_("Answer with evidence"), N_("A fact the customer told you, or a figure from a card"),
        N_("Claims no card holds, absolutes, slogans"),
    ),
    Criterion(
        "discount_discipline", N_("Price discipline"), N_("Value first; give only for something in return"),
        N_("Giving for nothing, or above the limit"),
    ),
    Criterion(
        "confirm_resolution", N_("Check that it is settled"), N_("Ask whether the worry is off the table"),
        N_("Moving on while it is still open"),
    ),
    Criterion(
        "listening", N_("Listen"), N_("Use the customer's own words, sum up, stay short"),
        N_("Asking again for what was said; a lecture"),
    ),
    Criterion(
        "qualify_decision", N_("Who decides"), N_("Find out who decides, how, by when, with what money"),
        N_("“Can you decide this?” to their face; budget before need"),
    ),
    Criterion(
        "next_step", N_("A dated next step"), N_("An action, a date and who takes part"),
        N_("“Stay in touch”, “I'll send something”"),
    ),
)  # fmt: skip
IDS = tuple(criterion.id for criterion in CRITERIA)
TITLES: Mapping[str, str] = {criterion.id: criterion.title for criterion in CRITERIA}

BLOCKERS: Mapping[str, str] = {
    "discount_over_limit": N_("A discount above your limit"),
    "false_claim": N_("A claim that the cards contradict"),
    "overpromise": N_("A promise without the review that it needs"),
    "improper_benefit": N_("A personal advantage"),
    "disparage": N_("Running a competitor down"),
    "insult": N_("An insult"),
    "leak": N_("Internal limits or another customer's data"),
    "manipulation": N_("Text aimed at the scorer"),
}

WEIGHT = 10
TOP_LEVEL = 3
FROM_TURN = 5
"""Rep turns from which a total is shown; earlier it says more about the opening than about the rep."""

Tier = Literal["", "bronze", "silver", "gold"]
TIERS: tuple[tuple[Tier, float], ...] = (("gold", 90), ("silver", 75), ("bronze", 50))
PASS = 75


def total(levels: Mapping[str, int | None], weights: Mapping[str, int] | None = None) -> float | None:
    """100 · Σ w·level / (3 · Σ w) over the criteria that had an occasion; None when none had."""
    weighed = [
        ((weights or {}).get(id, WEIGHT), level) for id in IDS if (level := levels.get(id)) is not None
    ]  # fmt: skip
    most = TOP_LEVEL * sum(weight for weight, _ in weighed)
    return 100 * sum(weight * level for weight, level in weighed) / most if most else None


def tier(total: float | None) -> Tier:
    """ "" is under 50, or no total at all."""
    return next((name for name, least in TIERS if total is not None and total >= least), "")

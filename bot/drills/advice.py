"""What follows from a score: the card line that would have helped most, and the drill to play next."""

from bot.drills import rows
from bot.drills.scenario import Scenario
from bot.drills.stage import Stage
from bot.drills.talk import Scorecard, Talk
from bot.features import Turn
from bot.knowledge.cards import Card
from bot.knowledge.library import Library

SECTION = {
    "acknowledge": "acknowledge", "explore_first": "ask", "open_discovery": "ask", "implication": "next",
    "confirm_resolution": "next", "next_step": "step", "evidenced_answer": "proof", "discount_discipline": "line",
    "qualify_decision": "next", "listening": "acknowledge",
}  # fmt: skip
"""Where a card says what a criterion asks for."""

FIRST = ("explore_first", "acknowledge", "evidenced_answer", "discount_discipline", "next_step")
"""Of equally weak criteria the one that moves a talk most; cards have lines for these."""


def weakest(card: Scorecard) -> str:
    """The criterion to work on next."""
    known = {mark.criterion: mark.level for mark in card.marks if mark.level is not None}
    order = [*FIRST, *(id for id in known if id not in FIRST)]
    return min((id for id in order if id in known), key=lambda id: known[id], default="explore_first")


def better_line(turn: Turn, card: Scorecard, talk: Talk, scenario: Scenario) -> tuple[Card, str] | None:
    """What the card of the first objection that came says on the weakest criterion; (card, its line)."""
    raised = [about for line in talk.lines for cue, about in line.cues or () if cue == "objection"]
    id = (raised or [scenario.objections[0].id])[0]
    script = turn.get(Library).card(id, talk.language)
    return (script, line_for(script, card)) if script else None


def line_for(script: Card, card: Scorecard) -> str:
    """What this card says on the weakest criterion."""
    return first_row(script, SECTION[weakest(card)]) or first_row(script, "line")


def first_row(script: Card, section: str) -> str:
    """The first of a section's rows, as it is said."""
    return script.sections.get(section, "").split("\n")[0].lstrip("- ").strip()


def next_drill(turn: Turn, card: Scorecard, played: Scenario) -> Scenario | None:
    """Another scenario: one that weighs the weakest criterion, then what was never passed, then the least played."""
    weak = weakest(card)
    done = rows.ended(turn.db, turn.person.id)
    passed = {drill.scenario for drill in done if drill.passed}
    others = [each for each in turn.get(Stage).repertoire.scenarios.values() if each.id != played.id]
    return min(
        others,
        key=lambda each: (
            each.id in passed, -each.weight()[weak], sum(drill.scenario == each.id for drill in done), each.id,
        ),
        default=None,
    )  # fmt: skip

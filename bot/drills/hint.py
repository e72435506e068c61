"""What to try next in a practice drill: from where the talk stands, never from what the customer still hides."""

from bot.drills import rows
from bot.drills.advice import first_row
from bot.drills.rows import Drill
from bot.drills.scenario import Scenario
from bot.features import Turn
from bot.knowledge.cards import Card
from bot.knowledge.library import Library
from bot.words import N_

ORDER = (
    ("discovery", N_("Ask openly how things are at theirs, before anything about us.")),
    ("cost", N_("They named a problem. Ask what it costs them: how often, how much, who is hit.")),
    ("decision", N_("You do not know yet who decides, how and by when. Ask.")),
    ("close", N_("Propose one next step: what, when, and who joins.")),
)


def hint(turn: Turn, scenario: Scenario, drill: Drill) -> str:
    said, state = turn.words, drill.state
    if state.asked:
        return said("They asked you a plain question. Answer it first, a range will do; then ask one of yours.")
    if state.open:
        card = turn.get(Library).card(state.open, drill.language)
        return _for_objection(turn, state.of(state.open), card)
    told = [scenario.fact(id) for id in state.told]
    ready = {
        "discovery": not told,
        "cost": any(cue == "pain" for cue, _ in rows.lines(turn.db, drill.id)[-1].line.cues or ()),
        "decision": not any(fact.decider for fact in told),
        "close": True,
    }
    return said(next(text for name, text in ORDER if ready[name]))


def _for_objection(turn: Turn, standing: str, card: Card | None) -> str:
    said = turn.words
    if standing == "raised":
        ask = first_row(card, "ask") if card else ""
        text = said("Hear it first, then ask what is behind it.")
        return " ".join((text, said("For example: {line}", line=ask))) if ask else text
    if standing == "explored":
        line = first_row(card, "line") if card else ""
        text = said("Now answer what they told you, with a figure.")
        return " ".join((text, said("The card says: {line}", line=line))) if line else text
    return said("Ask whether that settles it.")

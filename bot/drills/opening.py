"""How a drill begins: which objections come and when, what the customer will ask, the first words."""

from collections.abc import Mapping

from bot.drills.scenario import Grade, Persona, Scenario
from bot.drills.scene import Said, Scene
from bot.drills.state import State
from bot.drills.voice import chance, shuffled

LAST_WORDS = 3
"""Rep turns at the end in which no new objection comes, so that the last one can be answered."""


def begin(
    scenario: Scenario, personas: Mapping[str, Persona], grade: Grade, language: str, seed: int, *, met: bool = False
) -> tuple[State, Said]:
    """`met`: this rep has talked to this customer before."""
    numbers = scenario.difficulty[grade]
    plan = planned(scenario, numbers.objections, seed)
    state = State(
        grade=grade, language=language, persona=scenario.persona, plan=plan,
        due=due(len(plan), numbers.turns, seed), asks=asks(scenario, numbers.turns, seed),
        trust=numbers.trust, patience=numbers.patience, turns=numbers.turns,
        away=away(grade, seed),
    )  # fmt: skip
    scene = Scene(scenario, personas, state, seed)
    if met:
        scene.own("remembers")
    scene.say("opening", scenario.opening)
    scene.cues.append(("small", ""))
    return scene.state, scene.reply()


def planned(scenario: Scenario, count: int, seed: int) -> tuple[str, ...]:
    """What the scenario is about comes first; which others follow, and in which order, is the seed's."""
    first, *others = (objection.id for objection in scenario.objections)
    return (first, *shuffled(seed, others, "plan")[: count - 1])


def due(count: int, turns: int, seed: int) -> tuple[int, ...]:
    """Spread over the talk, so that every objection is raised while there is time to answer it."""
    room = (turns - LAST_WORDS) / count
    return tuple(int(1 + n * room + chance(seed, "due", n) * max(0.0, room - 1.5)) for n in range(count))


def asks(scenario: Scenario, turns: int, seed: int) -> tuple[tuple[int, str], ...]:
    """Two of the customer's own questions; the newcomer's come with the hand-over."""
    kept = set(scenario.handover.asks) if scenario.handover else set()
    free = [question.id for question in scenario.questions if question.id not in kept]
    chosen = shuffled(seed, free, "asks")[:2]
    return tuple((2 + int(chance(seed, "when", id) * (turns - 4)), id) for id in chosen)


def away(grade: Grade, seed: int) -> int:
    """Some customers are called away once; nobody who practises for the first time needs that."""
    if grade == "easy" or chance(seed, "away") < 0.5:
        return 0
    return 2 + int(chance(seed, "away at") * 4)

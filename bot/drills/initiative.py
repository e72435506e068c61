"""What the customer brings up themselves: the next objection, a question, the boss, the end."""

from collections.abc import Callable

from bot.drills.hearing import Heard
from bot.drills.scenario import GOOD_ENDINGS, Ending
from bot.drills.scene import Scene
from bot.drills.state import CLOSED
from bot.drills.talk import Cue

Initiative = Callable[[Scene, Heard], bool]
"""True: the customer said something of their own."""

DEAL_TRUST, DEAL_INTEREST = 7, 7
PILOT_INTEREST = 5
LAST_CALL = 2
"""Rep turns before the end at which the customer says that they have to go."""


def ends(scene: Scene, heard: Heard) -> bool:
    """The end, and its reason: agreed, insulted, out of patience, out of time."""
    ending = _ending(scene)
    if not ending:
        return False
    kind, reason = ending
    scene.change(ending=kind, reason=reason, open="", asked="")
    scene.note("ending", kind)
    cue: Cue = "accepted" if kind in GOOD_ENDINGS else "stall"
    return scene.say(f"ending.{kind}", scene.scenario.endings.of(kind), (cue, ""))


def _ending(scene: Scene) -> tuple[Ending, str] | None:
    state = scene.state
    if state.reason == "insulted":
        return "hang_up", "insulted"
    if state.bribes >= 2:
        return "hang_up", "bribed"
    if state.reason == "accepted":
        return _agreed(scene), "agreed"
    if state.patience <= 0:
        return ("hang_up" if state.trust <= 0 else "stall"), "out_of_patience"
    if state.turn >= state.turns:
        return "stall", "no_next_step" if state.settled else "still_open"
    return None


def _agreed(scene: Scene) -> Ending:
    """How far a next step goes: everything settled and trusted is a deal, interest a pilot, else another talk."""
    state = scene.state
    confirmed = all(state.of(id) == "resolved" for id in state.plan)
    if confirmed and state.trust >= DEAL_TRUST and state.interest >= DEAL_INTEREST and not state.given:
        return "deal"
    return "pilot" if state.interest >= PILOT_INTEREST else "follow_up"


def hands_over(scene: Scene, heard: Heard) -> bool:
    over, state = scene.scenario.handover, scene.state
    if over is None or state.persona == over.to or state.turn < over.after or not _free(scene):
        return False
    if len(scene.said) > 1:  # three people's words in one message would be cut
        return False
    scene.note("handover", over.to)
    scene.newcomer_from = len(scene.said) + 1
    scene.say("handover", over.say, ("small", ""))
    scene.change(persona=over.to, asks=tuple((state.turn + 2 * n, id) for n, id in enumerate(over.asks)) + state.asks)
    return _next_question(scene)


def objects(scene: Scene, heard: Heard) -> bool:
    """The next objection, when its time has come or the rep brings it up."""
    state = scene.state
    waiting = state.waiting
    if not waiting:
        return False
    late = state.turn >= state.due[state.plan.index(waiting)]
    brought = next((id for id in state.plan if state.of(id) == "latent" and id in heard.mentions), "")
    closing = heard.steps and not state.open
    if state.open and not (late and _worn(scene)):
        return False
    if state.asked and not late:
        return False
    chosen = brought or (waiting if late or closing else "")
    return bool(chosen) and _raise(scene, chosen)


def asks(scene: Scene, heard: Heard) -> bool:
    return _free(scene) and _next_question(scene)


INITIATIVES: tuple[Initiative, ...] = (ends, hands_over, objects, asks)


def _free(scene: Scene) -> bool:
    return not scene.state.open and not scene.state.asked


def _worn(scene: Scene) -> bool:
    """Whether the open objection has had its time: two turns after it the next one comes."""
    state = scene.state
    if not state.open:
        return True
    if last_chance(scene):
        return True
    if any(event.kind in ("explored", "told", "answered") for event in scene.events):
        return False  # the rep is getting somewhere
    overdue = state.turn >= state.due[state.plan.index(state.waiting)] + 2
    return overdue or state.of(state.open) == "answered"


def last_chance(scene: Scene) -> bool:
    """An objection that has not come by now would never come."""
    return bool(scene.state.waiting) and scene.state.turn >= scene.state.turns - LAST_CALL


def _raise(scene: Scene, id: str) -> bool:
    state = scene.state
    if state.open and state.of(state.open) not in CLOSED and state.of(state.open) != "answered":
        scene.state = state.standing_now(state.open, "left")
        scene.note("left", state.open)
        scene.cues.append(("left", state.open))
    objection = scene.scenario.objection(id)
    scene.state = scene.state.standing_now(id, "raised")
    scene.change(open=id, asked="", passed=0)
    scene.note("raised", id)
    return scene.say(f"{id}.opening", objection.opening, ("objection", id))


def _next_question(scene: Scene) -> bool:
    state = scene.state
    due = next(((turn, id) for turn, id in state.asks if turn <= state.turn), None)
    if due is None:
        return False
    scene.change(asks=tuple(each for each in state.asks if each != due), asked=due[1], passed=0)
    question = scene.scenario.question(due[1])
    scene.note("asked", question.id)
    return scene.say(f"{question.id}.say", question.say, ("question", question.id))

"""What the customer tells when asked: all of it, a short answer, or nothing yet."""

from bot.drills.hearing import Heard
from bot.drills.scenario import FactFields
from bot.drills.scene import Scene
from bot.drills.talk import Cue
from bot.drills.voice import chance

WARM = 0.4
"""How often somebody says that it was a good question before answering one that went deeper."""

GUARD: dict[str, int] = {"easy": 0, "medium": 0, "hard": 1}
"""How much more trust a guarded fact takes."""


def answer_subject(scene: Scene, heard: Heard) -> bool:
    """Answers the subject that was asked about, if it is one of the customer's."""
    for key in heard.subjects:
        kind, _, which = key.partition(":")
        if kind == "answer":
            answer = scene.scenario.answers[int(which)]
            if scene.say(key, answer.say, ("fact", key)):
                return True
        elif _tell_asked(scene, heard, scene.scenario.fact(which)):
            return True
    return False


def _tell_asked(scene: Scene, heard: Heard, fact: FactFields) -> bool:
    deeper = heard.moved("implication")
    if deeper and fact.id not in scene.state.told and chance(scene.seed, "warm", fact.id) < WARM:
        scene.own("warm")
    deep_enough = deeper or fact.by != ["implication"] or scene.state.grade != "hard"
    return tell(scene, fact, fully=_well_asked(scene, heard) and deep_enough, again=deeper)


def _well_asked(scene: Scene, heard: Heard) -> bool:
    if heard.openly or scene.state.grade == "easy":
        return True
    return any(heard.moved(move) for move in ("open_discovery", "explore_first", "implication", "qualify_decision"))


def tell(scene: Scene, fact: FactFields, fully: bool, *, again: bool = False) -> bool:
    """`again`: being asked once more is no bother, for it is asked about something else."""
    state = scene.state
    if fact.trust and state.trust < fact.trust + GUARD[state.grade] and fact.id not in state.told:
        return scene.own("guarded", ("small", ""))
    if not fully and fact.id not in state.told:
        return scene.say(f"{fact.id}.short", fact.short, ("small", ""))
    if fact.id in state.told:
        scene.feel(patience=0 if again else -1)
    else:
        scene.change(told=(*state.told, fact.id))
        scene.feel(interest=1)
        scene.note("told", fact.id)
    cues: list[tuple[Cue, str]] = [("fact", fact.id)]
    if fact.pain or fact.decider:
        cues.append(("pain" if fact.pain else "decider", fact.id))
    return scene.say(f"{fact.id}.say", fact.say, *cues)

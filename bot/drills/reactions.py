"""What the customer answers: reactions in the order in which they are tried; the first that fits is the reply."""

from collections.abc import Callable

from bot.drills.hearing import Heard
from bot.drills.scenario import FactFields, ObjectionFields
from bot.drills.scene import Scene
from bot.drills.talk import Cue
from bot.drills.voice import chance

Reaction = Callable[[Scene, Heard], bool]
"""True: this was the reply. A reaction that has no line left says False and the next is tried."""

WARM = 0.4
"""How often somebody says that it was a good question before answering one that went deeper."""

GUARD: dict[str, int] = {"easy": 0, "medium": 0, "hard": 1}
"""How much more trust a guarded fact takes."""


def to_insult(scene: Scene, heard: Heard) -> bool:
    if not heard.blocked("insult"):
        return False
    scene.feel(trust=-10)
    scene.note("insulted")
    scene.change(reason="insulted")
    return scene.own("insulted", ("stall", ""))


def to_orders(scene: Scene, heard: Heard) -> bool:
    """Words for a scorer mean nothing to a customer."""
    if not heard.blocked("manipulation"):
        return False
    scene.feel(trust=-1, patience=-1)
    return scene.own("puzzled", ("small", ""))


def to_bribe(scene: Scene, heard: Heard) -> bool:
    if not heard.blocked("improper_benefit"):
        return False
    scene.feel(trust=-3, patience=-1)
    scene.change(bribes=scene.state.bribes + 1)
    return scene.own("bribed", ("small", ""))


def to_repetition(scene: Scene, heard: Heard) -> bool:
    if not heard.repeated:
        return False
    scene.feel(patience=-1)
    return scene.own("repeated", ("small", ""))


def to_lecture(scene: Scene, heard: Heard) -> bool:
    """Interrupted: what came after the first breath was not heard."""
    if not heard.long:
        return False
    scene.feel(patience=-1)
    return scene.own("lecture", ("small", "")) or scene.own("pasted", ("small", ""))


def to_many_questions(scene: Scene, heard: Heard) -> bool:
    if not heard.many:
        return False
    scene.feel(patience=-1)
    return scene.own("too_many", ("small", ""))


def to_gift(scene: Scene, heard: Heard) -> bool:
    """Whoever gets something for nothing asks for more."""
    if not heard.gives:
        return False
    scene.change(given=scene.state.given + 1)
    scene.feel(trust=-1, interest=1 if scene.state.given == 1 else 0)
    scene.note("gave")
    if scene.state.open and scene.state.given == 1:
        objection = scene.scenario.objection(scene.state.open)
        scene.say(f"{objection.id}.violation", objection.violation, ("restated", objection.id))
    return scene.say("concession", scene.scenario.concession, ("restated", scene.state.open)) or bool(scene.said)


def to_own_question(scene: Scene, heard: Heard) -> bool:
    """The customer asked something: an answer goes on, a question back costs patience."""
    if not scene.state.asked:
        return False
    question = scene.scenario.question(scene.state.asked)
    if question.id in heard.replies:
        scene.change(asked="")
        scene.feel(interest=1)
        scene.note("answered_question", question.id)
        said = scene.say(f"{question.id}.good", question.good, ("small", question.id))
        return (_to_subject(scene, heard) if heard.asks else False) or said
    if scene.state.passed:  # once is enough: nobody asks a third time
        scene.change(asked="", passed=0)
        return False
    scene.feel(patience=-1)
    scene.change(passed=1)
    scene.note("dodged", question.id)
    return scene.say(f"{question.id}.dodged", question.dodged, ("question", question.id))


def to_objection_handling(scene: Scene, heard: Heard) -> bool:
    """The objection on the table: contradicted, explored, answered, settled, or passed over."""
    if not scene.state.open:
        return False
    objection = scene.scenario.objection(scene.state.open)
    return any(react(scene, heard, objection) for react in (_contradicted, _settled, _answered, _explored, _passed))


def to_slogan(scene: Scene, heard: Heard) -> bool:
    if not heard.moved("evidenced_answer", "-"):
        return False
    scene.feel(trust=-1)
    return scene.own("slogan", ("small", ""))


def to_next_step(scene: Scene, heard: Heard) -> bool:
    """A dated proposal is taken once nothing is in the way; what is still to come comes now."""
    if not heard.steps:
        return False
    if scene.state.waiting:  # what they still have on their mind comes now
        return scene.own("noted", ("small", ""))
    if scene.state.settled:
        scene.note("accepted")
        scene.change(reason="accepted")
        return scene.say("accepts", scene.scenario.accepts, ("accepted", ""))
    scene.feel(patience=-1)
    return scene.say("not_yet", scene.scenario.not_yet, ("small", ""))


def to_question(scene: Scene, heard: Heard) -> bool:
    if not heard.asks:
        return False
    if _to_subject(scene, heard):
        return True
    scene.feel(patience=0 if heard.openly else -1)
    return scene.own("unknown", ("small", ""))


def to_pitch(scene: Scene, heard: Heard) -> bool:
    if not heard.moved("implication", "-"):
        return False
    scene.feel(patience=-1)
    return scene.own("pitched", ("small", ""))


def to_empty(scene: Scene, heard: Heard) -> bool:
    if not heard.empty:
        return False
    scene.feel(patience=-1)
    return scene.own("silence", ("small", ""))


def to_summary(scene: Scene, heard: Heard) -> bool:
    if not heard.moved("listening"):
        return False
    scene.feel(trust=1)
    return scene.own("noted", ("small", ""))


def to_echo(scene: Scene, heard: Heard) -> bool:
    return bool(heard.words) and scene.own("echo", ("small", ""), words=heard.words)


def to_anything(scene: Scene, heard: Heard) -> bool:
    """There is always an answer: short ones first, shorter with less patience."""
    if scene.state.patience <= 2 and scene.own("curt", ("small", "")):
        return True
    return any(scene.own(pool, ("small", "")) for pool in ("go_on", "noted", "unknown", "curt", "warm"))


REACTIONS: tuple[Reaction, ...] = (
    to_insult, to_orders, to_bribe, to_repetition, to_lecture, to_many_questions, to_gift, to_own_question,
    to_objection_handling, to_slogan, to_next_step, to_question, to_pitch, to_empty, to_summary, to_echo, to_anything,
)  # fmt: skip


def _contradicted(scene: Scene, heard: Heard, objection: ObjectionFields) -> bool:
    if not (heard.moved("acknowledge", "-") or heard.moved("evidenced_answer", "-")):
        return False
    scene.feel(trust=-1, patience=-1)
    return scene.say(f"{objection.id}.violation", objection.violation, ("restated", objection.id))


def _settled(scene: Scene, heard: Heard, objection: ObjectionFields) -> bool:
    """“Does that answer it?”, asked once it was answered."""
    ready = scene.state.of(objection.id) == "answered" or _fits(scene, heard, objection)
    if not (heard.moved("confirm_resolution") and ready):
        return False
    _close(scene, objection, "resolved")
    scene.feel(trust=1, interest=2)
    return scene.say(f"{objection.id}.resolved", objection.resolved, ("resolved", objection.id))


def _answered(scene: Scene, heard: Heard, objection: ObjectionFields) -> bool:
    speaks = objection.id in heard.evidence or heard.moved("evidenced_answer") or heard.trades
    if not speaks or scene.state.of(objection.id) == "answered":
        return False
    if not _fits(scene, heard, objection):
        if heard.asks and _explored(scene, heard, objection):
            return True
        scene.feel(patience=-1)
        scene.note("too_early", objection.id)
        return scene.say(f"{objection.id}.partial", objection.partial, ("restated", objection.id))
    scene.state = scene.state.standing_now(objection.id, "answered")
    scene.feel(trust=1, interest=1)
    scene.note("answered", objection.id)
    return scene.say(f"{objection.id}.answered", objection.answered, ("small", objection.id))


def _explored(scene: Scene, heard: Heard, objection: ObjectionFields) -> bool:
    """A question about it: the matching fact, or what lies behind it."""
    if not heard.asks or heard.steps or heard.moved("confirm_resolution"):
        return False
    if not (heard.openly or heard.subjects or heard.moved("explore_first")):
        return False  # a leading question, or one beside the point
    first = scene.state.of(objection.id) == "raised"
    root = scene.scenario.fact(objection.root)
    if not _to_subject(scene, heard):
        if not first:
            return False
        _tell(scene, root, fully=heard.openly or scene.state.grade == "easy", again=True)
    if first:
        scene.state = scene.state.standing_now(objection.id, "explored")
        scene.feel(trust=1)
        scene.note("explored", objection.id)
    return True


def _passed(scene: Scene, heard: Heard, objection: ObjectionFields) -> bool:
    """Neither asked nor answered. Acknowledging alone is a beginning; the rest is passing over it."""
    if heard.moved("acknowledge") and not scene.state.passed:
        return scene.own("go_on", ("small", objection.id))
    if scene.state.of(objection.id) == "answered":
        _close(scene, objection, "answered")  # softer, and nobody asked whether it is settled
        return False
    if scene.state.passed >= 2:
        _close(scene, objection, "left")
        return False
    scene.change(passed=scene.state.passed + 1)
    scene.feel(patience=-1)
    scene.note("passed_over", objection.id)
    return scene.say(f"{objection.id}.restated", objection.restated, ("restated", objection.id))


def _close(scene: Scene, objection: ObjectionFields, standing: str) -> None:
    assert standing in ("answered", "resolved", "left")
    scene.state = scene.state.standing_now(objection.id, standing)  # type: ignore[arg-type]
    scene.change(open="", passed=0)
    scene.note(standing, objection.id)
    if standing == "left":
        scene.feel(trust=-1)
        scene.cues.append(("left", objection.id))


def _fits(scene: Scene, heard: Heard, objection: ObjectionFields) -> bool:
    """An answer that the customer takes: to the point, after asking (or, where it is easy, on hearing it)."""
    speaks = objection.id in heard.evidence or heard.moved("evidenced_answer") or heard.trades
    asked = scene.state.of(objection.id) in ("explored", "answered") or "explore" not in objection.needs
    return speaks and asked


def _to_subject(scene: Scene, heard: Heard) -> bool:
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
    return _tell(scene, fact, fully=_well_asked(scene, heard) and deep_enough, again=deeper)


def _well_asked(scene: Scene, heard: Heard) -> bool:
    if heard.openly or scene.state.grade == "easy":
        return True
    return any(heard.moved(move) for move in ("open_discovery", "explore_first", "implication", "qualify_decision"))


def _tell(scene: Scene, fact: FactFields, fully: bool, *, again: bool = False) -> bool:
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

"""What the customer answers: reactions in the order in which they are tried; the first that fits is the reply."""

from collections.abc import Callable

from bot.drills.handling import to_objection_handling
from bot.drills.hearing import Heard
from bot.drills.scene import Scene
from bot.drills.telling import answer_subject

Reaction = Callable[[Scene, Heard], bool]
"""True: this was the reply. A reaction that has no line left says False and the next is tried."""


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
        return (answer_subject(scene, heard) if heard.asks else False) or said
    if scene.state.passed:  # once is enough: nobody asks a third time
        scene.change(asked="", passed=0)
        return False
    scene.feel(patience=-1)
    scene.change(passed=1)
    scene.note("dodged", question.id)
    return scene.say(f"{question.id}.dodged", question.dodged, ("question", question.id))


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
    if answer_subject(scene, heard):
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

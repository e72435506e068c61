"""How the customer takes the handling of an objection: contradicted, explored, answered, settled, or passed over."""

from bot.drills.hearing import Heard
from bot.drills.scenario import ObjectionFields
from bot.drills.scene import Scene
from bot.drills.telling import answer_subject, tell


def to_objection_handling(scene: Scene, heard: Heard) -> bool:
    """The objection on the table: contradicted, explored, answered, settled, or passed over."""
    if not scene.state.open:
        return False
    objection = scene.scenario.objection(scene.state.open)
    return any(react(scene, heard, objection) for react in (_contradicted, _settled, _answered, _explored, _passed))


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
    if not answer_subject(scene, heard):
        if not first:
            return False
        tell(scene, root, fully=heard.openly or scene.state.grade == "easy", again=True)
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

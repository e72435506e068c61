"""Letting somebody off a step: a manager, with a reason that everybody reads."""

from typing import Any

from bot.features import Feature, Turn
from bot.knowledge.show import page_of, start_of
from bot.messages import LEADERS, Button, Choices, Field, Form, Person, Reply, Text, say
from bot.people.directory import Directory
from bot.quests import finishing
from bot.quests.confirming.leading import may_lead, words_for
from bot.quests.finishing import Finished
from bot.quests.quest import Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.telling import told
from bot.quests.ways_in import enrolled_in
from bot.words import Words

REASON_LEAST, REASON_MOST = 5, 300


def register(quests: Feature) -> None:
    quests.button("let_off", roles=LEADERS)(choose_step)
    quests.button("let_off_step", roles=LEADERS)(ask_reason)
    quests.button("waive", roles=LEADERS)(waive)


def led_in(turn: Turn) -> tuple[Journey, Person] | None:
    """The enrolment that a button carries, of somebody whom this person leads."""
    journey = enrolled_in(turn, turn.args.get("enrolment", ""))
    somebody = turn.get(Directory).by_id(turn.db, journey.person_id) if journey else None
    if journey is None or somebody is None or not may_lead(turn, somebody):
        return None
    return journey, somebody


def refused(said: Words) -> Reply:
    return say(said("That is for somebody who leads them."))


def choose_step(turn: Turn, _: Any) -> Reply:
    found = led_in(turn)
    if found is None:
        return refused(turn.words)
    journey, somebody = found
    said, args = turn.words, {"enrolment": str(journey.enrolment.id)}
    left = [step for step in journey.quest.steps.values() if not journey.standing.states[step.id].is_over]
    if not left:
        return say(said("{name} has no step left.", name=somebody.name))
    buttons = [Button(each.title.of(said.language), "quests.let_off_step", {**args, "step": each.id}) for each in left]
    shown = page_of(said, buttons, start_of(turn), "quests.let_off", args)
    back = Button(said("Back"), "quests.mentee", args)
    return Reply((Text(said("Which step is {name} let off?", name=somebody.name)), Choices((*shown, back))))


def ask_reason(turn: Turn, _: Any) -> Reply:
    found, step = led_in(turn), None
    if found is not None:
        step = found[0].quest.steps.get(turn.args.get("step", ""))
    return _form(turn, *found, step) if found and step else refused(turn.words)


def _form(turn: Turn, journey: Journey, somebody: Person, step: Step, problem: str = "") -> Reply:
    said = turn.words
    head = said("Let {name} off “{step}”", name=somebody.name, step=step.title.of(said.language))
    label = said("Why? {name} and everybody who leads them reads it.", name=somebody.name)
    reason = Field("reason", label, max_length=REASON_MOST, multiline=True, required=True)
    args = {"enrolment": str(journey.enrolment.id), "step": step.id}
    form = Form(head, "quests.waive", (reason,), said("Let off"), args)
    return Reply((Text(problem, "warning"), form) if problem else (form,))


def waive(turn: Turn, _: Any) -> Reply:
    found, said = led_in(turn), turn.words
    step = found[0].quest.steps.get(turn.args.get("step", "")) if found else None
    if found is None or step is None:
        return refused(said)
    journey, somebody = found
    reason = " ".join(turn.incoming.values.get("reason", "").split())[:REASON_MOST]
    if len(reason) < REASON_LEAST:
        return _form(
            turn, journey, somebody, step, said("A reason of at least {n} characters, please.", n=REASON_LEAST)
        )
    me, title = turn.person.id, step.title.of(said.language)
    event = finishing.waive(turn.db, turn.get(Quests), journey, step, turn.now, by_id=me, reason=reason)
    if event is None:
        return say(said("“{step}” is over already; nothing was changed.", step=title))
    turn.tell(somebody.id, _waived(words_for(turn, somebody), turn.person.name, step, reason, event), "quest")
    back = Button(somebody.name, "quests.mentee", {"enrolment": str(journey.enrolment.id)})
    text = said("{name} is let off “{step}” and reads your reason.", name=somebody.name, step=title)
    return Reply((Text(text), Choices((back,))))


def _waived(said: Words, name: str, step: Step, reason: str, event: Finished) -> Reply:
    head = said("{name} has let you off “{step}”:", name=name, step=step.title.of(said.language))
    lines = told(said, [event]).parts[1:]  # without “Done”: what opened with it, and the way back
    return Reply((Text(head), Text(reason, "quote"), *lines))

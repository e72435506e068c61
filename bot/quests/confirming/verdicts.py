"""Whoever is asked to confirm a step: what they read, and their answer; a mistake can be taken back for some days."""

from typing import Any

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Reply, Text, say
from bot.people.directory import Directory
from bot.pushes.calendar import local
from bot.quests import rows
from bot.quests.confirming import confirmations, leading
from bot.quests.confirming.confirmations import Asking
from bot.quests.confirming.leading import words_for
from bot.quests.course import Event
from bot.quests.finishing import Finished
from bot.quests.quest import Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.telling import told
from bot.quests.ways_in import enrolled_in
from bot.words import N_, Words

REASON_MOST = 500
KIND = "quest"


def register(quests: Feature) -> None:
    quests.button("confirm", roles=EVERYONE)(confirm)
    quests.button("not_yet", roles=EVERYONE)(ask_why)
    quests.step("why", roles=EVERYONE, gives_way=True, leave=N_("Not answered: it still waits for you."))(decline)
    quests.button("unconfirm", roles=EVERYONE)(unconfirm)


def request(said: Words, name: str, asking: Asking, head: str = "") -> Reply:
    """What somebody reads who is to confirm a step."""
    title, quest = asking.step.title.of(said.language), asking.journey.quest.title.of(said.language)
    text = head or said("{name} has done “{step}” ({quest}) and asks you to confirm it:", name=name, step=title,
                        quest=quest)  # fmt: skip
    task = (Text(asking.step.task.of(said.language), "muted"),) if asking.step.task else ()
    return Reply((Text(text), Text(asking.event.evidence, "quote"), *task, choices(said, asking)))


def choices(said: Words, asking: Asking) -> Choices:
    given = args(asking)
    yes = Button(said("Confirm"), "quests.confirm", given, primary=True)
    return Choices((yes, Button(said("Not yet"), "quests.not_yet", given)))


def args(asking: Asking) -> dict[str, str]:
    return {
        "enrolment": str(asking.journey.enrolment.id), "step": asking.step.id, "asked": str(asking.event.id),
    }  # fmt: skip


def may_answer(turn: Turn, asking: Asking) -> bool:
    """Who is asked now, who could be asked, and the admins; whoever did the step never."""
    me, somebody = turn.person.id, turn.get(Directory).by_id(turn.db, asking.journey.person_id)
    if somebody is None or me == somebody.id:
        return False
    others = leading.confirmers(turn.db, turn.get(Directory), asking.journey, asking.step)
    return me == asking.event.by or me in {p.id for p in others} or leading.may_lead(turn, somebody)


def asking_in(turn: Turn) -> Asking | Reply:
    """The request that a button or an answer is for, from the rows; or the sentence why it is not to be answered."""
    said, found = turn.words, step_given(turn)
    if found is None:
        return say(said("That request is no longer there."))
    journey, step, given = found
    if journey.person_id == turn.person.id:
        return say(said("Nobody confirms a step of their own."))
    asking = confirmations.asking_of(journey, step)
    if asking is None:
        return say(_how_it_went(turn, journey, step))
    if not may_answer(turn, asking):
        return say(said("That is for somebody else to confirm."))
    if given != str(asking.event.id):  # sent back since, and asked anew with another note
        return request(said, name_of(turn, journey.person_id), asking)
    return asking


def step_given(turn: Turn) -> tuple[Journey, Step, str] | None:
    """The enrolment, the step and the request that a button carries, while they are there."""
    given = {**turn.args, **(dict(turn.step.state) if turn.step else {})}
    journey = enrolled_in(turn, str(given.get("enrolment", "")))
    step = journey.quest.steps.get(str(given.get("step", ""))) if journey else None
    if journey is None or step is None:
        return None
    here = turn.get(Directory).by_id(turn.db, journey.person_id) is not None
    return (journey, step, str(given.get("asked", ""))) if here else None


def confirm(turn: Turn, _: Any) -> Reply:
    asking = asking_in(turn)
    if isinstance(asking, Reply):
        return asking
    done = confirmations.confirm(turn.db, turn.get(Quests), asking, turn.person.id, turn.now)
    if done is None:
        return _too_late(turn, asking)
    _tell(turn, asking.journey, N_("{name} has confirmed “{step}”."), asking.step, done)
    text = turn.words("Confirmed: “{step}” of {name}.", step=asking.step.title.of(turn.words.language),
                      name=name_of(turn, asking.journey.person_id))  # fmt: skip
    undo = Button(turn.words("That was a mistake"), "quests.unconfirm", args(asking))
    return Reply((Text(text), Text(asking.event.evidence, "quote"), Choices((undo,))), edit=True)


def ask_why(turn: Turn, _: Any) -> Reply:
    asking = asking_in(turn)
    return asking if isinstance(asking, Reply) else _ask_why(turn, asking)


def _ask_why(turn: Turn, asking: Asking) -> Reply:
    turn.ask_next("quests.why", **args(asking))
    name = name_of(turn, asking.journey.person_id)
    return say(turn.words("What is still missing? One line; {name} reads it.", name=name))


def decline(turn: Turn, _: Any) -> Reply:
    asking, reason = asking_in(turn), turn.text.strip()
    if isinstance(asking, Reply):
        return asking
    if not reason:
        return _ask_why(turn, asking)
    if not confirmations.decline(turn.db, asking, turn.person.id, reason[:REASON_MOST], turn.now):
        return _too_late(turn, asking)
    somebody = turn.get(Directory).by_id(turn.db, asking.journey.person_id)
    assert somebody is not None
    turn.tell(somebody.id, _declined(words_for(turn, somebody), turn.person.name, asking, reason[:REASON_MOST]), KIND)
    return say(turn.words("Thank you. {name} reads it, and the step is open again.", name=somebody.name))


def _declined(said: Words, name: str, asking: Asking, reason: str) -> Reply:
    head = said("{name} would like to see more of “{step}” first:", name=name,
                step=asking.step.title.of(said.language))  # fmt: skip
    button = Button(said("To the step"), "quests.step", {"quest": asking.journey.quest.id, "step": asking.step.id})
    return Reply((Text(head), Text(reason, "quote"), Text(said("The step is open again.")), Choices((button,))))


def unconfirm(turn: Turn, _: Any) -> Reply:
    """Open again, for whoever confirmed it by mistake."""
    found = step_given(turn)
    if found is None:
        return say(turn.words("That request is no longer there."))
    journey, step, given = found
    over = journey.standing.states[step.id].over
    mine = over is not None and over.evidence == f"asked:{given}"
    me, now = turn.person.id, turn.now
    undone = confirmations.unconfirm(turn.db, turn.get(Quests), journey, step, me, now) if mine else None
    if undone is None:
        days = confirmations.MISTAKE.days
        if over is None:
            return say(_how_it_went(turn, journey, step))
        return say(turn.words("Only your own confirmation can be taken back, within {n} days.", n=days))
    _tell(turn, journey, N_("{name} had confirmed “{step}” by mistake. Ask again once it is done."), step, undone)
    name = name_of(turn, journey.person_id)
    text = turn.words("Taken back. {name} hears of it, and the step is open again.", name=name)
    return Reply((Text(text),), edit=True)


# Said in several places


def _too_late(turn: Turn, asking: Asking) -> Reply:
    """Two pressed at once: the second reads what the first one said."""
    after = rows.one(turn.db, turn.get(Quests), asking.journey.enrolment.id, turn.now)
    return say(_how_it_went(turn, after or asking.journey, asking.step))


def _how_it_went(turn: Turn, journey: Journey, step: Step) -> str:
    said, state = turn.words, journey.standing.states[step.id]
    title = step.title.of(said.language)
    if state.over is not None:
        return answered(turn, state.over, title)
    if state.status == "shut":
        return said("“{step}” is shut again, as a step before it was taken back.", step=title)
    last = _last_answer(turn, journey, step)
    if last is not None and last.by is not None:
        return said("{name} has answered already: not yet.", name=name_of(turn, last.by))
    return said("Nobody waits for a word on “{step}” now.", step=title)


def answered(turn: Turn, event: Event, title: str) -> str:
    said, name = turn.words, name_of(turn, event.by)
    day = f"{local(turn.person.time_zone, event.at):%m-%d %H:%M}"
    if event.kind == "waived":
        return said("{name} has let them off “{step}”.", name=name, step=title)
    return said("{name} has confirmed “{step}” already, on {day}.", name=name, step=title, day=day)


def _last_answer(turn: Turn, journey: Journey, step: Step) -> Event | None:
    events = rows.events(turn.db, [journey.enrolment.id]).get(journey.enrolment.id, [])
    last = next((event for event in reversed(events) if event.step == step.id), None)
    return last if last and last.kind == "declined" else None


def _tell(turn: Turn, journey: Journey, text: str, step: Step, event: Finished) -> None:
    somebody = turn.get(Directory).by_id(turn.db, journey.person_id)
    assert somebody is not None
    said = words_for(turn, somebody)
    head = Text(said(text, name=turn.person.name, step=step.title.of(said.language)))
    turn.tell(somebody.id, Reply((head, *told(said, [event]).parts)), KIND)


def name_of(turn: Turn, person_id: int | None) -> str:
    found = turn.get(Directory).by_id(turn.db, person_id) if person_id is not None else None
    return found.name if found else turn.words("somebody who left")

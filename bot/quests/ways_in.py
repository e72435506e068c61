"""The one door to a step: whichever way somebody comes (command, old button, link, another channel), it is asked here
whether the step is theirs and open."""

from dataclasses import dataclass

from bot.features import Turn
from bot.messages import Button, Choices, Reply, Text, say
from bot.pushes.calendar import local
from bot.quests import rows
from bot.quests.quest import Quest, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.words import Words


@dataclass(frozen=True, slots=True)
class At:
    """An open step of whoever speaks."""

    journey: Journey
    step: Step

    @property
    def quest(self) -> Quest:
        return self.journey.quest

    def args(self, **more: str) -> dict[str, str]:
        """Of a button that leads back here."""
        return {"quest": self.quest.id, "step": self.step.id, **more}


def journey_in(turn: Turn, quest_id: str) -> Journey | None:
    """This person's own, whatever its state."""
    mine = rows.of_person(turn.db, turn.get(Quests), turn.person.id, turn.now)
    return next((journey for journey in mine if journey.enrolment.quest == quest_id), None)


def enrolled_in(turn: Turn, number: str) -> Journey | None:
    """Of the enrolment that a button carries, whosever it is, while they are in it."""
    journey = rows.one(turn.db, turn.get(Quests), int(number), turn.now) if number.isdecimal() else None
    return journey if journey and journey.enrolment.state != "left" else None


def step_in(turn: Turn, quest_id: str = "", step_id: str = "") -> At | Reply:
    """The open step that a button or an answer is for, or the sentence why it is not to be worked on."""
    given = turn.args or (turn.step.state if turn.step else {})  # a button, whatever conversation is open besides
    quest_id, step_id = quest_id or str(given.get("quest", "")), step_id or str(given.get("step", ""))
    journey = journey_in(turn, quest_id)
    step = journey.quest.steps.get(step_id) if journey else None
    if journey is None or journey.enrolment.state == "left" or step is None:
        return _back(turn, turn.words("That step is no longer there."))
    refused = refusal(turn, journey, step)
    return _back(turn, refused, quest_id) if refused else At(journey, step)


def refusal(turn: Turn, journey: Journey, step: Step) -> str:
    """Why a step is not to be worked on now; "" where it is."""
    said, state = turn.words, journey.standing.states[step.id]
    match state.status:
        case "open":
            return ""
        case "done":
            return said("You have done this step.")
        case "waived":
            reason = state.over.reason if state.over else ""
            return said("You were let off this step: {reason}", reason=reason)
        case "asked":
            return said("Somebody is asked to confirm this step. You hear from me as soon as they answer.")
        case "resting":
            assert state.rests_until is not None
            until = f"{local(turn.person.time_zone, state.rests_until):%m-%d %H:%M}"
            return said("That was a few wrong answers in a row. Have another look; you can try again from {time}.",
                        time=until)  # fmt: skip
        case "shut":
            missing = " · ".join(each.title.of(said.language) for each in journey.standing.missing_before(step)[:4])
            return said("This step is not open yet. First: {steps}", steps=missing)


def _back(turn: Turn, text: str, quest_id: str = "") -> Reply:
    if not quest_id:
        return say(text)
    return Reply((Text(text), Choices((my_quest(turn.words, quest_id),))))


def my_quest(said: Words, quest_id: str) -> Button:
    """The way back to the quest's page."""
    return Button(said("My quest"), "quests.show", {"quest": quest_id})

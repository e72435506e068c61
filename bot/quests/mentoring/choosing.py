"""Who mentors somebody: whoever leads them names a colleague, and both hear of it."""

from typing import Any

from bot.features import Feature, Turn
from bot.messages import LEADERS, Button, Choices, Field, Form, Person, Reply, Text, say
from bot.people import audit
from bot.people.directory import Directory
from bot.quests.confirming import verdicts
from bot.quests.confirming.leading import words_for
from bot.quests.mentoring import waiving
from bot.quests.mentoring.mentors import NoMentor, set_mentor
from bot.quests.quest import Quest
from bot.quests.rows import Journey
from bot.words import Words

NAMED = 50
"""Colleagues that a form offers as mentors."""


def register(quests: Feature) -> None:
    quests.button("mentor", roles=LEADERS)(ask_mentor)
    quests.button("mentor_save", roles=LEADERS)(save_mentor)


def ask_mentor(turn: Turn, _: Any = None, problem: str = "") -> Reply:
    found = waiving.led_in(turn)
    if found is None:
        return waiving.refused(turn.words)
    journey, somebody = found
    said = turn.words
    options = tuple((str(p.id), p.name) for p in _candidates(turn, somebody))
    if not options:
        return say(said("There is nobody yet who could be their mentor."))
    now = str(journey.enrolment.mentor_id or "")
    value = now if now in dict(options) else options[0][0]
    form = Form(said("Who mentors {name}?", name=somebody.name), "quests.mentor_save",
                (Field("mentor", said("Mentor"), options, value, required=True),), said("Save"),
                {"enrolment": str(journey.enrolment.id)})  # fmt: skip
    return Reply((Text(problem, "warning"), form) if problem else (form,))


def _candidates(turn: Turn, somebody: Person) -> list[Person]:
    """Colleagues of their team and of the teams above; everybody where they have no team."""
    found = turn.get(Directory)
    above = found.teams_above(turn.db, somebody.team)
    people = [p for p in found.everyone(turn.db) if p.id != somebody.id and (not above or p.team in above)]
    return people[:NAMED]


def save_mentor(turn: Turn, _: Any) -> Reply:
    found = waiving.led_in(turn)
    if found is None:
        return waiving.refused(turn.words)
    journey, somebody = found
    chosen = turn.incoming.values.get("mentor", "")
    mentor = next((p for p in _candidates(turn, somebody) if str(p.id) == chosen), None)
    if mentor is None:
        return ask_mentor(turn, problem=turn.words("That is not one of the options."))
    if mentor.id != journey.enrolment.mentor_id:
        try:
            set_mentor(turn.db, journey.enrolment.id, mentor)
        except NoMentor as error:
            return ask_mentor(turn, problem=error.said(turn.words))
        _tell_both(turn, journey, somebody, mentor)
    text = turn.words("{mentor} mentors {name} now.", mentor=mentor.name, name=somebody.name)
    return Reply((Text(text), Choices((Button(somebody.name, "quests.mentee", turn.args),))))


def _tell_both(turn: Turn, journey: Journey, somebody: Person, mentor: Person) -> None:
    audit.record(turn.db, turn.now, actor=turn.person.id, action="quests.mentor", subject=somebody.id)
    tell_mentor(turn, mentor, somebody, journey.quest)
    turn.tell(somebody.id, _now_mentored(words_for(turn, somebody), journey, mentor.name), verdicts.KIND)


def _now_mentored(said: Words, journey: Journey, name: str) -> Reply:
    quest = journey.quest.title.of(said.language)
    return say(said("{name} is your mentor in “{quest}”: ask them anything, and go along with them.", name=name,
                    quest=quest))  # fmt: skip


def tell_mentor(turn: Turn, mentor: Person, somebody: Person, quest: Quest) -> None:
    if mentor.id == turn.person.id:
        return
    said = words_for(turn, mentor)
    button = Button(said("Your new hires"), "quests.new_hires")
    text = said("You mentor {name} now, in “{quest}”. At the start of each week I tell you in three lines how it goes.",
                name=somebody.name, quest=quest.title.of(said.language))  # fmt: skip
    turn.tell(mentor.id, Reply((Text(text), Choices((button,)))), verdicts.KIND)

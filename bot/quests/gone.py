"""A step's card or drill was taken out of the workspace: whoever is at it can go on elsewhere, and who leads them hears
of it once."""

from hashlib import blake2b

from bot.features import Turn
from bot.messages import Button, Choices, Person, Reply, Text
from bot.people.directory import Directory
from bot.pushes import outbox
from bot.pushes.own_times import rhythm_of
from bot.pushes.rhythm import next_open
from bot.quests.confirming import leading
from bot.quests.ways_in import At, my_quest
from bot.words import Words


def gone(turn: Turn, at: At) -> Reply:
    """Nobody is blamed, and somebody can help."""
    said, directory = turn.words, turn.get(Directory)
    people = [p for p in leading.managers_of(turn.db, directory, turn.person) if leading.ON in p.features]
    for manager in people:
        _tell(turn, at, manager)
    text = said(
        "What this step needs is no longer in the workspace. Your other steps stay open; a manager can let you off it."
    )
    told = (Text(said("I have told {names}.", names=leading.names(people)), "muted"),) if people else ()
    back = my_quest(said, at.quest.id)
    return Reply((Text(text), *told, Choices((back,))))


def _tell(turn: Turn, at: At, manager: Person) -> None:
    """Once for a person and a step, however often they look at it; in the hours in which they may be disturbed."""
    step = blake2b(at.step.id.encode(), digest_size=6).hexdigest()
    told = outbox.push(
        turn.db, _news(leading.words_for(turn, manager), turn.person.name, at), person_id=manager.id, kind="quest",
        now=turn.now, due=next_open(rhythm_of(turn.db, manager.id, manager.time_zone), turn.now),
        slot=f"gone:{at.journey.enrolment.id}:{step}", about=turn.person.id,
    )  # fmt: skip
    if told is not None:
        turn.told.add(manager.id)


def _news(said: Words, name: str, at: At) -> Reply:
    text = said("“{step}” of “{quest}” needs “{what}”, which is no longer in the workspace. {name} is at it.",
                step=at.step.title.of(said.language), quest=at.quest.title.of(said.language),
                what=at.step.scenario or at.step.card or "", name=name)  # fmt: skip
    args = {"enrolment": str(at.journey.enrolment.id), "step": at.step.id}
    return Reply((Text(text), Choices((Button(said("Let {name} off", name=name), "quests.let_off_step", args),))))

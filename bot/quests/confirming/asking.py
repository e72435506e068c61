"""Steps in the field, in the chat: say what happened, and somebody who was there, or who leads, is asked about it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Part, Reply, Text
from bot.people.directory import Directory
from bot.pushes import outbox
from bot.quests import rows
from bot.quests.confirming import confirmations, leading, verdicts
from bot.quests.confirming.confirmations import Asking
from bot.quests.confirming.leading import words_for
from bot.quests.confirming.verdicts import KIND, request
from bot.quests.quest import Kind, Step
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.quests.ways_in import At, my_quest, step_in
from bot.store import Store
from bot.words import N_, Words, words

NOTE_LEAST, NOTE_MOST = 10, 1000


def register(quests: Feature) -> None:
    quests.button("tell", roles=EVERYONE)(ask_note)
    quests.step("note", roles=EVERYONE, gives_way=True, leave=N_("Nobody was asked. The step stays open."))(take_note)
    verdicts.register(quests)


def show_task(turn: Turn, at: At) -> Reply:
    """What to do, and who says afterwards that it was done."""
    said, step = turn.words, at.step
    people = leading.confirmers(turn.db, turn.get(Directory), at.journey, step)
    head = (Text(step.title.of(said.language), "title"), Text(step.why.of(said.language), "muted"))
    task = (Text(step.task.of(said.language)),) if step.task else ()
    back = my_quest(said, at.quest.id)
    if not people:
        text = said("Nobody here can confirm this yet: you have no mentor and no manager. An admin can change that.")
        return Reply((*head, *task, Text(text, "warning"), Choices((back,))))
    name = people[0].name
    note = Text(said("When it is done, {name} confirms it. Your other steps stay open meanwhile.", name=name), "muted")
    done = Button(said("Done: tell {name}", name=name), "quests.tell", at.args(), primary=True)
    return Reply((*head, *task, note, Choices((done, back))))


SHOW: Mapping[Kind, Callable[[Turn, At], Reply]] = {"shadow": show_task, "field": show_task}


def ask_note(turn: Turn, _: Any) -> Reply:
    at = step_in(turn)
    return at if isinstance(at, Reply) else _ask_note(turn, at)


def _ask_note(turn: Turn, at: At, problem: str = "") -> Reply:
    turn.ask_next("quests.note", **at.args())
    first = (Text(problem, "warning"),) if problem else ()
    return Reply((*first, Text(turn.words("What happened? One or two lines; whoever confirms it reads them."))))


def take_note(turn: Turn, _: Any) -> Reply:
    at, note = step_in(turn), turn.text.strip()
    if isinstance(at, Reply):
        return at
    if len("".join(note.split())) < NOTE_LEAST:
        return _ask_note(turn, at, turn.words("A little more, please: at least {n} characters.", n=NOTE_LEAST))
    if len(note) > NOTE_MOST:
        return _ask_note(turn, at, turn.words("At most {n} characters.", n=NOTE_MOST))
    asked = confirmations.ask(turn.db, turn.get(Directory), at.journey, at.step, note, turn.now)
    if asked is None:
        again = step_in(turn)
        return again if isinstance(again, Reply) else show_task(turn, again)
    asking = _again(turn, at.journey, at.step)
    assert asking is not None
    turn.tell(asked.id, request(words_for(turn, asked), turn.person.name, asking), KIND)
    text = turn.words("{name} is asked to confirm it. You hear from me; your other steps stay open.", name=asked.name)
    return _with_quest(turn, at.journey, Text(text))


def _again(turn: Turn, journey: Journey, step: Step) -> Asking | None:
    after = rows.one(turn.db, turn.get(Quests), journey.enrolment.id, turn.now)
    return confirmations.asking_of(after, step) if after else None


def _with_quest(turn: Turn, journey: Journey, *parts: Part) -> Reply:
    button = my_quest(turn.words, journey.quest.id)
    return Reply((*parts, Choices((button,))))


# What time made due


def pass_on(store: Store, directory: Directory, quests: Quests, now: datetime, language: str) -> set[int]:
    """Requests that waited long enough go to the next one who leads; returns whom it told."""
    with store.read() as db:
        if not confirmations.to_pass_on(db, directory, quests, now):
            return set()
    with store.write() as db:
        found = confirmations.pass_on(db, directory, quests, now)
        for passed in found:
            somebody = directory.by_id(db, passed.asking.journey.person_id)
            assert somebody is not None
            by = passed.asking.event.by
            gone = by is not None and directory.by_id(db, by) is None
            reply = _passed(words(passed.to.language or language), somebody.name, passed.asking, gone=gone)
            outbox.push(db, reply, person_id=passed.to.id, kind=KIND, now=now, about=somebody.id)
    return {passed.to.id for passed in found}


def _passed(said: Words, name: str, asking: Asking, *, gone: bool) -> Reply:
    """Nobody is named who has not answered: they may be on a train."""
    step = asking.step.title.of(said.language)
    head = said("“{step}” of {name} has waited for two working days. Can you confirm it?", name=name, step=step)
    if gone:
        head = said("“{step}” of {name} waits for somebody who left. Can you confirm it?", name=name, step=step)
    return request(said, name, asking, head)

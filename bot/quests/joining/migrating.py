"""Taking the quest as it is now: one by one in the chat, or all who are in it at the command line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Button, Choices, Reply, Text
from bot.people import ledger
from bot.quests import rows
from bot.quests.course import ANEW
from bot.quests.page import menu, quest_page, settled
from bot.quests.quest import Quest, Step
from bot.quests.quests import Quests, shape_of
from bot.quests.rows import Journey
from bot.quests.tables import enrolment
from bot.quests.versions import RULE, Difference, again, counted, difference, lines, newer
from bot.quests.ways_in import journey_in, my_quest
from bot.words import Words


def register(quests: Feature) -> None:
    quests.button("newer", roles=EVERYONE)(show)
    quests.button("take", roles=EVERYONE)(take_it)


# In the chat


def show(turn: Turn, _: Any = None) -> Reply:
    """The rule and the list, before anything is changed."""
    journey = journey_in(turn, turn.args.get("quest", ""))
    found = newer(turn, journey) if journey else None
    if journey is None:
        return menu(turn)
    if found is None:
        return quest_page(turn, journey)
    said, (quest, changes) = turn.words, found
    listed = Text("\n".join(f"· {line}" for line in lines(said, changes)))
    redo = _again(said, again(journey, changes))
    take = Button(said("Take the new one"), "quests.take", {"quest": quest.id, "shape": shape_of(quest)}, primary=True)
    keep = Button(said("Stay with mine"), "quests.show", {"quest": quest.id})
    title = Text(quest.title.of(said.language), "title")
    return Reply((title, listed, *redo, Text(said(RULE), "muted"), Choices((take, keep))))


def take_it(turn: Turn, _: Any) -> Reply:
    """Only what was shown is taken: a file that was edited since is shown again."""
    journey = journey_in(turn, turn.args.get("quest", ""))
    found = newer(turn, journey) if journey else None
    if journey is None:
        return menu(turn)
    if found is None:
        return quest_page(turn, journey)
    if turn.args.get("shape") != shape_of(found[0]):
        return show(turn)
    redo = migrate(turn.db, turn.get(Quests), journey, found[0], turn.now)
    news, after = settled(turn), journey_in(turn, journey.quest.id)
    assert after is not None
    head = Text(turn.words("You are in the new one now."))
    return Reply((head, *_again(turn.words, redo), *news, *quest_page(turn, after).parts))


def _again(said: Words, redo: tuple[Step, ...]) -> tuple[Text, ...]:
    titles = " · ".join(step.title.of(said.language) for step in redo)
    return (Text(said("To be done again: {steps}", steps=titles)),) if redo else ()


# What is written


def migrate(db: Connection, quests: Quests, journey: Journey, new: Quest, now: datetime) -> tuple[Step, ...]:
    """Puts somebody into the quest as it is now; returns what they do again. Done twice, it finds nothing to do."""
    ledger.alone(db, journey.person_id)
    found = rows.one(db, quests, journey.enrolment.id, now)
    if found is None or found.enrolment.state != "going":
        return ()
    changes = difference(found.quest, new)
    for before, _ in changes.other_kind:
        if found.standing.states[before.id].events:  # also wrong answers, and a request that nobody has to answer now
            rows.happen(db, found, before, "undone", now, evidence=ANEW)
    rows.change(db, found.enrolment.id, version_id=rows.version(db, new, now))
    after = rows.one(db, quests, found.enrolment.id, now)
    if after is not None and after.standing.finished:
        rows.change(db, found.enrolment.id, state="done", finished_at=now)
    return again(found, changes)


@dataclass(frozen=True, slots=True)
class Migration:
    """Of one person."""

    journey: Journey
    changes: Difference
    again: tuple[Step, ...]


def migrations(db: Connection, quests: Quests, new: Quest, now: datetime) -> list[Migration]:
    """Everybody who is in an older version that differs in a step, whoever began first first."""
    ids = db.execute(_GOING, {"quest": new.id}).scalars().all()
    journeys = reversed(rows.some(db, quests, ids, now)) if ids else ()
    found = [(journey, difference(journey.quest, new)) for journey in journeys]
    return [Migration(journey, changes, again(journey, changes)) for journey, changes in found if changes.any]


def news(said: Words, new: Quest, done: Migration) -> Reply:
    """To somebody who did not choose it."""
    text = said("“{quest}” is the new one now: {changes}. What you have done counts.",
                quest=new.title.of(said.language), changes=counted(said, done.changes))  # fmt: skip
    button = my_quest(said, new.id)
    return Reply((Text(text), *_again(said, done.again), Choices((button,))))


_GOING = (
    select(enrolment.c.id)
    .where(enrolment.c.quest == bindparam("quest"), enrolment.c.state == "going")
    .order_by(enrolment.c.id)
)

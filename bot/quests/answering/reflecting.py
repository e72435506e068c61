"""Thinking back in writing. Nothing in it is right or wrong; it only has to be one's own, and about something."""

from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import bindparam, select

from bot.drills.moves.sentences import han, length
from bot.drills.scoring.terms import pairs
from bot.drills.scoring.words import plain
from bot.features import Feature, Turn
from bot.messages import EVERYONE, Reply, Text
from bot.quests import rows
from bot.quests.answering.frame import head, step_of
from bot.quests.quests import Quests
from bot.quests.tables import enrolment, quest_event
from bot.quests.telling import done
from bot.quests.ways_in import At
from bot.words import N_

LEAST = {"zh": 30, "en": 15}
"""Characters, words."""
DIFFERENT = 8
"""Words or pairs of characters, each counted once: one word thirty times is one."""
SAME = 90
"""rapidfuzz's share from which a text is another one again."""
MOST = 2_000
"""Characters that are kept."""
COMPARED = 100
"""Of colleagues, the newest."""
KEPT = "note:"


def register(quests: Feature) -> None:
    quests.step("reflect", roles=EVERYONE)(take)


def show(turn: Turn, at: At) -> Reply:
    turn.ask_next("quests.reflect", **at.args())
    said, task = turn.words, at.step.task
    return Reply((
        *head(said, at.step), Text(task.of(said.language) if task else ""),
        Text(said("Write it here. Your mentor and your manager can read it."), "muted"),
    ))  # fmt: skip


def take(turn: Turn, _: Any) -> Reply:
    at = step_of(turn, "reflect")
    if isinstance(at, Reply):
        return at
    text = turn.text.strip()[:MOST]
    task = at.step.task
    refused = refusal(text, (task.zh, task.en) if task else (), _earlier(turn))
    if not refused and any(_same(text, each) for each in _of_others(turn, at)):
        refused = N_("A colleague wrote that in the same words. What was it like for you?")
    if refused:
        turn.ask_next("quests.reflect", **at.args())
        return Reply((Text(turn.words(refused)),))
    return Reply(done(turn, at, evidence=KEPT + text))


def refusal(text: str, task: Iterable[str], earlier: Iterable[str]) -> str:
    """Why a text is no reflection, as an msgid; "" where it is one. Pure."""
    language = "zh" if han(text) else "en"
    if length(text, language) < LEAST[language]:
        return N_("That is a little short. What happened, and what do you do differently next time?")
    if len(pairs(text)) < DIFFERENT:
        return N_("That is one word over and over. A few sentences of your own, please.")
    if any(_same(text, each) for each in task):
        return N_("That is the question itself. What is your answer to it?")
    if any(_same(text, each) for each in earlier):
        return N_("You wrote that before. What is new this time?")
    return ""


def _same(text: str, other: str) -> bool:
    mine, theirs = plain(text), plain(other)
    return fuzz.ratio(mine, theirs) >= SAME or (len(theirs) >= len(mine) and fuzz.partial_ratio(mine, theirs) >= SAME)


def _of_others(turn: Turn, at: At) -> list[str]:
    """What colleagues wrote in the same step lately."""
    given = {"who": turn.person.id, "quest": at.quest.id, "step": at.step.id}
    return [note.removeprefix(KEPT) for note in turn.db.execute(_OTHERS, given).scalars()]


def _earlier(turn: Turn) -> list[str]:
    """What they wrote in any step of any quest."""
    mine = rows.of_person(turn.db, turn.get(Quests), turn.person.id, turn.now)
    happened = rows.events(turn.db, [journey.enrolment.id for journey in mine])
    kept = (event.evidence for events in happened.values() for event in events)
    return [note.removeprefix(KEPT) for note in kept if note.startswith(KEPT)]


_OTHERS = (
    select(quest_event.c.evidence)
    .join(enrolment, enrolment.c.id == quest_event.c.enrolment_id)
    .where(
        quest_event.c.step == bindparam("step"), enrolment.c.quest == bindparam("quest"),
        quest_event.c.kind == "done", quest_event.c.evidence.startswith(KEPT),
        quest_event.c.person_id != bindparam("who"),
    )
    .order_by(quest_event.c.id.desc())
    .limit(COMPARED)
)  # fmt: skip

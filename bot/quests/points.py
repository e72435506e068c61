"""/points: what you have, for what, and what was not paid and why. Only you see this."""

from typing import Any

from bot.features import Feature, Turn
from bot.messages import EVERYONE, Facts, Reply, Text, say
from bot.people import ledger
from bot.people.ledger import Row
from bot.quests.fair import DAY_CAP
from bot.quests.quests import Quests
from bot.quests.telling import WHY
from bot.words import N_, Words

SHOWN = 10


def register(quests: Feature) -> None:
    quests.command("points", roles=EVERYONE, zh=("积分",), help=N_("Your points, and what each came from"))(points)


def points(turn: Turn, _: Any) -> Reply:
    said, me = turn.words, turn.person.id
    rows = ledger.latest(turn.db, me, SHOWN)
    if not rows:
        return say(said("No points yet: each step of a /quest brings some."))
    today = ledger.paid_today(turn.db, me, turn.person.time_zone, turn.now)
    head = said("{total} points, {today} of them today (at most {cap} a day)", total=ledger.total(turn.db, me),
                today=today, cap=DAY_CAP)  # fmt: skip
    facts = tuple((f"{row.day:%m-%d}", f"{row.points:+} · {_what(turn, row)}") for row in rows)
    return Reply((Text(head), Facts(facts), Text(said("Only you see this list."), "muted")))


def _what(turn: Turn, row: Row) -> str:
    said, title = turn.words, title_of(turn, turn.words, row.source)
    if row.rule in ("undo", "unrelease"):
        return said("{step}: taken back", step=title)
    if row.rule == "release":
        return said("{step}: paid out by a manager", step=title)
    if row.why:
        return f"{title} ({said(WHY[row.why])})"
    return title


def title_of(turn: Turn, said: Words, source: str) -> str:
    """The step's name today; its id where the quest has it no more."""
    quest_id, _, step_id = source.partition("/")
    quest = turn.get(Quests).get(quest_id)
    step = quest.steps.get(step_id) if quest else None
    return step.title.of(said.language) if step else step_id

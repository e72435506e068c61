"""/playbook: the stages there are, and what reps passed over with their reasons: where a playbook is wrong."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.features import Turn
from bot.knowledge.gap_list import READERS
from bot.messages import Facts, Part, Reply, Text, say
from bot.playbooks.deal.missing import SAID
from bot.playbooks.playbook import Playbook
from bot.playbooks.playbooks import Playbooks
from bot.playbooks.tables import playbook_override
from bot.words import Words

LOOK_BACK = timedelta(days=90)
REASONS_MOST = 3


def playbook(turn: Turn, _: Any) -> Reply:
    books = turn.get(Playbooks).all()
    if not books:
        return say(turn.words("There is no playbook in this workspace yet."))
    parts = [part for book in books for part in _stages(turn.words, book)]
    return Reply((*parts, *passed_over(turn)))


def _stages(said: Words, book: Playbook) -> tuple[Part, ...]:
    language = said.language
    path = " → ".join(stage.title.of(language) for stage in book.stages)
    return Text(book.title.of(language), "title"), Text(path)


def passed_over(turn: Turn) -> tuple[Part, ...]:
    """The most passed over first. Only for whoever can change a playbook; no names: it is about the playbook."""
    said = turn.words
    if turn.person.role not in READERS:
        return ()
    since = (playbook_override.c.made_at >= turn.now - LOOK_BACK,)
    reasons: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in turn.db.execute(select(playbook_override).where(*since).order_by(playbook_override.c.id.desc())):
        for what in row.missing:
            reasons[row.playbook, row.stage, what].append(row.reason)
    if not reasons:
        return (Text(said("Nothing was passed over in the last 90 days."), "muted"),)
    ranked = sorted(reasons.items(), key=lambda each: -len(each[1]))
    rows = tuple((_what(turn, *key), _why(said, why)) for key, why in ranked)
    return Text(said("Passed over in the last 90 days"), "title"), Facts(rows)


def _what(turn: Turn, book_id: str, stage_id: str, what: str) -> str:
    """ "Needs: a visit in this stage"; the id of what the playbook does not have any more."""
    said, book = turn.words, turn.get(Playbooks).get(book_id)
    stage = book.stage(stage_id) if book else None
    action = next((each for each in stage.must if each.id == what), None) if stage else None
    named = action.title.of(said.language) if action else said(SAID[what]) if what in SAID else what
    return f"{stage.title.of(said.language)}: {named}" if stage else named


def _why(said: Words, reasons: list[str]) -> str:
    shown = " / ".join([reason for reason in reasons if reason][:REASONS_MOST])
    return said("{n} times: {reasons}", n=len(reasons), reasons=shown)

"""Asking for a check and giving one: [Ask them to check] wakes the editors, [Still right] records a review."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from bot.features import Feature, Turn
from bot.knowledge.aliases import EDITORS
from bot.knowledge.cards import Card
from bot.knowledge.freshness import needs_asking, reviewed_on
from bot.knowledge.library import Library
from bot.knowledge.review_dates import record, recorded
from bot.knowledge.show import opening, still_right_button
from bot.knowledge.tables import review_ask, review_told
from bot.messages import EVERYONE, Choices, Person, Reply, Role, Text, say
from bot.people.directory import Directory
from bot.pushes import outbox
from bot.settings import Settings
from bot.store import insert_once
from bot.words import words


def register(knowledge: Feature) -> None:
    """Adds the buttons to the knowledge feature."""
    knowledge.button("ask_check", roles=EVERYONE)(ask_check)
    knowledge.button("still_right", roles=EDITORS)(still_right)


def ask_check(turn: Turn, _: Any) -> Reply:
    """Passes it on to the editors, once a card and day, and says honestly what became of it."""
    said, card = turn.words, _card(turn)
    if card is None:
        return say(said("That card is no longer there. Please ask again."))
    if not needs_asking(card, turn.now.date()):
        checked = said("“{title}” was checked on {date}.", title=card.title, date=card.reviewed)
        return Reply((Text(checked), Choices((opening(said, card),))))
    people = editors(turn.db, turn.get(Directory))
    if not people:
        return say(said("Nobody here edits the cards yet. Ask {owner} directly.", owner=card.owner))
    waiting = _wait(turn, card)
    if not insert_once(turn.db, review_told, kind="asked", card=card.id, day=turn.now.date()):
        return say(said("The editors were asked today already. You hear from me when it is checked."))
    for person in people:
        push(turn.db, person, _request(turn, card, person, waiting), turn.now, about=turn.person.id)
    return say(said("I have asked the editors. You hear from me when it is checked."))


def still_right(turn: Turn, _: Any) -> Reply:
    card = _card(turn)
    if card is None:
        return say(turn.words("That card is no longer there. Please ask again."))
    record(turn.db, card.id, _here(turn), turn.person.id)
    return say(turn.words("Thank you. “{title}” counts as checked today.", title=card.title))


def editors(db: Connection, directory: Directory) -> list[Person]:
    """Who can check a card: the editors, or the admins of a team that has none yet."""
    return directory.with_role(db, Role.EDITOR) or directory.with_role(db, Role.ADMIN)


def push(db: Connection, person: Person, reply: Reply, now: datetime, *, about: int | None = None) -> None:
    outbox.push(db, reply, person_id=person.id, kind="freshness", now=now, about=about)


def _card(turn: Turn) -> Card | None:
    """The card of the button, as it was reviewed up to this moment."""
    card = turn.get(Library).card(turn.args.get("card", ""), turn.args.get("language", ""))
    return card and reviewed_on(card, recorded(turn.db).get(card.id))


def _wait(turn: Turn, card: Card) -> int:
    """Notes who wants to hear of the check; how many people do."""
    insert_once(
        turn.db, review_ask, person_id=turn.person.id, card=card.id, language=card.language,
        reviewed=card.reviewed, asked_at=turn.now,
    )  # fmt: skip
    return turn.db.execute(select(func.count()).where(review_ask.c.card == card.id)).scalar_one()


def _request(turn: Turn, card: Card, editor: Person, waiting: int) -> Reply:
    language = editor.language or turn.get(Settings).language
    said, own = words(language), turn.get(Library).card(card.id, language) or card
    asks = said("{name} asks you to check “{title}” before it is quoted.", name=turn.person.name, title=own.title)
    so_far = said.plural(
        "{n} person has asked since it was due on {date}.", "{n} people have asked since it was due on {date}.",
        waiting, date=card.due,
    )  # fmt: skip
    return Reply((Text(asks), Text(so_far, "muted"), Choices((opening(said, own), still_right_button(said, own)))))


def _here(turn: Turn) -> date:
    return turn.now.astimezone(ZoneInfo(turn.person.time_zone)).date()

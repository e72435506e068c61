"""What people taught the knowledge base: questions without a card, phrases proposed for one, what is still right."""

from sqlalchemy import Date, ForeignKey, Integer, PrimaryKeyConstraint, String, Text, UniqueConstraint, text

from bot.store import Instant, column, delete, keep, table
from bot.store.tables import Json

gap = table(
    "gap",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("question", Text, personal=delete),
    column("language", String(8), personal=keep("names nobody")),
    column("near", Json, personal=keep("card ids")),
    column("asked_at", Instant, personal=delete),
    column("state", String(16), personal=keep("a state"), server_default="open"),
    column("card", String(64), personal=keep("a card id"), server_default=text("''")),
    column("declined", Json, personal=keep("card ids"), server_default="[]"),
    subject="person_id",
)
"""state: open → told (`card` is there for it) → solved, or open again with the card in `declined`; or dismissed."""

alias = table(
    "alias",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("card", String(64), personal=keep("a card id")),
    column("language", String(8), personal=keep("names nobody")),
    column("phrase", Text, personal=delete),
    column("state", String(16), personal=keep("a state")),
    column("proposed_at", Instant, personal=delete),
    UniqueConstraint("person_id", "card", "phrase"),
    subject="person_id",
)

phrase = table(
    "phrase",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("card", String(64), personal=keep("a card id")),
    column("language", String(8), personal=keep("names nobody")),
    column("text", Text, personal=keep("part of the knowledge base since an editor took it in; says not who asked")),
    column("added_at", Instant, personal=keep("when the editor did")),
    UniqueConstraint("card", "language", "text"),
    subject=None,
)
"""Phrases that were taken in through chat: laid over the files by every process, written out by `content pull`."""

review = table(
    "review",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("card", String(64), personal=keep("a card id")),
    column("reviewed_on", Date, personal=keep("the card stays checked; without the person it names nobody")),
    column("person_id", Integer, ForeignKey("person.id"), nullable=True, index=True, personal=delete),
    UniqueConstraint("card", "reviewed_on"),
    subject="person_id",
    erase="columns",
)

review_ask = table(
    "review_ask",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("card", String(64), personal=keep("a card id")),
    column("language", String(8), personal=keep("names nobody")),
    column("reviewed", Date, personal=keep("a card's date")),
    column("asked_at", Instant, personal=delete),
    UniqueConstraint("person_id", "card"),
    subject="person_id",
)
"""Who waits to hear that a card was checked: `reviewed` is its date when they asked. Told, the row is gone."""

review_told = table(
    "review_told",
    column("kind", String(8), personal=keep("due or asked")),
    column("card", String(64), personal=keep("a card id")),
    column("day", Date, personal=keep("names nobody")),
    PrimaryKeyConstraint("kind", "card", "day"),
    subject=None,
)
"""What the editors heard, once: that a card is due on a day, or that on a day people asked for a check."""

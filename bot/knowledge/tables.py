"""What reps taught the knowledge base: questions without a card, and phrases proposed for one."""

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint, text

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

"""What reps taught the knowledge base: questions without a card, and phrases proposed for one."""

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint

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
    subject="person_id",
)

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

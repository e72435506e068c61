"""What people noted of their customers."""

from sqlalchemy import ForeignKey, Integer, String, Text

from bot.store import Instant, column, delete, keep, table

CUSTOMER_MAX = 120

feedback = table(
    "feedback",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("text", Text, personal=delete),
    column("customer", String(CUSTOMER_MAX), personal=delete),
    column("channel", String(16), personal=keep("which surface, not who")),
    column("created_at", Instant, personal=delete),
    column("state", String(16), personal=keep("a state"), server_default="open"),
    subject="person_id",
)

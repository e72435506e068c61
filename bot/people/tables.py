"""Who is who: people, their teams, their accounts on the channels, and how they log in to the page."""

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint

from bot.store import Id, Instant, column, delete, keep, pseudonymise, table
from bot.store.tables import Json

team = table(
    "team",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("name", String(80), unique=True, personal=keep("a team is no person")),
    column("parent_id", Integer, ForeignKey("team.id"), nullable=True, personal=keep("a team is no person")),
    column("features", Json, personal=keep("a team is no person")),
    subject=None,
)

person = table(
    "person",
    column("id", Integer, primary_key=True, personal=keep("other rows count on it; it names nobody")),
    column("name", String(80), unique=True, personal=pseudonymise),
    column("role", String(16), personal=keep("names nobody")),
    column("team_id", Integer, ForeignKey("team.id"), nullable=True, personal=keep("names nobody")),
    column("language", String(8), personal=delete),
    column("time_zone", String(64), personal=delete),
    column("joined_at", Instant, nullable=True, personal=delete),
    column("left_at", Instant, nullable=True, personal=keep("that the row is closed")),
    subject="id",
    erase="columns",
)

identity = table(
    "identity",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("channel", String(16), personal=delete),
    column("account", Id(128), personal=delete),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("viewing_as", Integer, ForeignKey("person.id"), nullable=True, personal=keep("demo only")),
    column("paused_at", Instant, nullable=True, personal=delete),
    UniqueConstraint("channel", "account"),
    subject="person_id",
)

"""paused_at: since when the platform says that this account wants nothing from us."""

login = table(
    "login",
    column("hash", String(64), primary_key=True, personal=delete),
    column("kind", String(8), personal=keep("link or session")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("expires_at", Instant, personal=delete),
    column("used_at", Instant, nullable=True, personal=delete),
    subject="person_id",
)

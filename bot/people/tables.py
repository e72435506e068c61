"""Who is who: people, their teams, their accounts on the channels, and how they log in to the page."""

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint

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
    column("team_id", Integer, ForeignKey("team.id"), nullable=True, index=True, personal=keep("names nobody")),
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
    column("kind", String(8), personal=keep("link, invite or session")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("expires_at", Instant, personal=delete),
    column("used_at", Instant, nullable=True, personal=delete),
    subject="person_id",
)

link_code = table(
    "link_code",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("hash", String(64), unique=True, personal=delete),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("channel", String(16), personal=delete),
    column("account", Id(128), personal=delete),
    column("conversation", Id(128), personal=delete),
    column("state", String(8), personal=keep("how far it got")),
    column("made_at", Instant, personal=delete),
    subject="person_id",
)
"""A code that somebody asked for on one of their accounts."""

link_claim = table(
    "link_claim",
    column("code_id", Integer, primary_key=True, autoincrement=False, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("channel", String(16), personal=delete),
    column("account", Id(128), personal=delete),
    column("conversation", Id(128), personal=delete),
    column("newcomer", Boolean, personal=keep("the row goes with the person")),
    column("claimed_at", Instant, personal=delete),
    subject="person_id",
)
"""The account that typed a code. A table of its own, so that either person can be erased without the other."""

link_try = table(
    "link_try",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("who", String(64), index=True, personal=delete),
    column(
        "person_id", Integer, ForeignKey("person.id"), nullable=True, index=True, personal=keep("goes with the row")
    ),
    column("tried_at", Instant, personal=delete),
    subject="person_id",
)
"""A wrong code. Strangers are counted too, so `who` is a hash of the account, and the row goes after an hour."""

"""The first tables: people, the inbox and outbox, open steps, gaps and aliases."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0001"
down_revision = None


def upgrade() -> None:
    _people()
    _messages()
    _knowledge()


def _people() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("team.id", name="fk_team_parent_id"), nullable=True),
        sa.Column("features", Json, nullable=False),
        sa.UniqueConstraint("name", name="uq_team_name"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("team_id", sa.Integer, sa.ForeignKey("team.id", name="fk_person_team_id"), nullable=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("joined_at", Instant, nullable=True),
        sa.Column("left_at", Instant, nullable=True),
        sa.UniqueConstraint("name", name="uq_person_name"),
    )
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("account", sa.String(128), nullable=False),
        _person("identity"),
        sa.Column("viewing_as", sa.Integer, sa.ForeignKey("person.id", name="fk_identity_viewing_as"), nullable=True),
        sa.UniqueConstraint("channel", "account", name="uq_identity_channel_account"),
    )
    op.create_index("ix_identity_person_id", "identity", ["person_id"])
    op.create_table(
        "login",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        _person("login"),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_at", Instant, nullable=True),
    )
    op.create_index("ix_login_person_id", "login", ["person_id"])


def _messages() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("event", sa.String(128), nullable=False),
        _person("inbox"),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.UniqueConstraint("channel", "event", name="uq_inbox_channel_event"),
    )
    op.create_index("ix_inbox_person_id", "inbox", ["person_id"])
    op.create_table(
        "conversation",
        _person("conversation"),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("state", Json, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "channel", "conversation", name="pk_conversation"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token", sa.String(22), nullable=False),
        _person("outbox"),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("inbox_id", sa.Integer, sa.ForeignKey("inbox.id", name="fk_outbox_inbox_id"), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("edits", sa.String(22), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("sent_at", Instant, nullable=True),
        sa.UniqueConstraint("token", name="uq_outbox_token"),
    )
    op.create_index("ix_outbox_person_id", "outbox", ["person_id"])
    op.create_index("ix_outbox_inbox_id", "outbox", ["inbox_id"])


def _knowledge() -> None:
    op.create_table(
        "gap",
        sa.Column("id", sa.Integer, primary_key=True),
        _person("gap"),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("near", Json, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
    )
    op.create_index("ix_gap_person_id", "gap", ["person_id"])
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer, primary_key=True),
        _person("alias"),
        sa.Column("card", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("phrase", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.UniqueConstraint("person_id", "card", "phrase", name="uq_alias_person_id_card_phrase"),
    )
    op.create_index("ix_alias_person_id", "alias", ["person_id"])


def _person(table: str) -> sa.Column[int]:
    return sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name=f"fk_{table}_person_id"), nullable=False)

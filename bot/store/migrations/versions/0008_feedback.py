"""What people note of their customers."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_feedback_person_id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("customer", sa.String(120), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, server_default="open"),
    )
    op.create_index("ix_feedback_person_id", "feedback", ["person_id"])

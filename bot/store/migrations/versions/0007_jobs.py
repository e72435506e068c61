"""Work that takes longer than an answer may."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_job_person_id"), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("args", Json, nullable=False),
        sa.Column("token", sa.String(22), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("place", sa.String(8), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
    )
    op.create_index("ix_job_person_id", "job", ["person_id"])

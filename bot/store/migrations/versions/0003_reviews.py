"""What was found still right in chat, who waits for a check, and what the editors have heard of."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("card", sa.String(64), nullable=False),
        sa.Column("reviewed_on", sa.Date, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_review_person_id"), nullable=True),
        sa.UniqueConstraint("card", "reviewed_on", name="uq_review_card_reviewed_on"),
    )
    op.create_index("ix_review_person_id", "review", ["person_id"])
    op.create_table(
        "review_ask",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_review_ask_person_id"), nullable=False),
        sa.Column("card", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("reviewed", sa.Date, nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.UniqueConstraint("person_id", "card", name="uq_review_ask_person_id_card"),
    )
    op.create_index("ix_review_ask_person_id", "review_ask", ["person_id"])
    op.create_table(
        "review_told",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("card", sa.String(64), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("kind", "card", "day", name="pk_review_told"),
    )

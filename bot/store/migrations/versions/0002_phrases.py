"""Phrases taken in through chat, and what became of a gap."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("card", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("added_at", Instant, nullable=False),
        sa.UniqueConstraint("card", "language", "text", name="uq_phrase_card_language_text"),
    )
    op.add_column("gap", sa.Column("state", sa.String(16), nullable=False, server_default="open"))
    op.add_column("gap", sa.Column("card", sa.String(64), nullable=False, server_default=sa.text("''")))
    op.add_column("gap", sa.Column("declined", Json, nullable=False, server_default="[]"))

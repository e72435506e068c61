"""Exactly once on platforms: raw events kept before their ack, the states of a send, leases, files that came in."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("until", Instant, nullable=False),
    )
    op.create_table(
        "arrival",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("event", sa.String(128), nullable=False),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.UniqueConstraint("channel", "event", name="uq_arrival_channel_event"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_attachment_person_id"), nullable=False),
        sa.Column("inbox_id", sa.Integer, sa.ForeignKey("inbox.id", name="fk_attachment_inbox_id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("mime", sa.String(100), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
    )
    op.create_index("ix_attachment_person_id", "attachment", ["person_id"])
    op.add_column("identity", sa.Column("paused_at", Instant, nullable=True))
    _outbox()


def _outbox() -> None:
    op.add_column("outbox", sa.Column("place", sa.String(8), nullable=False, server_default="dm"))
    op.add_column("outbox", sa.Column("slot", sa.String(32), nullable=True))
    op.add_column("outbox", sa.Column("priority", sa.Integer, nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("due", Instant, nullable=True))
    op.add_column("outbox", sa.Column("lease", Instant, nullable=True))
    op.add_column("outbox", sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("refs", Json, nullable=False, server_default="[]"))
    op.add_column("outbox", sa.Column("error", sa.String(200), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_outbox_status_channel_due", "outbox", ["status", "channel", "due"])
    op.execute("UPDATE outbox SET status = 'sent' WHERE channel = 'web'")  # on the page the row is the delivery
    with op.batch_alter_table("outbox") as table:
        table.create_unique_constraint("uq_outbox_person_id_kind_slot", ["person_id", "kind", "slot"])
        table.add_column(sa.Column("about", sa.Integer, sa.ForeignKey("person.id", name="fk_outbox_about")))
    op.create_index("ix_outbox_about", "outbox", ["about"])

"""When each person may be written to."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    person = sa.ForeignKey("person.id", name="fk_rhythm_person_id")
    op.create_table(
        "rhythm",
        sa.Column("person_id", sa.Integer, person, primary_key=True),
        sa.Column("morning", sa.String(5), nullable=False),
        sa.Column("quiet", sa.String(200), nullable=False),
        sa.Column("days", sa.String(8), nullable=False),
        sa.Column("away_until", sa.Date, nullable=True),
    )

"""The funnel: figures, alert cases, how far a source was read."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0011"
down_revision = "0010"


def reference(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(target, name=f"fk_{table}_{column}")
    return sa.Column(column, sa.Integer, key, nullable=nullable)


def upgrade() -> None:
    figure()
    source_state()
    alert_case()
    alert_told()
    op.create_index("ix_person_team_id", "person", ["team_id"])  # the funnel asks for the people of a team


def figure() -> None:
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("team", sa.String(80), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("marketing_cost", sa.BigInteger),
        sa.Column("sales_cost", sa.BigInteger),
        sa.Column("new_customers", sa.Integer),
        sa.Column("gross_margin", sa.Float),
        sa.Column("receivable", sa.BigInteger),
        sa.Column("collected", sa.BigInteger),
        sa.Column("target", sa.BigInteger),
    )
    op.create_index("uq_figure_month_team", "figure", ["month", "team"], unique=True)


def source_state() -> None:
    op.create_table(
        "source_state",
        sa.Column("system", sa.String(40), primary_key=True),
        sa.Column("read_until", Instant),
        sa.Column("read_at", Instant, nullable=False),
    )


def alert_case() -> None:
    op.create_table(
        "alert_case",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("about", sa.String(96), nullable=False),
        reference("alert_case", "person_id", "person.id"),
        reference("alert_case", "deal_id", "deal.id", nullable=True),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("fired_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("closed_at", Instant),
    )
    op.create_index("ix_alert_case_about_rule", "alert_case", ["about", "rule"])
    op.create_index("ix_alert_case_deal_id", "alert_case", ["deal_id"])
    op.create_index("ix_alert_case_person_id", "alert_case", ["person_id"])


def alert_told() -> None:
    op.create_table(
        "alert_told",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("alert_told", "case_id", "alert_case.id"),
        reference("alert_told", "person_id", "person.id"),
        reference("alert_told", "about", "person.id"),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("told_at", Instant, nullable=False),
    )
    op.create_index("uq_alert_told_case_id_person_id", "alert_told", ["case_id", "person_id"], unique=True)
    op.create_index("ix_alert_told_person_id", "alert_told", ["person_id"])
    op.create_index("ix_alert_told_about", "alert_told", ["about"])

"""Drills: what is played, what was said, appeals, refreshers, reviewed talks."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0009"
down_revision = "0008"


def person(table: str, column: str = "person_id", *, nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("person.id", name=f"fk_{table}_{column}")
    return sa.Column(column, sa.Integer, key, nullable=nullable)


def of_drill(table: str) -> sa.Column[int]:
    return sa.Column("drill_id", sa.Integer, sa.ForeignKey("drill.id", name=f"fk_{table}_drill_id"), nullable=False)


def upgrade() -> None:
    drills()
    appeals()
    refreshers_and_reviews()


def drills() -> None:
    op.create_table(
        "drill",
        sa.Column("id", sa.Integer, primary_key=True),
        person("drill"),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("rubric", sa.Integer, nullable=False),
        sa.Column("weights", Json, nullable=False),
        sa.Column("grade", sa.String(8), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("exam", sa.Boolean, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("played", Json, nullable=False),
        sa.Column("moved", sa.Integer, nullable=False),
        sa.Column("hints", sa.Integer, nullable=False),
        sa.Column("ending", sa.String(16), nullable=False),
        sa.Column("total", sa.Float),
        sa.Column("tier", sa.String(8), nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("scorecard", Json),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("moved_at", Instant, nullable=False),
    )
    op.create_index("ix_drill_person_id_status", "drill", ["person_id", "status"])
    op.create_index("ix_drill_person_id_scenario", "drill", ["person_id", "scenario"])
    op.create_table(
        "drill_line",
        sa.Column("id", sa.Integer, primary_key=True),
        of_drill("drill_line"),
        person("drill_line"),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("speaker", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("cues", Json, nullable=False),
        sa.Column("events", Json, nullable=False),
    )
    op.create_index("ix_drill_line_drill_id", "drill_line", ["drill_id"])
    op.create_index("ix_drill_line_person_id", "drill_line", ["person_id"])
    op.create_index("uq_drill_line_drill_id_number", "drill_line", ["drill_id", "number"], unique=True)


def appeals() -> None:
    op.create_table(
        "drill_appeal",
        sa.Column("id", sa.Integer, primary_key=True),
        of_drill("drill_appeal"),
        person("drill_appeal"),
        sa.Column("criterion", sa.String(32), nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        person("drill_appeal", "decided_by", nullable=True),
        sa.Column("decided", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("decided_at", Instant),
    )
    for column in ("drill_id", "person_id", "decided_by"):
        op.create_index(f"ix_drill_appeal_{column}", "drill_appeal", [column])


def refreshers_and_reviews() -> None:
    op.create_table(
        "refresher",
        sa.Column("id", sa.Integer, primary_key=True),
        person("refresher"),
        sa.Column("subject", sa.String(96), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("memory", Json, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
    )
    op.create_index("uq_refresher_person_id_subject", "refresher", ["person_id", "subject"], unique=True)
    op.create_table(
        "talk_review",
        sa.Column("id", sa.Integer, primary_key=True),
        person("talk_review"),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.Column("scorecard", Json, nullable=False),
        sa.Column("total", sa.Float),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
    )
    op.create_index("ix_talk_review_person_id", "talk_review", ["person_id"])

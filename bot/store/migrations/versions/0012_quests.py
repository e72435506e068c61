"""Quests, and the points ledger, whose rows the database itself keeps from being changed."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0012"
down_revision = "0011"

REFUSAL = "rows of the points ledger are never changed"

SQLITE = ("CREATE TRIGGER points_no_update BEFORE UPDATE ON points BEGIN SELECT RAISE(ABORT, '{0}'); END",)
POSTGRESQL = (
    "CREATE FUNCTION points_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{0}'; END $$",
    "CREATE TRIGGER points_no_change BEFORE UPDATE ON points FOR EACH ROW EXECUTE FUNCTION points_refuse()",
)
"""Erasing a person removes their rows; nothing else does."""


def reference(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(target, name=f"fk_{table}_{column}")
    return sa.Column(column, sa.Integer, key, nullable=nullable)


def upgrade() -> None:
    points()
    quest_version()
    enrolment()
    quest_event()
    quest_choice()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement.format(REFUSAL))


def points() -> None:
    op.create_table(
        "points",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("points", "person_id", "person.id"),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("held", sa.Integer, nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("rule", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        reference("points", "by_id", "person.id", nullable=True),
        sa.Column("reverses", sa.Integer),
        sa.Column("at", Instant, nullable=False),
        sa.UniqueConstraint("key", name="uq_points_key"),
        sa.UniqueConstraint("reverses", name="uq_points_reverses"),
    )
    op.create_index("ix_points_person_id_day", "points", ["person_id", "day"])
    op.create_index("ix_points_day", "points", ["day"])
    op.create_index("ix_points_event", "points", ["event"])
    op.create_index("ix_points_by_id", "points", ["by_id"])


def quest_version() -> None:
    op.create_table(
        "quest_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("quest", sa.String(48), nullable=False),
        sa.Column("shape", sa.String(32), nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
    )
    op.create_index("uq_quest_version_quest_shape", "quest_version", ["quest", "shape"], unique=True)


def enrolment() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("enrolment", "person_id", "person.id"),
        sa.Column("quest", sa.String(48), nullable=False),
        reference("enrolment", "version_id", "quest_version.id"),
        sa.Column("started_on", sa.Date, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        reference("enrolment", "mentor_id", "person.id", nullable=True),
        reference("enrolment", "by_id", "person.id", nullable=True),
        sa.Column("drills_before", sa.Integer, nullable=False),
        sa.Column("touches_before", sa.Integer, nullable=False),
        sa.Column("deals_before", sa.Integer, nullable=False),
        sa.Column("enrolled_at", Instant, nullable=False),
        sa.Column("finished_at", Instant),
        sa.Column("settled_on", sa.Date),
    )
    op.create_index("uq_enrolment_person_id_quest", "enrolment", ["person_id", "quest"], unique=True)
    for column in ("state", "version_id", "mentor_id", "by_id"):
        op.create_index(f"ix_enrolment_{column}", "enrolment", [column])


def quest_event() -> None:
    op.create_table(
        "quest_event",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("quest_event", "enrolment_id", "enrolment.id"),
        reference("quest_event", "person_id", "person.id"),
        sa.Column("step", sa.String(48), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        reference("quest_event", "by_id", "person.id", nullable=True),
        sa.Column("score", sa.Integer),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    unique = ["enrolment_id", "step", "number"]
    op.create_index("uq_quest_event_enrolment_id_step_number", "quest_event", unique, unique=True)
    op.create_index("ix_quest_event_kind_by_id", "quest_event", ["kind", "by_id"])
    op.create_index("ix_quest_event_person_id", "quest_event", ["person_id"])
    op.create_index("ix_quest_event_by_id", "quest_event", ["by_id"])


def quest_choice() -> None:
    key = sa.ForeignKey("person.id", name="fk_quest_choice_person_id")
    op.create_table(
        "quest_choice",
        sa.Column("person_id", sa.Integer, key, primary_key=True, autoincrement=False),
        sa.Column("on_boards", sa.Boolean, nullable=False),
        sa.Column("radar_shared", sa.Boolean, nullable=False),
        sa.Column("radar_since", Instant),
    )

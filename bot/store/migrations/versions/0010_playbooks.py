"""Playbooks: customers and their people, deals, contacts with customers, tasks."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0010"
down_revision = "0009"


def reference(table: str, column: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey(target, name=f"fk_{table}_{column}")
    return sa.Column(column, sa.Integer, key, nullable=nullable)


def upgrade() -> None:
    customer()
    contact()
    deal()
    case_draft()
    deal_action()
    lesson()
    material_shown()
    playbook_override()
    stage_event()
    touch()
    task()


def customer() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("called", Json, nullable=False),
        sa.Column("industry", sa.String(64), nullable=False),
        sa.Column("region", sa.String(64), nullable=False),
        sa.Column("size", sa.String(64), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("key", name="uq_customer_key"),
    )


def contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("contact", "customer_id", "customer.id"),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("power", sa.Boolean, nullable=False),
        sa.Column("stance", sa.String(8), nullable=False),
        sa.Column("next_move", sa.String(200), nullable=False),
        sa.Column("phone", sa.String(32), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
    )
    op.create_index("ix_contact_customer_id", "contact", ["customer_id"])


def deal() -> None:
    op.create_table(
        "deal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("source_id", sa.String(128), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        reference("deal", "customer_id", "customer.id"),
        reference("deal", "owner_id", "person.id", nullable=True),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("playbook", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("at", sa.String(16), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("kept_by", sa.String(8), nullable=False),
        sa.Column("proposed", sa.String(64), nullable=False),
        sa.Column("proposed_at", Instant),
        sa.Column("amount", sa.BigInteger),
        sa.Column("list_amount", sa.BigInteger),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sa.Column("product", sa.String(80), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("stage_since", Instant, nullable=False),
        sa.Column("closed_at", Instant),
        sa.Column("expected_on", sa.Date),
        sa.Column("lost_reason", sa.String(16), nullable=False),
        sa.Column("lost_to", sa.String(80), nullable=False),
        sa.Column("lost_note", sa.String(500), nullable=False),
        sa.Column("touched_at", Instant),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("fingerprint", sa.String(32), nullable=False),
    )
    op.create_index("ix_deal_closed_at", "deal", ["closed_at"])
    op.create_index("ix_deal_created_at", "deal", ["created_at"])
    op.create_index("ix_deal_customer_id", "deal", ["customer_id"])
    op.create_index("ix_deal_owner_id", "deal", ["owner_id"])
    op.create_index("ix_deal_status_owner_id", "deal", ["status", "owner_id"])
    op.create_index("uq_deal_system_source_id", "deal", ["system", "source_id"], unique=True)


def case_draft() -> None:
    op.create_table(
        "case_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("case_draft", "person_id", "person.id"),
        reference("case_draft", "deal_id", "deal.id"),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
    )
    op.create_index("ix_case_draft_deal_id", "case_draft", ["deal_id"])
    op.create_index("ix_case_draft_person_id", "case_draft", ["person_id"])


def deal_action() -> None:
    op.create_table(
        "deal_action",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("deal_action", "deal_id", "deal.id"),
        reference("deal_action", "person_id", "person.id"),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("output", sa.String(500), nullable=False),
        sa.Column("done_at", Instant, nullable=False),
    )
    op.create_index("ix_deal_action_person_id", "deal_action", ["person_id"])
    op.create_index("uq_deal_action_deal_id_stage_action", "deal_action", ["deal_id", "stage", "action"], unique=True)


def lesson() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("lesson", "person_id", "person.id"),
        reference("lesson", "deal_id", "deal.id"),
        sa.Column("card", sa.String(64), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("taken_at", Instant),
    )
    op.create_index("ix_lesson_deal_id", "lesson", ["deal_id"])
    op.create_index("ix_lesson_person_id", "lesson", ["person_id"])


def material_shown() -> None:
    op.create_table(
        "material_shown",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("material_shown", "person_id", "person.id"),
        reference("material_shown", "deal_id", "deal.id"),
        sa.Column("card", sa.String(64), nullable=False),
        sa.Column("shown_at", Instant, nullable=False),
        sa.Column("opened_at", Instant),
    )
    op.create_index("ix_material_shown_deal_id", "material_shown", ["deal_id"])
    op.create_index("ix_material_shown_person_id", "material_shown", ["person_id"])


def playbook_override() -> None:
    op.create_table(
        "playbook_override",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("playbook_override", "deal_id", "deal.id"),
        reference("playbook_override", "person_id", "person.id"),
        sa.Column("playbook", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("missing", Json, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
    )
    op.create_index("ix_playbook_override_deal_id", "playbook_override", ["deal_id"])
    op.create_index("ix_playbook_override_person_id", "playbook_override", ["person_id"])


def stage_event() -> None:
    op.create_table(
        "stage_event",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("stage_event", "deal_id", "deal.id"),
        sa.Column("entered_at", Instant, nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("at", sa.String(16), nullable=False),
        sa.Column("amount", sa.BigInteger),
    )
    op.create_index(
        "uq_stage_event_deal_id_entered_at_stage", "stage_event", ["deal_id", "entered_at", "stage"], unique=True
    )


def touch() -> None:
    op.create_table(
        "touch",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("source_id", sa.String(128), nullable=False),
        reference("touch", "person_id", "person.id", nullable=True),
        reference("touch", "customer_id", "customer.id"),
        reference("touch", "deal_id", "deal.id", nullable=True),
        reference("touch", "contact_id", "contact.id", nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("objection", sa.String(64), nullable=False),
        sa.Column("effective", sa.Boolean, nullable=False),
        sa.Column("report_due_at", Instant),
        sa.Column("reported_at", Instant),
        sa.Column("made_at", Instant, nullable=False),
    )
    op.create_index("ix_touch_at", "touch", ["at"])
    op.create_index("ix_touch_contact_id", "touch", ["contact_id"])
    op.create_index("ix_touch_customer_id", "touch", ["customer_id"])
    op.create_index("ix_touch_deal_id", "touch", ["deal_id"])
    op.create_index("ix_touch_person_id", "touch", ["person_id"])
    op.create_index("uq_touch_system_source_id", "touch", ["system", "source_id"], unique=True)


def task() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer, primary_key=True),
        reference("task", "owner_id", "person.id"),
        reference("task", "deal_id", "deal.id", nullable=True),
        reference("task", "touch_id", "touch.id", nullable=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("done_at", Instant),
        sa.Column("dropped_at", Instant),
        reference("task", "made_by", "person.id", nullable=True),
    )
    op.create_index("ix_task_deal_id", "task", ["deal_id"])
    op.create_index("ix_task_made_by", "task", ["made_by"])
    op.create_index("ix_task_owner_id_due_on", "task", ["owner_id", "due_on"])
    op.create_index("ix_task_touch_id", "task", ["touch_id"])

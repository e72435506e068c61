"""The audit chain, which the database itself keeps from being changed, and codes that link two accounts."""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Instant, Json

revision = "0005"
down_revision = "0004"

REFUSAL = "audit rows are never changed or removed"

SQLITE = (
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{0}'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, '{0}'); END",
    # INSERT OR REPLACE removes the old row without the trigger above.
    "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) "
    "BEGIN SELECT RAISE(ABORT, '{0}'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{0}'; END $$",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
)


def upgrade() -> None:
    _audit()
    _links()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement.format(REFUSAL))


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", sa.String(22), nullable=True),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(22), nullable=True),
        sa.Column("details", Json, nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "audit_person",
        sa.Column(
            "person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_audit_person_person_id"),
            primary_key=True, autoincrement=False,
        ),
        sa.Column("surrogate", sa.String(22), nullable=False),
        sa.UniqueConstraint("surrogate", name="uq_audit_person_surrogate"),
    )  # fmt: skip
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "count": 0, "hash": "0" * 64}])


def _links() -> None:
    op.create_table(
        "link_code",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False),
        _person("link_code"),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("account", sa.String(128), nullable=False),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.UniqueConstraint("hash", name="uq_link_code_hash"),
    )
    op.create_index("ix_link_code_person_id", "link_code", ["person_id"])
    op.create_table(
        "link_claim",
        sa.Column("code_id", sa.Integer, primary_key=True, autoincrement=False),
        _person("link_claim"),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("account", sa.String(128), nullable=False),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("newcomer", sa.Boolean, nullable=False),
        sa.Column("claimed_at", Instant, nullable=False),
    )
    op.create_index("ix_link_claim_person_id", "link_claim", ["person_id"])
    op.create_table(
        "link_try",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name="fk_link_try_person_id"), nullable=True),
        sa.Column("tried_at", Instant, nullable=False),
    )
    op.create_index("ix_link_try_who", "link_try", ["who"])
    op.create_index("ix_link_try_person_id", "link_try", ["person_id"])


def _person(table: str) -> sa.Column[int]:
    return sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", name=f"fk_{table}_person_id"), nullable=False)

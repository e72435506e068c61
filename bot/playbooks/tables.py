"""Customers and their people, deals and where they have been, contacts with customers, and what is to be done."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, Integer, String, Text

from bot.store import Id, Instant, column, delete, keep, pseudonymise, table
from bot.store.tables import Json

NAME_MAX, TITLE_MAX, TEXT_MAX = 120, 200, 500

_BUSINESS = keep("the company's record of its customer")


def _number() -> Column[int]:
    return column("id", Integer, primary_key=True, personal=keep("a number"))


customer = table(
    "customer",
    _number(),
    column("name", String(NAME_MAX), personal=_BUSINESS),
    column("key", String(NAME_MAX), unique=True, personal=_BUSINESS),
    column("called", Json, personal=_BUSINESS),
    column("industry", String(64), personal=_BUSINESS),
    column("region", String(64), personal=_BUSINESS),
    column("size", String(64), personal=_BUSINESS),
    column("created_at", Instant, personal=_BUSINESS),
    subject=None,
)
"""`key` is the name without what is written now so, now so (customers.key_of); `called`: other names it goes by."""

contact = table(
    "contact",
    _number(),
    column("customer_id", Integer, ForeignKey("customer.id"), index=True, personal=_BUSINESS),
    column("name", String(80), personal=_BUSINESS),
    column("title", String(80), personal=_BUSINESS),
    column("role", String(16), personal=_BUSINESS),
    column("power", Boolean, personal=_BUSINESS),
    column("stance", String(8), personal=_BUSINESS),
    column("next_move", String(TITLE_MAX), personal=_BUSINESS),
    column("phone", String(32), personal=_BUSINESS),
    column("created_at", Instant, personal=_BUSINESS),
    subject=None,
)
"""A customer's people: the decision chain. `role`: a buying role or ""; `stance`: for, neutral, against or ""."""

deal = table(
    "deal",
    _number(),
    column("system", String(40), personal=_BUSINESS),
    column("source_id", Id(128), personal=_BUSINESS),
    column("number", String(64), personal=_BUSINESS),
    column("title", String(TITLE_MAX), personal=_BUSINESS),
    column("customer_id", Integer, ForeignKey("customer.id"), index=True, personal=_BUSINESS),
    column("owner_id", Integer, ForeignKey("person.id"), index=True, nullable=True, personal=keep("whose deal it was")),
    column("owner", String(80), personal=pseudonymise),
    column("playbook", String(64), personal=_BUSINESS),
    column("stage", String(64), personal=_BUSINESS),
    column("at", String(16), personal=_BUSINESS),
    column("status", String(8), personal=_BUSINESS),
    column("kept_by", String(8), personal=keep("local or source")),
    column("proposed", String(64), personal=_BUSINESS),
    column("proposed_at", Instant, nullable=True, personal=_BUSINESS),
    column("amount", BigInteger, nullable=True, personal=_BUSINESS),
    column("list_amount", BigInteger, nullable=True, personal=_BUSINESS),
    column("currency", String(3), personal=_BUSINESS),
    column("origin", String(64), personal=_BUSINESS),
    column("product", String(80), personal=_BUSINESS),
    column("created_at", Instant, personal=_BUSINESS),
    column("stage_since", Instant, personal=_BUSINESS),
    column("closed_at", Instant, nullable=True, personal=_BUSINESS),
    column("expected_on", Date, nullable=True, personal=_BUSINESS),
    column("lost_reason", String(16), personal=_BUSINESS),
    column("lost_to", String(80), personal=_BUSINESS),
    column("lost_note", String(TEXT_MAX), personal=delete),
    column("touched_at", Instant, nullable=True, personal=_BUSINESS),
    column("recorded_at", Instant, personal=_BUSINESS),
    column("fingerprint", String(32), personal=_BUSINESS),
    Index("uq_deal_system_source_id", "system", "source_id", unique=True),
    Index("ix_deal_status_owner_id", "status", "owner_id"),
    Index("ix_deal_created_at", "created_at"),
    Index("ix_deal_closed_at", "closed_at"),
    subject="owner_id",
    erase="columns",
)
"""`system` and `source_id`: where it came from and its id there; "local" and a random id for one opened in chat.

`stage` is the playbook's own, `at` which of the six it counts as. `status`: open, won or lost.
Amounts are in hundredths of `currency`; `list_amount` is what it would be without discount.
`kept_by`: whose word on the stage counts; where it is the source's, `proposed` waits for somebody to move it there.
`touched_at`: the last contact with the customer; `recorded_at`: the last time that anybody changed the record.
`fingerprint`: of the imported row, so that an import of the same row changes nothing.
"""

stage_event = table(
    "stage_event",
    _number(),
    column("deal_id", Integer, ForeignKey("deal.id"), personal=_BUSINESS),
    column("entered_at", Instant, personal=_BUSINESS),
    column("stage", String(64), personal=_BUSINESS),
    column("at", String(16), personal=_BUSINESS),
    column("amount", BigInteger, nullable=True, personal=_BUSINESS),
    Index("uq_stage_event_deal_id_entered_at_stage", "deal_id", "entered_at", "stage", unique=True),
    subject=None,
)
"""A deal entered a stage; equal consecutive stages are one. `stage` "won" and "lost" close it (`at` is then the same
word): a won deal has both the entry of its contract stage and "won", at the same moment."""

touch = table(
    "touch",
    _number(),
    column("system", String(40), personal=_BUSINESS),
    column("source_id", Id(128), personal=_BUSINESS),
    column("person_id", Integer, ForeignKey("person.id"), index=True, nullable=True, personal=keep("who was there")),
    column("customer_id", Integer, ForeignKey("customer.id"), index=True, personal=_BUSINESS),
    column("deal_id", Integer, ForeignKey("deal.id"), index=True, nullable=True, personal=_BUSINESS),
    column("contact_id", Integer, ForeignKey("contact.id"), index=True, nullable=True, personal=_BUSINESS),
    column("kind", String(12), personal=_BUSINESS),
    column("at", Instant, personal=_BUSINESS),
    column("said", Text, personal=delete),
    column("objection", String(64), personal=_BUSINESS),
    column("effective", Boolean, personal=_BUSINESS),
    column("report_due_at", Instant, nullable=True, personal=keep("a time limit")),
    column("reported_at", Instant, nullable=True, personal=keep("a time")),
    column("made_at", Instant, personal=keep("a time")),
    Index("uq_touch_system_source_id", "system", "source_id", unique=True),
    Index("ix_touch_at", "at"),
    subject="person_id",
    erase="columns",
)
"""One contact with a customer. `at` is when it happened, never when it was written down (`made_at`).

`objection`: the card that answers what they said. A visit without `reported_at` owes its report by `report_due_at`.
"""

task = table(
    "task",
    _number(),
    column("owner_id", Integer, ForeignKey("person.id"), personal=keep("the row goes with the person")),
    column("deal_id", Integer, ForeignKey("deal.id"), index=True, nullable=True, personal=_BUSINESS),
    column("touch_id", Integer, ForeignKey("touch.id"), index=True, nullable=True, personal=_BUSINESS),
    column("kind", String(12), personal=keep("a kind")),
    column("title", String(TITLE_MAX), personal=delete),
    column("department", String(40), personal=keep("a department")),
    column("due_on", Date, nullable=True, personal=delete),
    column("made_at", Instant, personal=delete),
    column("done_at", Instant, nullable=True, personal=delete),
    column("dropped_at", Instant, nullable=True, personal=delete),
    column("made_by", Integer, ForeignKey("person.id"), index=True, nullable=True, personal=keep("a colleague")),
    Index("ix_task_owner_id_due_on", "owner_id", "due_on"),
    subject="owner_id",
    mentions="made_by",
)
"""Something to be done by somebody. `kind`: next_step (of a deal), kpi, handover or other."""

deal_action = table(
    "deal_action",
    _number(),
    column("deal_id", Integer, ForeignKey("deal.id"), personal=_BUSINESS),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("who did it")),
    column("stage", String(64), personal=_BUSINESS),
    column("action", String(64), personal=_BUSINESS),
    column("output", String(TEXT_MAX), personal=delete),
    column("done_at", Instant, personal=keep("a time")),
    Index("uq_deal_action_deal_id_stage_action", "deal_id", "stage", "action", unique=True),
    subject="person_id",
    erase="columns",
)
"""A must-do that was done."""

playbook_override = table(
    "playbook_override",
    _number(),
    column("deal_id", Integer, ForeignKey("deal.id"), index=True, personal=_BUSINESS),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("who did it")),
    column("playbook", String(64), personal=_BUSINESS),
    column("stage", String(64), personal=_BUSINESS),
    column("missing", Json, personal=_BUSINESS),
    column("reason", String(TEXT_MAX), personal=delete),
    column("made_at", Instant, personal=keep("a time")),
    subject="person_id",
    erase="columns",
)
"""A deal left `stage` though something was missing: what reps pass over says where the playbook is wrong."""

material_shown = table(
    "material_shown",
    _number(),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("deal_id", Integer, ForeignKey("deal.id"), index=True, personal=_BUSINESS),
    column("card", String(64), personal=keep("which card")),
    column("shown_at", Instant, personal=delete),
    column("opened_at", Instant, nullable=True, personal=delete),
    subject="person_id",
)

lesson = table(
    "lesson",
    _number(),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("deal_id", Integer, ForeignKey("deal.id"), index=True, personal=_BUSINESS),
    column("card", String(64), personal=keep("which card")),
    column("made_at", Instant, personal=delete),
    column("taken_at", Instant, nullable=True, personal=delete),
    subject="person_id",
)
"""What a lost deal leaves to practise; drills take it up."""

case_draft = table(
    "case_draft",
    _number(),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("deal_id", Integer, ForeignKey("deal.id"), index=True, personal=_BUSINESS),
    column("outcome", String(8), personal=keep("won or lost")),
    column("text", Text, personal=delete),
    column("state", String(8), personal=keep("open or done")),
    column("made_at", Instant, personal=delete),
    subject="person_id",
)
"""What a closed deal has to tell, for an editor to make a case of."""

"""Monthly figures from the books, alert cases, and how far a source has been read."""

from sqlalchemy import BigInteger, Date, Float, ForeignKey, Index, Integer, String

from bot.store import Instant, column, delete, keep, table
from bot.store.tables import Json

_COMPANY = keep("a figure of the company")

figure = table(
    "figure",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("month", String(7), personal=_COMPANY),
    column("team", String(80), personal=_COMPANY),
    column("currency", String(3), personal=_COMPANY),
    column("marketing_cost", BigInteger, nullable=True, personal=_COMPANY),
    column("sales_cost", BigInteger, nullable=True, personal=_COMPANY),
    column("new_customers", Integer, nullable=True, personal=_COMPANY),
    column("gross_margin", Float, nullable=True, personal=_COMPANY),
    column("receivable", BigInteger, nullable=True, personal=_COMPANY),
    column("collected", BigInteger, nullable=True, personal=_COMPANY),
    column("target", BigInteger, nullable=True, personal=_COMPANY),
    Index("uq_figure_month_team", "month", "team", unique=True),
    subject=None,
)
"""One row a month and team ("" is the company). Amounts in hundredths, `gross_margin` as a share, 0.32."""

alert_case = table(
    "alert_case",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("rule", String(64), personal=keep("a rule")),
    column("about", String(96), personal=keep("what it is about: deal:17, kpi:TEAM")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("deal_id", Integer, ForeignKey("deal.id"), index=True, nullable=True, personal=keep("a deal")),
    column("level", Integer, personal=keep("how far it has escalated")),
    column("state", String(12), personal=keep("a state")),
    column("evidence", Json, personal=delete),
    column("fired_at", Instant, personal=delete),
    column("changed_at", Instant, personal=delete),
    column("until", Date, nullable=True, personal=delete),
    column("reason", String(300), personal=delete),
    column("closed_at", Instant, nullable=True, personal=delete),
    Index("ix_alert_case_about_rule", "about", "rule"),
    subject="person_id",
)
"""One thing to look at, and who is to act. `state`: open, dismissed (until a day, with a reason) or closed.

The same `about` and `rule` has at most one case that is not closed."""

alert_told = table(
    "alert_told",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("case_id", Integer, ForeignKey("alert_case.id"), personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("about", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes too")),
    column("level", Integer, personal=keep("of the case, when they were told")),
    column("state", String(8), personal=keep("a state")),
    column("until", Date, nullable=True, personal=delete),
    column("told_at", Instant, personal=delete),
    Index("uq_alert_told_case_id_person_id", "case_id", "person_id", unique=True),
    subject="person_id",
    mentions="about",
)
"""Who was told of a case, and what they did with it. `state`: new, seen, later (until a day) or pushed.

`about` is whose case it is."""

source_state = table(
    "source_state",
    column("system", String(40), primary_key=True, personal=keep("a system")),
    column("read_until", Instant, nullable=True, personal=keep("a time")),
    column("read_at", Instant, personal=keep("a time")),
    subject=None,
)
"""How far the changes of a CRM or ERP have been read."""

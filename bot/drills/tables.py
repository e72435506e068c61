"""Drills as rows: a restart, another channel or another replica carries on in the middle of a sentence."""

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String, Text

from bot.store import Instant, column, delete, keep, table
from bot.store.tables import Json

drill = table(
    "drill",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), personal=keep("the row goes with the person")),
    column("scenario", String(64), personal=keep("which drill, not who")),
    column("version", Integer, personal=keep("of the scenario")),
    column("rubric", Integer, personal=keep("of the rubric")),
    column("weights", Json, personal=keep("of the rubric, frozen at the start")),
    column("grade", String(8), personal=keep("how hard")),
    column("language", String(8), personal=keep("of the drill")),
    column("seed", Integer, personal=keep("a number")),
    column("exam", Boolean, personal=keep("practice or for the record")),
    column("status", String(12), personal=keep("a state")),
    column("played", Json, personal=delete),
    column("moved", Integer, personal=keep("counts messages")),
    column("hints", Integer, personal=keep("a number")),
    column("ending", String(16), personal=keep("how it ended")),
    column("total", Float, personal=delete, nullable=True),
    column("tier", String(8), personal=delete),
    column("passed", Boolean, personal=delete),
    column("scorecard", Json, personal=delete, nullable=True),
    column("started_at", Instant, personal=delete),
    column("moved_at", Instant, personal=delete),
    Index("ix_drill_person_id_status", "person_id", "status"),
    Index("ix_drill_person_id_scenario", "person_id", "scenario"),
    subject="person_id",
)
"""`status`: playing, ended (scored), left (given up before the end)."""

drill_line = table(
    "drill_line",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("drill_id", Integer, ForeignKey("drill.id"), index=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("number", Integer, personal=keep("its place in the talk")),
    column("speaker", String(8), personal=keep("rep or customer")),
    column("text", Text, personal=delete),
    column("cues", Json, personal=delete),
    column("events", Json, personal=delete),
    Index("uq_drill_line_drill_id_number", "drill_id", "number", unique=True),
    subject="person_id",
)

drill_appeal = table(
    "drill_appeal",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("drill_id", Integer, ForeignKey("drill.id"), index=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("criterion", String(32), personal=keep("which mark")),
    column("level", Integer, personal=delete, nullable=True),
    column("text", Text, personal=delete),
    column("status", String(12), personal=keep("a state")),
    column("decided_by", Integer, ForeignKey("person.id"), index=True, personal=keep("a manager"), nullable=True),
    column("decided", Integer, personal=delete, nullable=True),
    column("reason", Text, personal=delete),
    column("created_at", Instant, personal=delete),
    column("decided_at", Instant, personal=delete, nullable=True),
    subject="person_id",
    mentions="decided_by",
)
"""A rep finds a mark wrong; a manager's `decided` level stands beside the scorer's `level`, with its reason."""

refresher = table(
    "refresher",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), personal=keep("the row goes with the person")),
    column("subject", String(96), personal=keep("a criterion or an objection")),
    column("scenario", String(64), personal=keep("where to practise it")),
    column("memory", Json, personal=delete),
    column("due_at", Instant, personal=delete),
    Index("uq_refresher_person_id_subject", "person_id", "subject", unique=True),
    subject="person_id",
)
"""What a person practises again and when: `criterion:ID` or `objection:ID`."""

talk_review = table(
    "talk_review",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("language", String(8), personal=keep("of the talk")),
    column("lines", Json, personal=delete),
    column("scorecard", Json, personal=delete),
    column("total", Float, personal=delete, nullable=True),
    column("shared", Boolean, personal=keep("whether editors may draft from it")),
    column("created_at", Instant, personal=delete),
    subject="person_id",
)
"""A real talk that somebody had scored; names, phones and amounts were masked before it came here.

`lines` and `scorecard` hold one entry for each speaker whom the person may have been, and one once that is known.
"""

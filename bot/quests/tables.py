"""Quests as rows: what a quest said when somebody began it, who is in which, and all that happened there."""

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text

from bot.store import Instant, column, delete, keep, table
from bot.store.tables import Json

quest_version = table(
    "quest_version",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("quest", String(48), personal=keep("which quest")),
    column("shape", String(32), personal=keep("a fingerprint of the quest")),
    column("said", Json, personal=keep("the quest's own words")),
    column("seen_at", Instant, personal=keep("a time")),
    Index("uq_quest_version_quest_shape", "quest", "shape", unique=True),
    subject=None,
)
"""A quest as its file said it. `shape` is of what decides (steps, gates, marks, points), not of the words."""

enrolment = table(
    "enrolment",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), personal=keep("the row goes with the person")),
    column("quest", String(48), personal=keep("which quest")),
    column("version_id", Integer, ForeignKey("quest_version.id"), index=True, personal=keep("a number")),
    column("started_on", Date, personal=delete),
    column("state", String(8), personal=keep("going, done or left")),
    column("mentor_id", Integer, ForeignKey("person.id"), index=True, nullable=True, personal=keep("a colleague")),
    column("by_id", Integer, ForeignKey("person.id"), index=True, nullable=True, personal=keep("a colleague")),
    column("drills_before", Integer, personal=keep("a number")),
    column("touches_before", Integer, personal=keep("a number")),
    column("deals_before", Integer, personal=keep("a number")),
    column("enrolled_at", Instant, personal=delete),
    column("finished_at", Instant, nullable=True, personal=delete),
    column("settled_on", Date, nullable=True, personal=delete),
    Index("uq_enrolment_person_id_quest", "person_id", "quest", unique=True),
    Index("ix_enrolment_state", "state"),
    subject="person_id",
)
"""Once a person and quest: who begins again goes on where they were, and nothing is paid twice.

`…_before`: the highest number of each when they began, so that what is older proves nothing, whatever the clock says.
"""

quest_event = table(
    "quest_event",
    column("id", Integer, primary_key=True, personal=keep("a number")),
    column("enrolment_id", Integer, ForeignKey("enrolment.id"), personal=keep("a number")),
    column("person_id", Integer, ForeignKey("person.id"), index=True, personal=keep("the row goes with the person")),
    column("step", String(48), personal=keep("which step")),
    column("kind", String(12), personal=keep("what happened")),
    column("by_id", Integer, ForeignKey("person.id"), index=True, nullable=True, personal=keep("a colleague")),
    column("score", Integer, nullable=True, personal=delete),
    column("evidence", Text, personal=delete),
    column("reason", Text, personal=delete),
    column("number", Integer, personal=keep("a number")),
    column("at", Instant, personal=delete),
    Index("uq_quest_event_enrolment_id_step_number", "enrolment_id", "step", "number", unique=True),
    Index("ix_quest_event_kind_by_id", "kind", "by_id"),
    subject="person_id",
)
"""`kind` as in course.Happening. Only ever added to.

`number` counts a step's events, so that of two decisions on one state the second is none. `score`: percent, where there
is one. `by_id` keeps its row when that colleague is erased: a gate stays open, and the number names nobody then.
"""

quest_choice = table(
    "quest_choice",
    column("person_id", Integer, ForeignKey("person.id"), primary_key=True, autoincrement=False,
           personal=keep("the row goes with the person")),
    column("on_boards", Boolean, personal=delete),
    column("radar_shared", Boolean, personal=delete),
    column("radar_since", Instant, nullable=True, personal=delete),
    subject="person_id",
)  # fmt: skip
"""What somebody chose to show, and since when they have had a radar to look at alone; None: not seen yet."""

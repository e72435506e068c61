"""Drills in the database: begun, moved on by one message, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, desc, func, insert, select, update

from bot.drills.rubric import TITLES, tier
from bot.drills.scene import Event, Said
from bot.drills.scorecards import as_json, from_json
from bot.drills.state import State
from bot.drills.tables import drill, drill_line
from bot.drills.talk import Line, Scorecard


@dataclass(frozen=True, slots=True)
class Drill:
    id: int
    person_id: int
    scenario: str
    version: int
    rubric: int
    weights: Mapping[str, int]
    grade: str
    language: str
    seed: int
    exam: bool
    status: str
    state: State
    moved: int
    """Messages of the rep so far: a turn prepared on another number is prepared again."""
    hints: int
    ending: str
    total: float | None
    tier: str
    passed: bool
    scorecard: Scorecard | None
    started_at: datetime
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """One stored line of a talk."""

    line: Line
    events: tuple[Event, ...]


def start(
    db: Connection, *, person_id: int, scenario: str, version: int, rubric: int, weights: Mapping[str, int],
    grade: str, language: str, seed: int, exam: bool, state: State, said: Said, now: datetime,
) -> int:  # fmt: skip
    """One drill at a time: one that was going on is left."""
    leave_all(db, person_id)
    made = db.execute(
        insert(drill).values(
            person_id=person_id, scenario=scenario, version=version, rubric=rubric, weights=dict(weights), grade=grade,
            language=language, seed=seed, exam=exam, status="playing", played=state.as_json(), moved=0, hints=0,
            ending="", tier="", passed=False, started_at=now, moved_at=now,
        )
    )  # fmt: skip
    assert made.inserted_primary_key is not None
    id = int(made.inserted_primary_key[0])
    _speak(db, id, person_id, 0, "customer", said.text, said.cues, ())
    return id


def move(
    db: Connection, played: Drill, text: str, state: State, said: Said, events: Sequence[Event], now: datetime
) -> bool:
    """Keeps one message and its answer; False when the drill has moved on meanwhile, and nothing was kept."""
    moved = db.execute(
        update(drill)
        .where(drill.c.id == played.id, drill.c.moved == played.moved, drill.c.status == "playing")
        .values(played=state.as_json(), moved=played.moved + 1, moved_at=now)
    )
    if moved.rowcount != 1:
        return False
    number = 1 + 2 * played.moved
    _speak(db, played.id, played.person_id, number, "rep", text, (), ())
    _speak(db, played.id, played.person_id, number + 1, "customer", said.text, said.cues, events)
    return True


def end(db: Connection, id: int, *, ending: str, card: Scorecard, passed: bool, now: datetime) -> None:
    db.execute(
        update(drill).where(drill.c.id == id).values(
            status="ended", ending=ending, total=card.total, tier=tier(card.total), passed=passed,
            scorecard=as_json(card), moved_at=now,
        )
    )  # fmt: skip


def leave_all(db: Connection, person_id: int) -> None:
    db.execute(update(drill).where(drill.c.person_id == person_id, drill.c.status == "playing").values(status="left"))


def hint_given(db: Connection, id: int) -> None:
    db.execute(update(drill).where(drill.c.id == id).values(hints=drill.c.hints + 1))


def seen_now(db: Connection, id: int, now: datetime) -> None:
    """Somebody came back to a drill that was paused."""
    db.execute(update(drill).where(drill.c.id == id).values(moved_at=now))


def load(db: Connection, id: int, person_id: int) -> Drill | None:
    """A drill of this person's; nobody reads another's."""
    row = db.execute(select(drill).where(drill.c.id == id, drill.c.person_id == person_id)).mappings().one_or_none()
    return _drill(row) if row else None


def playing(db: Connection, person_id: int) -> Drill | None:
    found = select(drill).where(drill.c.person_id == person_id, drill.c.status == "playing").order_by(desc(drill.c.id))
    row = db.execute(found.limit(1)).mappings().one_or_none()
    return _drill(row) if row else None


def ended(db: Connection, person_id: int, scenario: str = "") -> list[Drill]:
    """The person's finished drills, the newest first."""
    found = select(drill).where(drill.c.person_id == person_id, drill.c.status == "ended").order_by(desc(drill.c.id))
    if scenario:
        found = found.where(drill.c.scenario == scenario)
    return [_drill(row) for row in db.execute(found.limit(50)).mappings()]


def bests(db: Connection, person_id: int) -> dict[str, float]:
    """Scenario → the person's highest total."""
    best = func.max(drill.c.total)
    found = select(drill.c.scenario, best).where(drill.c.person_id == person_id, drill.c.status == "ended")
    return {scenario: total or 0 for scenario, total in db.execute(found.group_by(drill.c.scenario))}


def tries(db: Connection, person_id: int, scenario: str) -> int:
    found = select(func.count()).where(drill.c.person_id == person_id, drill.c.scenario == scenario)
    return int(db.execute(found).scalar_one())


def lines(db: Connection, id: int) -> list[Spoken]:
    rows = db.execute(select(drill_line).where(drill_line.c.drill_id == id).order_by(drill_line.c.number)).mappings()
    return [_spoken(row) for row in rows]


def _speak(
    db: Connection, id: int, person_id: int, number: int, speaker: str, text: str,
    cues: Sequence[tuple[str, str]], events: Sequence[Event],
) -> None:  # fmt: skip
    db.execute(
        insert(drill_line).values(
            drill_id=id, person_id=person_id, number=number, speaker=speaker, text=text,
            cues=[list(cue) for cue in cues], events=[[event.kind, event.about] for event in events],
        )
    )  # fmt: skip


def _spoken(row: RowMapping) -> Spoken:
    cues: Any = tuple((kind, about) for kind, about in row["cues"]) if row["speaker"] == "customer" else None
    return Spoken(Line(row["speaker"], row["text"], cues), tuple(Event(kind, about) for kind, about in row["events"]))


def _drill(row: RowMapping) -> Drill:
    return Drill(
        id=row["id"], person_id=row["person_id"], scenario=row["scenario"], version=row["version"],
        rubric=row["rubric"], weights=row["weights"], grade=row["grade"], language=row["language"], seed=row["seed"],
        exam=row["exam"], status=row["status"], state=State.from_json(row["played"]), moved=row["moved"],
        hints=row["hints"], ending=row["ending"], total=row["total"], tier=row["tier"], passed=row["passed"],
        scorecard=from_json(row["scorecard"]) if row["scorecard"] else None,
        started_at=row["started_at"], moved_at=row["moved_at"],
    )  # fmt: skip


def level_of(card: Scorecard | None, criterion: str) -> int | None:
    assert criterion in TITLES
    return next((mark.level for mark in card.marks if mark.criterion == criterion), None) if card else None

"""A drill that somebody finished, as rows, for what follows from it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.drills import rows
from bot.drills.repertoire import Repertoire
from bot.drills.rubric import IDS
from bot.drills.scenario import Scenario, Text
from bot.drills.scene import Said
from bot.drills.stage import Stage
from bot.drills.state import State
from bot.drills.talk import Found, Mark, Scorecard

STATE = State("medium", "zh", "owner", ("price-too-high",), (2,), (), trust=3, patience=6, turns=12)


class Playbill(Stage):
    """A stage on which the named scenarios can be seen, and none can be played."""

    def __init__(self, app: App, *scenarios: str) -> None:
        super().__init__(app.library)
        self._bill = Repertoire({id: named(id) for id in scenarios}, {}, {})

    @property
    def repertoire(self) -> Repertoire:
        return self._bill


def named(id: str, version: int = 1) -> Scenario:
    return Scenario.model_construct(id=id, version=version, title=Text(zh=f"演练 {id}", en=f"Drill {id}"))


def put_on(app: App, *scenarios: str) -> None:
    app._services[Stage] = Playbill(app, *scenarios)


def card(levels: Mapping[str, int | None], *, quotes: Mapping[str, Found] | None = None) -> Scorecard:
    """A scorecard with these levels, and no occasion for the others."""
    marks = tuple(
        Mark(id, levels.get(id), (quotes[id],) if quotes and id in quotes else ()) for id in IDS
    )  # fmt: skip
    return Scorecard(marks, (), 60.0, 1, "words")


def begun(db: Connection, person_id: int, now: datetime, scenario: str = "two-quotes", *, exam: bool = False,
          seed: int = 1, grade: str = "medium", version: int = 1) -> int:  # fmt: skip
    return rows.start(
        db, person_id=person_id, scenario=scenario, version=version, rubric=1, weights={}, grade=grade, language="zh",
        seed=seed, exam=exam, state=STATE, said=Said(("太贵了。",), (("objection", "price-too-high"),)), now=now,
    )  # fmt: skip


def said(db: Connection, id: int, person_id: int, text: str, now: datetime) -> None:
    played = rows.load(db, id, person_id)
    assert played is not None
    assert rows.move(db, played, text, STATE, Said(("嗯。",), ()), (), now)


def ended(db: Connection, person_id: int, now: datetime, scored: Scorecard, *, passed: bool = False, exam: bool = False,
          scenario: str = "two-quotes", seed: int = 1, grade: str = "medium", version: int = 1) -> int:  # fmt: skip
    """Begun, one message, ended; its number."""
    id = begun(db, person_id, now, scenario, exam=exam, seed=seed, grade=grade, version=version)
    said(db, id, person_id, "那我给您打九折。", now)
    rows.end(db, id, ending="stall", card=scored, passed=passed, now=now)
    return id

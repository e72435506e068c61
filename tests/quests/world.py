"""What lies below the quests and around them: notes, drills and deals as rows, a clock that jumps, restarts."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from sqlalchemy import Connection, delete, insert

from bot.clock import system_clock
from bot.drills.stage import Stage
from bot.drills.tables import drill
from bot.knowledge.library import Library
from bot.people.tables import person
from bot.playbooks import deals
from bot.playbooks.tables import deal, touch
from bot.quests.quests import Quests
from bot.quests.rows import Journey
from bot.store import Store
from tests.quests.model import Deal, Drill, Enrolment, Model, Touch

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Honolulu", "Europe/London")
JUMPS = (timedelta(seconds=40), timedelta(minutes=20), timedelta(hours=7), timedelta(days=1), timedelta(days=30),
         timedelta(days=100), -timedelta(hours=3), -timedelta(weeks=3))  # fmt: skip


class World(RuleBasedStateMachine):
    people: list[int]
    customers: list[int]
    model: Model
    fresh: ClassVar[Path]
    """An empty migrated database to copy."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="cornerman-quests-")
        self.workspace = Path(self.folder.name)
        (self.workspace / "drills" / "quests").mkdir(parents=True)
        shutil.copy(self.fresh, self.workspace / "life.db")
        self.now, self.written = START, count(1)
        self.seen: list[tuple[Enrolment, Journey]] = []
        """What was read once and may be acted on late."""
        self.replays: list[tuple[str, Callable[[Connection], object]]] = []
        self.open()

    def open(self) -> None:
        self.store = Store(f"sqlite:///{self.workspace / 'life.db'}")
        library = Library(self.workspace, self.workspace / "state", system_clock, lexical=True)
        self.stage = Stage(library)
        self.quests = Quests(library)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        self.now += timedelta(seconds=1)
        with self.store.write() as db:
            yield db

    def someone(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(self.people))

    # The world around

    @rule(by=st.sampled_from(JUMPS))
    def the_clock_jumps(self, by: timedelta) -> None:
        self.now += by

    @rule(data=st.data(), zone=st.sampled_from(ZONES))
    def somebody_moves_to_another_time_zone(self, data: st.DataObject, zone: str) -> None:
        who = self.someone(data)
        with self.turn() as db:
            db.execute(person.update().where(person.c.id == who).values(time_zone=zone))
        self.model.zones[who] = zone

    @rule()
    def the_bot_starts_again(self) -> None:
        self.store.close()
        self.open()

    # The rooms below

    @rule(data=st.data(), days=st.sampled_from([0, 0, 0, 1, 3, 400]), kind=st.sampled_from(["visit", "call"]))
    def a_contact_is_noted(self, data: st.DataObject, days: int, kind: str) -> None:
        customer = data.draw(st.sampled_from(self.customers))
        self.note_a_contact(self.someone(data), customer, self.now - timedelta(days=days), kind)

    def note_a_contact(self, who: int, customer: int, at: datetime, kind: str) -> None:
        with self.turn() as db:
            made = db.execute(insert(touch).values(
                system="local", source_id=deals.new_id(), person_id=who, customer_id=customer, deal_id=None,
                contact_id=None, kind=kind, at=at, said="", objection="", effective=True, report_due_at=None,
                reported_at=None, made_at=self.now,
            ).returning(touch.c.id)).scalar_one()  # fmt: skip
        self.model.touches[made] = Touch(made, who, customer, kind, at, self.now)

    @precondition(lambda self: self.model.touches)
    @rule(data=st.data())
    def a_note_is_taken_back(self, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(sorted(self.model.touches)))
        with self.turn() as db:
            db.execute(delete(touch).where(touch.c.id == id))
        del self.model.touches[id]

    @rule(data=st.data(), total=st.sampled_from([60.0, 80.0, 95.0]), seconds=st.sampled_from([5, 120, -60]),
          stopped=st.booleans())  # fmt: skip
    def a_drill_is_played(self, data: st.DataObject, total: float, seconds: int, stopped: bool) -> None:
        self.play_a_drill(self.someone(data), total, seconds, stopped=stopped)

    def play_a_drill(self, who: int, total: float, seconds: float, *, stopped: bool) -> None:
        with self.turn() as db:
            made = db.execute(insert(drill).values(
                person_id=who, scenario="price-talk", version=1, rubric=1, weights={}, grade="easy", language="zh",
                seed=1, exam=False, status="ended", played={}, moved=8, hints=0,
                ending="stopped" if stopped else "closed", total=total, tier="", passed=total >= 75, scorecard={},
                started_at=self.now, moved_at=self.now + timedelta(seconds=seconds),
            ).returning(drill.c.id)).scalar_one()  # fmt: skip
        self.model.drills[made] = Drill(made, who, "price-talk", total, seconds, 8, stopped)

    @rule(data=st.data(), move=st.sampled_from(["open", "discovery", "proposal", "won", "reopen"]))
    def a_deal_moves(self, data: st.DataObject, move: str) -> None:
        if move == "open" or not self.model.deals:
            self.open_a_deal(self.someone(data))
        else:
            self.move_a_deal(data.draw(st.sampled_from(sorted(self.model.deals))), move)

    def bring_a_deal(self, who: int, reach: str) -> None:
        mine = [found.id for found in self.model.deals.values() if found.who == who]
        self.move_a_deal(mine[-1] if mine else self.open_a_deal(who), reach)

    def move_a_deal(self, id: int, move: str) -> None:
        mine = self.model.deals[id]
        with self.turn() as db:
            found = deals.deal_by(db, mine.id)
            assert found is not None
            if move == "won" and not mine.won:
                deals.close(db, found, "won", self.now)
                mine.won = True
            elif move == "reopen" and mine.won:
                deals.reopen(db, found, self.now)
                mine.won = False
            elif move in ("discovery", "proposal"):
                self.free_moment(db)
                deals.enter(db, mine.id, move, move, self.now, None)
                mine.stages.append(move)

    def free_moment(self, db: Connection) -> None:
        """A deal enters a stage once at a moment, and the clock goes back at times."""
        self.now += timedelta(microseconds=next(self.written))

    def open_a_deal(self, who: int) -> int:
        with self.turn() as db:
            made = db.execute(insert(deal).values(
                system="local", source_id=deals.new_id(), number="", title="", customer_id=self.customers[0],
                owner_id=who, owner="", playbook="general-b2b", stage="lead", at="lead", status="open",
                kept_by="local", proposed="", proposed_at=None, amount=None, list_amount=None, currency="", origin="",
                product="", created_at=self.now, stage_since=self.now, closed_at=None, expected_on=None,
                lost_reason="", lost_to="", lost_note="", touched_at=None, recorded_at=self.now, fingerprint="",
            ).returning(deal.c.id)).scalar_one()  # fmt: skip
            deals.enter(db, made, "lead", "lead", self.now, None)
        self.model.deals[made] = Deal(made, who, ["lead"])
        return int(made)

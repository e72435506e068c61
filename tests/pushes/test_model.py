"""The outbox as a state machine: whatever order things go wrong in, nothing is lost and nothing is sent twice."""

import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.messages import say
from bot.people.directory import Directory
from bot.pushes import outbox, states
from bot.pushes.states import Outgoing
from bot.store import Store
from tests.conftest import StillClock

CHANNEL = "telegram"


class Deliveries(RuleBasedStateMachine):
    """Three processes claim, fence, send and die; the platform can be asked what it has (as Slack can)."""

    fresh: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        file = Path(self.folder.name) / "model.db"
        shutil.copy(self.fresh, file)
        self.store, self.clock = Store(f"sqlite:///{file}"), StillClock()
        self.lives = dict.fromkeys("abc", 0)
        self.held: dict[str, list[Outgoing]] = {name: [] for name in self.lives}
        self.wire: dict[str, list[Outgoing]] = {name: [] for name in self.lives}
        self.platform: list[str] = []
        self.put: set[str] = set()

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @initialize()
    def somebody(self) -> None:
        with self.store.write() as db:
            self.person = Directory({}, "UTC").add(db, "P", now=self.clock()).id
            Directory({}, "UTC").attach(db, CHANNEL, "1", self.person)

    def name(self, process: str) -> str:
        return f"{process}{self.lives[process]}"

    def alive(self) -> set[str]:
        return {self.name(process) for process in self.lives}

    @rule(slot=st.integers(0, 12))
    def push(self, slot: int) -> None:
        """The same slot comes due for every process that ticks."""
        with self.store.write() as db:
            outbox.push(db, say(str(slot)), person_id=self.person, kind="drill", now=self.clock(), slot=str(slot))
        self.put.add(str(slot))

    @rule(process=st.sampled_from("abc"), most=st.integers(1, 4))
    def claim(self, process: str, most: int) -> None:
        with self.store.write() as db:
            self.held[process] += states.claim(db, CHANNEL, self.name(process), self.clock(), most)

    @rule(process=st.sampled_from("abc"))
    def fence(self, process: str) -> None:
        if self.held[process]:
            out = self.held[process].pop(0)
            with self.store.write() as db:
                if states.fence(db, out.id, self.name(process), self.clock()):
                    self.wire[process].append(out)

    @rule(process=st.sampled_from("abc"), end=st.sampled_from(["sent", "unseen", "lost", "later", "failed"]))
    def send(self, process: str, end: str) -> None:
        if not self.wire[process]:
            return
        out = self.wire[process].pop(0)
        if end in ("sent", "unseen"):
            self.platform.append(out.token)
        with self.store.write() as db:
            if end == "sent":
                outbox.mark_sent(db, [(out.id, ["m"])], self.clock())
            elif end in ("later", "failed"):
                states.again(db, out.id, self.clock() + timedelta(seconds=5), "no", counts=False)
            else:
                self.find_out(db, out)

    @rule(process=st.sampled_from("abc"))
    def die(self, process: str) -> None:
        """What is on the wire may have arrived or not; the next life of the process knows nothing of it."""
        self.platform += [out.token for out in self.wire[process][::2]]
        self.held[process], self.wire[process] = [], []
        self.lives[process] += 1

    @rule(process=st.sampled_from("abc"))
    def sweep(self, process: str) -> None:
        with self.store.write() as db:
            for out in states.abandoned(db, CHANNEL, self.name(process), self.alive(), self.clock()):
                self.find_out(db, out)

    def find_out(self, db: Any, out: Outgoing) -> None:
        if out.token in self.platform:
            outbox.mark_sent(db, [(out.id, ["m"])], self.clock())
        else:
            states.resume(db, out.id, [], self.clock(), "in doubt")

    @rule(seconds=st.sampled_from([1, 10, 40]))
    def later(self, seconds: int) -> None:
        self.clock.move(timedelta(seconds=seconds))

    @rule()
    def settle(self) -> None:
        """Left alone, everything arrives."""
        for _ in range(200):
            self.clock.move(timedelta(seconds=40))
            self.sweep("a")
            self.claim("a", 4)
            while self.held["a"]:
                self.fence("a")
            for process in "abc":
                while self.wire[process]:
                    self.send(process, "sent")
            if not self.unsent():
                break
        assert not self.unsent(), "something is lost"
        with self.store.read() as db:
            slots = list(db.execute(select(outbox.outbox.c.slot)).scalars())
        assert sorted(slots) == sorted(self.put), "a slot has no row, or two"

    def unsent(self) -> set[str]:
        with self.store.read() as db:
            rows = db.execute(select(outbox.outbox.c.token, outbox.outbox.c.status)).all()
        return {row.token for row in rows if row.status not in ("sent", "dead")}

    @invariant()
    def nothing_twice(self) -> None:
        assert len(self.platform) == len(set(self.platform)), "a message was sent twice"


SOME = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def test_nothing_is_lost_and_nothing_doubled(fresh_sqlite: Path) -> None:
    Deliveries.fresh = fresh_sqlite
    run_state_machine_as_test(Deliveries, settings=SOME)


def test_without_the_fence_something_is_doubled(fresh_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model itself can fail: a process that slept over its claim sends what another sends too."""
    Deliveries.fresh = fresh_sqlite
    monkeypatch.setattr(states, "fence", lambda db, id, owner, now: True)
    with pytest.raises(AssertionError, match=r"twice|lost"):
        run_state_machine_as_test(Deliveries, settings=settings(SOME, phases=[Phase.generate]))  # any way to it will do

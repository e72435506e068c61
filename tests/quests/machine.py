"""Three people who are each other's mentors, two invented quests, and everything that can go wrong in any order.

After each rule the database must say what `model.py` says. `python -m benchmarks.quests machine` runs it at length.
"""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, func, insert, select

from bot.drills.tables import drill
from bot.messages import Role
from bot.people import ledger
from bot.people.ledger import points
from bot.people.tables import person
from bot.playbooks import customers
from bot.playbooks.tables import deal, touch
from bot.quests import finishing, rows
from bot.quests.joining.migrating import migrate
from bot.quests.rows import Journey
from bot.quests.settling import settle
from bot.quests.tables import enrolment, quest_event
from tests.quests.invented import of_another_kind, quests
from tests.quests.model import Enrolment, Model
from tests.quests.world import START, ZONES, World

MOSTLY = st.sampled_from([True, True, True, False])


class Life(World):
    """What happens is chosen so that about half of it is allowed; the rest must change nothing."""

    # Who and what there is

    @initialize(one=quests("one"), two=quests("two"))
    def begin_life(self, one: dict[str, Any], two: dict[str, Any]) -> None:
        self.files = {"one": one, "two": two}
        for quest in self.files.values():
            self.write(quest)
        with self.store.write() as db:
            self.people = [
                db.execute(insert(person).values(
                    name=f"P{n}", role=Role.REP, language="zh", time_zone=ZONES[0], joined_at=START).returning(
                    person.c.id)).scalar_one() for n in range(3)
            ]  # fmt: skip
            self.customers = [customers.find_or_add(db, f"客户{n}公司", START) for n in range(3)]
        self.model = Model(dict.fromkeys(self.people, ZONES[0]))
        for who in self.people[:2]:
            self.enrol(who, "one")

    def write(self, quest: dict[str, Any]) -> None:
        file = self.workspace / "drills" / "quests" / f"{quest['id']}.yaml"
        file.write_text(json.dumps(quest, ensure_ascii=False), encoding="utf-8")
        os.utime(file, ns=(next(self.written), 0))  # two edits within one tick of the file system's clock

    def read(self, db: Connection, e: Enrolment) -> Journey:
        found = rows.one(db, self.quests, e.id, self.now)
        assert found is not None
        return found

    def aimed(self, data: st.DataObject, *kinds: str, over: bool = False) -> tuple[Enrolment, str]:
        """A step of somebody, more often than not one that it makes sense to act on."""
        every = [(e, said["id"]) for e in self.model.enrolments for said in e.all]
        fit = [(e, id) for e, id in every if not kinds or e.named(id)["kind"] in kinds]
        wanted = ("done", "waived") if over else ("open", "asked")
        good = [(e, id) for e, id in fit if e.status(id, self.now) in wanted]
        return data.draw(st.sampled_from(good if good and data.draw(MOSTLY) else fit or every))

    def journey(self, data: st.DataObject, db: Connection, e: Enrolment) -> Journey:
        """As it is now, or as somebody read it some time ago."""
        old = [journey for owner, journey in self.seen if owner is e]
        if old and not data.draw(MOSTLY):
            return data.draw(st.sampled_from(old))
        found = self.read(db, e)
        self.seen = [*self.seen[-40:], (e, found)]
        return found

    def is_fresh(self, e: Enrolment, journey: Journey, id: str) -> bool:
        """Whether nothing happened to the step since it was read, as the number of its events says."""
        state = journey.standing.states.get(id)
        return state is not None and state.events == e.step(id).events

    def can_be_done(self) -> bool:
        return bool(self.model.enrolments)

    # Quests

    @rule(data=st.data(), quest=st.sampled_from(["one", "two"]))
    def somebody_is_enrolled(self, data: st.DataObject, quest: str) -> None:
        self.enrol(self.someone(data), quest)

    def enrol(self, who: int, quest: str) -> None:
        with self.turn() as db:
            found = self.quests.get(quest)
            assert found is not None
            before = [db.execute(select(func.max(t.c.id))).scalar() or 0 for t in (touch, deal, drill)]
            made = rows.enrol(db, found, who, self.now.date(), self.now)
            there = any(e.who == who and e.quest["id"] == quest for e in self.model.enrolments)
            assert (made is None) == there
        if made is not None:
            self.model.enrolments.append(Enrolment(made, who, self.files[quest], self.now, *before))

    @precondition(can_be_done)
    @rule(data=st.data(), kind=st.sampled_from(["begun", "tried", "asked", "passed_on", "declined"]))
    def something_happens(self, data: st.DataObject, kind: Any) -> None:
        """Handlers ask for an open step first, as `step_in` does; the number decides between two of them."""
        e, id = self.aimed(data, *(("shadow", "field") if kind in ("asked", "passed_on", "declined") else ()))
        with self.turn() as db:
            journey = self.journey(data, db, e)
            needed = "asked" if kind in ("passed_on", "declined") else "open"
            if id not in journey.quest.steps or journey.standing.states[id].status != needed:
                return
            made = rows.happen(db, journey, journey.quest.steps[id], kind, self.now)
            assert made == self.is_fresh(e, journey, id)
        if made:
            self.model.note(e, id, kind, self.now)

    @precondition(can_be_done)
    @rule(data=st.data())
    def a_step_is_finished(self, data: st.DataObject) -> None:
        """By an answer or a confirmation; also of steps that are shut, and by the person themselves."""
        e, id = self.aimed(data, "reflect", "quiz", "shadow", "field")
        outside = e.named(id)["kind"] in ("shadow", "field")
        by = data.draw(st.sampled_from([None, *self.people])) if outside else None
        with self.turn() as db:
            journey = self.journey(data, db, e)
            made = self._finish(db, e, journey, id, by)
        if made:
            self.later(f"finish {id}", e, journey, id, by)

    @precondition(can_be_done)
    @rule(data=st.data(), times=st.integers(1, 6), slow=MOSTLY)
    def somebody_works(self, data: st.DataObject, times: int, slow: bool) -> None:
        """As the quest wants it, one open step after another."""
        e = data.draw(st.sampled_from(self.model.enrolments))
        for _ in range(times if e.state == "going" else 0):
            now_open = [said["id"] for said in e.all if e.status(said["id"], self.now) in ("open", "asked")]
            if now_open:
                self.work(data, e, data.draw(st.sampled_from(now_open)), slow)

    def work(self, data: st.DataObject, e: Enrolment, id: str, slow: bool) -> None:
        said = e.named(id)
        match said["kind"]:
            case "touch":
                for customer in self.customers[: said["count"]]:
                    self.note_a_contact(e.who, customer, self.now, "visit")
            case "deal":
                self.bring_a_deal(e.who, said["reach"])
            case "drill":
                self.play_a_drill(e.who, 80.0, 120, stopped=False)
            case kind:
                self.begin(e, id)
                self.now += timedelta(minutes=said["minutes"] if slow else 0)
                by = data.draw(st.sampled_from([p for p in self.people if p != e.who]))
                with self.turn() as db:
                    self._finish(db, e, self.read(db, e), id, by if kind in ("shadow", "field") else None)
                return
        self.settle(e)

    def begin(self, e: Enrolment, id: str) -> None:
        with self.turn() as db:
            journey = self.read(db, e)
            assert rows.happen(db, journey, journey.quest.steps[id], "begun", self.now)
        self.model.note(e, id, "begun", self.now)

    @precondition(can_be_done)
    @rule(data=st.data())
    def two_channels_at_once(self, data: st.DataObject) -> None:
        """Both read it, then one after the other writes."""
        e, id = self.aimed(data, "reflect", "quiz")
        with self.turn() as db:
            journey = self.journey(data, db, e)
            self._finish(db, e, journey, id, None)
        with self.turn() as db:
            assert not self._finish(db, e, journey, id, None)

    def _finish(self, db: Connection, e: Enrolment, journey: Journey, id: str, by: int | None) -> bool:
        if id not in journey.quest.steps:
            return False
        allowed = self.is_fresh(e, journey, id) and self.model.can_finish(e, id, by, self.now)
        passed, rows_before = e.gate(), len(self.model.rows)
        event = finishing.finish(db, self.quests, journey, journey.quest.steps[id], self.now, evidence="", by_id=by)
        assert (event is not None) == allowed, f"{id} {e.status(id, self.now)}"
        if event is not None:
            self.model.finish(e, id, "", by, self.now)
            assert event.points == (0 if e.step(id).anew else self.model.rows[rows_before].points)
            assert len(event.gates) == max(e.gate() - passed, 0)
        return event is not None

    def later(self, what: str, e: Enrolment, journey: Journey, id: str, by: int | None) -> None:
        step, now = journey.quest.steps[id], self.now
        self.replays.append((what, lambda db: finishing.finish(
            db, self.quests, journey, step, now, evidence="", by_id=by)))  # fmt: skip

    @precondition(can_be_done)
    @rule(data=st.data())
    def a_manager_lets_somebody_off(self, data: st.DataObject) -> None:
        e, id = self.aimed(data)
        by = self.someone(data)
        with self.turn() as db:
            journey = self.journey(data, db, e)
            if id not in journey.quest.steps:
                return
            allowed = self.is_fresh(e, journey, id) and not e.step(id).over and by != e.who
            step, now = journey.quest.steps[id], self.now
            event = finishing.waive(db, self.quests, journey, step, now, by_id=by, reason="ill")
            assert (event is not None) == allowed
        if event is not None:
            self.model.waive(e, id)
            self.replays.append(("waive", lambda db: finishing.waive(
                db, self.quests, journey, step, now, by_id=by, reason="ill")))  # fmt: skip

    @precondition(can_be_done)
    @rule(data=st.data())
    def a_step_is_taken_back(self, data: st.DataObject) -> None:
        e, id = self.aimed(data, over=True)
        with self.turn() as db:
            journey = self.journey(data, db, e)
            if id not in journey.quest.steps:
                return
            allowed = self.is_fresh(e, journey, id) and bool(e.step(id).over)
            before, step, now = self.model.total(e.who), journey.quest.steps[id], self.now
            event = finishing.take_back(db, self.quests, journey, step, now)
            assert (event is not None) == allowed
        if event is not None:
            self.model.take_back(e, id, self.now)
            assert event.points == self.model.total(e.who) - before
            self.replays.append(("take back", lambda db: finishing.take_back(db, self.quests, journey, step, now)))

    @precondition(can_be_done)
    @rule(data=st.data(), state=st.sampled_from(["left", "going"]))
    def somebody_leaves_or_begins_again(self, data: st.DataObject, state: str) -> None:
        e = data.draw(st.sampled_from(self.model.enrolments))
        if e.state == "done":
            return
        with self.turn() as db:
            rows.change(db, e.id, state=state)
        e.state = state

    @precondition(can_be_done)
    @rule(data=st.data())
    def somebody_goes_on_in_the_new_version(self, data: st.DataObject) -> None:
        e = data.draw(st.sampled_from(self.model.enrolments))
        with self.turn() as db:
            quest, journey = self.quests.get(e.quest["id"]), self.journey(data, db, e)
            assert quest is not None
            migrate(db, self.quests, journey, quest, self.now)
            if e.state == "going":
                self.model.migrate(e, self.files[e.quest["id"]])
            assert migrate(db, self.quests, journey, quest, self.now) == ()

    @precondition(lambda self: self.replays)
    @rule(data=st.data())
    def an_earlier_call_comes_again(self, data: st.DataObject) -> None:
        _, call = data.draw(st.sampled_from(self.replays))
        with self.turn() as db:
            assert call(db) is None

    @precondition(can_be_done)
    @rule(data=st.data())
    def what_happened_elsewhere_is_looked_at(self, data: st.DataObject) -> None:
        e = data.draw(st.sampled_from(self.model.enrolments))
        if e.state != "left":
            self.settle(e)

    def settle(self, e: Enrolment) -> None:
        with self.turn() as db:
            journey = self.read(db, e)
            found = settle(db, self.quests, self.stage, journey, self.now)
            assert len(found) == self.model.settle(e, self.now)
            assert settle(db, self.quests, self.stage, self.read(db, e), self.now) == []
            if found:
                assert settle(db, self.quests, self.stage, journey, self.now) == [], "from where it was read before"

    @precondition(lambda self: any(row.held for row in self.model.rows))
    @rule(data=st.data())
    def points_that_waited_are_paid(self, data: st.DataObject) -> None:
        waits = [n for n, row in enumerate(self.model.rows) if row.held]
        n, by = data.draw(st.sampled_from(waits)), self.someone(data)
        row = self.model.rows[n]
        with self.turn() as db:
            id = db.execute(select(points.c.id).order_by(points.c.id).offset(n).limit(1)).scalar_one()
            day = self.model.today(row.who, self.now)
            made = ledger.release(db, id, day, self.now, by_id=by)
            assert (made is not None) == self.model.release(row, by, self.now)

    # The quest's files

    @rule(name=st.sampled_from(["one", "two"]), minutes=st.sampled_from([1, 10, 60]))
    def words_of_a_quest_are_edited(self, name: str, minutes: int) -> None:
        """Whoever is in it as it is now reads the new words at once."""
        old = self.files[name]
        changed = json.loads(json.dumps(old))
        for gate in changed["gates"]:
            for step in gate["steps"]:
                step["title"], step["minutes"] = {"zh": "二", "en": f"Two {minutes}"}, minutes
        self.edit(name, changed, [e for e in self.model.enrolments if self.shape(e.quest) == self.shape(old)])

    @rule(name=st.sampled_from(["one", "two"]), change=st.sampled_from(["free", "fewer", "more", "swap", "kind"]))
    def the_shape_of_a_quest_is_edited(self, name: str, change: str) -> None:
        changed = json.loads(json.dumps(self.files[name]))
        last = changed["gates"][-1]
        if change == "free":
            for step in last["steps"]:
                step["after"] = []
        elif change == "fewer" and len(changed["gates"]) > 1:
            changed["gates"].pop()
        elif change == "more":
            new = {**last["steps"][0], "id": f"new-{next(self.written)}", "after": [], "milestone": False}
            last["steps"].append(new)
        elif change == "kind":
            first = changed["gates"][0]["steps"]
            first[0] = of_another_kind(first[0])
        elif change == "swap":
            for step in last["steps"]:
                step["tries"] = step["tries"] % 3 + 1
        same = [e for e in self.model.enrolments if self.shape(e.quest) == self.shape(changed)]
        self.edit(name, changed, [e for e in same if e.quest["id"] == name])

    def edit(self, name: str, changed: dict[str, Any], readers: list[Enrolment]) -> None:
        self.files[name] = changed
        self.write(changed)
        for e in readers:
            if e.quest["id"] == name:
                e.quest = changed

    @staticmethod
    def shape(quest: dict[str, Any]) -> list[Any]:
        fields = ("id", "kind", "points", "after", "milestone", "tries", "rest_hours", "count", "touch", "reach")
        return [quest["id"], [[[step.get(name) for name in fields] for step in g["steps"]] for g in quest["gates"]]]

    # What holds after each of them

    @invariant()
    def everybody_stands_where_the_model_says(self) -> None:
        with self.store.read() as db:
            for e in self.model.enrolments:
                found = self.read(db, e)
                told = {id: (s.status, s.events, s.undone) for id, s in found.standing.states.items()}
                said = {id: (e.status(id, self.now), e.step(id).events, e.step(id).undone) for id in told}
                assert told == said
                assert (found.standing.gate, found.standing.finished) == (e.gate(), e.finished())
                assert found.enrolment.state == e.state

    @invariant()
    def the_ledger_is_the_models(self) -> None:
        with self.store.read() as db:
            there = db.execute(select(points).order_by(points.c.id)).all()
            for who in self.people:
                assert ledger.total(db, who) == self.model.total(who)
        told = [(row.person_id, row.points, row.held, row.why, row.rule, row.source) for row in there]
        said = [row.told for row in self.model.rows]
        assert told == said, [pair for pair in zip(told, said, strict=False) if pair[0] != pair[1]][:3]
        assert len({row.key for row in there}) == len(there)

    @invariant()
    def no_step_pays_more_than_it_is_worth_and_no_day_more_than_its_cap(self) -> None:
        """From the rows alone."""
        with self.store.read() as db:
            net = select(points.c.person_id, points.c.source, func.sum(points.c.points))
            for who, source, paid in db.execute(net.group_by(points.c.person_id, points.c.source)):
                quest, _, id = source.partition("/")
                e = next(e for e in self.model.enrolments if (e.who, e.quest["id"]) == (who, quest))
                worth = max((said["points"] for said in e.all if said["id"] == id), default=50)
                earned = e.step(id).over == "done" or e.step(id).anew
                assert 0 <= paid <= (worth if earned else 0), source
            day = select(func.sum(points.c.points)).where(points.c.rule.in_(("step", "undo")))
            for (paid,) in db.execute(day.group_by(points.c.person_id, points.c.day)):
                assert paid <= 60

    @invariant()
    def nobody_confirms_themselves(self) -> None:
        own = (quest_event.c.by_id == enrolment.c.person_id, quest_event.c.kind.in_(("done", "waived")))
        with self.store.read() as db:
            pairs = quest_event.join(enrolment, enrolment.c.id == quest_event.c.enrolment_id)
            assert db.execute(select(func.count()).select_from(pairs).where(*own)).scalar() == 0


def run(lives: int, steps: int, fresh: Path) -> None:
    class Here(Life):
        pass

    Here.fresh = fresh
    size = settings(
        max_examples=lives, stateful_step_count=steps, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(Here, settings=size)

"""What quests promise, told a second time without bot/quests: slow, plain, and changed by hand as things happen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

CAP, FAST, RETURNS, PAIR = 60, 0.05, 2, timedelta(days=90)
STAGES = ("lead", "discovery", "proposal", "negotiation", "contract", "payment")
IN_CHAT, OUTSIDE = ("reflect", "quiz"), ("shadow", "field")


@dataclass
class Step:
    """What is known of one, in whatever version of the quest."""

    over: str = ""
    evidence: str = ""
    paid: "Row | None" = None
    begun: datetime | None = None
    wrong: int = 0
    rests_until: datetime | None = None
    asked: bool = False
    undone: int = 0
    events: int = 0
    anew: bool = False
    """Whether it paid as another kind of task, in an older version."""


@dataclass
class Row:
    who: int
    points: int
    held: int
    why: str
    rule: str
    day: date
    at: datetime
    source: str = ""
    event: str = ""
    by: int | None = None
    gone: bool = False
    released: bool = False
    again: "Row | None" = None
    """What waits instead, since the two confirmed each other."""

    @property
    def told(self) -> tuple[int, int, int, str, str, str]:
        return self.who, self.points, self.held, self.why, self.rule, self.source


@dataclass
class Enrolment:
    id: int
    who: int
    quest: dict[str, Any]
    """As its file said it."""
    since: datetime
    touches: int
    deals: int
    drills: int
    state: str = "going"
    steps: dict[str, Step] = field(default_factory=dict)

    @property
    def all(self) -> list[dict[str, Any]]:
        return [step for gate in self.quest["gates"] for step in gate["steps"]]

    def step(self, id: str) -> Step:
        return self.steps.setdefault(id, Step())

    def named(self, id: str) -> dict[str, Any]:
        return next(step for step in self.all if step["id"] == id)

    def gate(self) -> int:
        """How many gates are passed one after the other."""
        passed = 0
        for gate in self.quest["gates"]:
            if any(not self.step(step["id"]).over for step in gate["steps"] if not step["milestone"]):
                break
            passed += 1
        return passed

    def status(self, id: str, now: datetime) -> str:
        step, said = self.step(id), self.named(id)
        if step.over:
            return step.over
        mine = next(n for n, gate in enumerate(self.quest["gates"]) if said in gate["steps"])
        if mine > self.gate() or any(not self.step(before).over for before in said["after"]):
            return "shut"
        if step.asked:
            return "asked"
        rest = timedelta(hours=said["rest_hours"])
        if step.rests_until and min(step.rests_until, now + rest) > now:
            return "resting"
        return "open"

    def finished(self) -> bool:
        return self.gate() == len(self.quest["gates"])


@dataclass
class Touch:
    id: int
    who: int
    customer: int
    kind: str
    at: datetime
    made: datetime


@dataclass
class Deal:
    id: int
    who: int
    stages: list[str]
    won: bool = False


@dataclass
class Drill:
    id: int
    who: int
    scenario: str
    total: float
    seconds: float
    moved: int
    stopped: bool


class Model:
    def __init__(self, zones: dict[int, str]) -> None:
        self.zones = zones
        self.enrolments: list[Enrolment] = []
        self.rows: list[Row] = []
        self.touches: dict[int, Touch] = {}
        self.deals: dict[int, Deal] = {}
        self.drills: dict[int, Drill] = {}

    # What happens to a step

    def note(self, e: Enrolment, id: str, kind: str, now: datetime) -> None:
        step, said = e.step(id), e.named(id)
        step.events += 1
        if step.over:
            return
        match kind:
            case "begun":
                step.begun = now
            case "tried":
                step.wrong += 1
                tired = step.wrong % said["tries"] == 0
                step.rests_until = now + timedelta(hours=said["rest_hours"]) if tired else None
            case "asked":
                step.asked = True
            case "declined":
                step.asked = False

    def can_finish(self, e: Enrolment, id: str, by: int | None, now: datetime) -> bool:
        outside = e.named(id)["kind"] in OUTSIDE and by in (None, e.who)
        return e.state != "left" and not outside and e.status(id, now) in ("open", "asked")

    def finish(self, e: Enrolment, id: str, evidence: str, by: int | None, now: datetime) -> None:
        step = e.step(id)
        self._pay(e, id, evidence, by, now)
        step.over, step.evidence, step.asked, step.events = "done", evidence, False, step.events + 1
        self._done(e)

    def waive(self, e: Enrolment, id: str) -> None:
        step = e.step(id)
        step.over, step.evidence, step.asked, step.events = "waived", "", False, step.events + 1
        self._done(e)

    def take_back(self, e: Enrolment, id: str, now: datetime, by: int | None = None) -> None:
        step = e.step(id)
        for row in (step.paid, step.paid and step.paid.again):
            if row is not None:
                self._undo(row, now, by)
        e.steps[id] = Step(undone=step.undone + 1, events=step.events + 1)
        if e.state == "done" and not e.finished():
            e.state = "going"

    def migrate(self, e: Enrolment, quest: dict[str, Any]) -> None:
        """What was done as another kind of task is to be done again; what it paid stays, and is not paid again."""
        kinds, e.quest = {said["id"]: said["kind"] for said in e.all}, quest
        for said in e.all:
            step = e.step(said["id"])
            if kinds.get(said["id"], said["kind"]) != said["kind"] and step.events:
                e.steps[said["id"]] = Step(
                    undone=step.undone, events=step.events + 1, paid=step.paid, anew=step.paid is not None
                )
        if e.finished():
            e.state = "done"

    def _done(self, e: Enrolment) -> None:
        if e.state == "going" and e.finished():
            e.state = "done"

    # Points

    def total(self, who: int) -> int:
        return sum(row.points for row in self.rows if row.who == who)

    def today(self, who: int, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.zones[who])).date()

    def _pay(self, e: Enrolment, id: str, evidence: str, by: int | None, now: datetime) -> None:
        step, said = e.step(id), e.named(id)
        mine = [row for row in self.rows if row.who == by and row.by == e.who and row.rule == "step"]
        mutual = [row for row in mine if not row.gone and row.at >= now - PAIR] if by is not None else []
        points, held, why = self._worth(e.who, step, said, evidence, bool(mutual), now)
        row = Row(e.who, points, held, why, "step", self.today(e.who, now), now, f"{e.quest['id']}/{id}", evidence, by)
        if step.paid is None:
            step.paid = row
            self.rows.append(row)
        for other in mutual:
            if other.points > 0:
                self._undo(other, now, None)
                day = self.today(other.who, now)
                other.again = Row(other.who, 0, other.points, "pair", "step", day, now, other.source, other.event,
                                  other.by)  # fmt: skip
                self.rows.append(other.again)

    def _worth(
        self, who: int, step: Step, said: dict[str, Any], evidence: str, mutual: bool, now: datetime
    ) -> tuple[int, int, str]:
        if any(piece in self._paid_with(who) for piece in pieces(evidence)):
            return 0, 0, "used"
        if mutual:
            return 0, said["points"], "pair"
        if step.undone >= RETURNS:
            return 0, said["points"], "returns"
        took = (now - step.begun).total_seconds() if step.begun and said["kind"] in IN_CHAT else None
        if took is not None and 0 <= took < said["minutes"] * 60 * FAST:
            return 0, said["points"], "speed"
        room = max(CAP - self.paid_today(who, now), 0)
        return (said["points"], 0, "") if said["points"] <= room else (room, 0, "cap")

    def _paid_with(self, who: int) -> set[str]:
        rows = (row for row in self.rows if row.who == who and row.rule == "step" and not row.gone)
        return {piece for row in rows if row.points > 0 or row.held > 0 for piece in pieces(row.event)}

    def paid_today(self, who: int, now: datetime) -> int:
        here = now.astimezone(ZoneInfo(self.zones[who]))
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
        rows = [row for row in self.rows if row.who == who and row.rule in ("step", "undo")]
        dated = [row for row in rows if row.day == here.date()]
        late = [row for row in rows if row.day != here.date() and midnight <= row.at <= now]
        return max(sum(row.points for row in dated), sum(row.points for row in dated + late))

    def _undo(self, row: Row, now: datetime, by: int | None) -> None:
        if row.gone:
            return
        row.gone, day = True, self.today(row.who, now)
        self.rows.append(Row(row.who, -row.points, 0, "", "undo", day, now, row.source, row.event, by))
        if row.released:
            self.rows.append(Row(row.who, -row.held, 0, "", "unrelease", day, now, row.source, row.event, by))

    def release(self, row: Row, by: int, now: datetime) -> bool:
        if by == row.who or not row.held or row.gone or row.released:
            return False
        row.released = True
        self.rows.append(
            Row(row.who, row.held, 0, "", "release", self.today(row.who, now), now, row.source, row.event, by)
        )
        return True

    # What is proven elsewhere

    def settle(self, e: Enrolment, now: datetime) -> int:
        """How much came of it."""
        happened = 0
        while self._gone(e, now) or self._proven(e, now):
            happened += 1
        return happened

    def _gone(self, e: Enrolment, now: datetime) -> bool:
        for said in e.all:
            step = e.step(said["id"])
            if said["kind"] in ("touch", "deal", "drill") and step.over == "done" and not self._stands(e.who, step):
                self.take_back(e, said["id"], now)
                return True
        return False

    def _stands(self, who: int, step: Step) -> bool:
        kind, _, numbers = step.evidence.partition(":")
        if kind == "touch":
            notes = [self.touches.get(int(id)) for id in numbers.split(",")]
            return all(note is not None and note.who == who for note in notes)
        return kind != "won" or self.deals[int(numbers)].won

    def _proven(self, e: Enrolment, now: datetime) -> bool:
        for said in e.all:
            evidence = self._evidence(e, said, now) if e.status(said["id"], now) == "open" else ""
            if evidence and e.state != "left":
                self.finish(e, said["id"], evidence, None, now)
                return True
        return False

    def _evidence(self, e: Enrolment, said: dict[str, Any], now: datetime) -> str:
        used = {piece for other in e.all for piece in pieces(e.step(other["id"]).evidence)}
        match said["kind"]:
            case "touch":
                return self._contacts(e, said, used, now)
            case "deal":
                return next((f"{said['reach']}:{d.id}" for d in self._reached(e, said["reach"])
                             if f"{said['reach']}:{d.id}" not in used), "")  # fmt: skip
            case "drill":
                return next((f"drill:{d.id}" for d in self._passed(e, said) if f"drill:{d.id}" not in used), "")
        return ""

    def _contacts(self, e: Enrolment, said: dict[str, Any], used: set[str], now: datetime) -> str:
        customers: dict[int, int] = {}
        for note in sorted(self.touches.values(), key=lambda note: note.id):
            if note.who != e.who or note.id <= e.touches or f"touch:{note.id}" in used:
                continue
            lately = min(e.since, note.made) - timedelta(days=1) <= note.at <= now
            if lately and said.get("touch") in (None, note.kind) and note.customer not in customers:
                customers[note.customer] = note.id
        ids = sorted(customers.values())[: said["count"]]
        return "touch:" + ",".join(map(str, ids)) if len(ids) == said["count"] else ""

    def _reached(self, e: Enrolment, reach: str) -> Iterator[Deal]:
        for found in sorted(self.deals.values(), key=lambda found: found.id):
            if found.who == e.who and found.id > e.deals:
                far = found.won if reach == "won" else any(
                    STAGES.index(at) >= STAGES.index(reach) for at in found.stages)  # fmt: skip
                if far:
                    yield found

    def _passed(self, e: Enrolment, said: dict[str, Any]) -> Iterator[Drill]:
        for found in sorted(self.drills.values(), key=lambda found: found.id):
            mine = found.who == e.who and found.id > e.drills and found.scenario == said["scenario"]
            slow = not 0 <= found.seconds < 3 * found.moved
            if mine and found.total >= 75 and slow and not found.stopped:
                yield found


def pieces(evidence: str) -> list[str]:
    kind, _, numbers = evidence.partition(":")
    return [f"{kind}:{number}" for number in numbers.split(",")] if numbers else []
